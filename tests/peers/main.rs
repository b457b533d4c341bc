//! `cargo xtask bench reading`: our scanner beside other decoders on the same pictures, written to BENCH.md.
//!
//! Arguments: `--quick` takes a tenth of every set, `--one-in N` another part; `--write` writes a part to BENCH.md, too;
//! `--budget MS` gives our scanner more than the 60 ms of a frame where the machine is busy with others; `--pictures
//! FOLDER` says where photographs lie with their texts beside them (else `CHOT_CORPUS`, else `../shared/data/pictures`);
//! `--synth FOLDER`, once for each seed, where frames of `synth.py` lie with their `truth.jsonl`; names of sets run only
//! those (pictures synth empty clips near foreign) and print without writing. What is not there is skipped with a word.

mod clips;
mod decoders;
mod foreign;
mod near;
mod stills;
mod table;
mod tally;

use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use chot_tests::sheet;
use table::Table;

/// What the person asked for.
struct Asked {
    part: Part,
    /// Also a part is written to BENCH.md.
    write: bool,
    pictures: Option<PathBuf>,
    synth: Vec<PathBuf>,
    sets: Vec<String>,
}

/// How much of every set is taken, and what a frame gets.
#[derive(Clone, Copy)]
pub struct Part {
    /// One picture in so many.
    pub one_in: usize,
    pub budget: Duration,
}

fn main() -> Result<()> {
    let asked = asked(std::env::args().skip(1))?;
    decoders::silence_panics();
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
            Some(folder) => show(vec![stills::photographs(folder, asked.part)?]),
            None => skipped.push("Photographs: none here (`--pictures FOLDER`, or CHOT_CORPUS)."),
        }
    }
    if wanted("synth") {
        if asked.synth.is_empty() {
            skipped.push(
                "Synthetic frames: none given (`synth.py OUTDIR 300 SEED`, then `--synth OUTDIR`).",
            );
        } else {
            show(vec![stills::synthetic(&asked.synth, asked.part)?]);
        }
    }
    if wanted("empty") {
        show(vec![stills::without_codes(asked.part)]);
    }
    if wanted("clips") {
        show(clips::measure(asked.part));
    }
    if wanted("near") {
        show(near::measure(asked.part));
    }
    if wanted("foreign") {
        show(vec![foreign::measure(asked.part)]);
    }
    for word in &skipped {
        println!("{word}");
    }
    if asked.sets.is_empty() && (asked.write || asked.part.one_in == 1) {
        let text = section(&tables, &skipped, asked.part)?;
        sheet::write(sheet::Part::Section("Reading"), &text).context("BENCH.md")?;
        println!("written to BENCH.md");
    }
    Ok(())
}

fn asked(mut words: impl Iterator<Item = String>) -> Result<Asked> {
    const SETS: [&str; 6] = ["pictures", "synth", "empty", "clips", "near", "foreign"];
    let shared = chot_tests::root().join("../shared/data/pictures");
    let corpus = std::env::var_os("CHOT_CORPUS").map_or(shared, PathBuf::from);
    let mut asked = Asked {
        part: Part {
            one_in: 1,
            budget: decoders::BUDGET,
        },
        write: false,
        pictures: corpus.is_dir().then_some(corpus),
        synth: vec![],
        sets: vec![],
    };
    while let Some(word) = words.next() {
        match word.as_str() {
            "--write" => asked.write = true,
            "--quick" => asked.part.one_in = 10,
            "--one-in" => {
                let count = words.next().and_then(|count| count.parse().ok());
                asked.part.one_in = count.filter(|count| *count > 0).context("--one-in N")?;
            }
            "--budget" => {
                let ms = words.next().and_then(|ms| ms.parse().ok());
                asked.part.budget = Duration::from_millis(ms.context("--budget MS")?);
            }
            "--pictures" => {
                asked.pictures = Some(words.next().context("--pictures FOLDER")?.into())
            }
            "--synth" => asked
                .synth
                .push(words.next().context("--synth FOLDER")?.into()),
            set if SETS.contains(&set) => asked.sets.push(word),
            _ => bail!(
                "{word}: the sets are {}, the options --quick, --one-in N, --write, --budget MS, --pictures FOLDER and --synth FOLDER",
                SETS.join(" ")
            ),
        }
    }
    Ok(asked)
}

fn section(tables: &[Table], skipped: &[&str], part: Part) -> Result<String> {
    let commit = Command::new("git")
        .args(["rev-parse", "--short", "HEAD"])
        .current_dir(chot_tests::root())
        .output()?;
    let mut text = format!(
        "## Reading\n\n`cargo xtask bench reading` on {} at commit {}: release build, one run, {}the decoders in turn on each picture. Milliseconds are the CPU time of the process, all threads of a decoder together, since wall time would have other work in it; trust the ratios. Ours has {} ms of wall time for a live frame. The peers are at their best settings: zxing-cpp with try-harder, rotate, downscale and invert; rxing with try-harder and inverted, with and without its filtered reader; zbar with inverted; quircs and rqrr plain. Wrong is what doesn't stand in the picture by its making.\n\n",
        jiff::ZonedDateTime::now().date(),
        String::from_utf8_lossy(&commit.stdout).trim(),
        match part.one_in {
            1 => String::new(),
            one_in => format!("one in {one_in} of each set's pictures, "),
        },
        part.budget.as_millis(),
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
