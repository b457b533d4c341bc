//! Fuzzing: `crates/fuzz`, each target for a while. Its crate is a workspace of its own, built with sanitizers.

use std::fs;

use anyhow::{Context, Result, bail};

use crate::debian;
use crate::program::{Program, on_path};
use crate::root;

/// Seconds that each target gets unless told otherwise.
const SECONDS: u32 = 60;
/// A fuzzer that needs more memory than this has found something.
const MEGABYTES: u32 = 2048;
/// An input that keeps a target so many seconds is a find.
const PATIENCE: u32 = 20;

/// Runs every target, or the named one, for so many seconds.
pub fn run(arguments: &[String]) -> Result<()> {
    let seconds = arguments.iter().find_map(|word| word.parse().ok());
    let seconds: u32 = seconds.unwrap_or(SECONDS);
    let named: Vec<&String> = arguments
        .iter()
        .filter(|word| word.parse::<u32>().is_err())
        .collect();
    let mut targets = targets()?;
    if let Some(unknown) = named.iter().find(|name| !targets.contains(name)) {
        bail!(
            "there is no target {unknown}; there are {}",
            targets.join(", ")
        );
    }
    targets.retain(|target| named.is_empty() || named.contains(&target));
    if debian::is_here() {
        debian::install(false)?;
    }
    if on_path("cargo-fuzz").is_none() {
        Program::cargo()
            .args(["install", "--locked", "cargo-fuzz"])
            .run()?;
    }
    let folder = root().join("crates/fuzz");
    for target in targets {
        Program::cargo()
            .args(["fuzz", "run", "--fuzz-dir"])
            .arg(&folder)
            .args([target.as_str(), "--"])
            .args([
                format!("-max_total_time={seconds}"),
                format!("-rss_limit_mb={MEGABYTES}"),
                format!("-timeout={PATIENCE}"),
                "-print_final_stats=1".to_owned(),
            ])
            // The sanitizers' flags, on the compiler that everything else is built with.
            .env("RUSTC_BOOTSTRAP", "1")
            .run()
            .with_context(|| format!("{target} found something: crates/fuzz/artifacts/{target}"))?;
    }
    Ok(())
}

/// The names of the targets: the files beside each other.
fn targets() -> Result<Vec<String>> {
    let mut names = Vec::new();
    for file in fs::read_dir(root().join("crates/fuzz/fuzz_targets"))? {
        let path = file?.path();
        if path.extension().is_some_and(|ending| ending == "rs") {
            names.extend(
                path.file_stem()
                    .map(|name| name.to_string_lossy().into_owned()),
            );
        }
    }
    names.sort();
    Ok(names)
}
