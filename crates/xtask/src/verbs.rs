//! What each verb does.

use std::env;
use std::fs;

use anyhow::{Context, Result, bail};

use crate::bundle::System;
use crate::profile::Profile;
use crate::program::{Program, on_path};
use crate::screen::Screen;
use crate::steps::Steps;
use crate::{TAURI, built, bundle, debian, installer, npx, page, root, tools, windows};

/// The icons that the bundles of the desktop systems take.
const ICONS: &[&str] = &[
    "32x32.png",
    "128x128.png",
    "128x128@2x.png",
    "icon.png",
    "icon.ico",
    "icon.icns",
];

/// Installs what is missing and names what we don't install.
pub fn setup(to_test: bool) -> Result<()> {
    if debian::is_here() {
        debian::install(to_test)?;
    }
    tools::check()?;
    page::install()
}

/// Sets up, builds, and opens the gate.
pub fn run(arguments: &[String]) -> Result<()> {
    setup(false)?;
    page::build()?;
    Program::cargo().args(["build", "--workspace"]).run()?;
    let seen = |name| env::var_os(name).is_some_and(|value| !value.is_empty());
    let display = !cfg!(target_os = "linux") || seen("DISPLAY") || seen("WAYLAND_DISPLAY");
    let debug = built("debug")?;
    let gate = if display {
        Program::new(debug.join(program("chot-window")))
    } else {
        Program::new(debug.join(program("chot"))).args(["watch", "--camera", "auto"])
    };
    gate.arg("--samples")
        .arg(root().join("assets/samples"))
        .args(arguments)
        .become_it()
}

/// Sets up, builds the hub and its pages, and runs it with a PostgreSQL of its own.
pub fn hub(arguments: &[String]) -> Result<()> {
    if debian::is_here() {
        debian::install_to_serve()?;
    }
    let pages = page::build_for_hub()?;
    Program::cargo().args(["build", "--package", "hub"]).run()?;
    Program::new(built("debug")?.join(program("chot-hub")))
        .arg("local")
        .arg("--pages")
        .arg(pages)
        .args(arguments)
        .become_it()
}

/// Workspaces of their own, which no test builds: what they share with ours must not go out of step unnoticed.
const ASIDE: [&str; 2] = ["crates/fuzz/Cargo.toml", "tests/peers/Cargo.toml"];

/// Sets up, then takes every check and every test.
pub fn test(arguments: &[String]) -> Result<()> {
    let full = arguments.iter().any(|argument| argument == "--full");
    let filters: Vec<&String> = arguments
        .iter()
        .filter(|argument| *argument != "--full")
        .collect();
    let filter = match filters.as_slice() {
        [] => None,
        [filter] if !filter.starts_with('-') => Some(*filter),
        _ => bail!("test takes --full and one filter, not {arguments:?}"),
    };
    let mut steps = Steps::default();
    let mut screen = None;
    steps.take("Set-up", || {
        setup(true)?;
        page::build()?;
        // The laws read the licences of every system's crates, not only this one's.
        Program::cargo().args(["fetch", "--quiet"]).run()?;
        screen = Screen::open()?;
        Ok(())
    });
    if filter.is_none() {
        steps.take("Format", || {
            for manifest in ["Cargo.toml"].into_iter().chain(ASIDE) {
                Program::cargo()
                    .args(["fmt", "--all", "--check", "--manifest-path", manifest])
                    .run()?;
            }
            Ok(())
        });
        steps.take("Lock files", || {
            for manifest in ASIDE {
                Program::cargo()
                    .args(["update", "--workspace", "--locked", "--quiet"])
                    .args(["--manifest-path", manifest])
                    .run()
                    .with_context(|| {
                        format!("`cargo update --workspace --manifest-path {manifest}` mends it")
                    })?;
            }
            Ok(())
        });
        steps.take("Clippy", || {
            Program::cargo()
                .args([
                    "clippy",
                    "--workspace",
                    "--all-targets",
                    "--",
                    "-D",
                    "warnings",
                ])
                .run()
        });
        // A whole test builds and runs there what is only checked here.
        if !full && debian::is_here() {
            steps.take("Windows: check", windows::check);
        }
        steps.take("Page: types", || {
            Program::npm().args(["run", "check"]).run()
        });
        steps.take("Page: lint", || Program::npm().args(["run", "lint"]).run());
        steps.take_tests("Page: parts", || Ok(Program::npm().args(["test"])));
    }
    // The journeys start the real programs, which `cargo test` alone doesn't build.
    steps.take("Build", || {
        Program::cargo().args(["build", "--workspace"]).run()
    });
    steps.take_tests("Rust", || {
        let tests = Program::cargo()
            .args(["test", "--workspace", "--no-fail-fast"])
            .args(filter);
        Ok(in_session(
            if full {
                tests.env("CHOT_FULL", "1")
            } else {
                tests
            },
            screen.as_ref(),
        ))
    });
    if full && filter.is_none() {
        steps.take_tests("Linux: packages", || {
            Ok(in_session(bundle::tests()?, screen.as_ref()))
        });
        steps.take("Windows: build", || {
            windows::build(Profile::Debug).map(drop)
        });
        steps.take_tests("Windows: run", || {
            Ok(windows::tests()?.env("CHOT_FULL", "1"))
        });
    }
    if filter.is_none() {
        steps.take_tests("Page: screens", || {
            Ok(in_session(
                Program::npm().args(["run", "e2e"]),
                screen.as_ref(),
            ))
        });
        // Their stage was built with the tests of Rust.
        steps.take_tests("Page: hub", || {
            let stage = built("debug")?.join("examples").join(program("stage"));
            let pages = Program::npm().args(["run", "e2e:hub"]);
            Ok(in_session(pages.env("CHOT_STAGE", stage), screen.as_ref()))
        });
    }
    steps.account()
}

/// Builds for release and makes what is installed on a system.
pub fn package(arguments: &[String]) -> Result<()> {
    let made = match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["windows"] => vec![installer::package()?],
        ["linux"] => bundle::package(System::Linux)?,
        ["macos"] => bundle::package(System::MacOs)?,
        _ => bail!("package for what? `cargo xtask package windows`, `linux` or `macos`"),
    };
    for file in made {
        let megabytes = fs::metadata(&file)?.len() as f64 / 1e6;
        println!("{} ({megabytes:.1} MB)", file.display());
    }
    if env::var_os("CHOT_RELEASE_KEY").is_none_or(|key| key.is_empty()) {
        println!(
            "CHOT_RELEASE_KEY is not set: what was built takes no updates as files (cargo xtask release key makes one)."
        );
    }
    Ok(())
}

/// Builds for release and runs the measurements; with `reading` first, those of decoders, with `hub` those of a hub.
pub fn bench(arguments: &[String]) -> Result<()> {
    if let Some((first, rest)) = arguments.split_first()
        && first == "reading"
    {
        return bench_reading(rest);
    }
    if arguments.first().is_some_and(|first| first == "hub") {
        return bench_hub(arguments);
    }
    setup(true)?;
    page::build()?;
    Program::cargo()
        .args(["build", "--release", "--workspace"])
        .run()?;
    let screen = Screen::open()?;
    // Started where the build above put it: `cargo run --package` would choose other features and build anew.
    in_session(
        Program::new(built("release")?.join(program("bench"))).args(arguments),
        screen.as_ref(),
    )
    .run()
}

/// Builds for release and measures a hub; no window is opened.
fn bench_hub(arguments: &[String]) -> Result<()> {
    setup(true)?;
    page::build()?;
    Program::cargo()
        .args(["build", "--release", "--workspace"])
        .run()?;
    Program::new(built("release")?.join(program("bench")))
        .args(arguments)
        .run()
}

/// Builds our scanner and the decoders that it is measured against, and runs the comparison. They are a workspace of
/// their own in tests/peers, so that nothing else has to build them; what both have in common is built once.
fn bench_reading(arguments: &[String]) -> Result<()> {
    if !debian::is_here() {
        bail!(
            "the peers are built from what Debian has (cmake, libzbar-dev); run this on Debian or what derives from it"
        );
    }
    debian::install_to_compare()?;
    let release = built("release")?;
    let target = release.parent().context("a target directory")?;
    Program::cargo()
        .args(["build", "--release", "--locked"])
        .args(["--manifest-path", "tests/peers/Cargo.toml", "--target-dir"])
        .arg(target)
        .run()?;
    Program::new(release.join(program("peers")))
        .args(arguments)
        .run()
}

/// Runs the tests named `generated`, which write what they generate where it differs and then pass.
pub fn bless(generated: &str) -> Result<()> {
    setup(false)?;
    page::build()?;
    Program::cargo()
        .args(["test", "--workspace", generated])
        .env("CHOT_BLESS", "1")
        .run()
}

/// Draws the app's icons from the one drawing.
pub fn icons() -> Result<()> {
    tools::check()?;
    let drawn = built("icons")?;
    let drawing = ["--yes", TAURI, "icon", "assets/icons/chot.svg", "--output"];
    npx().args(drawing).arg(&drawn).run()?;
    let icons = root().join("src-tauri/icons");
    fs::create_dir_all(&icons)?;
    for name in ICONS {
        fs::copy(drawn.join(name), icons.join(name))
            .with_context(|| format!("{name} wasn't drawn"))?;
    }
    Ok(())
}

/// A program with the display, and a session bus of its own: the person's keychain and accessibility bus stay untouched.
fn in_session(program: Program, screen: Option<&Screen>) -> Program {
    let program = match screen {
        Some(screen) => screen.show(program),
        None => program,
    };
    if on_path("dbus-run-session").is_some() {
        program.under(&["dbus-run-session", "--"])
    } else {
        program
    }
}

/// The file name of a program on this system.
pub fn program(name: &str) -> String {
    format!("{name}{}", env::consts::EXE_SUFFIX)
}
