//! The pages: their packages, `ui/dist` for the window, which must be there before cargo looks at src-tauri, and
//! `ui/dist-hub`, which the hub serves.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use anyhow::{Result, bail};

use crate::program::Program;

/// Folders of `ui` that are made from the rest of it.
const MADE: &[&str] = &[
    "node_modules",
    "dist",
    "dist-hub",
    "coverage",
    "test-results",
];

/// Installs the page's packages when the lock file is newer than what is there.
pub fn install() -> Result<()> {
    let ui = crate::root().join("ui");
    if !ui.join("package-lock.json").is_file() {
        bail!("ui/package-lock.json is missing: is this a whole clone?");
    }
    if newest(&ui.join("package-lock.json")) > newest(&ui.join("node_modules/.package-lock.json")) {
        Program::npm()
            .args(["ci", "--no-audit", "--no-fund"])
            .run()?;
    }
    Ok(())
}

/// Builds `ui/dist` when it is older than any of its sources.
pub fn build() -> Result<()> {
    build_older("ui/dist/index.html", "build")
}

/// Builds `ui/dist-hub`, and says where it is.
pub fn build_for_hub() -> Result<PathBuf> {
    build_older("ui/dist-hub/hub.html", "build:hub")?;
    Ok(crate::root().join("ui/dist-hub"))
}

/// Runs the script that makes `made` when it is older than any source of a page.
fn build_older(made: &str, script: &str) -> Result<()> {
    install()?;
    let root = crate::root();
    let sources = newest_below(&root.join("ui")).max(newest_below(&root.join("assets")));
    if sources > newest(&root.join(made)) {
        Program::npm().args(["run", script]).run()?;
    }
    Ok(())
}

/// When `path` was last written; None, which is older than any moment, where there is none.
fn newest(path: &Path) -> Option<SystemTime> {
    fs::metadata(path).and_then(|found| found.modified()).ok()
}

/// When anything below `folder` was last written, the folders counting too, so that a removed source is noticed.
fn newest_below(folder: &Path) -> Option<SystemTime> {
    let mut latest = None;
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if MADE.iter().any(|made| entry.file_name() == *made) {
            continue;
        }
        latest = latest.max(newest(&path));
        if path.is_dir() {
            latest = latest.max(newest_below(&path));
        }
    }
    latest
}
