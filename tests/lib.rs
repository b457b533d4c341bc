//! What the tests of the whole share: where things are, how often to repeat, and waiting for a condition.

#[cfg(target_os = "linux")]
#[path = "fixtures/camera/mod.rs"]
pub mod camera;
#[cfg(target_os = "linux")]
pub mod disk;
pub mod frames;
#[cfg(target_os = "linux")]
pub mod line;
pub mod reading;
pub mod samples;
pub mod sheet;
#[cfg(target_os = "linux")]
pub mod system;
#[cfg(unix)]
pub mod travel;
#[cfg(target_os = "linux")]
pub mod watching;
#[cfg(target_os = "linux")]
pub mod window;
#[cfg(target_os = "linux")]
pub mod wine;

use std::env;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output};
use std::thread;
use std::time::{Duration, Instant};

/// The repository's root.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("the tests lie in the repository")
        .to_path_buf()
}

/// One of our programs ("chot", "chot-window"), of the same profile as the test that asks, wherever the target
/// directory is: the test itself lies two folders below it.
///
/// # Panics
/// Where it wasn't built: `cargo test` builds a program only for tests of its own package.
pub fn bin(name: &str) -> PathBuf {
    let test = env::current_exe().expect("a test knows where it is");
    let file = format!("{name}{}", env::consts::EXE_SUFFIX);
    let found = test
        .ancestors()
        .skip(1)
        .take(2)
        .map(|folder| folder.join(&file))
        .find(|path| path.is_file());
    found.unwrap_or_else(|| {
        panic!(
            "{file} isn't built beside {}: run cargo build --workspace first",
            test.display()
        )
    })
}

/// Runs `chot` on the data in `home` until it ends.
///
/// # Panics
/// Where it can't be started.
pub fn chot(home: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(bin("chot"));
    command.args(arguments).env("CHOT_HOME", home);
    command.output().expect("chot can be started")
}

/// The same where all has to go well: what it printed.
///
/// # Panics
/// Where it says that something didn't.
pub fn done(home: &Path, arguments: &[&str]) -> String {
    let output = chot(home, arguments);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{arguments:?}: {said}");
    String::from_utf8(output.stdout).expect("chot prints text")
}

/// A process that is killed when it is let go: by SIGKILL where there are signals, so that no handler of its runs and
/// nothing is flushed.
pub struct Ended(pub Child);

impl Drop for Ended {
    fn drop(&mut self) {
        // It may have ended by itself already.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The long repetitions were asked for: `cargo xtask test --full`.
pub fn full() -> bool {
    env::var_os("CHOT_FULL").is_some_and(|value| value == "1")
}

/// How often to repeat what the issue asks for `n` times: all of them when [`full`], else a tenth, at least once.
pub fn times(n: usize) -> usize {
    if full() { n } else { (n / 10).max(1) }
}

/// A generated file may be written anew instead of only compared: `CHOT_BLESS=1`.
pub fn bless() -> bool {
    env::var_os("CHOT_BLESS").is_some_and(|value| value == "1")
}

/// Waits until `condition` gives a value, looking every 10 ms.
///
/// # Panics
/// After `patience`, with `what` was waited for.
pub fn wait_for<T>(what: &str, patience: Duration, mut condition: impl FnMut() -> Option<T>) -> T {
    let end = Instant::now() + patience;
    loop {
        if let Some(value) = condition() {
            return value;
        }
        assert!(Instant::now() < end, "waited {patience:?} in vain: {what}");
        thread::sleep(Duration::from_millis(10));
    }
}

/// Waits until `condition` holds, looking every 10 ms.
///
/// # Panics
/// After `patience`, with `what` was waited for.
pub fn wait_until(what: &str, patience: Duration, mut condition: impl FnMut() -> bool) {
    wait_for(what, patience, || condition().then_some(()));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_waited_for_in_vain_is_named() {
        let gave_up =
            std::panic::catch_unwind(|| wait_until("a moon of cheese", Duration::ZERO, || false));
        let said = gave_up.unwrap_err().downcast::<String>().unwrap();
        assert!(said.contains("a moon of cheese"), "{said}");
    }

    #[test]
    fn waiting_hands_over_what_came() {
        let mut left = 3;
        let value = wait_for("three looks", Duration::from_secs(5), || {
            left -= 1;
            (left == 0).then_some("here")
        });
        assert_eq!(value, "here");
    }
}
