//! *Import*: a file of places, checked row by row against the register before anything is taken. It adds and changes; what
//! isn't in it stays as it is.

use super::columns::{Column, Columns};
use super::line::{Line, Typed, code_of, letters_of};
use super::{Flaw, Place, PlacesError, check_parent, line, parents};
use crate::roster::looked::File;
use crate::roster::sheet::{self, FileError, Sheet};
use checkpoint::place::Code;
use checkpoint::subject::fold_name;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// What a file makes of the register, once somebody says so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    pub rows: Vec<Row>,
    pub unlisted: Vec<Unlisted>,
    /// Columns that were found.
    pub columns: BTreeSet<Column>,
}

/// A place in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// From 1.
    pub row: u32,
    pub line: Line,
    /// Which of the register it is; None for a new one.
    pub before: Option<u32>,
    /// The register says something else of it.
    pub is_changed: bool,
}

impl Row {
    pub fn is_new(&self) -> bool {
        self.before.is_none()
    }
}

/// A row that isn't taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unlisted {
    pub row: u32,
    pub why: Flaw,
}

impl Plan {
    pub fn added(&self) -> usize {
        self.rows.iter().filter(|row| row.is_new()).count()
    }

    pub fn changed(&self) -> usize {
        self.rows.iter().filter(|row| row.is_changed).count()
    }
}

/// Checks a file. Error: it can't be read, or no place is in it.
pub(super) fn plan(
    file: File<'_>,
    kept: &[Place],
    unit: &str,
    today: Date,
) -> Result<Plan, PlacesError> {
    let sheets = sheet::read(file.bytes, file.progress)?;
    let found = sheets
        .iter()
        .find_map(|sheet| Some((sheet, Columns::of(sheet)?)));
    let (sheet, columns) = found.ok_or(PlacesError::NoHeading)?;
    let mut plan = Plan {
        rows: Vec::new(),
        unlisted: Vec::new(),
        columns: columns.all().collect(),
    };
    // Codes that rows below have are no new place's.
    let typed = rows(sheet, &columns).filter_map(|(_, typed)| Code::of_typed(&typed.code));
    let kept_codes = kept.iter().map(|place| place.line.code.clone());
    let taken: BTreeSet<Code> = typed.chain(kept_codes).collect();
    let known = Known::of(kept);
    // A file may say by its own codes what the others are to be called.
    let mut next = Code::next(&taken, &letters_of(unit));
    for (row, typed_row) in rows(sheet, &columns) {
        while taken.contains(&next) {
            next = Code::next([&next], "");
        }
        match read(&typed_row, &known, &next, today) {
            Ok((before, line)) => {
                if line.code == next {
                    next = Code::next([&next], "");
                }
                let old = before.map(|place: &Place| &place.line);
                plan.rows.push(Row {
                    row,
                    is_changed: old.is_some_and(|old| *old != line),
                    before: before.map(|place| place.number),
                    line,
                });
            }
            Err(why) => plan.unlisted.push(Unlisted { row, why }),
        }
    }
    if plan.rows.is_empty() && plan.unlisted.is_empty() {
        return Err(FileError::Nobody.into());
    }
    plan.refuse_twice();
    plan.refuse_parents(kept);
    plan.unlisted.sort_by_key(|unlisted| unlisted.row);
    Ok(plan)
}

/// The rows below the headings that say anything.
fn rows<'a>(sheet: &'a Sheet, columns: &'a Columns) -> impl Iterator<Item = (u32, Typed)> + 'a {
    let below = sheet.rows.iter().skip(columns.above);
    below.filter_map(|row| {
        let said = |column| columns.cell(column, &row.cells).to_owned();
        let typed = Typed {
            code: said(Column::Code),
            kind: said(Column::Kind),
            name: said(Column::Name),
            address: said(Column::Address),
            contact: said(Column::Contact),
            responsible: said(Column::Responsible),
            capacity: said(Column::Capacity),
            parent: said(Column::Parent),
            from: said(Column::From),
            until: said(Column::Until),
        };
        let says = !typed.name.is_empty() || !typed.code.is_empty();
        says.then_some((row.line, typed))
    })
}

/// The register, by what a row may mean a place with.
struct Known<'a> {
    codes: BTreeMap<&'a Code, &'a Place>,
    /// Folded.
    names: BTreeMap<String, Vec<&'a Place>>,
}

impl Known<'_> {
    fn of(kept: &[Place]) -> Known<'_> {
        let mut names: BTreeMap<String, Vec<&Place>> = BTreeMap::new();
        for place in kept {
            let called = names.entry(fold_name(&place.line.name)).or_default();
            called.push(place);
        }
        Known {
            codes: kept.iter().map(|place| (&place.line.code, place)).collect(),
            names,
        }
    }
}

/// A row, and which place of the register it means: by its code, else by its name where only one is called so.
fn read<'a>(
    typed: &Typed,
    known: &Known<'a>,
    next: &Code,
    today: Date,
) -> Result<(Option<&'a Place>, Line), Flaw> {
    let code = code_of(&typed.code)?;
    let before = match &code {
        Some(code) => known.codes.get(code).copied(),
        None => match known.names.get(&fold_name(&line::words(&typed.name))) {
            Some(called) if called.len() > 1 => return Err(Flaw::Ambiguous),
            called => called.and_then(|called| called.first().copied()),
        },
    };
    let mut typed = typed.clone();
    // What a file has no column for, or says nothing in, stays as it was.
    if let Some(place) = before {
        let old = &place.line;
        let fill = |cell: &mut String, kept: &str| {
            if cell.trim().is_empty() {
                kept.clone_into(cell);
            }
        };
        let day = |day: Date| day.to_string();
        fill(&mut typed.kind, old.kind.as_str());
        fill(&mut typed.name, &old.name);
        fill(&mut typed.address, &old.address);
        fill(&mut typed.contact, &old.contact);
        fill(&mut typed.responsible, &old.responsible);
        fill(
            &mut typed.parent,
            old.parent.as_ref().map_or("", Code::as_str),
        );
        let capacity = old.capacity.map(|number| number.to_string());
        fill(&mut typed.capacity, &capacity.unwrap_or_default());
        fill(&mut typed.until, &old.until.map(day).unwrap_or_default());
    }
    let code = before.map_or(next, |place| &place.line.code);
    let from = before.map_or(today, |place| place.line.from);
    Ok((before, typed.line(code.clone(), from)?))
}

impl Plan {
    /// Of rows that mean the same place the first is taken.
    fn refuse_twice(&mut self) {
        let mut above: BTreeMap<Code, u32> = BTreeMap::new();
        let mut kept = Vec::with_capacity(self.rows.len());
        for row in std::mem::take(&mut self.rows) {
            match above.get(&row.line.code) {
                Some(first) => self.unlisted.push(Unlisted {
                    row: row.row,
                    why: Flaw::Twice(*first),
                }),
                None => {
                    above.insert(row.line.code.clone(), row.row);
                    kept.push(row);
                }
            }
        }
        self.rows = kept;
    }

    /// Until each row that is left is in a place that is there: whoever is refused may be another's.
    fn refuse_parents(&mut self, kept: &[Place]) {
        loop {
            let above = parents(kept, self.rows.iter().map(|row| &row.line));
            let wrong: Vec<Unlisted> = self
                .rows
                .iter()
                .filter_map(|row| {
                    let why = check_parent(&above, &row.line).err()?;
                    Some(Unlisted { row: row.row, why })
                })
                .collect();
            if wrong.is_empty() {
                return;
            }
            let rows: BTreeSet<u32> = wrong.iter().map(|unlisted| unlisted.row).collect();
            self.rows.retain(|row| !rows.contains(&row.row));
            self.unlisted.extend(wrong);
        }
    }
}
