//! *Roster*: posts as a list names them, checked row by row before any is made.

use super::TreeError;
use crate::store::Store;
use std::collections::BTreeMap;
use uuid::Uuid;

/// Letters of a post's name.
const LONGEST: usize = 60;

/// One row: a post at a gate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Of the file, from 1.
    pub line: u64,
    pub gate: u32,
    pub name: String,
}

/// A row that isn't a post, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unlisted {
    /// Of the file, from 1.
    pub line: u64,
    pub why: Why,
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Why {
    #[error("it has {0} columns: write the gate's number and the post's name")]
    Columns(usize),
    #[error("\"{0}\" isn't a gate's number: write 1, 2, 3 …")]
    Gate(String),
    #[error("the post's name is missing")]
    NoName,
    #[error("the name is longer than 60 letters")]
    LongName,
    #[error("gate {0} stands in line {1} already")]
    Twice(u32, u64),
    #[error("gate {0} is called \"{1}\" at the hub: use that name, or another number")]
    Taken(u32, String),
    #[error("it isn't text in UTF-8: save the list as CSV UTF-8")]
    NotText,
}

/// Posts that a unit has, by gate.
pub type Posts = BTreeMap<u32, (Uuid, String)>;

/// A unit's posts by their gates.
pub async fn posts(store: &Store, unit: Uuid) -> Result<Posts, TreeError> {
    let client = store.hub().await?;
    let statement = client.prepare_cached(include_str!("gates.sql")).await?;
    let rows = client.query(&statement, &[&unit]).await?;
    let post = |row: &tokio_postgres::Row| {
        let gate = u32::try_from(row.get::<_, i64>(0)).ok()?;
        Some((gate, (row.get(1), row.get(2))))
    };
    Ok(rows.iter().filter_map(post).collect())
}

/// Reads a list: two columns, gate and name, parted by commas, semicolons or tabs; a first row of
/// titles is passed over. A gate that the unit has under the same name gets another sheet.
pub fn read(bytes: &[u8], there: &Posts) -> (Vec<Listed>, Vec<Unlisted>) {
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter(bytes))
        .trim(csv::Trim::All)
        .from_reader(bytes);
    let (mut listed, mut unlisted): (Vec<Listed>, Vec<Unlisted>) = (Vec::new(), Vec::new());
    let mut record = csv::StringRecord::new();
    let mut is_first = true;
    loop {
        let line = reader.position().line();
        match reader.read_record(&mut record) {
            Ok(true) => {}
            Ok(false) => break,
            Err(_) => {
                unlisted.push(Unlisted {
                    line,
                    why: Why::NotText,
                });
                if reader.is_done() {
                    break;
                }
                continue;
            }
        }
        let line = record.position().map_or(line, csv::Position::line);
        if record.iter().all(str::is_empty) {
            continue;
        }
        let is_title = is_first && record.get(0).is_some_and(|gate| !has_digit(gate));
        is_first = false;
        if is_title {
            continue;
        }
        match post(&record, line, &listed, there) {
            Ok(post) => listed.push(post),
            Err(why) => unlisted.push(Unlisted { line, why }),
        }
    }
    (listed, unlisted)
}

fn has_digit(text: &str) -> bool {
    text.chars().any(|letter| letter.is_ascii_digit())
}

/// What parts the columns of the first row that has any.
fn delimiter(bytes: &[u8]) -> u8 {
    let mut parting = bytes.iter().copied().filter(|byte| b",;\t".contains(byte));
    parting.next().unwrap_or(b',')
}

fn post(
    record: &csv::StringRecord,
    line: u64,
    before: &[Listed],
    there: &Posts,
) -> Result<Listed, Why> {
    let (Some(gate), Some(name)) = (record.get(0), record.get(1)) else {
        return Err(Why::Columns(record.len()));
    };
    if record.iter().skip(2).any(|cell| !cell.is_empty()) {
        return Err(Why::Columns(record.len()));
    }
    let number: u32 = gate
        .parse()
        .ok()
        .filter(|gate| *gate > 0)
        .ok_or_else(|| Why::Gate(gate.to_owned()))?;
    if name.is_empty() {
        return Err(Why::NoName);
    }
    if name.chars().count() > LONGEST {
        return Err(Why::LongName);
    }
    if let Some(twice) = before.iter().find(|post| post.gate == number) {
        return Err(Why::Twice(number, twice.line));
    }
    match there.get(&number) {
        Some((_, known)) if known != name => Err(Why::Taken(number, known.clone())),
        Some(_) | None => Ok(Listed {
            line,
            gate: number,
            name: name.to_owned(),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gates(text: &str) -> Vec<(u32, String)> {
        let (listed, unlisted) = read(text.as_bytes(), &Posts::new());
        assert_eq!(unlisted, []);
        listed
            .into_iter()
            .map(|post| (post.gate, post.name))
            .collect()
    }

    #[test]
    fn a_list_is_read_however_a_spreadsheet_saved_it() {
        let posts = [
            (1, "Cổng chính".to_owned()),
            (2, "Cổng sau, nhà B".to_owned()),
        ];
        for text in [
            "1,Cổng chính\n2,\"Cổng sau, nhà B\"\n",
            "\u{feff}Cổng số;Tên điểm\r\n1;Cổng chính\r\n\r\n2;Cổng sau, nhà B\r\n;\r\n",
            "cổng\ttên\n1\t Cổng chính \n2\tCổng sau, nhà B",
        ] {
            assert_eq!(gates(text), posts, "{text:?}");
        }
    }

    #[test]
    fn each_row_that_is_no_post_is_named_with_its_line_and_its_reason() {
        let there: Posts = [
            (7, (Uuid::nil(), "Cổng bảy".to_owned())),
            (8, (Uuid::nil(), "Cổng tám".to_owned())),
        ]
        .into();
        let long = "x".repeat(61);
        let text = format!(
            "1,Cổng chính\nhai 2,Cổng sau\n0,Không\n1,Lại\n3\n4,\n5,{long}\n6,a,b\n7,Khác\n8,Cổng tám\n"
        );
        let (listed, unlisted) = read(text.as_bytes(), &there);
        let gates: Vec<u32> = listed.iter().map(|post| post.gate).collect();
        assert_eq!(gates, [1, 8]);
        let expected = [
            (2, Why::Gate("hai 2".into())),
            (3, Why::Gate("0".into())),
            (4, Why::Twice(1, 1)),
            (5, Why::Columns(1)),
            (6, Why::NoName),
            (7, Why::LongName),
            (8, Why::Columns(3)),
            (9, Why::Taken(7, "Cổng bảy".into())),
        ];
        let named: Vec<(u64, Why)> = unlisted
            .into_iter()
            .map(|row| (row.line, row.why))
            .collect();
        assert_eq!(named, expected);
    }

    #[test]
    fn letters_of_another_encoding_are_named_and_not_guessed() {
        let (listed, unlisted) = read(b"1,C\xd4ng\n2,B\n", &Posts::new());
        assert_eq!((listed.len(), unlisted[0].line), (1, 1));
        assert_eq!(unlisted[0].why, Why::NotText);
    }
}
