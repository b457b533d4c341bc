//! `chot read`: the texts of the codes in pictures.

use crate::pictures;
use crate::scanner::{Decoder, Effort, Level, Scan, Scanner, Sighted, near};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Serialize;
use std::io::{IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{Duration, Instant};

/// What the gate gives one frame.
const FRAME: Duration = Duration::from_millis(60);

#[derive(clap::Args)]
pub struct Read {
    /// Pictures, or folders of pictures.
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// One JSON object a line: {"file","texts","ms","codes"}, and "bytes" (base64) for codes that aren't text. A code is
    /// {"text" or "bytes","decoder","corners","version","level","module"}, "module" its pixels a module.
    #[arg(long)]
    json: bool,
    /// As one frame of the gate's camera, within 60 ms, instead of every try within a second.
    #[arg(long)]
    frame: bool,
}

#[derive(Serialize)]
struct Line {
    file: String,
    texts: Vec<String>,
    /// Codes whose bytes aren't text in any charset that is sure, in base64: nothing is guessed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    bytes: Vec<String>,
    ms: f64,
    codes: Vec<Code>,
}

#[derive(Serialize)]
struct Code {
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    bytes: Option<String>,
    decoder: &'static str,
    /// Clockwise from the code's own top left, in pixels.
    corners: [[f64; 2]; 4],
    version: u8,
    level: &'static str,
    module: f64,
}

impl Read {
    pub fn run(&self) -> anyhow::Result<ExitCode> {
        let mut files = Vec::new();
        for path in &self.files {
            files.extend(pictures::in_order(path)?);
        }
        let progress = Progress::of(files.len());
        let mut failed = false;
        for (done, picture) in files.iter().enumerate() {
            progress.show(done);
            match pictures::luma(picture) {
                Ok(luma) => {
                    // Each picture is a visitor of its own.
                    let mut scanner = Scanner::new();
                    let started = Instant::now();
                    let scan = scanner.read(&luma, self.effort());
                    let ms = started.elapsed().as_secs_f64() * 1e3;
                    progress.clear();
                    self.print(&Line::of(picture.display().to_string(), scan, ms))?;
                }
                Err(e) => {
                    progress.clear();
                    eprintln!("{e}");
                    failed = true;
                }
            }
        }
        Ok(if failed {
            ExitCode::from(1)
        } else {
            ExitCode::SUCCESS
        })
    }

    fn effort(&self) -> Effort {
        if self.frame {
            Effort::Live(FRAME)
        } else {
            Effort::Every
        }
    }

    fn print(&self, line: &Line) -> anyhow::Result<()> {
        if self.json {
            println!("{}", serde_json::to_string(line)?);
            return Ok(());
        }
        println!("{}  {} ms", line.file, line.ms);
        for code in &line.codes {
            println!(
                "  {}",
                code.text
                    .as_ref()
                    .or(code.bytes.as_ref())
                    .map_or("", String::as_str)
            );
            let corners = code.corners.map(|[x, y]| format!("{x},{y}")).join(" ");
            println!(
                "    {} · version {} {} · {} px a module · {corners}",
                code.decoder, code.version, code.level, code.module
            );
        }
        Ok(())
    }
}

impl Line {
    fn of(file: String, scan: Scan, ms: f64) -> Line {
        let codes: Vec<Code> = scan.codes.into_iter().map(Code::of).collect();
        let all = |one: fn(&Code) -> &Option<String>| {
            codes.iter().filter_map(|code| one(code).clone()).collect()
        };
        Line {
            file,
            texts: all(|code| &code.text),
            bytes: all(|code| &code.bytes),
            ms: tenths(ms),
            codes,
        }
    }
}

impl Code {
    fn of(code: Sighted) -> Code {
        let module = near::pixels_a_module(&code.corners, code.version);
        let (text, bytes) = match String::from_utf8(code.text) {
            Ok(text) => (Some(text), None),
            Err(e) => (None, Some(STANDARD.encode(e.as_bytes()))),
        };
        Code {
            text,
            bytes,
            decoder: match code.decoder {
                Decoder::Rqrr => "rqrr",
                Decoder::ZxingCpp => "zxing-cpp",
            },
            corners: code
                .corners
                .map(|(x, y)| [tenths(f64::from(x)), tenths(f64::from(y))]),
            version: code.version,
            level: match code.level {
                Level::L => "L",
                Level::M => "M",
                Level::Q => "Q",
                Level::H => "H",
            },
            module: tenths(f64::from(module)),
        }
    }
}

fn tenths(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}

/// A bar for the person at the terminal, where there are many pictures; pipes and files see none of it.
struct Progress {
    all: usize,
    shown: bool,
}

impl Progress {
    const WIDTH: usize = 30;

    fn of(all: usize) -> Progress {
        let shown = all > 1 && std::io::stderr().is_terminal();
        Progress { all, shown }
    }

    fn show(&self, done: usize) {
        if self.shown {
            let full = Self::WIDTH * done / self.all;
            let (full, rest) = ("█".repeat(full), "░".repeat(Self::WIDTH - full));
            self.write(&format!("\r{full}{rest} {done}/{}", self.all));
        }
    }

    /// Makes way for a line.
    fn clear(&self) {
        if self.shown {
            self.write("\r\x1b[K");
        }
    }

    fn write(&self, what: &str) {
        let mut terminal = std::io::stderr();
        // A terminal that went away needs no bar.
        let _ = terminal
            .write_all(what.as_bytes())
            .and_then(|()| terminal.flush());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sighted(text: &[u8]) -> Sighted {
        Sighted {
            text: text.to_vec(),
            bytes: text.to_vec(),
            corners: [(10.04, 20.0), (52.0, 20.0), (52.0, 62.0), (10.0, 62.0)],
            decoder: Decoder::ZxingCpp,
            version: 1,
            level: Level::Q,
        }
    }

    #[test]
    fn a_line_names_texts_bytes_and_all_that_is_known_of_each_code() {
        let scan = Scan {
            codes: vec![sighted("Bé".as_bytes()), sighted(b"\xFF\x00")],
            ..Scan::default()
        };
        let line = serde_json::to_string(&Line::of("a.png".into(), scan, 12.34)).expect("JSON");
        let code = r#""decoder":"zxing-cpp","corners":[[10.0,20.0],[52.0,20.0],[52.0,62.0],[10.0,62.0]],"version":1,"level":"Q","module":2.0}"#;
        let wanted = format!(
            r#"{{"file":"a.png","texts":["Bé"],"bytes":["/wA="],"ms":12.3,"codes":[{{"text":"Bé",{code},{{"bytes":"/wA=",{code}]}}"#
        );
        assert_eq!(line, wanted);
    }
}
