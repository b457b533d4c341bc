//! *Office*: the window's verbs about people who ask for their data, whole: what is looked up or done in the log, and what
//! stands in the registers. Each asks whether somebody may, and may take its time.

use super::paper::{Kept, as_json, as_page};
use super::{Asked, Done, Incident, PrivacyError, Registers, Request, notice};
use crate::book::clerk::Clerk;
use crate::book::desk::{Desk, Named};
use crate::book::{About, Book, Change, Row};
use crate::clock::Clock;
use crate::folder::{FolderError, present_folder};
use crate::home::{Home, replace_file};
use crate::keys::{KeyStore, Name};
use crate::post::{Post, Refusal};
use crate::roster::person::List;
use crate::settings::Settings;
use crate::staff::{Staff, StaffError};
use crate::watch::Door;
use checkpoint::document::Number;
use checkpoint::entry::{Audit, Draft, Kind, Ref};
use checkpoint::moment::Moment;
use checkpoint::role::Act;
use checkpoint::subject::{Person, PersonKey};
use jiff::Timestamp;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;

/// Lines that a search for a person looks through.
const LOOKED_THROUGH: usize = 300;

/// The window's way to the registers, and to what the log keeps of somebody.
pub struct Office {
    pub(super) home: Home,
    pub(super) staff: Arc<Staff>,
    clock: Arc<dyn Clock>,
    reader: Arc<Desk>,
    clerk: Arc<Clerk>,
    pub(super) gate: Door,
}

/// What stands in the registers, and what a page needs to show it.
#[derive(Clone, Debug)]
pub struct Standing {
    pub requests: Vec<Request>,
    pub incidents: Vec<Incident>,
    pub days_off: BTreeSet<Date>,
    pub today: Date,
    pub now: Timestamp,
    pub named: Named,
}

/// Who asks, as they were found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// By the place of a line about them.
    Entry(u64),
    /// By a line of a list.
    Line(List, u32),
}

/// Somebody of whom something is kept.
#[derive(Clone, Debug)]
pub struct Somebody {
    /// Their newest line: names them in the other verbs.
    pub newest: Row,
    /// Lines that name them.
    pub lines: usize,
    pub first: Timestamp,
    pub last: Timestamp,
}

impl Office {
    pub fn new(
        home: &Home,
        staff: Arc<Staff>,
        clock: Arc<dyn Clock>,
        reader: Arc<Desk>,
        clerk: Arc<Clerk>,
        gate: Door,
    ) -> Office {
        Office {
            home: home.clone(),
            staff,
            clock,
            reader,
            clerk,
            gate,
        }
    }

    /// Asks whether somebody may, and says who does it when.
    pub(super) fn begin(&self) -> Result<(Moment, Option<u64>, Settings), PrivacyError> {
        let now = self.clock.now();
        self.staff.allow(Act::AnswerPeople, &now)?;
        let by = self.staff.signed_on(&now).desk.map(|person| person.number);
        Ok((now, by, Settings::load(&Settings::path(&self.home))?))
    }

    fn registers(&self, settings: &Settings) -> Result<Registers, PrivacyError> {
        Registers::open(&self.home, settings.time_zone()?)
    }

    /// Both registers as they stand.
    pub fn standing(&self) -> Result<Standing, PrivacyError> {
        let (now, _, settings) = self.begin()?;
        let registers = self.registers(&settings)?;
        let (_, named, _) = self.reader.open(Act::AnswerPeople)?;
        Ok(Standing {
            requests: registers.requests()?,
            incidents: registers.incidents()?,
            days_off: registers.days_off()?,
            today: settings.time_zone()?.to_datetime(now.at).date(),
            now: now.at,
            named,
        })
    }

    /// Writes a request down.
    pub fn ask(&self, asked: &Asked) -> Result<(), PrivacyError> {
        let (now, by, settings) = self.begin()?;
        self.registers(&settings)?.ask(asked, by, now.at)
    }

    /// Says what was done for one.
    pub fn answer(&self, number: u64, what: &str) -> Result<(), PrivacyError> {
        let (now, by, settings) = self.begin()?;
        let done = Done {
            what: what.to_owned(),
            at: now.at,
            by,
        };
        self.registers(&settings)?.answer(number, &done)
    }

    /// Writes down what went wrong; `found` None is now.
    pub fn note(
        &self,
        what: &str,
        whose: &str,
        found: Option<Timestamp>,
    ) -> Result<(), PrivacyError> {
        let (now, by, settings) = self.begin()?;
        let found = found.unwrap_or(now.at);
        if found > now.at {
            return Err(PrivacyError::Found);
        }
        self.registers(&settings)?.note(what, whose, by, found)
    }

    /// Says what was done about it.
    pub fn settle(&self, number: u64, what: &str) -> Result<(), PrivacyError> {
        let (now, by, settings) = self.begin()?;
        let done = Done {
            what: what.to_owned(),
            at: now.at,
            by,
        };
        self.registers(&settings)?.settle(number, &done)
    }

    /// Days on which nobody works, each `yyyy-mm-dd`.
    pub fn keep_days_off(&self, days: &[String]) -> Result<(), PrivacyError> {
        let (_, _, settings) = self.begin()?;
        let read = |day: &String| day.parse().map_err(|_| PrivacyError::Day(day.clone()));
        let days: BTreeSet<Date> = days.iter().map(read).collect::<Result<_, _>>()?;
        self.registers(&settings)?.keep_days_off(&days)
    }

    /// People whom a whole ID number names, else those whose lines hold all the words: a name, a birth year, a phone. Each
    /// person once; lines without a number stand for themselves, since a name alone proves nobody.
    pub fn find(&self, typed: &str) -> Result<(Vec<Somebody>, Named), PrivacyError> {
        let (book, named, _) = self.reader.open(Act::AnswerPeople)?;
        let digits: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
        let is_number =
            matches!(digits.len(), 9 | 12) && digits.chars().all(|c| c.is_ascii_digit());
        let mut rows = Vec::new();
        if is_number {
            let keys = KeyStore::of(&self.home)?;
            let key = keys.get(Name::Person).ok_or(PrivacyError::NoLedger)?;
            if let Ok(bytes) = key.bytes().try_into() {
                let number = Number::Id(digits.clone());
                rows = book.lines_about(Person::of_number(&number, &PersonKey(bytes)))?;
            }
        }
        if rows.is_empty() {
            rows = book
                .search(typed, &named.purposes, None, LOOKED_THROUGH)?
                .rows;
        }
        Ok((people(rows), named))
    }

    /// Writes the sheet that hangs beside the gate into a folder, as PDF, and names the file.
    pub fn save_notice(&self, folder: &str) -> Result<PathBuf, PrivacyError> {
        let (_, _, settings) = self.begin()?;
        let folder = present_folder(&self.home, folder)?;
        let file = folder.join("thong-bao-o-cong.pdf");
        let is_held = self.at_gate(|post| Ok(post.is_held()))?;
        let pdf = notice::sheet(&settings, is_held).pdf()?;
        replace_file(&file, &pdf).map_err(|error| FolderError::of(&error, &folder))?;
        Ok(file)
    }

    /// Writes what is kept of somebody into a folder, as JSON and as PDF. The name that both files bear, without an end.
    pub fn hand_out(&self, whose: Whose, folder: &str) -> Result<PathBuf, PrivacyError> {
        let (now, by, settings) = self.begin()?;
        let folder = present_folder(&self.home, folder)?;
        let kept = match whose {
            Whose::Entry(place) => {
                let (_, entries) = self.about(place)?;
                let listed = self.listed(&entries)?;
                Kept { entries, listed }
            }
            Whose::Line(list, number) => Kept {
                entries: Vec::new(),
                listed: vec![self.line(list, number)?],
            },
        };
        let zone = settings.time_zone()?;
        let stamp = zone.to_datetime(now.at).strftime("%Y%m%d-%H%M%S");
        let file = folder.join(format!("du-lieu-ca-nhan-{stamp}"));
        let json = serde_json::to_vec_pretty(&as_json(&kept, &settings, now.at));
        let json = json.map_err(|error| FolderError::of(&error.into(), &folder))?;
        let pdf = paper::pdf::page(&as_page(&kept, &settings, &zone, now.at))?;
        // First the entry: what leaves the machine is in the log even where the folder fails.
        let mut draft = Draft::new(Kind::Audit(Audit::Export));
        draft.of = kept.entries.last().map(|one| one.of);
        draft.by = by;
        self.at_gate(move |post| post.audit(&draft))?;
        for (end, bytes) in [("json", json), ("pdf", pdf)] {
            replace_file(&file.with_extension(end), &bytes)
                .map_err(|error| FolderError::of(&error, &folder))?;
        }
        Ok(file)
    }

    /// Puts name and birth year right on every line about somebody. How many lines that were.
    pub fn correct(
        &self,
        place: u64,
        name: &str,
        birth_year: Option<i16>,
        reason: &str,
    ) -> Result<usize, PrivacyError> {
        let (book, about) = self.about(place)?;
        let change = Change::Name {
            name: name.to_owned(),
            birth_year,
        };
        let mut lines = 0;
        for one in about.iter().filter(|one| one.is_line()) {
            let is_void = book
                .details(one.place)?
                .is_none_or(|details| details.row.line.is_void);
            if !is_void {
                self.clerk.amend(one.place, &change, reason)?;
                lines += 1;
            }
        }
        Ok(lines)
    }

    /// Takes out everything that is kept of somebody. How many entries that were.
    pub fn erase(&self, place: u64) -> Result<usize, PrivacyError> {
        let (_, about) = self.about(place)?;
        let entries: Vec<Ref> = about.iter().map(|one| one.of).collect();
        let erased = entries.len();
        self.at_gate(move |post| post.erase_asked(&entries))?;
        Ok(erased)
    }

    /// What is kept of whoever a line is about: something.
    fn about(&self, place: u64) -> Result<(Book, Vec<About>), PrivacyError> {
        let (book, ..) = self.reader.open(Act::AnswerPeople)?;
        let about = book.about(place)?;
        if about.is_empty() {
            return Err(PrivacyError::Nobody);
        }
        Ok((book, about))
    }

    pub(super) fn at_gate<T: Send + 'static>(
        &self,
        verb: impl FnOnce(&mut Post) -> Result<T, Refusal> + Send + 'static,
    ) -> Result<T, StaffError> {
        Ok(self.gate.ask(verb)?)
    }
}

/// Lines by whom they are about, the newest person first.
fn people(rows: Vec<Row>) -> Vec<Somebody> {
    let mut found: BTreeMap<(Option<Person>, u64), Somebody> = BTreeMap::new();
    for row in rows {
        let identity = &row.line.identity;
        if *identity == Default::default() {
            continue;
        }
        let person = identity.who.person;
        // Without a number each line stands for itself.
        let key = (person, if person.is_some() { 0 } else { row.place });
        let at = row.line.at;
        match found.get_mut(&key) {
            Some(one) => {
                one.lines += 1;
                one.first = one.first.min(at);
                one.last = one.last.max(at);
                if row.place > one.newest.place {
                    one.newest = row;
                }
            }
            None => {
                let one = Somebody {
                    newest: row,
                    lines: 1,
                    first: at,
                    last: at,
                };
                found.insert(key, one);
            }
        }
    }
    let mut people: Vec<Somebody> = found.into_values().collect();
    people.sort_by_key(|one| std::cmp::Reverse(one.last));
    people
}
