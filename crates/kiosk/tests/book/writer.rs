//! Writes days of a gate as the gate would: whoever comes, by whatever document, and what is said of it later.

use super::post::Post;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use checkpoint::entry::{Direction, Draft, Entry, Happened, Kind, Outcome, Precision, Ref, Was};
use checkpoint::moment::{Moment, Offset};
use checkpoint::subject::Subject;
use jiff::SignedDuration;
use kiosk::ledger::{Appended, Ledger};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use std::collections::BTreeMap;

/// Invented persons. Each has a new card, which says the old number, too, and an old card; the last has no number at all.
pub const PERSONS: u8 = 5;

/// Names that are typed in by themselves.
pub const NAMES: u8 = 3;

#[derive(Clone, Copy, Debug)]
pub enum Document {
    New,
    Old,
}

/// The pseudonym of a person's document.
pub fn pseudonym(person: u8, document: Document) -> [u8; 16] {
    match document {
        Document::New => [person; 16],
        Document::Old => [person + 100; 16],
    }
}

#[derive(Clone, Debug)]
pub enum Act {
    Scan(u8, Document, Option<Direction>, Outcome, u32),
    /// Typed in so many minutes later, from the paper book.
    Paper(u8, Direction, i64),
    Passed(Direction, u32),
    /// A name that others have, too, and neither number nor birth date.
    Typed(u8, Direction),
    Decide(Index, bool, Direction),
    Void(Index),
    Turn(Index),
    SameAs(Index, u8, Option<Direction>),
    /// The clock is off by so many minutes from here on, as a hub said; None where it isn't trusted.
    Clock(Option<i64>),
    Wait(i64),
}

pub fn act() -> impl Strategy<Value = Act> {
    let way = || select(vec![Direction::In, Direction::Out]);
    let document = || prop_oneof![3 => Just(Document::New), 1 => Just(Document::Old)];
    let outcome = prop_oneof![4 => Just(Outcome::Admit), 1 => Just(Outcome::Look), 1 => Just(Outcome::Refuse)];
    let clock = prop::option::weighted(0.7, -800..800_i64);
    prop_oneof![
        12 => (0..PERSONS, document(), way(), outcome, 1..4_u32).prop_map(|(who, document, way, outcome, gate)| {
            let way = (outcome == Outcome::Admit).then_some(way);
            Act::Scan(who, document, way, outcome, gate)
        }),
        3 => (0..PERSONS, way(), 0..3_000_i64).prop_map(|(who, way, ago)| Act::Paper(who, way, ago)),
        2 => (way(), 1..9_u32).prop_map(|(way, count)| Act::Passed(way, count)),
        4 => (0..NAMES, way()).prop_map(|(name, way)| Act::Typed(name, way)),
        3 => (any::<Index>(), any::<bool>(), way()).prop_map(|(of, yes, way)| Act::Decide(of, yes, way)),
        2 => any::<Index>().prop_map(Act::Void),
        2 => any::<Index>().prop_map(Act::Turn),
        1 => (any::<Index>(), 0..PERSONS, prop::option::of(way())).prop_map(|(of, who, way)| Act::SameAs(of, who, way)),
        1 => clock.prop_map(Act::Clock),
        8 => (1..700_i64).prop_map(Act::Wait),
    ]
}

pub struct Writer {
    pub post: Post,
    pub ledger: Ledger,
    /// All entries, in the order of the log, with whom their subjects name.
    pub written: Vec<(Appended, Option<(u8, Document)>)>,
    /// The names that were typed in by themselves, by place.
    pub typed: BTreeMap<u64, u8>,
    /// What entries count as by now; none of what is void.
    counts: BTreeMap<u64, Was>,
    offset: Option<Offset>,
}

impl Writer {
    pub fn new() -> Writer {
        let post = Post::new();
        Writer {
            ledger: post.open(),
            post,
            written: Vec::new(),
            typed: BTreeMap::new(),
            counts: BTreeMap::new(),
            offset: None,
        }
    }

    pub fn now(&self) -> Moment {
        Moment {
            offset: self.offset,
            ..self.post.now()
        }
    }

    pub fn write(&mut self, draft: &Draft, who: Option<(u8, Document)>, gate: u32) -> Ref {
        let subject = who.map(|(person, document)| subject(person, document));
        self.append(draft, who, subject.as_ref(), gate)
    }

    fn append(
        &mut self,
        draft: &Draft,
        who: Option<(u8, Document)>,
        subject: Option<&Subject>,
        gate: u32,
    ) -> Ref {
        self.post.pass_seconds(1);
        let now = self.now();
        let appended = self
            .ledger
            .append(draft, subject, &now, gate, &self.post.zone)
            .unwrap();
        let of = appended.reference();
        let named = draft.of.map(|of| of.seq);
        match (&draft.kind, named.and_then(|seq| self.counts.get_mut(&seq))) {
            (Kind::Scan | Kind::Manual | Kind::Passed | Kind::Decision, _) => {
                let was = Was::of(&appended.entry, &self.post.zone);
                self.counts.insert(of.seq, was);
            }
            (Kind::Void, Some(_)) => drop(named.map(|seq| self.counts.remove(&seq))),
            (_, Some(was)) => (was.direction, was.verdict) = (draft.direction, draft.verdict),
            (_, None) => {}
        }
        self.written.push((appended, who));
        of
    }

    /// An earlier entry of a kind that people pass by.
    fn earlier(&self, of: &Index, decisions: bool) -> Option<Entry> {
        let entries = self.written.iter().map(|(written, _)| &written.entry);
        let fit: Vec<&Entry> = entries
            .filter(|entry| self.counts.contains_key(&entry.seq))
            .filter(|entry| {
                let said = &entry.said;
                if said.kind == Kind::Scan {
                    !decisions || said.verdict != Some(Outcome::Admit)
                } else {
                    let people = [Kind::Manual, Kind::Passed, Kind::Decision];
                    !decisions && people.contains(&said.kind)
                }
            })
            .collect();
        (!fit.is_empty()).then(|| (*of.get(&fit)).clone())
    }

    fn naming(&self, kind: Kind, named: &Entry) -> Draft {
        let leaf = self
            .written
            .iter()
            .find(|(written, _)| written.entry.seq == named.seq)
            .map_or([0; 32], |(written, _)| written.leaf);
        let mut draft = Draft::new(kind.clone());
        draft.of = Some(Ref {
            seq: named.seq,
            leaf,
        });
        if kind != Kind::Decision {
            draft.was = self.counts.get(&named.seq).cloned();
            (draft.paper, draft.count) = (named.said.paper, named.said.count);
        }
        draft
    }

    /// Answers that hang on an entry are taken back before it, as gate and unit head do.
    fn void_answers(&mut self, named: &Entry) {
        let entries = self.written.iter().map(|(written, _)| &written.entry);
        let answers: Vec<Entry> = entries
            .filter(|entry| entry.said.kind == Kind::Decision)
            .filter(|entry| entry.said.of.is_some_and(|of| of.seq == named.seq))
            .filter(|entry| self.counts.contains_key(&entry.seq))
            .cloned()
            .collect();
        for answer in answers {
            let draft = self.naming(Kind::Void, &answer);
            self.write(&draft, None, 1);
        }
    }

    pub fn act(&mut self, act: &Act) {
        match act {
            Act::Scan(who, document, way, outcome, gate) => {
                let mut draft = Draft::new(Kind::Scan);
                (draft.direction, draft.verdict) = (*way, Some(*outcome));
                self.write(&draft, Some((*who, *document)), *gate);
            }
            Act::Paper(who, way, ago) => {
                let mut draft = Draft::new(Kind::Manual);
                (draft.direction, draft.verdict) = (Some(*way), Some(Outcome::Admit));
                draft.paper = true;
                draft.happened = Some(Happened {
                    at: self.post.now().at - SignedDuration::from_mins(*ago),
                    precision: Precision::Minute,
                });
                self.write(&draft, Some((*who, Document::New)), 1);
            }
            Act::Passed(way, count) => {
                let mut draft = Draft::new(Kind::Passed);
                (draft.direction, draft.count) = (Some(*way), Some(*count));
                self.write(&draft, None, 1);
            }
            Act::Typed(name, way) => {
                let mut draft = Draft::new(Kind::Manual);
                (draft.direction, draft.verdict) = (Some(*way), Some(Outcome::Admit));
                let of = self.append(&draft, None, Some(&named(*name)), 1);
                self.typed.insert(of.seq, *name);
            }
            Act::Decide(of, yes, way) => {
                // Nobody waits at a gate for half a day.
                let now = self.post.now().at;
                let waits = |named: &Entry| now - named.moment.at < SignedDuration::from_hours(12);
                let Some(named) = self.earlier(of, true).filter(waits) else {
                    return;
                };
                let mut draft = self.naming(Kind::Decision, &named);
                draft.direction = yes.then_some(*way);
                draft.verdict = Some(if *yes {
                    Outcome::Admit
                } else {
                    Outcome::Refuse
                });
                self.write(&draft, None, named.gate);
            }
            Act::Void(of) => {
                if let Some(named) = self.earlier(of, false) {
                    self.void_answers(&named);
                    let draft = self.naming(Kind::Void, &named);
                    self.write(&draft, None, 1);
                }
            }
            Act::Turn(of) => {
                if let Some(named) = self.earlier(of, false) {
                    let mut draft = self.naming(Kind::Correct, &named);
                    let was = draft.was.clone().unwrap();
                    draft.verdict = was.verdict;
                    draft.direction = was.direction.map(|way| match way {
                        Direction::In => Direction::Out,
                        Direction::Out => Direction::In,
                    });
                    self.write(&draft, None, 1);
                }
            }
            Act::SameAs(of, who, way) => {
                let scans = self.earlier(of, false);
                if let Some(named) = scans.filter(|named| named.said.kind == Kind::Scan) {
                    let mut draft = self.naming(Kind::SameAs, &named);
                    (draft.direction, draft.verdict) = (*way, Some(Outcome::Admit));
                    self.write(&draft, Some((*who, Document::New)), 1);
                }
            }
            Act::Clock(minutes) => {
                self.offset = Some(Offset {
                    ms: minutes.unwrap_or(0) * 60_000,
                    uncertainty_ms: if minutes.is_some() { 40 } else { 3_600_000 },
                });
            }
            Act::Wait(minutes) => self.post.pass_seconds(minutes * 60),
        }
    }
}

/// The second of the names is the first without its tones.
fn named(name: u8) -> Subject {
    let names = ["Trần Thị Bé", "Tran Thi Be", "Lê Văn Ca"];
    let group = serde_json::json!({
        "salt": URL_SAFE_NO_PAD.encode([9; 16]),
        "name": names[usize::from(name)],
        "birth_year": 1980,
    });
    Subject {
        groups: [Some(group.to_string()), None, None, None],
    }
}

fn subject(person: u8, document: Document) -> Subject {
    let text = |document| URL_SAFE_NO_PAD.encode(pseudonym(person, document));
    let mut group = serde_json::json!({
        "salt": URL_SAFE_NO_PAD.encode([9; 16]),
        "name": format!("Người Thử {person}"),
    });
    if person + 1 == PERSONS {
        group["namesake"] = text(Document::New).into();
    } else {
        group["person"] = text(document).into();
        if matches!(document, Document::New) {
            group["aliases"] = serde_json::json!([text(Document::Old)]);
        }
    }
    Subject {
        groups: [Some(group.to_string()), None, None, None],
    }
}
