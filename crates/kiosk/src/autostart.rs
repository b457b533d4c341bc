//! *Autostart*: the gate opens when this account signs in, by each system's own way, without an administrator.
//!
//! - Linux: `vn.chot.gate.desktop` in the account's autostart folder. A package brings the same for every account; the
//!   account's own file, of the same name, takes its place.
//! - Windows: the value `Chot` of the account's `Run` key, which the installer writes, too; it goes with the program alone.
//! - macOS: `vn.chot.gate.plist` among the account's launch agents.

use std::io;
use std::path::Path;

/// Has `program` opened at every sign-in of this account, or not any more.
pub fn set(is_on: bool, program: &Path) -> io::Result<()> {
    system::set(is_on, program)
}

#[cfg(not(windows))]
fn replace(path: &Path, text: &str) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    crate::home::replace_file(path, text.as_bytes())
}

#[cfg(not(windows))]
fn remove(path: &Path) -> io::Result<()> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        done => done,
    }
}

#[cfg(not(any(windows, target_os = "macos")))]
mod system {
    use super::{remove, replace};
    use std::io;
    use std::path::{Path, PathBuf};

    pub(super) fn set(is_on: bool, program: &Path) -> io::Result<()> {
        let base = directories::BaseDirs::new()
            .ok_or_else(|| io::Error::other("this account has no home directory"))?;
        let path = file(base.config_dir());
        if is_on {
            let home = std::env::var("CHOT_HOME").ok();
            replace(&path, &text(program, home.as_deref()))
        } else {
            remove(&path)
        }
    }

    fn file(config: &Path) -> PathBuf {
        config.join("autostart/vn.chot.gate.desktop")
    }

    /// A desktop entry (freedesktop.org, 1.5); `home` is the data directory where it isn't the account's own.
    fn text(program: &Path, home: Option<&str>) -> String {
        let program = quoted(&program.display().to_string());
        let command = match home {
            Some(home) => format!("env {} {program}", quoted(&format!("CHOT_HOME={home}"))),
            None => program,
        };
        format!(
            "[Desktop Entry]\nType=Application\nName=Chốt\nExec={command}\nTerminal=false\n\
             X-GNOME-Autostart-enabled=true\n"
        )
    }

    /// One argument: quoted for the command line, escaped once more as every text of the file is.
    fn quoted(argument: &str) -> String {
        let mut quoted = String::from("\"");
        for letter in argument.chars() {
            match letter {
                '"' | '`' | '$' => quoted.extend(["\\\\", letter.encode_utf8(&mut [0; 4])]),
                '\\' => quoted.push_str("\\\\\\\\"),
                '%' => quoted.push_str("%%"),
                other => quoted.push(other),
            }
        }
        quoted.push('"');
        quoted
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        /// The specification's rules of quoting, with what a path may hold.
        #[test]
        fn a_path_with_blanks_and_signs_is_one_argument() {
            let entry = text(Path::new("/srv/bảo vệ/100%/a\"b$c\\d/chot-window"), None);
            let line = entry
                .lines()
                .find(|line| line.starts_with("Exec="))
                .expect("a command");
            assert_eq!(
                line,
                r#"Exec="/srv/bảo vệ/100%%/a\\"b\\$c\\\\d/chot-window""#
            );
            let entry = text(Path::new("/c"), Some("/srv/post 1"));
            assert!(
                entry.contains("Exec=env \"CHOT_HOME=/srv/post 1\" \"/c\"\n"),
                "{entry}"
            );
        }
    }
}

#[cfg(windows)]
mod system {
    use std::io;
    use std::os::windows::process::CommandExt;
    use std::path::Path;
    use std::process::{Command, Stdio};

    /// CREATE_NO_WINDOW: nothing flashes over the gate.
    const NO_WINDOW: u32 = 0x0800_0000;

    pub(super) fn set(is_on: bool, program: &Path) -> io::Result<()> {
        if !is_on {
            // It is the installer's, who takes it away with the program.
            return Ok(());
        }
        let status = Command::new("reg")
            .args(["add", r"HKCU\Software\Microsoft\Windows\CurrentVersion\Run"])
            .args(["/v", "Chot", "/t", "REG_SZ", "/f", "/d"])
            .arg(format!("\"{}\"", program.display()))
            .creation_flags(NO_WINDOW)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()?;
        if status.success() {
            Ok(())
        } else {
            Err(io::Error::other(format!("reg ended with {status}")))
        }
    }
}

#[cfg(target_os = "macos")]
mod system {
    use super::{remove, replace};
    use std::io;
    use std::path::Path;

    pub(super) fn set(is_on: bool, program: &Path) -> io::Result<()> {
        let base = directories::BaseDirs::new()
            .ok_or_else(|| io::Error::other("this account has no home directory"))?;
        let path = base
            .home_dir()
            .join("Library/LaunchAgents/vn.chot.gate.plist");
        if !is_on {
            return remove(&path);
        }
        let escaped = program.display().to_string();
        let escaped = escaped.replace('&', "&amp;").replace('<', "&lt;");
        replace(
            &path,
            &format!(
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
                 <!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\" \"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">\n\
                 <plist version=\"1.0\"><dict>\n\
                 <key>Label</key><string>vn.chot.gate</string>\n\
                 <key>ProgramArguments</key><array><string>{escaped}</string></array>\n\
                 <key>RunAtLoad</key><true/>\n\
                 </dict></plist>\n"
            ),
        )
    }
}
