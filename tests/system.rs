//! *System*: this machine's own, under a layer that takes whatever is installed and goes with this value.

use std::ffi::OsStr;
use std::fs;
use std::io::{BufRead, BufReader};
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

use crate::Ended;

/// Lays a layer in memory over the system, says so, and keeps it until its input ends. Nothing outside sees its mounts.
/// Temporary files, and what the kernel shows, are the machine's own, so that tests and programs share them.
const LAYER: &str = r#"
set -e
mount -t tmpfs layer "$1"
mkdir "$1/root" "$1/above" "$1/work"
mount -t overlay layer -o "lowerdir=/,upperdir=$1/above,workdir=$1/work" "$1/root"
for shared in dev proc sys tmp; do mount --rbind "/$shared" "$1/root/$shared"; done
echo laid
exec cat > /dev/null
"#;

/// A system to install into.
pub struct System {
    layer: Ended,
    folder: TempDir,
}

impl System {
    /// None for whoever may not mount: only root may.
    ///
    /// # Panics
    /// Where the kernel has no such layers.
    pub fn new() -> Option<System> {
        let who = Command::new("id").arg("-u").output().expect("id starts");
        if who.stdout != b"0\n" {
            eprintln!("only root installs packages");
            return None;
        }
        let folder = TempDir::new().expect("a folder");
        let mut layer = Command::new("unshare")
            .args(["--mount", "sh", "-c", LAYER, "sh"])
            .arg(folder.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("unshare starts");
        let said = layer.stdout.take().expect("its output");
        let mut word = String::new();
        let read = BufReader::new(said).read_line(&mut word);
        let system = System {
            layer: Ended(layer),
            folder,
        };
        assert!(
            read.is_ok() && word == "laid\n",
            "no layer over this system"
        );
        Some(system)
    }

    /// A program of this system.
    pub fn program(&self, name: &str) -> Command {
        let mut command = Command::new("nsenter");
        command.args(self.entered()).arg(name);
        command
    }

    /// What it printed.
    ///
    /// # Panics
    /// Where it says that something didn't go well.
    pub fn done<S: AsRef<OsStr>>(&self, name: &str, arguments: &[S]) -> String {
        let output = self.program(name).args(arguments).output();
        let Output {
            status,
            stdout,
            stderr,
        } = output.expect("nsenter starts");
        let said = String::from_utf8_lossy(&stderr);
        assert!(status.success(), "{name}: {status}: {said}");
        String::from_utf8(stdout).expect("it prints text")
    }

    pub fn has(&self, path: &str) -> bool {
        let asked = self.program("test").args(["-e", path]).status();
        asked.expect("nsenter starts").success()
    }

    /// A script outside that starts a program of this system, for those who start files.
    ///
    /// # Panics
    /// Where it can't be written.
    pub fn door_to(&self, name: &str) -> PathBuf {
        let door = self.folder.path().with_extension("door");
        let text = format!(
            "#!/bin/sh\nexec nsenter {} {name} \"$@\"\n",
            self.entered().join(" ")
        );
        fs::write(&door, text).expect("a script");
        fs::set_permissions(&door, PermissionsExt::from_mode(0o700)).expect("it can be started");
        door
    }

    /// How its mounts are entered, then its root.
    fn entered(&self) -> [String; 4] {
        let root = self.folder.path().join("root");
        [
            format!("--target={}", self.layer.0.id()),
            "--mount".to_owned(),
            "chroot".to_owned(),
            root.display().to_string(),
        ]
    }
}

impl Drop for System {
    fn drop(&mut self) {
        let _ = fs::remove_file(self.folder.path().with_extension("door"));
    }
}
