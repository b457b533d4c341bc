//! Naming what is missing where we do not install: Windows, macOS, and Linux without apt.

use anyhow::{Result, bail};

use crate::program::{Program, on_path};

/// The oldest Node whose tools build and test the page.
const NODE: u32 = 20;

/// Fails with one line for each tool that is missing and where it comes from.
pub fn check() -> Result<()> {
    let mut missing = Vec::new();
    let node = Program::new("node")
        .arg("--version")
        .answer()
        .and_then(|version| major(&version));
    if node.is_none_or(|major| major < NODE) || on_path("npm").is_none() {
        missing.push(format!(
            "Node {NODE} or newer, with npm: https://nodejs.org"
        ));
    }
    if cfg!(windows) {
        missing.extend(windows());
    } else if cfg!(target_os = "macos") {
        missing.extend(macos());
    } else if !crate::debian::is_here() {
        missing.extend(other_linux());
    }
    if missing.is_empty() {
        return Ok(());
    }
    bail!(
        "this machine lacks:\n  {}\nInstall these, then try again.",
        missing.join("\n  ")
    )
}

/// `v20.20.2` → 20.
fn major(version: &str) -> Option<u32> {
    version
        .trim()
        .trim_start_matches('v')
        .split('.')
        .next()?
        .parse()
        .ok()
}

fn windows() -> Vec<String> {
    let mut missing = Vec::new();
    const WEBVIEW: &str = r"Microsoft\EdgeUpdate\Clients\{F3017226-FE2A-4295-8BDF-00C3A9A7E4C5}";
    let webview = [
        r"HKLM\SOFTWARE\WOW6432Node\",
        r"HKLM\SOFTWARE\",
        r"HKCU\Software\",
    ]
    .iter()
    .any(|hive| {
        Program::new("reg")
            .args(["query", &format!("{hive}{WEBVIEW}"), "/v", "pv"])
            .answer()
            .is_some()
    });
    if !webview {
        missing.push(
            "the WebView2 runtime: https://developer.microsoft.com/microsoft-edge/webview2"
                .to_owned(),
        );
    }
    if cfg!(target_env = "msvc") {
        let finder = r"C:\Program Files (x86)\Microsoft Visual Studio\Installer\vswhere.exe";
        let tools = Program::new(finder)
            .args([
                "-products",
                "*",
                "-requires",
                "Microsoft.VisualStudio.Component.VC.Tools.x86.x64",
                "-property",
                "installationPath",
            ])
            .answer();
        if tools.is_none_or(|path| path.trim().is_empty()) {
            missing.push("Visual Studio's build tools with \"Desktop development with C++\": https://visualstudio.microsoft.com/downloads".to_owned());
        }
    }
    if std::env::var_os("OPENSSL_DIR").is_none() {
        missing.push("OpenSSL, for the ledger's encryption: vcpkg install openssl:x64-windows-static-md, then set OPENSSL_DIR to where it lies".to_owned());
    }
    missing
}

fn macos() -> Vec<String> {
    if Program::new("xcode-select")
        .arg("--print-path")
        .answer()
        .is_some()
    {
        return vec![];
    }
    vec!["Xcode's command line tools: xcode-select --install".to_owned()]
}

fn other_linux() -> Vec<String> {
    let library = |name: &str| {
        Program::new("pkg-config")
            .args(["--exists", name])
            .answer()
            .is_some()
    };
    let mut missing = Vec::new();
    for (program, what) in [("cc", "a C compiler"), ("pkg-config", "pkg-config")] {
        if on_path(program).is_none() {
            missing.push(what.to_owned());
        }
    }
    for (name, what) in [
        (
            "webkit2gtk-4.1",
            "WebKitGTK 4.1 with its headers, for the window",
        ),
        (
            "openssl",
            "OpenSSL with its headers, for the ledger's encryption",
        ),
        ("alsa", "ALSA with its headers, for sound"),
    ] {
        if !library(name) {
            missing.push(what.to_owned());
        }
    }
    missing
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nodes_major_version_is_read_from_what_it_says() {
        assert_eq!(major("v20.20.2\n"), Some(20));
        assert_eq!(major("v8.1.0"), Some(8));
        assert_eq!(major("not a version"), None);
    }
}
