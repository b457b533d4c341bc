//! *Stills*: one picture, one chance: photographs, synthetic frames, frames without a code.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use chot_tests::reading::{ALSO, SEED, empty};

use crate::Part;
use crate::decoders::{Live, Still, peers};
use crate::table::{Table, part};
use crate::tally::{Picture, compare, misses, together};

/// Frames without a code.
const EMPTY: usize = 200;

/// Photographs with their texts beside them (`1.png`, `1.txt` or `1.bin`), in a folder and those below it.
pub fn photographs(folder: &Path, taken: Part) -> Result<Table> {
    let mut files = Vec::new();
    collect(folder, &mut files)?;
    files.sort();
    let files: Vec<PathBuf> = files.into_iter().step_by(taken.one_in).collect();
    let pictures = files.iter().filter_map(|file| {
        let written = ["txt", "bin"]
            .iter()
            .find_map(|ending| fs::read(file.with_extension(ending)).ok())?;
        let name = file
            .strip_prefix(folder)
            .unwrap_or(file)
            .display()
            .to_string();
        let also = ALSO.iter().filter(|(also, _)| name == *also);
        let mut may = vec![written];
        may.extend(also.map(|(_, text)| text.as_bytes().to_vec()));
        let luma = kiosk::pictures::luma(file).ok()?;
        Some(Picture { name, luma, may })
    });
    let mut decoders = vec![
        Box::new(Still) as Box<dyn crate::decoders::Decoder>,
        Box::new(Live::new(taken.budget)),
    ];
    decoders.extend(peers());
    let (accounts, names) = compare(pictures, &mut decoders, true);
    let note = format!(
        "{} photographs of QR codes, each decoder once on each.",
        names.len()
    );
    let mut table = Table::of_accounts("Photographs", &note, &accounts);
    let peers_found = together(accounts[2..].iter());
    table.after.push(format!(
        "All peers together: {}. Wanted: 172, at least 170 of 179, none wrong.",
        peers_found.iter().filter(|found| **found).count()
    ));
    let also: Vec<String> = ALSO
        .iter()
        .map(|(name, text)| format!("{name} «{}»", text.replace("\r\n", " ")))
        .collect();
    table.after.push(list(
        "Texts that stand in a picture besides that of its text file (a mistaken text file, a code within a code)",
        &also,
    ));
    table.after.push(list(
        "Not read with every try",
        &misses(&names, &accounts[0], &accounts),
    ));
    table.after.push(wrong(&accounts));
    Ok(table)
}

/// Frames of the synthetic kiosk: folders with `truth.jsonl` and the pictures that it names.
pub fn synthetic(folders: &[PathBuf], taken: Part) -> Result<Table> {
    let mut truths = Vec::new();
    for folder in folders {
        let truth = folder.join("truth.jsonl");
        let lines = fs::read_to_string(&truth).with_context(|| truth.display().to_string())?;
        for line in lines.lines() {
            let told: serde_json::Value = serde_json::from_str(line)?;
            let text = |name: &str| told[name].as_str().map(str::to_owned);
            let (file, written) = text("file")
                .zip(text("text"))
                .context("a line names file and text")?;
            let file = folder.join(Path::new(&file).file_name().context("a file's name")?);
            truths.push((file, written));
        }
    }
    let pictures = truths
        .iter()
        .step_by(taken.one_in)
        .filter_map(|(file, written)| {
            let luma = kiosk::pictures::luma(file).ok()?;
            let folder = file.parent().and_then(Path::file_name).unwrap_or_default();
            Some(Picture {
                name: format!(
                    "{}/{}",
                    folder.to_string_lossy(),
                    file.file_name().unwrap_or_default().to_string_lossy()
                ),
                luma,
                may: vec![written.clone().into_bytes()],
            })
        });
    let mut decoders = vec![Box::new(Live::new(taken.budget)) as Box<dyn crate::decoders::Decoder>];
    decoders.extend(peers());
    let mut heights = Vec::new();
    let pictures = pictures.inspect(|picture| heights.push(picture.luma.height));
    let (accounts, names) = compare(pictures, &mut decoders, true);
    let note = format!(
        "{} frames of `synth.py` (`synth.py OUTDIR 300 SEED`, one folder a seed, given with `--synth`), one live frame each.",
        names.len()
    );
    let mut table = Table::of_accounts("Synthetic frames", &note, &accounts);
    let peers_found = together(accounts[1..].iter());
    let of = peers_found.iter().filter(|found| **found).count();
    let small: Vec<f64> = accounts[0]
        .ms
        .iter()
        .zip(&heights)
        .filter(|(_, height)| **height <= 720)
        .map(|(ms, _)| *ms)
        .collect();
    table.after.push(format!(
        "All peers together: {of}; ours {:+.1} % (wanted: not below −4 %). Ours at 720 rows: p95 {:.1} ms (wanted ≤ 30), p99 {:.1} ms (wanted ≤ 60).",
        100.0 * (accounts[0].count() as f64 / of.max(1) as f64 - 1.0),
        crate::tally::quantile(&small, 0.95),
        crate::tally::quantile(&small, 0.99),
    ));
    let missed = misses(&names, &accounts[0], &accounts);
    let readable: Vec<String> = missed
        .into_iter()
        .filter(|miss| !miss.ends_with("(nobody)"))
        .collect();
    table
        .after
        .push(list("Read by a peer and not by ours", &readable));
    table.after.push(wrong(&accounts));
    Ok(table)
}

/// Rooms, visitors, and things whose code isn't printed.
pub fn without_codes(taken: Part) -> Table {
    let count = EMPTY / taken.one_in;
    let pictures = (0..count).map(|number| Picture {
        name: format!("empty {number:03}"),
        luma: empty::frame(SEED, number),
        may: vec![],
    });
    let mut decoders = vec![Box::new(Live::new(taken.budget)) as Box<dyn crate::decoders::Decoder>];
    decoders.extend(peers());
    // One scanner sees them one after the other, so that its dearer tries take their turns as they do at a gate.
    let (accounts, _) = compare(pictures, &mut decoders, false);
    let note = format!("{count} frames, half of them 1280×720 and half 1920×1080.");
    let mut table = Table::of_accounts("Frames without a code", &note, &accounts);
    table
        .after
        .push("Wanted: median ≤ 2 × zxing-cpp's.".to_owned());
    table
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    for entry in fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else if ["png", "jpg", "jpeg"]
            .iter()
            .any(|ending| path.extension().is_some_and(|own| own == *ending))
        {
            files.push(path);
        }
    }
    Ok(())
}

/// "What: one, another." with their number.
pub fn list(what: &str, names: &[String]) -> String {
    if names.is_empty() {
        return format!("{what}: none.");
    }
    format!("{what}: {} – {}.", names.len(), names.join("; "))
}

/// Who read what doesn't stand there, ours and the peers'.
fn wrong(accounts: &[crate::tally::Account]) -> String {
    let names: Vec<String> = accounts
        .iter()
        .flat_map(|account| {
            account
                .wrong
                .iter()
                .map(|name| format!("{} by {}", name, account.name))
        })
        .collect();
    list("Something read that doesn't stand there", &names)
}

/// Used by the tables of several sets.
pub fn share(found: &[bool]) -> String {
    part(found.iter().filter(|found| **found).count(), found.len())
}
