//! Packages for Linux and macOS, as Tauri's bundler makes them of src-tauri/tauri.conf.json.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::profile::Profile;
use crate::program::Program;
use crate::{TAURI, built, debian, npx, page, verbs};

/// A system that is packaged for on itself alone.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum System {
    Linux,
    MacOs,
}

impl System {
    fn is_here(self) -> bool {
        match self {
            System::Linux => cfg!(target_os = "linux"),
            System::MacOs => cfg!(target_os = "macos"),
        }
    }

    fn kinds(self) -> &'static [&'static str] {
        match self {
            System::Linux => &["deb", "rpm"],
            System::MacOs => &["dmg"],
        }
    }

    /// Adds the programs that the bundler doesn't know of: it takes the window alone.
    fn config(self, chot: &str) -> String {
        match self {
            System::Linux => {
                let files = format!(r#"{{"files":{{"/usr/bin/chot":{chot:?}}}}}"#);
                format!(r#"{{"bundle":{{"linux":{{"deb":{files},"rpm":{files}}}}}}}"#)
            }
            System::MacOs => {
                format!(r#"{{"bundle":{{"macOS":{{"files":{{"MacOS/chot":{chot:?}}}}}}}}}"#)
            }
        }
    }
}

/// Builds for release and makes every kind.
pub fn package(system: System) -> Result<Vec<PathBuf>> {
    if !system.is_here() {
        bail!("these are made on the system that they are for");
    }
    verbs::setup(false)?;
    page::build()?;
    Program::cargo()
        .args(["build", "--workspace", "--locked"])
        .args(Profile::Release.flags())
        .run()?;
    make(system, Profile::Release, &built("package")?)
}

/// The tests that install, open and remove Linux's, made of the programs for debugging, which must have been built.
pub fn tests() -> Result<Program> {
    if debian::is_here() {
        debian::install_for_packages()?;
    }
    let made = built("debug")?.join("packages");
    make(System::Linux, Profile::Debug, &made)?;
    Ok(Program::cargo()
        .args(["test", "--workspace", "--test", "all", "--", "packages"])
        .env("CHOT_PACKAGES", made))
}

fn make(system: System, profile: Profile, folder: &Path) -> Result<Vec<PathBuf>> {
    let programs = built(profile.folder())?;
    let bundle = programs.join("bundle");
    // Those of other versions would be taken for these.
    if bundle.is_dir() {
        fs::remove_dir_all(&bundle)?;
    }
    let chot = programs.join("chot");
    let config = system.config(chot.to_str().context("a path that isn't text")?);
    npx()
        .args(["--yes", TAURI, "bundle", "--ci", "--no-binary-patching"])
        .args(match profile {
            Profile::Debug => Some("--debug"),
            Profile::Release => None,
        })
        .args(["--bundles", &system.kinds().join(","), "--config", &config])
        .run()?;
    fs::create_dir_all(folder)?;
    let made = system.kinds().iter().map(|kind| {
        let made = the_one(&bundle.join(kind), kind)?;
        let kept = folder.join(made.file_name().context("a file's name")?);
        fs::copy(&made, &kept)?;
        Ok(kept)
    });
    made.collect()
}

/// The only package in a folder; its name tells version and processor.
fn the_one(folder: &Path, kind: &str) -> Result<PathBuf> {
    fs::read_dir(folder)
        .with_context(|| format!("no {kind} was made"))?
        .flatten()
        .map(|entry| entry.path())
        .find(|path| path.extension().is_some_and(|ending| ending == kind))
        .with_context(|| format!("no {kind} was made"))
}
