//! *Home*: the directory in which this post keeps what it has: its ledger, its keys, its settings.

use std::io;
use std::path::{Path, PathBuf};

/// Where a post's files are.
///
/// ```text
/// ledger.db       the log, encrypted (SQLite adds -wal and -shm beside it)
/// ledger.lock     held by the one program that writes
/// targets.db      where entries go and how far they got, encrypted with the ledger's key
/// imported.db     logs of other posts that courier files brought, encrypted with the same key
/// head.json       the newest head and the last sign of life, outside the database
/// rosters.db      the unit's own lists of people, encrypted with the same key
/// places.db       the unit's places that have a poster, encrypted with the same key
/// staff.db        who works here, encrypted with the same key
/// privacy.db      what people asked about their data, and what went wrong with it, encrypted with the same key
/// tries.json      how often a PIN was wrong, outside that database
/// restored.json   where another device's entries end, in a ledger that a backup brought
/// restore/        a backup that takes the ledger's place at the next start
/// backup.lock     held while a backup is made
/// keys/           key files, where there is no keychain
/// settings.json   what was chosen here
/// version         the program that opened the ledger last
/// policies/       the unit's own policies
/// policy.json     the policy that is asked, as it was last understood
/// trust.chot      whose signatures count here, as its keeper signed it
/// set-aside/      broken databases, kept as evidence
/// demo/           a home of its own for the sample pictures
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Home {
    root: PathBuf,
    keychain: bool,
}

#[derive(Debug, thiserror::Error)]
pub enum HomeError {
    #[error("this account has no data directory: set CHOT_HOME to a directory for Chốt's data")]
    NoDataDirectory,
    #[error("CHOT_HOME is set to nothing: name a directory, or unset it")]
    EmptyPath,
}

impl Home {
    /// `CHOT_HOME` where it is set (then keys are files in it and no keychain is asked), else the
    /// platform's data directory of this account, on this machine (never a roaming one: a ledger
    /// that follows its user to another machine would grow in two places).
    pub fn resolve() -> Result<Home, HomeError> {
        match std::env::var_os("CHOT_HOME") {
            Some(root) if root.is_empty() => Err(HomeError::EmptyPath),
            Some(root) => Ok(Home::at(root)),
            None => directories::ProjectDirs::from("vn", "", "Chot")
                .map(|dirs| Home {
                    root: dirs.data_local_dir().to_path_buf(),
                    keychain: true,
                })
                .ok_or(HomeError::NoDataDirectory),
        }
    }

    /// A home at a path, with its keys in files.
    pub fn at(root: impl Into<PathBuf>) -> Home {
        Home {
            root: root.into(),
            keychain: false,
        }
    }

    /// The home of the demo inside this one: invented people need no keychain, and never meet the
    /// real log.
    pub fn demo(&self) -> Home {
        Home::at(self.root.join("demo"))
    }

    pub fn root(&self) -> &Path {
        &self.root
    }

    pub fn database(&self) -> PathBuf {
        self.root.join("ledger.db")
    }

    /// Where entries go and how far they got.
    pub fn targets(&self) -> PathBuf {
        self.root.join("targets.db")
    }

    pub fn lock_file(&self) -> PathBuf {
        self.root.join("ledger.lock")
    }

    pub fn head_file(&self) -> PathBuf {
        self.root.join("head.json")
    }

    /// Newer programs that a hub handed down.
    pub fn updates(&self) -> PathBuf {
        self.root.join("updates")
    }

    /// Logs of other posts that courier files brought.
    pub fn imported(&self) -> PathBuf {
        self.root.join("imported.db")
    }

    /// The unit's own lists of people.
    pub fn rosters(&self) -> PathBuf {
        self.root.join("rosters.db")
    }

    /// The unit's places that have a poster.
    pub fn places(&self) -> PathBuf {
        self.root.join("places.db")
    }

    /// Who works here.
    pub fn staff(&self) -> PathBuf {
        self.root.join("staff.db")
    }

    /// What people asked about their data, and what went wrong with it.
    pub fn privacy(&self) -> PathBuf {
        self.root.join("privacy.db")
    }

    /// How often a PIN was wrong.
    pub fn tries(&self) -> PathBuf {
        self.root.join("tries.json")
    }

    /// Where another device's entries end.
    pub fn restored(&self) -> PathBuf {
        self.root.join("restored.json")
    }

    /// Which version of the program opened the ledger last.
    pub fn version(&self) -> PathBuf {
        self.root.join("version")
    }

    /// A backup that takes the ledger's place at the next start.
    pub fn restore(&self) -> PathBuf {
        self.root.join("restore")
    }

    /// Held while a backup is made.
    pub fn backup_lock(&self) -> PathBuf {
        self.root.join("backup.lock")
    }

    pub fn keys(&self) -> PathBuf {
        self.root.join("keys")
    }

    pub fn set_aside(&self) -> PathBuf {
        self.root.join("set-aside")
    }

    /// Whether the system's keychain is this home's first place for keys.
    pub fn has_keychain(&self) -> bool {
        self.keychain
    }

    /// Makes the directory where it is missing, readable by its owner alone.
    pub fn prepare(&self) -> io::Result<()> {
        private_directory(&self.root)
    }
}

/// Makes a directory that only its owner may enter. An existing one keeps its mode: it may have been
/// set up with care.
pub(crate) fn private_directory(path: &Path) -> io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

/// Replaces a file whole or not at all: written beside it, made durable, renamed over it. Readable
/// by its owner alone.
pub(crate) fn replace_file(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut beside = path.as_os_str().to_owned();
    beside.push(".new");
    let beside = PathBuf::from(beside);
    let mut file = private_file(&beside)?;
    file.set_len(0)?;
    io::Write::write_all(&mut file, bytes)?;
    file.sync_all()?;
    drop(file);
    std::fs::rename(&beside, path)?;
    sync_directory(path)
}

/// Opens a file for writing and makes it where it is missing, for its owner alone.
pub(crate) fn private_file(path: &Path) -> io::Result<std::fs::File> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// A rename is durable only when its directory is.
#[cfg(unix)]
pub(crate) fn sync_directory(path: &Path) -> io::Result<()> {
    match path.parent() {
        Some(directory) => std::fs::File::open(directory)?.sync_all(),
        None => Ok(()),
    }
}

/// Windows can't open a directory as a file. Flushing a file under the name that it was moved to writes that name, too.
#[cfg(not(unix))]
pub(crate) fn sync_directory(path: &Path) -> io::Result<()> {
    if !path.is_file() {
        return Ok(());
    }
    std::fs::File::options().write(true).open(path)?.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_demo_lives_inside_the_home_and_apart_from_it() {
        let home = Home::at("/srv/post");
        assert_eq!(
            home.demo().database(),
            Path::new("/srv/post/demo/ledger.db")
        );
        assert_ne!(home.demo().keys(), home.keys());
        assert!(!home.demo().has_keychain());
    }

    #[cfg(unix)]
    #[test]
    fn only_the_owner_enters_a_new_home_and_reads_its_files() {
        use std::os::unix::fs::PermissionsExt;
        let scratch = tempfile::tempdir().unwrap();
        let home = Home::at(scratch.path().join("a/b"));
        home.prepare().unwrap();
        replace_file(&home.head_file(), b"{}").unwrap();
        let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(home.root()), 0o700);
        assert_eq!(mode(&home.head_file()), 0o600);
    }
}
