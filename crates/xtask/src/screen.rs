//! The display that the tests' windows open on.

use std::env;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::program::{Program, on_path};

/// A virtual display for as long as this value lives, or the person's own.
pub struct Screen {
    server: Option<Child>,
    display: String,
}

impl Screen {
    /// The display that is there, else a virtual one of 1920×1080. None where the system has no X: Windows, macOS.
    pub fn open() -> Result<Option<Screen>> {
        if !cfg!(target_os = "linux") {
            return Ok(None);
        }
        if let Some(display) = env::var("DISPLAY")
            .ok()
            .filter(|display| !display.is_empty())
        {
            return Ok(Some(Screen {
                server: None,
                display,
            }));
        }
        // The server picks a free number itself and writes it to the file that -displayfd names, here its output.
        let xvfb = [
            "Xvfb",
            "-displayfd",
            "1",
            "-screen",
            "0",
            "1920x1080x24",
            "-nolisten",
            "tcp",
            "-noreset",
        ];
        // It must not outlive us, even where we are killed.
        let bound: &[&str] = if on_path("setpriv").is_some() {
            &["setpriv", "--pdeathsig", "TERM", "--"]
        } else {
            &[]
        };
        let line = [bound, &xvfb].concat();
        println!("$ {}", xvfb.join(" "));
        let mut server = Command::new(line[0])
            .args(&line[1..])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .context("cannot start Xvfb")?;
        let mut number = String::new();
        if let Some(output) = server.stdout.take() {
            BufReader::new(output).read_line(&mut number)?;
        }
        if number.trim().is_empty() {
            let status = server.wait()?;
            bail!("Xvfb opened no display and ended with {status}");
        }
        Ok(Some(Screen {
            server: Some(server),
            display: format!(":{}", number.trim()),
        }))
    }

    /// Lets `program` open its windows here.
    pub fn show(&self, program: Program) -> Program {
        let program = program.env("DISPLAY", &self.display);
        // GTK would otherwise open its windows in the person's Wayland session.
        if self.server.is_some() {
            program.env("GDK_BACKEND", "x11")
        } else {
            program
        }
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        let Some(server) = &mut self.server else {
            return;
        };
        // Asked to end, it removes its lock and socket; killed, it would leave them behind.
        let asked = Command::new("kill").arg(server.id().to_string()).status();
        if !asked.is_ok_and(|status| status.success()) {
            server.kill().ok();
        }
        server.wait().ok();
    }
}
