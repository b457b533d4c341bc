//! *Sheet*: BENCH.md, of which each bench writes a part of its own and leaves the others as they are.

use std::fs;
use std::io;
use std::path::PathBuf;

/// A part of the sheet.
#[derive(Clone, Copy)]
pub enum Part<'a> {
    /// What stands under the title, before the first section.
    Head,
    /// The section `## Name`.
    Section(&'a str),
}

/// Writes one part of BENCH.md; `text` begins with its own heading.
///
/// # Errors
/// Where the file cannot be read or written.
pub fn write(part: Part<'_>, text: &str) -> io::Result<()> {
    let sheet = match fs::read_to_string(path()) {
        Ok(sheet) => sheet,
        Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
        Err(error) => return Err(error),
    };
    fs::write(path(), with(&sheet, part, text))
}

fn path() -> PathBuf {
    crate::root().join("BENCH.md")
}

/// The sheet with one part new; a section that wasn't there comes last.
fn with(sheet: &str, part: Part<'_>, text: &str) -> String {
    let mut parts: Vec<String> = vec![String::new()];
    for line in sheet.lines() {
        if line.starts_with("## ") {
            parts.push(String::new());
        }
        if let Some(last) = parts.last_mut() {
            last.push_str(line);
            last.push('\n');
        }
    }
    let place = match part {
        Part::Head => Some(0),
        Part::Section(name) => parts
            .iter()
            .position(|part| part.lines().next() == Some(&format!("## {name}"))),
    };
    match place {
        Some(place) => parts[place] = text.to_owned(),
        None => parts.push(text.to_owned()),
    }
    let parts = parts.iter().map(|part| part.trim_end());
    let parts: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
    parts.join("\n\n") + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHEET: &str =
        "# Measured\n\n| a | b |\n\n## Reading\n\nold\n\n### Clips\n\nold\n\n## Hub\n\nas it was\n";

    #[test]
    fn a_section_is_renewed_and_the_others_stay() {
        let sheet = with(SHEET, Part::Section("Reading"), "## Reading\n\nnew\n");
        assert_eq!(
            sheet,
            "# Measured\n\n| a | b |\n\n## Reading\n\nnew\n\n## Hub\n\nas it was\n"
        );
    }

    #[test]
    fn the_head_is_renewed_and_the_sections_stay() {
        let sheet = with(SHEET, Part::Head, "# Measured\n\n| c |\n");
        assert!(sheet.starts_with("# Measured\n\n| c |\n\n## Reading\n\nold\n"));
        assert!(sheet.ends_with("## Hub\n\nas it was\n"));
    }

    #[test]
    fn the_first_section_of_its_name_comes_last() {
        let sheet = with(
            "# Measured\n",
            Part::Section("Reading"),
            "## Reading\n\nnew\n",
        );
        assert_eq!(sheet, "# Measured\n\n## Reading\n\nnew\n");
        assert_eq!(with("", Part::Head, "# Measured\n"), "# Measured\n");
    }
}
