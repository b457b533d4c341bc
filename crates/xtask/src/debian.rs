//! Debian's packages that building and testing need, and putting them there.

use std::fs;
use std::io::{self, IsTerminal};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};

use crate::program::{Program, on_path};

/// A package and the reason why it is needed.
type Package = (&'static str, &'static str);

/// What a build links against.
const TO_BUILD: &[Package] = &[
    (
        "build-essential",
        "the linker, and the C inside the ledger's database",
    ),
    ("cmake", "builds the second decoder, which is C++"),
    ("pkg-config", "finds the libraries below"),
    ("libwebkit2gtk-4.1-dev", "the window"),
    (
        "libclang-dev",
        "the camera's bindings are made from the kernel's headers",
    ),
    ("libssl-dev", "the ledger's encryption"),
    ("libasound2-dev", "sound"),
];

/// What only the tests drive.
const TO_TEST: &[Package] = &[
    ("xvfb", "a display for the real window"),
    ("webkit2gtk-driver", "drives the real window"),
    ("dbus-daemon", "a session bus of its own"),
    ("at-spi2-core", "the window asks for it on every start"),
    (
        "fonts-noto-core",
        "Vietnamese in what the page's own fonts don't cover",
    ),
    ("xdotool", "keys as a keyboard sends them"),
    ("chromium", "the page in a plain browser"),
    ("poppler-utils", "what a printed page says"),
    (
        "libreoffice-calc",
        "spreadsheets, as a clerk's program opens them",
    ),
    (
        "libreoffice-writer",
        "documents, as a clerk's program opens them",
    ),
];

/// What a hub needs, to run and to be tested.
const TO_SERVE: &[Package] = &[
    ("build-essential", "the linker, and the C inside zstd"),
    (
        "postgresql",
        "the hub's database; also its programs alone, as each test starts one of its own",
    ),
];

/// What only the bench of decoders links against.
const TO_COMPARE: &[Package] = &[("libzbar-dev", "the decoder zbar")];

/// What builds for Windows.
const TO_BUILD_WINDOWS: &[Package] = &[
    ("rustc-web", "a compiler that comes with the next line"),
    (
        "rust-web-src",
        "the standard library, which is built for Windows first",
    ),
    ("cargo-web", "the cargo of that compiler"),
    ("gcc-mingw-w64-x86-64", "the linker, and the C"),
    ("g++-mingw-w64-x86-64", "the second decoder, which is C++"),
];

/// What runs here what was built for Windows and needs no window.
const TO_RUN_WINDOWS: &[Package] = &[
    ("wine", "runs the gate without a window"),
    ("wine64", "the programs of 64 bits"),
    ("nsis", "the installer"),
];

/// What installs the packages that Debian's own manager doesn't.
const TO_INSTALL: &[Package] = &[("rpm", "installs the packages of Fedora and its kin")];

/// How long another package manager may hold its lock before we give up.
const PATIENCE: Duration = Duration::from_secs(300);

/// True on Debian and what derives from it.
pub fn is_here() -> bool {
    cfg!(target_os = "linux") && on_path("apt-get").is_some() && on_path("dpkg-query").is_some()
}

/// Installs what is missing to build and, if `to_test`, to test. Says nothing when everything is there.
pub fn install(to_test: bool) -> Result<()> {
    let to_test: &[&[Package]] = if to_test { &[TO_TEST, TO_SERVE] } else { &[] };
    let mut wanted: Vec<&Package> = TO_BUILD.iter().collect();
    for package in to_test.iter().copied().flatten() {
        if !wanted.iter().any(|(name, _)| *name == package.0) {
            wanted.push(package);
        }
    }
    provide(wanted.into_iter())
}

/// Installs what is missing to build and run a hub.
pub fn install_to_serve() -> Result<()> {
    provide(TO_SERVE.iter())
}

/// Installs what is missing to build our scanner and the decoders beside it.
pub fn install_to_compare() -> Result<()> {
    provide(TO_BUILD.iter().chain(TO_COMPARE))
}

/// Installs what is missing to build for Windows and, if `to_run`, to run it here.
pub fn install_for_windows(to_run: bool) -> Result<()> {
    let to_run = if to_run { TO_RUN_WINDOWS } else { &[] };
    provide(TO_BUILD.iter().chain(TO_BUILD_WINDOWS).chain(to_run))
}

/// Installs what is missing to try Linux's packages.
pub fn install_for_packages() -> Result<()> {
    provide(TO_INSTALL.iter())
}

fn provide<'a>(wanted: impl Iterator<Item = &'a Package>) -> Result<()> {
    let missing: Vec<Package> = wanted
        .copied()
        .filter(|(name, _)| !is_installed(name))
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    println!("Missing packages:");
    for (name, reason) in &missing {
        println!("  {name:<24}{reason}");
    }
    let names: Vec<&str> = missing.iter().map(|(name, _)| *name).collect();
    let as_root = as_root(&names)?;
    if no_lists() {
        apt(&as_root, &["update"])?;
    }
    let install = [
        &["install", "--yes", "--no-install-recommends"],
        names.as_slice(),
    ]
    .concat();
    let Err(first) = apt(&as_root, &install) else {
        return Ok(());
    };
    println!("{first:#}\nThe package lists may be old; once more with fresh ones.");
    apt(&as_root, &["update"])?;
    apt(&as_root, &install)
}

fn is_installed(name: &str) -> bool {
    Program::new("dpkg-query")
        .args(["--show", "--showformat", "${db:Status-Status}\n", name])
        .answer()
        .is_some_and(|states| states.lines().any(|state| state == "installed"))
}

/// What to put in front of apt-get: nothing for root, sudo for everyone else.
fn as_root(names: &[&str]) -> Result<Vec<&'static str>> {
    if Program::new("id")
        .arg("-u")
        .answer()
        .is_some_and(|id| id.trim() == "0")
    {
        return Ok(vec![]);
    }
    if on_path("sudo").is_some() {
        if io::stdin().is_terminal() {
            return Ok(vec!["sudo"]);
        }
        if Program::new("sudo")
            .args(["--non-interactive", "true"])
            .answer()
            .is_some()
        {
            return Ok(vec!["sudo", "--non-interactive"]);
        }
    }
    bail!(
        "installing needs root, and neither root nor sudo is to be had here. As root, run this one line, then try again:\n\n  \
         apt-get update && apt-get install --yes --no-install-recommends {}\n",
        names.join(" ")
    )
}

/// A fresh container has thrown its package lists away.
fn no_lists() -> bool {
    let Ok(lists) = fs::read_dir("/var/lib/apt/lists") else {
        return true;
    };
    !lists
        .flatten()
        .any(|list| list.file_name().to_string_lossy().contains("_Packages"))
}

/// apt-get, waiting while another one is at work. Its lines are shown only where it fails.
fn apt(as_root: &[&str], arguments: &[&str]) -> Result<()> {
    let end = Instant::now() + PATIENCE;
    let lock = format!("DPkg::Lock::Timeout={}", PATIENCE.as_secs());
    loop {
        let program = match as_root.split_first() {
            Some((sudo, options)) => Program::new(sudo).args(options).args([
                "env",
                "DEBIAN_FRONTEND=noninteractive",
                "apt-get",
            ]),
            None => Program::new("apt-get").env("DEBIAN_FRONTEND", "noninteractive"),
        };
        let ended = program
            .args(["-qq", "-o", &lock, "-o", "Dpkg::Use-Pty=0"])
            .args(arguments)
            .run_unless_it_fails_unseen();
        match ended {
            // The wait above is for dpkg's lock; the lists have one of their own that apt-get doesn't wait for.
            Err(error)
                if format!("{error:#}").contains("Could not get lock") && Instant::now() < end =>
            {
                thread::sleep(Duration::from_secs(2));
            }
            ended => return ended,
        }
    }
}
