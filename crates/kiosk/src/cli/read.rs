//! `chot read`: the texts of the codes in pictures.

use crate::pictures;
use crate::scanner::{Effort, Scanner};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Serialize;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

#[derive(clap::Args)]
pub struct Read {
    /// Pictures, or folders of pictures.
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// One JSON object a line: {"file","texts","ms"}, and "bytes" (base64) for codes that aren't UTF-8.
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Line {
    file: String,
    texts: Vec<String>,
    /// Codes whose bytes aren't UTF-8, in base64: nothing is guessed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    bytes: Vec<String>,
    ms: f64,
}

impl Read {
    pub fn run(&self) -> anyhow::Result<ExitCode> {
        let mut scanner = Scanner::new();
        let mut failed = false;
        for path in &self.files {
            for picture in pictures::in_order(path)? {
                match pictures::luma(&picture) {
                    Ok(luma) => {
                        let started = Instant::now();
                        let scan = scanner.read(&luma, Effort::Every);
                        let ms = started.elapsed().as_secs_f64() * 1e3;
                        let mut line = Line {
                            file: picture.display().to_string(),
                            texts: Vec::new(),
                            bytes: Vec::new(),
                            ms: (ms * 10.0).round() / 10.0,
                        };
                        for code in scan.codes {
                            match String::from_utf8(code.text) {
                                Ok(text) => line.texts.push(text),
                                Err(e) => line.bytes.push(STANDARD.encode(e.as_bytes())),
                            }
                        }
                        self.print(&line)?;
                    }
                    Err(e) => {
                        eprintln!("{e}");
                        failed = true;
                    }
                }
            }
        }
        Ok(if failed {
            ExitCode::from(1)
        } else {
            ExitCode::SUCCESS
        })
    }

    fn print(&self, line: &Line) -> anyhow::Result<()> {
        if self.json {
            println!("{}", serde_json::to_string(line)?);
            return Ok(());
        }
        println!("{}  {} ms", line.file, line.ms);
        for text in line.texts.iter().chain(&line.bytes) {
            println!("  {text}");
        }
        Ok(())
    }
}
