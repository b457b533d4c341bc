//! `chot release`: the key that signs updates, and the files that it signs. `cargo xtask release` builds what they hold.

use super::trust::root_key;
use crate::update::{ENDING, Release as Made, own_version, target, write};
use anyhow::{Context, bail};
use checkpoint::base64url::base64url;
use checkpoint::update::{is_target, version};
use jiff::{Timestamp, ToSpan};
use ring::signature::KeyPair;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

#[derive(clap::Args)]
pub struct Release {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(clap::Subcommand)]
enum Verb {
    /// Make the release key in a new file; prints its public half, which a build pins by CHOT_RELEASE_KEY
    ///
    /// Keep the file on a stick, away from every post and every repository: whoever has it can put programs on all of them.
    Key { file: PathBuf },
    /// Sign the programs of a folder into one file that gates take from a stick or folder
    Sign {
        /// The release key's file.
        #[arg(long)]
        key: PathBuf,
        /// The folder with chot-window and chot.
        #[arg(long)]
        programs: PathBuf,
        /// The folder into which the file is written.
        #[arg(long)]
        out: PathBuf,
        /// The programs' version; this program's own unless named.
        #[arg(long)]
        version: Option<String>,
        /// Processor and system, as x86_64-windows; this program's own unless named.
        #[arg(long)]
        target: Option<String>,
        /// The oldest version that may take it.
        #[arg(long, default_value = "0.1.0")]
        min_from: String,
        /// For so many days it can be taken.
        #[arg(long, default_value_t = 180)]
        days: u32,
    },
}

impl Release {
    /// Exit codes: 0 done · 1 refused: why, on standard error.
    pub fn run(&self) -> anyhow::Result<ExitCode> {
        let done = match &self.verb {
            Verb::Key { file } => root_key(file, true).map(|pair| {
                println!("CHOT_RELEASE_KEY={}", base64url(pair.public_key().as_ref()));
            }),
            Verb::Sign {
                key,
                programs,
                out,
                version,
                target,
                min_from,
                days,
            } => made(version.as_deref(), target.as_deref(), min_from, *days)
                .and_then(|made| sign(key, programs, out, &made)),
        };
        Ok(match done {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => {
                eprintln!("chot: {error:#}");
                ExitCode::FAILURE
            }
        })
    }
}

fn made(
    number: Option<&str>,
    system: Option<&str>,
    min_from: &str,
    days: u32,
) -> anyhow::Result<Made> {
    let read = |text: &str| {
        version(text).with_context(|| format!("{text:?} is no version: write one as 0.2.0"))
    };
    let system = system.map_or_else(target, str::to_owned);
    if !is_target(&system) {
        bail!("{system:?} is no target: write one as x86_64-windows");
    }
    let expires = Timestamp::now().checked_add((24 * i64::from(days)).hours())?;
    Ok(Made {
        version: number.map_or_else(|| Ok(own_version()), read)?,
        target: system,
        min_from: read(min_from)?,
        expires: Timestamp::from_second(expires.as_second())?,
    })
}

fn sign(key: &Path, programs: &Path, out: &Path, made: &Made) -> anyhow::Result<()> {
    let pair = root_key(key, false)?;
    let is_windows = made.target.ends_with("-windows");
    let suffix = if is_windows { ".exe" } else { "" };
    let mut files = Vec::new();
    for name in ["chot-window", "chot"] {
        let name = format!("{name}{suffix}");
        let path = programs.join(&name);
        if !path.is_file() {
            bail!("{} is missing: build the programs first", path.display());
        }
        files.push((name, path));
    }
    // Microsoft's own compiler puts it into the program.
    let loader = programs.join("WebView2Loader.dll");
    if is_windows && loader.is_file() {
        files.push(("WebView2Loader.dll".to_owned(), loader));
    }
    let file = out.join(format!("chot-{}-{}.{ENDING}", made.version, made.target));
    let mut failed = None;
    write(made, &files, &file, |bytes| {
        let signature = pair.sign(bytes);
        signature.as_ref().try_into().unwrap_or_else(|error| {
            failed = Some(error);
            [0; 64]
        })
    })
    .with_context(|| file.display().to_string())?;
    if let Some(error) = failed {
        return Err(anyhow::Error::from(error));
    }
    println!("{}: good until {}", file.display(), made.expires);
    Ok(())
}
