//! Updates: the key that signs them, and the file that gates take. Both are made by `chot release`, which has the
//! cryptography that this program does without.

use std::env;
use std::fs;

use anyhow::{Result, bail};

use crate::program::Program;
use crate::verbs::{program, setup};
use crate::{built, page};

/// Makes the key, or signs what a build for release gives.
pub fn run(arguments: &[String]) -> Result<()> {
    let here = env::current_dir()?;
    match arguments.split_first() {
        Some((verb, [file])) if verb == "key" => {
            Program::cargo().args(["build", "--workspace"]).run()?;
            Program::new(built("debug")?.join(program("chot")))
                .args(["release", "key"])
                .arg(here.join(file))
                .run()
        }
        Some((verb, rest)) if verb == "sign" => sign(rest),
        _ => bail!("release what? `cargo xtask release key FILE` or `release sign --key FILE`"),
    }
}

fn sign(arguments: &[String]) -> Result<()> {
    if env::var_os("CHOT_RELEASE_KEY").is_none_or(|key| key.is_empty()) {
        bail!(
            "CHOT_RELEASE_KEY is not set: the programs would take no further update; set it to what `cargo xtask release key` printed"
        );
    }
    setup(false)?;
    page::build()?;
    Program::cargo()
        .args(["build", "--release", "--workspace"])
        .run()?;
    let programs = built("release")?;
    let out = built("package")?;
    fs::create_dir_all(&out)?;
    let sign = Program::new(programs.join(program("chot"))).args(["release", "sign"]);
    let names_folder = arguments.iter().any(|argument| argument == "--out");
    let sign = if names_folder {
        sign
    } else {
        sign.arg("--out").arg(&out)
    };
    sign.arg("--programs").arg(&programs).args(arguments).run()
}
