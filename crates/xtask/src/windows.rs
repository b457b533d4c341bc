//! Windows from Debian: everything is built by Debian's own compiler, which brings the source of the standard library, and
//! what needs no window runs under Wine.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::profile::Profile;
use crate::program::Program;
use crate::{built, debian, installer, page, root, verbs};

const TARGET: &str = "x86_64-pc-windows-gnu";
/// OpenSSL finds its other tools by this name's ending.
const C: &str = "x86_64-w64-mingw32-gcc";
/// Debian has each of these twice, too; this one's threads are those that C++ asks for.
const LINKER: &str = "x86_64-w64-mingw32-gcc-posix";
const CPP: &str = "x86_64-w64-mingw32-g++-posix";

/// Builds for Windows and runs what can be run here.
pub fn run() -> Result<()> {
    if cfg!(windows) {
        bail!("`cargo xtask test` tests Windows on itself");
    }
    build(Profile::Debug)?;
    // The gate beside which the other one runs.
    Program::cargo()
        .args(["build", "--workspace", "--bin", "chot"])
        .run()?;
    tests()?.run()
}

/// Builds the whole workspace with the shell, or for release what of it is packaged, and says in which folder the programs
/// lie.
pub fn build(profile: Profile) -> Result<PathBuf> {
    if cfg!(windows) {
        verbs::setup(false)?;
        page::build()?;
        let build = ["build", "--workspace", "--locked"];
        Program::cargo().args(build).args(profile.flags()).run()?;
        return built(profile.folder());
    }
    debian_alone()?;
    debian::install_for_windows(true)?;
    page::build()?;
    cargo("build")?.args(profile.flags()).run()?;
    programs(profile)
}

/// Checks that the whole workspace compiles for Windows; nothing is linked or run. The page must have been built.
pub fn check() -> Result<()> {
    debian_alone()?;
    debian::install_for_windows(false)?;
    cargo("check")?.run()
}

fn debian_alone() -> Result<()> {
    if debian::is_here() {
        return Ok(());
    }
    bail!("the compiler and Wine are Debian's packages; run this on Debian, or on Windows");
}

/// A verb of Debian's cargo over the whole workspace, for Windows.
fn cargo(verb: &str) -> Result<Program> {
    let target = built("windows")?;
    let libraries = target.join("linked-whole");
    link_whole(&libraries)?;
    Ok(Program::new("/usr/bin/cargo")
        .args([verb, "--workspace", "--locked", "--target", TARGET])
        // The tests run on this system alone.
        .args(["--config", "profile.dev.package.chot-tests.opt-level=0"])
        // Debian has no standard library for Windows, but its source.
        .args(["-Z", "build-std=std,panic_abort,panic_unwind"])
        .env("RUSTC_BOOTSTRAP", "1")
        .env("RUSTC", "/usr/bin/rustc")
        .env("CARGO_TARGET_DIR", &target)
        // The linker runs out of room for the names of so many exports and lines.
        .env("CARGO_PROFILE_DEV_DEBUG", "false")
        // A third of a program, which nobody reads on the PC of a gate.
        .env("CARGO_PROFILE_RELEASE_STRIP", "symbols")
        .env(
            "CARGO_TARGET_X86_64_PC_WINDOWS_GNU_RUSTFLAGS",
            format!(
                "-L native={} -C link-arg=-Wl,--exclude-all-symbols",
                libraries.display()
            ),
        )
        .env("CARGO_TARGET_X86_64_PC_WINDOWS_GNU_LINKER", LINKER)
        .env("CC_x86_64_pc_windows_gnu", C)
        .env("CXX_x86_64_pc_windows_gnu", CPP))
}

fn programs(profile: Profile) -> Result<PathBuf> {
    Ok(built("windows")?.join(TARGET).join(profile.folder()))
}

/// Nobody asks for C++'s library, but every program for the threads that it stands on, by the name of a file. The linker
/// reads a script of that name: both, whole, so that no DLL goes along.
fn link_whole(folder: &Path) -> Result<()> {
    let mut whole = String::new();
    for library in ["libstdc++.a", "libwinpthread.a", "libgcc_eh.a"] {
        let found = Program::new(LINKER)
            .arg(format!("-print-file-name={library}"))
            .answer()
            .with_context(|| format!("{LINKER} doesn't know where its {library} is"))?;
        whole.push_str(found.trim());
        whole.push(' ');
    }
    fs::create_dir_all(folder)?;
    fs::write(folder.join("libpthread.a"), format!("GROUP ( {whole})\n"))?;
    Ok(())
}

/// The tests that run the programs for Windows; whatever else they run must have been built.
pub fn tests() -> Result<Program> {
    let programs = programs(Profile::Debug)?;
    let wine = built("windows")?.join("wine");
    fs::create_dir_all(&wine)?;
    let library = wine.join("bcryptprimitives.dll");
    Program::new(C)
        .args(["-shared", "-O1", "-s", "-o"])
        .arg(&library)
        .arg(root().join("tests/fixtures/wine/bcryptprimitives.c"))
        .arg("-ladvapi32")
        .run()?;
    let installer = installer::make(Profile::Debug, &programs, &wine)?;
    Ok(Program::cargo()
        .args(["test", "--workspace", "--test", "all"])
        // They say how much longer it takes under Wine.
        .args(["--", "windows", "--show-output"])
        .env("CHOT_WINDOWS", programs)
        .env("CHOT_INSTALLER", installer)
        .env("CHOT_WINE", &wine))
}
