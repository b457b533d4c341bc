//! *Search*: where a name, a number, a purpose or a note stands in the log, as somebody types it.
//!
//! Words may come in any order and need their first two letters; accents don't matter, and what has those that were typed
//! comes first, then whole words, then beginnings. One entry has to hold all of them: a purpose that was pressed later stands
//! in an entry of its own.

use super::Book;
use super::row::Row;
use crate::ledger::{LedgerError, unindexed, word_of_purpose};
use checkpoint::entry::Kind;
use checkpoint::subject::{fold_name, words};
use rusqlite::Connection;
use std::collections::{BTreeMap, BTreeSet};

/// Words of one search: more tell nobody apart.
const MOST_WORDS: usize = 8;

/// Where a search goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cursor {
    /// How exact what was found fits: 0 is the most.
    pub pass: usize,
    /// Before this place.
    pub place: u64,
}

/// Some lines that were found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    pub rows: Vec<Row>,
    /// None: there are no more.
    pub next: Option<Cursor>,
}

/// How a word may fit.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fit {
    /// As it was typed, or beginning so.
    Typed,
    /// Without accents.
    Whole,
    Begins,
}

impl Book {
    /// The lines that hold what was typed, the best first and among equals the newest; at most `most`. `purposes` are the
    /// unit's names of keys 1–9. Nothing where no word has two letters.
    pub fn search(
        &self,
        typed: &str,
        purposes: &BTreeMap<u8, String>,
        after: Option<Cursor>,
        most: usize,
    ) -> Result<Found, LedgerError> {
        let passes = passes(typed, purposes);
        let fresh = self.ask(unindexed)?;
        let mut cursor = after.unwrap_or(Cursor {
            pass: 0,
            place: i64::MAX.unsigned_abs(),
        });
        let mut found: Vec<u64> = Vec::new();
        let mut next = None;
        while let Some(query) = passes.get(cursor.pass) {
            let lacking = most - found.len();
            let here = self.found(&fresh, query, cursor.place, lacking)?;
            let is_full = here.len() == lacking;
            let last = here.last().copied();
            found.extend(here);
            if let Some(place) = last.filter(|_| is_full) {
                next = Some(Cursor { place, ..cursor });
                break;
            }
            cursor = Cursor {
                pass: cursor.pass + 1,
                place: i64::MAX.unsigned_abs(),
            };
        }
        Ok(Found {
            rows: self.lines_of(&found)?,
            next,
        })
    }

    /// In the words of the newest entries, which the index hasn't got yet, then in the index.
    fn found(
        &self,
        fresh: &Connection,
        query: &str,
        before: u64,
        most: usize,
    ) -> Result<Vec<u64>, LedgerError> {
        self.ask(|ledger| {
            let mut places = Vec::new();
            for index in [fresh, ledger] {
                let mut statement = index.prepare_cached(include_str!("found.sql"))?;
                let lacking = most - places.len();
                let rows = statement.query_map((query, before, lacking), |row| row.get(0))?;
                places.extend(rows.collect::<rusqlite::Result<Vec<u64>>>()?);
            }
            Ok(places)
        })
    }

    /// The lines that entries at these places are, or say something of; each once.
    pub(super) fn lines_of(&self, places: &[u64]) -> Result<Vec<Row>, LedgerError> {
        let list = serde_json::json!(places).to_string();
        let told = self.told(include_str!("at_places.sql"), [list])?;
        let key = |place: u64| told.iter().find(|told| told.place == place);
        let names: BTreeMap<_, _> = told
            .iter()
            .map(|told| ((told.entry.seq, told.leaf), told.place))
            .collect();
        let mut rows = self.rows(&told);
        let mut seen = BTreeSet::new();
        let lines = places.iter().filter_map(|place| {
            let mut place = *place;
            // An answer's correction names the answer, which names the line.
            while let Some(told) = key(place)
                && told.entry.said.kind != Kind::Scan
                && let Some(of) = told.entry.said.of
            {
                place = *names.get(&(of.seq, of.leaf))?;
            }
            seen.insert(place).then(|| rows.remove(&place)).flatten()
        });
        Ok(lines.collect())
    }
}

/// Queries of the word index, the most exact first; each leaves out what the one before finds.
fn passes(typed: &str, purposes: &BTreeMap<u8, String>) -> Vec<String> {
    let mut typed: Vec<String> = words(typed);
    typed.retain(|word| word.chars().count() >= 2);
    typed.truncate(MOST_WORDS);
    if typed.is_empty() {
        return Vec::new();
    }
    let query = |fit: Fit| {
        let terms = typed.iter().map(|word| term(word, fit, purposes));
        terms.collect::<Vec<_>>().join(" AND ")
    };
    let has_accents = typed.iter().any(|word| fold_name(word) != *word);
    let mut passes: Vec<String> = Vec::new();
    let fits = [
        (Fit::Typed, has_accents),
        (Fit::Whole, true),
        (Fit::Begins, true),
    ];
    for (fit, _) in fits.iter().filter(|(_, is_asked)| *is_asked) {
        let query = query(*fit);
        let before = passes.iter().map(|pass| format!(" NOT ({pass})"));
        let pass = format!("({query}){}", before.collect::<String>());
        passes.push(pass);
    }
    passes
}

/// What stands in the index for a word: itself, a number's end, or a purpose whose name has it.
fn term(word: &str, fit: Fit, purposes: &BTreeMap<u8, String>) -> String {
    let folded = fold_name(word);
    let is_number = word.bytes().all(|byte| byte.is_ascii_digit());
    let own = match (is_number, word.len()) {
        // Of an identity number only the end is kept.
        (true, 9 | 12) => format!("\"{}\"", &word[word.len() - 4..]),
        (true, _) if fit == Fit::Whole => format!("\"{word}\""),
        (true, _) => format!("\"{word}\"*"),
        (false, _) => match fit {
            Fit::Typed => format!("\"{word}\"*"),
            Fit::Whole => format!("\"{folded}\""),
            Fit::Begins => format!("\"{folded}\"*"),
        },
    };
    let names = purposes.iter().filter(|(_, name)| {
        words(name).iter().any(|part| match fit {
            Fit::Typed => part.starts_with(word),
            Fit::Whole => fold_name(part) == folded,
            Fit::Begins => fold_name(part).starts_with(&folded),
        })
    });
    let keys = names.map(|(key, _)| format!(" OR \"{}\"", word_of_purpose(*key)));
    format!("({own}{})", keys.collect::<String>())
}
