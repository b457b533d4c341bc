//! *Disk*: one that fails when it is told to, for programs started with it (tests/fixtures/disk).

use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;

/// Makes files under one folder fail in the programs that are started with its environment.
pub struct TestDisk {
    folder: TempDir,
    under: PathBuf,
}

impl TestDisk {
    /// # Errors
    /// When there is no C compiler `cc`.
    pub fn new(under: &Path) -> io::Result<TestDisk> {
        let folder = TempDir::new()?;
        let source = crate::root().join("tests/fixtures/disk/baddisk.c");
        let mut cc = Command::new("cc");
        cc.args(["-shared", "-fPIC", "-O2", "-o"])
            .arg(folder.path().join("disk.so"))
            .arg(source)
            .arg("-ldl");
        let output = cc.output()?;
        if !output.status.success() {
            return Err(io::Error::other(
                String::from_utf8_lossy(&output.stderr).into_owned(),
            ));
        }
        Ok(TestDisk {
            folder,
            under: under.to_owned(),
        })
    }

    /// `ok`, `full`, `read-only`, `error`, `slow MS`, each with the calls that fail where not all do.
    ///
    /// # Errors
    /// When the state can't be written.
    pub fn set_state(&self, state: &str) -> io::Result<()> {
        std::fs::write(self.folder.path().join("state"), state)
    }

    /// What a program needs in its environment to be on this disk.
    pub fn environment(&self) -> [(String, OsString); 3] {
        let at = |name: &str| OsString::from(self.folder.path().join(name));
        [
            ("LD_PRELOAD".to_owned(), at("disk.so")),
            ("BADDISK_UNDER".to_owned(), self.under.clone().into()),
            ("BADDISK_STATE".to_owned(), at("state")),
        ]
    }
}
