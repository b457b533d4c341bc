//! *Book*: the log as the paper guest book would have it, a line for everybody who came.
//!
//! A correction stands later in the log than what it corrects. So the log is read twice:
//! [`Amendments`] first learns what later entries say of earlier ones, then each entry in turn is
//! asked for its [`Line`]. Only what was amended is kept in memory, however long the book is.

use crate::document::Kind as DocumentKind;
use crate::entry::{Direction, Entry, Happened, Kind, Outcome, Party, Precision, Ref};
use crate::subject::{Identity, Note, Purpose};
use jiff::Timestamp;
use std::collections::BTreeMap;

/// One line of the book: an entry about somebody who came, as later entries left it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub seq: u64,
    /// When they came.
    pub at: Timestamp,
    /// When they went through: later than `at` where they waited for the guard's answer.
    pub passed_at: Timestamp,
    pub gate: u32,
    /// `scan`, `manual` or `passed`.
    pub kind: Kind,
    pub document: Option<DocumentKind>,
    /// None also for somebody's further document.
    pub direction: Option<Direction>,
    /// What the gate said; of an answered one see `answer`.
    pub verdict: Option<Outcome>,
    /// The guard's answer to a *look* or *refuse*, where one was given.
    pub answer: Option<Outcome>,
    /// How many people; 1 but for those who were counted.
    pub people: u32,
    pub party: Option<Party>,
    /// Typed in from the paper book.
    pub paper: bool,
    /// How exact `at` is.
    pub precision: Precision,
    pub is_corrected: bool,
    /// It was taken back and counts nowhere.
    pub is_void: bool,
    /// They came and weren't seen going: closed at this time, as an estimate.
    pub closed_at: Option<Timestamp>,
    /// Whom it is about, where that is kept still.
    pub identity: Identity,
    pub purpose: Option<Purpose>,
    pub note: Option<String>,
}

impl Line {
    /// The way that people went by it, and how many: none where it is void or moved nobody.
    pub fn passage(&self) -> Option<(Direction, u32)> {
        let admitted = match self.kind {
            Kind::Scan | Kind::Manual => {
                self.answer.or(self.verdict) == Some(Outcome::Admit) && !self.is_void
            }
            Kind::Passed => !self.is_void,
            Kind::Decision
            | Kind::Void
            | Kind::Correct
            | Kind::Gap
            | Kind::Audit(_)
            | Kind::SameAs
            | Kind::AutoOut
            | Kind::Other(_) => false,
        };
        self.direction
            .filter(|_| admitted)
            .map(|direction| (direction, self.people))
    }
}

/// Names an entry, as [`Ref`] does.
type Key = (u64, [u8; 32]);

fn key(of: Ref) -> Key {
    (of.seq, of.leaf)
}

/// What later entries say of an earlier one; the newest word counts.
#[derive(Clone, Debug, Default)]
struct Amended {
    is_void: bool,
    is_corrected: bool,
    /// Direction and verdict that it has since.
    now: Option<(Option<Direction>, Option<Outcome>)>,
    /// Whom it is about, where that was wrong.
    identity: Option<Identity>,
    purpose: Option<Purpose>,
    note: Option<String>,
    /// The guard's answers, in the order of the log.
    answers: Vec<Answer>,
    /// Estimates that closed it, and when.
    closings: Vec<(Key, Timestamp)>,
}

impl Amended {
    fn hear(&mut self, note: Option<&Note>) {
        if let Some(note) = note {
            self.purpose = note.purpose.clone().or(self.purpose.take());
            self.note = note.note.clone().or(self.note.take());
        }
    }
}

#[derive(Clone, Copy, Debug)]
struct Answer {
    name: Key,
    at: Timestamp,
    direction: Option<Direction>,
    said: Option<Outcome>,
}

/// What later entries say of earlier ones.
#[derive(Clone, Debug, Default)]
pub struct Amendments(BTreeMap<Key, Amended>);

impl Amendments {
    /// Learns from one entry; to be told all of them in the order of the log. `identity` and `note` are
    /// these groups of it, where it has them and they are kept still.
    pub fn learn(
        &mut self,
        entry: &Entry,
        leaf: [u8; 32],
        identity: Option<&Identity>,
        note: Option<&Note>,
    ) {
        let said = &entry.said;
        let Some(of) = said.of else { return };
        match said.kind {
            Kind::Void => {
                let amended = self.0.entry(key(of)).or_default();
                amended.is_void = true;
                amended.hear(note);
            }
            Kind::Correct | Kind::SameAs => {
                let amended = self.0.entry(key(of)).or_default();
                let was = said.was.as_ref();
                let now = if said.kind == Kind::SameAs {
                    (said.direction, said.verdict)
                } else {
                    (
                        said.direction.or(was.and_then(|was| was.direction)),
                        said.verdict.or(was.and_then(|was| was.verdict)),
                    )
                };
                amended.is_corrected |= was.is_some_and(|was| now != (was.direction, was.verdict));
                amended.now = Some(now);
                // Of a `same-as` it says who the gate took them for; the document still says their name.
                if let Some(identity) = identity.filter(|_| said.kind == Kind::Correct) {
                    amended.identity = Some(identity.clone());
                    amended.is_corrected = true;
                }
                amended.hear(note);
            }
            Kind::Decision => {
                let answer = Answer {
                    name: (entry.seq, leaf),
                    at: entry.counted_at(),
                    direction: said.direction,
                    said: said.verdict,
                };
                self.0.entry(key(of)).or_default().answers.push(answer);
            }
            Kind::AutoOut => {
                let closing = ((entry.seq, leaf), entry.counted_at());
                self.0.entry(key(of)).or_default().closings.push(closing);
            }
            Kind::Scan
            | Kind::Manual
            | Kind::Passed
            | Kind::Gap
            | Kind::Audit(_)
            | Kind::Other(_) => {}
        }
    }

    /// An entry's line; None for entries that are about nobody who came, and for the guard's
    /// answers, which stand on the line that they answer.
    pub fn line(
        &self,
        entry: &Entry,
        leaf: [u8; 32],
        identity: Option<Identity>,
        note: Option<Note>,
    ) -> Option<Line> {
        let said = &entry.said;
        match said.kind {
            Kind::Scan | Kind::Manual | Kind::Passed => {}
            Kind::Decision
            | Kind::Void
            | Kind::Correct
            | Kind::Gap
            | Kind::Audit(_)
            | Kind::SameAs
            | Kind::AutoOut
            | Kind::Other(_) => return None,
        }
        let note = note.unwrap_or_default();
        let mut line = Line {
            seq: entry.seq,
            at: entry.counted_at(),
            passed_at: entry.counted_at(),
            gate: entry.gate,
            kind: said.kind.clone(),
            document: said.document,
            direction: said.direction,
            verdict: said.verdict,
            answer: None,
            people: said.count.unwrap_or(1),
            party: said.party,
            paper: said.paper,
            precision: said
                .happened
                .map_or(Precision::Second, |Happened { precision, .. }| precision),
            is_corrected: false,
            is_void: false,
            closed_at: None,
            identity: identity.unwrap_or_default(),
            purpose: note.purpose,
            note: note.note,
        };
        if let Some(amended) = self.0.get(&(entry.seq, leaf)) {
            self.amend(&mut line, amended);
        }
        Some(line)
    }

    /// When an entry was closed, by the last estimate that holds.
    fn closed(&self, amended: &Amended) -> Option<Timestamp> {
        let closings = amended.closings.iter().rev();
        closings
            .filter(|(name, _)| !self.0.get(name).is_some_and(|later| later.is_void))
            .map(|(_, at)| *at)
            .next()
    }

    fn amend(&self, line: &mut Line, amended: &Amended) {
        line.is_void = amended.is_void;
        line.is_corrected = amended.is_corrected;
        line.closed_at = self.closed(amended);
        if let Some((direction, verdict)) = amended.now {
            (line.direction, line.verdict) = (direction, verdict);
        }
        if let Some(identity) = &amended.identity {
            line.identity.clone_from(identity);
        }
        line.purpose = amended.purpose.clone().or(line.purpose.take());
        line.note = amended.note.clone().or(line.note.take());
        for answer in amended.answers.iter().rev() {
            let later = self.0.get(&answer.name);
            if later.is_some_and(|later| later.is_void) {
                continue;
            }
            let now = later.and_then(|later| later.now);
            (line.direction, line.answer) = now.unwrap_or((answer.direction, answer.said));
            line.passed_at = answer.at;
            // Whom an answer let in says afterwards what they came for.
            if let Some(later) = later {
                line.is_corrected |= later.is_corrected;
                line.closed_at = self.closed(later);
                line.purpose = later.purpose.clone().or(line.purpose.take());
                line.note = later.note.clone().or(line.note.take());
            }
            break;
        }
    }
}
