//! How to set up, run, test and measure Chốt: `cargo xtask <verb>`.
//!
//! It is compiled first on a machine that has nothing but Rust and Node, so it stands on the standard library and one
//! error type. Every step is printed before it is taken; what is already there is passed over in silence.

mod bundle;
mod debian;
mod fuzz;
mod installer;
mod page;
mod profile;
mod program;
mod release;
mod screen;
mod steps;
mod tools;
mod verbs;
mod windows;

use std::env;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result};
use program::Program;

/// The Tauri command line that draws the icons and makes Linux's packages; the version of the crate beside it.
const TAURI: &str = "@tauri-apps/cli@2.12.5";

const HELP: &str = "\
cargo xtask <verb>

  run [ARGS]              set up, build, and open the gate: a window where there is a display, the terminal elsewhere;
                          ARGS go to the gate (for example --for 10s in the terminal)
  test [--full] [FILTER]  set up, then every check and every test; --full takes the long repetitions;
                          with FILTER only the Rust tests whose name contains it
  hub [ARGS]              set up with PostgreSQL, build, and run a hub with a database of its own (data directory, or
                          CHOT_HUB_HOME); prints its address and, the first time, its first admin; ARGS go to chot-hub local (--listen ADDRESS)
  bench [ARGS]            build for release and measure; writes BENCH.md
  bench hub [--small]     measure a hub with a PostgreSQL of its own; writes BENCH.md's section *A hub*
  bench reading [ARGS]    build other decoders too and measure ours beside them; writes BENCH.md's section *Reading*
                          (--quick for a tenth, --synth FOLDER, --pictures FOLDER; tests/peers/main.rs says more)
  fuzz [SECONDS] [TARGET] fuzz each target of crates/fuzz (or the one) for so long (60); finds lie in its artifacts
  windows                 build everything for Windows by Debian's packages, and run chot.exe and its installer under Wine
  package SYSTEM          build for release and make the installer for windows, deb and rpm for linux, or the image for macos
  release key FILE        make the key that signs updates, in a new file; prints the public half that a build pins
  release sign --key FILE [ARGS]
                          build for release and sign the programs into one file that gates take (--min-from, --days,
                          --out FOLDER, else target/package; chot release sign --help)
  samples                 draw assets/samples again
  bindings                generate the page's TypeScript again from Rust's types
  icons                   draw the app's icons again from assets/icons/chot.svg
  setup                   only install what building and testing need
";

fn main() -> ExitCode {
    let mut arguments = env::args().skip(1);
    let verb = arguments.next().unwrap_or_default();
    let rest: Vec<String> = arguments.collect();
    let done = match verb.as_str() {
        "run" => verbs::run(&rest),
        "test" => verbs::test(&rest),
        "hub" => verbs::hub(&rest),
        "bench" => verbs::bench(&rest),
        "fuzz" => fuzz::run(&rest),
        "windows" => windows::run(),
        "package" => verbs::package(&rest),
        "release" => release::run(&rest),
        "samples" => verbs::bless("samples"),
        "bindings" => verbs::bless("bindings"),
        "icons" => verbs::icons(),
        "setup" => verbs::setup(true),
        "--help" | "-h" | "help" => {
            print!("{HELP}");
            Ok(())
        }
        _ => {
            eprint!("{HELP}");
            return ExitCode::from(2);
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\ncargo xtask {verb}: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// The repository's root: this package lies two folders below it.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .nth(2)
        .unwrap_or(Path::new("."))
        .to_path_buf()
}

/// Runs a tool of npm's that nothing else needs.
fn npx() -> Program {
    Program::new(if cfg!(windows) { "npx.cmd" } else { "npx" })
}

/// Where cargo puts what it builds for `profile` ("debug", "release"), wherever the person keeps the target directory:
/// this very program lies in the debug one.
fn built(profile: &str) -> Result<PathBuf> {
    let own = env::current_exe().context("cannot tell where xtask itself was built")?;
    let target = own
        .ancestors()
        .nth(2)
        .context("xtask lies outside a target directory")?;
    Ok(target.join(profile))
}
