//! A gate with a clock and a log that never fails unless it is told to.

use checkpoint::document::{Birth, Claim, CodeId, Kind as DocumentKind};
use checkpoint::entry::{Audit, Direction, Draft, Entry, Kind, Mode, Outcome, Party, Ref};
use checkpoint::gate::{Gate, NotNow, Recorded, Settings, Sighting};
use checkpoint::moment::{Boot, Moment};
use checkpoint::subject::{Person, Who};
use checkpoint::verdict::{Judged, Reason, Verdict};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

pub const SECOND: u64 = 1_000;
pub const MINUTE: u64 = 60 * SECOND;
pub const HOUR: u64 = 60 * MINUTE;

/// A code somebody can hold before the gate.
#[derive(Clone, Debug)]
pub struct Card {
    pub code: CodeId,
    pub kind: DocumentKind,
    pub who: Who,
    pub verdict: Verdict,
}

pub fn person(n: u8) -> Person {
    Person([n; 16])
}

/// A card whose number names a person.
pub fn card(code: u8, n: u8) -> Card {
    Card {
        code: CodeId([code; 16]),
        kind: DocumentKind::CitizenCard,
        who: Who {
            person: Some(person(n)),
            ..Who::default()
        },
        verdict: Verdict::Admit,
    }
}

/// A document that only has a name and a birth date.
pub fn nameonly(code: u8, namesake: u8) -> Card {
    Card {
        kind: DocumentKind::PersonalCode,
        who: Who {
            namesake: Some(person(namesake)),
            ..Who::default()
        },
        ..card(code, 0)
    }
}

impl Card {
    pub fn also(mut self, alias: u8) -> Card {
        self.who.aliases.push(person(alias));
        self
    }

    pub fn named(mut self, namesake: u8) -> Card {
        self.who.namesake = Some(person(namesake));
        self
    }

    pub fn of_kind(mut self, kind: DocumentKind) -> Card {
        self.kind = kind;
        self
    }

    pub fn doubtful(mut self) -> Card {
        self.verdict = Verdict::CannotTell {
            doubts: vec![Reason::BirthDateImpossible],
        };
        self
    }

    pub fn refused(mut self) -> Card {
        self.verdict = Verdict::Refuse {
            reasons: vec![Reason::BirthDateImpossible],
        };
        self
    }

    pub fn judged(&self) -> Judged {
        Judged {
            verdict: self.verdict.clone(),
            claim: Claim {
                kind: self.kind,
                name: None,
                numbers: Vec::new(),
                birth: Birth::Unknown,
                sex: None,
                address: None,
                phone: None,
                issued: None,
            },
            verified: None,
        }
    }
}

pub fn zone() -> TimeZone {
    TimeZone::get("Asia/Ho_Chi_Minh").unwrap()
}

pub fn settings(mode: Mode) -> Settings {
    Settings {
        gate: 1,
        mode,
        zone: zone(),
    }
}

pub struct Stand {
    pub gate: Gate,
    pub log: Vec<Recorded>,
    pub now: Moment,
    /// How a gate that starts anew is set.
    pub mode: Mode,
}

impl Stand {
    /// Seven in the morning of a Tuesday, under TỰ ĐỘNG.
    pub fn new() -> Stand {
        Stand::with(Mode::Auto)
    }

    pub fn with(mode: Mode) -> Stand {
        Stand {
            gate: Gate::new(settings(mode)),
            log: Vec::new(),
            now: Moment {
                at: "2026-11-24T07:00:00+07:00".parse().unwrap(),
                mono_ms: 5_000_000,
                boot: Boot([1; 16]),
                offset: None,
            },
            mode,
        }
    }

    pub fn wait(&mut self, ms: u64) {
        self.now.mono_ms += ms;
        self.set_clock(i64::try_from(ms).unwrap());
    }

    /// Moves the wall clock alone.
    pub fn set_clock(&mut self, ms: i64) {
        self.now.at += SignedDuration::from_millis(ms);
    }

    /// The machine stops, and starts again after a while.
    pub fn restart(&mut self, ms: u64) {
        self.wait(ms);
        self.now.mono_ms = 9_000;
        self.now.boot = Boot([self.now.boot.0[0] + 1; 16]);
        self.gate = self.replayed();
    }

    /// A gate that knows the same log and saw none of it.
    pub fn replayed(&self) -> Gate {
        let mut gate = Gate::new(settings(self.mode));
        for recorded in &self.log {
            gate.record(Recorded {
                code: None,
                ..recorded.clone()
            });
        }
        gate
    }

    pub fn write(&mut self, draft: Draft, who: Who, code: Option<CodeId>) -> Ref {
        let seq = self.log.len() as u64 + 1;
        let mut leaf = [7; 32];
        leaf[..8].copy_from_slice(&seq.to_be_bytes());
        let recorded = Recorded {
            entry: Entry {
                seq,
                id: uuid::Uuid::nil(),
                moment: self.now,
                gate: 1,
                said: draft,
                subject: None,
            },
            leaf,
            who,
            code,
        };
        self.gate.record(recorded.clone());
        self.log.push(recorded);
        Ref { seq, leaf }
    }

    /// Shows a code; nothing is written.
    pub fn show(&mut self, card: &Card) -> Sighting {
        self.gate
            .sighted(card.code, &card.judged(), &card.who, &self.now)
    }

    /// Shows a code and writes what it asks for.
    pub fn scan(&mut self, card: &Card) -> Sighting {
        let sighting = self.show(card);
        if let Sighting::Enter(draft) = &sighting {
            self.write(draft.clone(), card.who.clone(), Some(card.code));
        }
        sighting
    }

    /// Scans a code that has to be entered, and says what was.
    pub fn enter(&mut self, card: &Card) -> Draft {
        match self.scan(card) {
            Sighting::Enter(draft) => draft,
            other @ (Sighting::InView | Sighting::Ignored | Sighting::Already { .. }) => {
                panic!("expected an entry, got {other:?}")
            }
        }
    }

    /// Shows the code now, and then once a second until `ms` have passed; writes what it asks for.
    pub fn hold(&mut self, card: &Card, ms: u64) {
        self.scan(card);
        for _ in 0..ms / SECOND {
            self.wait(SECOND);
            self.scan(card);
        }
    }

    pub fn by_hand(&mut self, who: &Who, direction: Option<Direction>) -> Draft {
        let draft = self.gate.manual(who, direction, None, false, &self.now);
        self.write(draft.clone(), who.clone(), None);
        draft
    }

    pub fn paper_line(&mut self, who: &Who, direction: Direction, at: &str) -> Draft {
        let happened = checkpoint::entry::Happened {
            at: format!("2026-11-24T{at}:00+07:00").parse().unwrap(),
            precision: checkpoint::entry::Precision::Minute,
        };
        let draft = self
            .gate
            .manual(who, Some(direction), Some(happened), true, &self.now);
        self.write(draft.clone(), who.clone(), None);
        draft
    }

    pub fn pass(&mut self, count: u32, direction: Direction) -> Draft {
        let draft = self
            .gate
            .passed(count, Party::Visitor, Some(direction), &self.now);
        self.write(draft.clone(), Who::default(), None);
        draft
    }

    pub fn decide(&mut self, seq: u64, admitted: bool) -> Result<Draft, NotNow> {
        let draft = self.gate.decide(seq, admitted, &self.now)?;
        self.write(draft.clone(), Who::default(), None);
        Ok(draft)
    }

    pub fn turn_round(&mut self) -> Result<Draft, NotNow> {
        let draft = self.gate.turn_round(&self.now)?;
        self.write(draft.clone(), Who::default(), None);
        Ok(draft)
    }

    pub fn undo(&mut self) -> Result<Draft, NotNow> {
        let draft = self.gate.undo(&self.now)?;
        self.write(draft.clone(), Who::default(), None);
        Ok(draft)
    }

    /// Writes what closing at 22:00 asks for.
    pub fn close(&mut self) -> Vec<Draft> {
        let drafts = self.gate.closing(jiff::civil::time(22, 0, 0, 0), &self.now);
        for draft in &drafts {
            self.write(draft.clone(), Who::default(), None);
        }
        drafts
    }

    pub fn purpose(&mut self) -> Result<Draft, NotNow> {
        let draft = self.gate.purpose(&self.now)?;
        self.write(draft.clone(), Who::default(), None);
        Ok(draft)
    }

    /// The guard says that the newest entry is about somebody who was entered before.
    pub fn same_as(&mut self) -> Result<Draft, NotNow> {
        let mut last = Err(NotNow::NobodyAlike);
        for (draft, who) in self.gate.same_as(&self.now)? {
            self.write(draft.clone(), who, None);
            last = Ok(draft);
        }
        last
    }

    pub fn choose(&mut self, mode: Mode) {
        let mut draft = Draft::new(Kind::Audit(Audit::Config));
        draft.mode = Some(mode);
        self.write(draft, Who::default(), None);
    }

    /// Inside, entered, left.
    pub fn counters(&self) -> (u32, u32, u32) {
        let counters = self.gate.counters(&self.now);
        (counters.inside, counters.entered, counters.left)
    }

    /// The place of the newest entry.
    pub fn newest(&self) -> Ref {
        let recorded = self.log.last().unwrap();
        Ref {
            seq: recorded.entry.seq,
            leaf: recorded.leaf,
        }
    }
}

pub fn already(of: Ref, at: Timestamp, verdict: Outcome) -> Sighting {
    Sighting::Already { of, at, verdict }
}
