//! *Watching*: `chot watch` before a test's camera, and the lines that it prints.

use crate::camera::TestCamera;
use crate::{Ended, bin};
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc::{self, Receiver};

/// It is killed when it is let go.
pub struct Watching {
    child: Ended,
    /// One JSON object each.
    pub lines: Receiver<String>,
}

impl Watching {
    /// Starts it on a home, with these arguments more.
    ///
    /// # Panics
    /// Where the program wasn't built or can't be started.
    pub fn start(home: &Path, camera: &TestCamera, arguments: &[&str]) -> Watching {
        let mut child = Command::new(bin("chot"))
            .args(["watch", "--json"])
            .args(arguments)
            .env("CHOT_HOME", home)
            .envs(camera.environment())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("chot starts");
        let stdout = child.stdout.take().expect("its output is piped");
        let (sender, lines) = mpsc::channel();
        std::thread::spawn(move || {
            let mut lines = BufReader::new(stdout).lines().map_while(Result::ok);
            while lines.next().is_some_and(|line| sender.send(line).is_ok()) {}
        });
        Watching {
            child: Ended(child),
            lines,
        }
    }

    /// Kills it. What it had printed can still be read.
    pub fn kill(self) -> Receiver<String> {
        drop(self.child);
        self.lines
    }
}
