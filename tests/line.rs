//! *Line*: a serial line that is a pseudo-terminal: a reader's end, and the one that the gate opens by its path.

use serialport::{SerialPort, TTYPort};
use std::path::{Path, PathBuf};
use std::time::Duration;
use tempfile::TempDir;

/// A full line is waited for, however busy the machine is.
const PATIENCE: Duration = Duration::from_secs(40);

/// A socket for a reader: its path leads to whatever is plugged in.
pub struct Socket {
    folder: TempDir,
}

/// A reader that is plugged in; it is unplugged by [`Socket::unplug`].
pub struct Plugged {
    /// Where the reader writes.
    pub reader: TTYPort,
    line: TTYPort,
}

impl Plugged {
    /// What the system calls the line's other end.
    pub fn name(&self) -> String {
        self.line.name().expect("a pseudo-terminal has a name")
    }
}

impl Socket {
    /// # Panics
    /// Where there is no room for a folder.
    #[expect(clippy::new_without_default, reason = "it makes a folder")]
    pub fn new() -> Socket {
        Socket {
            folder: TempDir::new().expect("a folder"),
        }
    }

    /// Where the gate finds the reader.
    pub fn path(&self) -> PathBuf {
        self.folder.path().join("reader")
    }

    /// Plugs a reader in.
    ///
    /// # Panics
    /// Where one is plugged in, or the system has no pseudo-terminal left.
    pub fn plug(&self) -> Plugged {
        let (reader, line) = TTYPort::pair().expect("a pseudo-terminal");
        let name = line.name().expect("a pseudo-terminal has a name");
        // The pair's own handles are inherited by every program that is started; those of a clone aren't, so that
        // letting them go hangs the line up.
        let mut kept = reader.try_clone_native().expect("a handle");
        kept.set_timeout(PATIENCE).expect("a timeout");
        let plugged = Plugged {
            reader: kept,
            line: line.try_clone_native().expect("a handle"),
        };
        std::os::unix::fs::symlink(Path::new(&name), self.path()).expect("a free socket");
        plugged
    }

    /// Pulls it out.
    ///
    /// # Panics
    /// Where nothing was plugged in.
    pub fn unplug(&self, plugged: Plugged) {
        std::fs::remove_file(self.path()).expect("a reader");
        drop(plugged);
    }
}
