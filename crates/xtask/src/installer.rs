//! The installer for Windows, as NSIS makes it of src-tauri/windows/chot.nsi.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::profile::Profile;
use crate::program::Program;
use crate::{built, root, windows};

/// Microsoft's offline installer of what shows the page. It is Microsoft's to hand out: whoever packages drops it in.
const WEBVIEW: &str = "MicrosoftEdgeWebView2RuntimeInstallerX64.exe";

/// Builds for release and makes the installer.
pub fn package() -> Result<PathBuf> {
    let profile = Profile::Release;
    make(profile, &windows::build(profile)?, &built("package")?)
}

/// Makes the installer of the programs in a folder, with WebView2 where it was dropped into `folder`.
pub fn make(profile: Profile, programs: &Path, folder: &Path) -> Result<PathBuf> {
    fs::create_dir_all(folder)?;
    let made = folder.join(format!("Chot-{}.exe", env!("CARGO_PKG_VERSION")));
    let webview = folder.join(WEBVIEW);
    let dropped_in = webview.is_file();
    if !dropped_in {
        println!(
            "Without WebView2, and says where to get it: put {WEBVIEW} into {} to have it inside.",
            folder.display()
        );
    }
    let told = |name: &str, path: &Path| format!("-D{name}={}", path.display());
    Program::new("makensis")
        .args(["-V2", "-WX", "-INPUTCHARSET", "UTF8"])
        .arg(format!("-DVERSION={}", env!("CARGO_PKG_VERSION")))
        .arg(told("PROGRAMS", programs))
        .arg(told("ICON", &root().join("src-tauri/icons/icon.ico")))
        .arg(told("OUT", &made))
        .args(dropped_in.then(|| told("WEBVIEW", &webview)))
        .args(match profile {
            // Hundreds of megabytes for a test alone.
            Profile::Debug => Some("-DQUICK"),
            Profile::Release => None,
        })
        .arg(root().join("src-tauri/windows/chot.nsi"))
        .run()
        .context("the installer wasn't made")?;
    Ok(made)
}
