//! `cargo xtask bench`: what the issue gives numbers for, measured in one run and written to BENCH.md.
//!
//! Arguments: `--quick` shortens the long watch from ten minutes to one; names of parts run only those
//! (recognise verify append book scan paint start idle watch) and print without writing, but for `book`, which has a section of
//! its own there. `hub` first runs those of a hub.

mod append;
mod book;
#[allow(
    dead_code,
    clippy::unwrap_used,
    reason = "what the tests of signed documents build with"
)]
#[path = "../../crates/checkpoint/tests/signed/cbor.rs"]
mod cbor;
#[cfg(target_os = "linux")]
mod district;
#[allow(
    dead_code,
    clippy::unwrap_used,
    reason = "what the tests of signed documents build with"
)]
#[path = "../../crates/checkpoint/tests/signed/issuer.rs"]
mod issuer;
mod numbers;
mod paper;
#[cfg(target_os = "linux")]
mod processes;
mod recognise;
mod scan;
#[cfg(target_os = "linux")]
mod screen;
mod verify;
mod visits;
mod watched;

use anyhow::{Context, Result};
use chot_tests::sheet::{self, Part};
use numbers::Row;
use std::fmt::Write;
use std::process::Command;

/// The book's section of BENCH.md, and what makes it.
const BOOK: &str = "The book";
const BOOK_RUN: &str = "cargo xtask bench book";

/// What of a bench was asked for by name; nothing is all of it.
fn parts(arguments: &[String]) -> Vec<&str> {
    let words = arguments.iter().map(String::as_str);
    words.filter(|word| !word.starts_with("--")).collect()
}

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    #[cfg(target_os = "linux")]
    if let Some((first, rest)) = arguments.split_first()
        && first == "hub"
    {
        return district::main(rest);
    }
    let quick = arguments.iter().any(|word| word == "--quick");
    let parts = parts(&arguments);
    let wanted = |part: &str| parts.is_empty() || parts.contains(&part);
    let mut rows: Vec<Row> = Vec::new();
    if wanted("recognise") {
        report(&mut rows, recognise::measure());
    }
    if wanted("verify") {
        report(&mut rows, verify::measure());
    }
    if wanted("append") {
        report(&mut rows, append::measure()?);
    }
    if wanted("book") {
        let mut of_the_book = Vec::new();
        report(&mut of_the_book, book::measure(quick)?);
        report(&mut of_the_book, paper::measure()?);
        if !quick {
            let text = format!("## {BOOK}\n\n{}\n{}", run(BOOK_RUN)?, table(&of_the_book)?);
            sheet::write(Part::Section(BOOK), &text).context("BENCH.md")?;
        }
    }
    if wanted("scan") {
        report(&mut rows, scan::measure());
        report(&mut rows, watched::measure());
    }
    #[cfg(target_os = "linux")]
    of_the_window(&mut rows, wanted, quick);
    if parts.is_empty() && !quick {
        sheet::write(Part::Head, &page(&rows)?).context("BENCH.md")?;
        println!("\nwritten to BENCH.md");
    }
    Ok(())
}

/// What is measured in the real window, which is driven on Linux alone.
#[cfg(target_os = "linux")]
fn of_the_window(rows: &mut Vec<Row>, wanted: impl Fn(&str) -> bool, quick: bool) {
    if wanted("start") {
        report(rows, screen::start());
    }
    if wanted("paint") {
        report(rows, screen::paint());
    }
    if wanted("idle") {
        report(rows, screen::idle_and_code_in_view());
    }
    if wanted("watch") {
        report(rows, screen::long_watch(if quick { 1 } else { 10 }));
    }
}

fn report(rows: &mut Vec<Row>, measured: Vec<Row>) {
    for row in measured {
        println!(
            "{:<58} {:<34} {:<22} {}",
            row.what, row.figure, row.wanted, row.note
        );
        rows.push(row);
    }
}

fn page(rows: &[Row]) -> Result<String> {
    Ok(format!(
        "# Measured\n\n{}\n{}",
        run("cargo xtask bench")?,
        table(rows)?
    ))
}

/// What was run, when and how.
fn run(command: &str) -> Result<String> {
    Ok(format!(
        "`{command}` on {} at commit {}: release build, {} cores, one run, nothing else asked of the machine. Times are wall clock unless said otherwise; the ratios travel, the milliseconds don't.\n",
        jiff::ZonedDateTime::now().date(),
        commit()?,
        std::thread::available_parallelism().map_or(0, usize::from),
    ))
}

fn table(rows: &[Row]) -> Result<String> {
    let mut text = String::from("| what | figure | wanted | how |\n|---|---|---|---|\n");
    for row in rows {
        writeln!(
            text,
            "| {} | {} | {} | {} |",
            row.what, row.figure, row.wanted, row.note
        )?;
    }
    Ok(text)
}

fn commit() -> Result<String> {
    let asked = Command::new("git")
        .args(["rev-parse", "--short", "HEAD"])
        .current_dir(chot_tests::root())
        .output()?;
    Ok(String::from_utf8_lossy(&asked.stdout).trim().to_owned())
}
