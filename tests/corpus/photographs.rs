//! Photographs that others took, where they lie beside the repository or where CHOT_CORPUS says.

use std::fs;
use std::path::{Path, PathBuf};

use chot_tests::reading::ALSO;
use chot_tests::{full, root};
use kiosk::scanner::{Effort, Scanner};

use super::texts;

#[test]
fn photographs_of_codes_are_read_and_none_is_misread() {
    let folder = std::env::var_os("CHOT_CORPUS")
        .map_or(root().join("../shared/data/pictures"), PathBuf::from);
    if !folder.is_dir() {
        println!(
            "skipped: no photographs in {} (CHOT_CORPUS says where they are)",
            folder.display()
        );
        return;
    }
    let mut files = Vec::new();
    collect(&folder, &mut files);
    files.sort();
    let step = if full() { 1 } else { 6 };
    let (mut count, mut read, mut wrong) = (0, 0, Vec::new());
    for file in files.iter().step_by(step) {
        let Some(written) = ["txt", "bin"]
            .iter()
            .find_map(|ending| fs::read(file.with_extension(ending)).ok())
        else {
            continue;
        };
        let also = ALSO
            .iter()
            .filter(|(name, _)| file.ends_with(Path::new(name)));
        let mut may = vec![written];
        may.extend(also.map(|(_, text)| text.as_bytes().to_vec()));
        let stands = |text: &Vec<u8>| may.iter().any(|may| same(text, may));
        let luma = kiosk::pictures::luma(file).expect("a picture of the corpus opens");
        let texts = texts(&mut Scanner::new(), &luma, Effort::Every);
        count += 1;
        read += usize::from(texts.iter().any(stands));
        // Bytes that are no UTF-8 are an older encoding of a text that the truth has in UTF-8.
        let misread = |text: &Vec<u8>| std::str::from_utf8(text).is_ok() && !stands(text);
        if texts.iter().any(misread) {
            wrong.push(file.display().to_string());
        }
    }
    assert!(wrong.is_empty(), "misread: {wrong:#?}");
    assert!(
        read * 100 >= count * 90,
        "{read} of {count} photographs read"
    );
}

/// The same but for line ends.
fn same(read: &[u8], written: &[u8]) -> bool {
    let plain = |bytes: &[u8]| -> Vec<u8> {
        let text = bytes.iter().filter(|byte| **byte != b'\r').copied();
        text.collect::<Vec<u8>>().trim_ascii_end().to_vec()
    };
    plain(read) == plain(written)
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder)
        .expect("a folder of the corpus opens")
        .flatten()
    {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, files);
        } else if ["png", "jpg", "jpeg"]
            .iter()
            .any(|ending| path.extension().is_some_and(|own| own == *ending))
        {
            files.push(path);
        }
    }
}
