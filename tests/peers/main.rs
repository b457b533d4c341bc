//! `cargo xtask bench reading`: our scanner beside other decoders on the same pictures, written to BENCH.md.
//!
//! Arguments: `--quick` takes a tenth of every set; `--pictures FOLDER` says where photographs lie with their texts
//! beside them (else `CHOT_CORPUS`, else `../shared/data/pictures`); `--synth FOLDER`, once for each seed, where frames
//! of `synth.py` lie with their `truth.jsonl`; names of sets run only those (pictures synth empty clips near foreign)
//! and print without writing. What is not there is skipped with a word.

mod clips;
mod decoders;
mod foreign;
mod near;
mod stills;
mod table;
mod tally;

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, bail};
use chot_tests::sheet::{self, Part};
use table::Table;

struct Asked {
    quick: bool,
    pictures: Option<PathBuf>,
    synth: Vec<PathBuf>,
    sets: Vec<String>,
}

fn main() -> Result<()> {
    let asked = asked(std::env::args().skip(1))?;
    // A peer's panic is counted; its message would only tear the table apart.
    std::panic::set_hook(Box::new(|_| ()));
    let wanted = |set: &str| asked.sets.is_empty() || asked.sets.iter().any(|asked| asked == set);
    let mut tables: Vec<Table> = Vec::new();
    let mut skipped: Vec<&str> = Vec::new();
    let mut show = |measured: Vec<Table>| {
        for table in measured {
            println!("{}", table.markdown());
            tables.push(table);
        }
    };
    if wanted("pictures") {
        match &asked.pictures {
            Some(folder) => show(vec![stills::photographs(folder, asked.quick)?]),
            None => skipped.push("Photographs: none here (`--pictures FOLDER`, or CHOT_CORPUS)."),
        }
    }
    if wanted("synth") {
        if asked.synth.is_empty() {
            skipped.push("Synthetic frames: none given (`synth.py OUTDIR 300 SEED`, then `--synth OUTDIR`).");
        } else {
            show(vec![stills::synthetic(&asked.synth, asked.quick)?]);
        }
    }
    if wanted("empty") {
        show(vec![stills::without_codes(asked.quick)]);
    }
    if wanted("clips") {
        show(clips::measure(asked.quick));
    }
    if wanted("near") {
        show(near::measure(asked.quick));
    }
    if wanted("foreign") {
        show(vec![foreign::measure(asked.quick)]);
    }
    for word in &skipped {
        println!("{word}");
    }
    if asked.sets.is_empty() && !asked.quick {
        let text = section(&tables, &skipped)?;
        sheet::write(Part::Section("Reading"), &text).context("BENCH.md")?;
        println!("written to BENCH.md");
    }
    Ok(())
}

fn asked(mut words: impl Iterator<Item = String>) -> Result<Asked> {
    const SETS: [&str; 6] = ["pictures", "synth", "empty", "clips", "near", "foreign"];
    let shared = chot_tests::root().join("../shared/data/pictures");
    let corpus = std::env::var_os("CHOT_CORPUS").map_or(shared, PathBuf::from);
    let mut asked = Asked {
        quick: false,
        pictures: corpus.is_dir().then_some(corpus),
        synth: vec![],
        sets: vec![],
    };
    while let Some(word) = words.next() {
        match word.as_str() {
            "--quick" => asked.quick = true,
            "--pictures" => asked.pictures = Some(words.next().context("--pictures FOLDER")?.into()),
            "--synth" => asked.synth.push(words.next().context("--synth FOLDER")?.into()),
            set if SETS.contains(&set) => asked.sets.push(word),
            _ => bail!("{word}: the sets are {}, the options --quick, --pictures FOLDER and --synth FOLDER", SETS.join(" ")),
        }
    }
    Ok(asked)
}

fn section(tables: &[Table], skipped: &[&str]) -> Result<String> {
    let commit = Command::new("git")
        .args(["rev-parse", "--short", "HEAD"])
        .current_dir(chot_tests::root())
        .output()?;
    let mut text = format!(
        "## Reading\n\n`cargo xtask bench reading` on {} at commit {}: release build, one run, the decoders in turn on each picture. Milliseconds are CPU time of the process, since other work on the machine would be in wall time; trust the ratios. The peers are at their best settings: zxing-cpp with try-harder, rotate, downscale and invert; rxing with try-harder and inverted, with and without its filtered reader; zbar with inverted; quircs and rqrr plain. Wrong is what doesn't stand in the picture by its making.\n\n",
        jiff::ZonedDateTime::now().date(),
        String::from_utf8_lossy(&commit.stdout).trim(),
    );
    for table in tables {
        text.push_str(&table.markdown());
        text.push('\n');
    }
    for word in skipped {
        text.push_str(word);
        text.push_str("\n\n");
    }
    Ok(text)
}
