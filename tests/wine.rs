//! *Wine*: `chot.exe` as it was built for Windows, on this machine, out of a folder with Vietnamese letters and blanks.

use std::env;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::OnceLock;

use tempfile::TempDir;

/// Where the programs for Windows were installed to, and what they run in.
pub struct Wine {
    folder: TempDir,
    prefix: &'static Path,
}

impl Wine {
    /// None where nothing was built for Windows: `cargo xtask windows` builds, and names what it built.
    ///
    /// # Panics
    /// Where what was named isn't there, or Wine doesn't begin.
    pub fn here() -> Option<Wine> {
        let Some(built) = env::var_os("CHOT_WINDOWS").map(PathBuf::from) else {
            eprintln!("nothing was built for Windows: cargo xtask windows");
            return None;
        };
        let wine = PathBuf::from(env::var_os("CHOT_WINE").expect("CHOT_WINE names a folder"));
        let folder = TempDir::with_prefix("Chốt ở cổng số 1 ").expect("a folder of our own");
        let beside = |from: PathBuf| {
            let name = from.file_name().expect("a file").to_owned();
            fs::copy(&from, folder.path().join(name)).expect("it was built");
        };
        beside(built.join("chot.exe"));
        beside(wine.join("bcryptprimitives.dll"));
        let prefix = prefix(&wine);
        Some(Wine { folder, prefix })
    }

    /// A folder of this installation.
    pub fn place(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// What Windows calls the account's own data (`%LOCALAPPDATA%`).
    ///
    /// # Panics
    /// Where Wine's Windows has no account.
    pub fn local(&self) -> PathBuf {
        let users = fs::read_dir(self.prefix.join("drive_c/users")).expect("Windows has accounts");
        let of_account = |user: fs::DirEntry| user.path().join("AppData/Local");
        users
            .flatten()
            .map(of_account)
            .find(|local| local.is_dir())
            .expect("Windows has an account")
    }

    /// A program for Windows, or one of its own by its name. To kill it is to kill the process that Windows would kill.
    pub fn program(&self, program: &Path) -> Command {
        let mut command = wine(self.prefix);
        command
            .arg(program)
            .stdin(Stdio::null())
            .stderr(Stdio::piped())
            .stdout(Stdio::piped());
        command
    }

    /// `chot.exe` on the data in `home`.
    pub fn chot(&self, home: &Path, arguments: &[&str]) -> Command {
        let mut command = self.program(&self.place("chot.exe"));
        command.args(arguments).env("CHOT_HOME", windows_path(home));
        command
    }

    /// What it printed.
    ///
    /// # Panics
    /// Where it says that something didn't go well.
    pub fn done(&self, home: &Path, arguments: &[&str]) -> String {
        let output = self.chot(home, arguments).output().expect("wine starts");
        let Output {
            status,
            stdout,
            stderr,
        } = output;
        let said = String::from_utf8_lossy(&stderr);
        assert!(status.success(), "{arguments:?}: {status}: {said}");
        String::from_utf8(stdout).expect("chot prints UTF-8 on Windows, too")
    }
}

/// The path of a file as a program for Windows names it.
pub fn windows_path(path: &Path) -> String {
    format!("Z:{}", path.display()).replace('/', "\\")
}

/// Wine's own Windows, made once and kept beside what was built.
fn prefix(wine_folder: &Path) -> &'static Path {
    static PREFIX: OnceLock<PathBuf> = OnceLock::new();
    PREFIX.get_or_init(|| {
        let prefix = wine_folder.join("prefix");
        if !prefix.join("system.reg").is_file() {
            let made = wine(&prefix).args(["wineboot", "-i"]).output();
            let made: io::Result<_> = made.and_then(|_| {
                Command::new("wineserver")
                    .arg("-w")
                    .env("WINEPREFIX", &prefix)
                    .status()
            });
            assert!(made.expect("wine is installed").success(), "wine begins");
        }
        prefix
    })
}

fn wine(prefix: &Path) -> Command {
    let mut command = Command::new("wine");
    command
        .env("WINEPREFIX", prefix)
        .env("WINEDEBUG", "-all")
        // It would otherwise offer to fetch a browser and .NET.
        .env("WINEDLLOVERRIDES", "mscoree,mshtml=")
        // File names are bytes here and letters there.
        .env("LC_ALL", "C.UTF-8")
        .env_remove("DISPLAY");
    command
}
