//! A program that a step starts, and the line that shows it.

use std::env;
use std::ffi::OsStr;
use std::io::{self, BufRead, BufReader, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

/// A program with its arguments, printed as it is started.
pub struct Program {
    command: Command,
    shown: String,
}

impl Program {
    pub fn new(name: impl AsRef<OsStr>) -> Self {
        let name = name.as_ref();
        let mut command = Command::new(name);
        command.current_dir(crate::root());
        let shown = Path::new(name)
            .file_name()
            .unwrap_or(name)
            .to_string_lossy()
            .into_owned();
        Program { command, shown }
    }

    /// Cargo itself: the very one that started us, so that a chosen toolchain stays chosen.
    pub fn cargo() -> Self {
        let mut program = Program::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        program.shown = "cargo".to_owned();
        program
    }

    /// npm in the page's folder.
    pub fn npm() -> Self {
        let mut program = Program::new(if cfg!(windows) { "npm.cmd" } else { "npm" });
        program.command.current_dir(crate::root().join("ui"));
        program.shown = "npm".to_owned();
        program
    }

    pub fn arg(mut self, argument: impl AsRef<OsStr>) -> Self {
        let argument = argument.as_ref();
        self.shown.push(' ');
        self.shown.push_str(&argument.to_string_lossy());
        self.command.arg(argument);
        self
    }

    pub fn args<S: AsRef<OsStr>>(self, arguments: impl IntoIterator<Item = S>) -> Self {
        arguments.into_iter().fold(self, Program::arg)
    }

    pub fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.command.env(name, value);
        self
    }

    /// Puts `wrapper` in front, for example `dbus-run-session --`.
    pub fn under(self, wrapper: &[&str]) -> Self {
        let Some((first, rest)) = wrapper.split_first() else {
            return self;
        };
        let mut command = Command::new(first);
        command
            .args(rest)
            .arg(self.command.get_program())
            .args(self.command.get_args());
        if let Some(folder) = self.command.get_current_dir() {
            command.current_dir(folder);
        }
        for (name, value) in self.command.get_envs() {
            match value {
                Some(value) => command.env(name, value),
                None => command.env_remove(name),
            };
        }
        Program {
            command,
            shown: self.shown,
        }
    }

    /// Runs it in the person's sight; its failure is ours.
    pub fn run(mut self) -> Result<()> {
        println!("$ {}", self.shown);
        let status = self
            .command
            .status()
            .with_context(|| format!("cannot start `{}`", self.shown))?;
        if !status.success() {
            bail!("`{}` ended with {status}", self.shown);
        }
        Ok(())
    }

    /// Runs it in the person's sight and keeps the lines of its standard output that `keep` picks.
    pub fn run_keeping(mut self, keep: fn(&str) -> bool) -> (Vec<String>, Result<()>) {
        println!("$ {}", self.shown);
        let mut kept = Vec::new();
        let ended = self.echo(|line| {
            let plain = without_colour(line);
            if keep(&plain) {
                kept.push(plain.trim().to_owned());
            }
        });
        (kept, ended)
    }

    fn echo(&mut self, mut each: impl FnMut(&str)) -> Result<()> {
        if io::stdout().is_terminal() {
            // The pipe would otherwise take the colours away.
            self.command
                .env("CARGO_TERM_COLOR", "always")
                .env("FORCE_COLOR", "1");
        }
        let mut child = self
            .command
            .stdout(Stdio::piped())
            .spawn()
            .with_context(|| format!("cannot start `{}`", self.shown))?;
        if let Some(output) = child.stdout.take() {
            let mut lines = BufReader::new(output);
            let mut line = Vec::new();
            while lines.read_until(b'\n', &mut line)? > 0 {
                io::stdout().write_all(&line)?;
                each(&String::from_utf8_lossy(&line));
                line.clear();
            }
        }
        let status = child.wait()?;
        if !status.success() {
            bail!("`{}` ended with {status}", self.shown);
        }
        Ok(())
    }

    /// Runs it unseen and returns what it wrote to standard output, or None where it is not there or failed.
    pub fn answer(mut self) -> Option<String> {
        let output = self.command.stdin(Stdio::null()).output().ok()?;
        output
            .status
            .success()
            .then(|| String::from_utf8_lossy(&output.stdout).into_owned())
    }

    /// Shows it, runs it with its output held back, and gives that output as the error where it fails.
    pub fn run_unless_it_fails_unseen(mut self) -> Result<()> {
        println!("$ {}", self.shown);
        let output = self
            .command
            .stdin(Stdio::inherit())
            .output()
            .with_context(|| format!("cannot start `{}`", self.shown))?;
        if !output.status.success() {
            let said = [output.stdout, output.stderr].concat();
            bail!(
                "`{}` ended with {}:\n{}",
                self.shown,
                output.status,
                String::from_utf8_lossy(&said).trim_end()
            );
        }
        Ok(())
    }

    /// Becomes that program where the system can, so that Ctrl-C reaches it alone; returns only on failure or, on
    /// Windows, after its end.
    pub fn become_it(mut self) -> Result<()> {
        println!("$ {}", self.shown);
        io::stdout().flush()?;
        #[cfg(unix)]
        {
            use std::os::unix::process::CommandExt;
            let error = self.command.exec();
            Err(error).with_context(|| format!("cannot start `{}`", self.shown))
        }
        #[cfg(not(unix))]
        {
            let status = self
                .command
                .status()
                .with_context(|| format!("cannot start `{}`", self.shown))?;
            if !status.success() {
                bail!("`{}` ended with {status}", self.shown);
            }
            Ok(())
        }
    }
}

/// Where `name` lies on the person's PATH.
pub fn on_path(name: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    let names: &[String] = &if cfg!(windows) {
        vec![format!("{name}.exe"), format!("{name}.cmd")]
    } else {
        vec![name.to_owned()]
    };
    env::split_paths(&path)
        .flat_map(|folder| names.iter().map(move |name| folder.join(name)))
        .find(|file| file.is_file())
}

/// A line as it reads without the terminal's colours.
fn without_colour(line: &str) -> String {
    let mut plain = String::with_capacity(line.len());
    let mut letters = line.chars();
    while let Some(letter) = letters.next() {
        if letter == '\u{1b}' {
            letters
                .by_ref()
                .take_while(|letter| !letter.is_ascii_alphabetic())
                .for_each(drop);
        } else {
            plain.push(letter);
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_compared_without_its_colours() {
        assert_eq!(
            without_colour("test result: \u{1b}[32mok\u{1b}[m. 3 passed"),
            "test result: ok. 3 passed"
        );
    }

    #[test]
    fn a_wrapper_goes_in_front_and_keeps_folder_and_surroundings() {
        let program = Program::npm()
            .arg("ci")
            .env("CHOT_FULL", "1")
            .under(&["dbus-run-session", "--"]);
        let arguments: Vec<_> = program.command.get_args().collect();
        assert_eq!(program.command.get_program(), "dbus-run-session");
        assert_eq!(arguments.first().copied(), Some(OsStr::new("--")));
        assert_eq!(arguments.last().copied(), Some(OsStr::new("ci")));
        assert_eq!(
            program.command.get_current_dir(),
            Some(crate::root().join("ui").as_path())
        );
        assert!(
            program
                .command
                .get_envs()
                .any(|(name, _)| name == "CHOT_FULL")
        );
    }
}
