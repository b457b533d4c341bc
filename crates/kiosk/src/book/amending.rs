//! *Amending*: what the unit head says of a line afterwards, as the entries that say it. Nothing is taken out: what was
//! written stays, and the journal of the line tells who changed it and why.

use super::Book;
use super::told::Told;
use crate::ledger::LedgerError;
use checkpoint::entry::{Direction, Draft, Kind, Outcome, Ref, Was};
use checkpoint::policy::Words;
use checkpoint::subject::{Identity, fold_name};
use rusqlite::OptionalExtension;
use std::collections::BTreeMap;

/// What is wrong with a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// It didn't happen.
    Void,
    /// They went the other way.
    Turn,
    /// They are called otherwise, or were born in another year.
    Name {
        name: String,
        birth_year: Option<i16>,
    },
}

/// An entry that amends an earlier one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Amending {
    pub draft: Draft,
    /// Whom it is about from now on.
    pub identity: Option<Identity>,
}

/// Why a line isn't amended. Each says what to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotAmended {
    #[error("this line isn't in the book any more: look at the day again")]
    Gone,
    #[error("this line was taken back before: nothing of it counts")]
    Void,
    #[error("nobody went through by this line: there is no direction to turn")]
    MovedNobody,
    #[error("nothing is kept of who this was: its time was over, or it was erased")]
    NothingKept,
    #[error("people who were counted have no name: take the line back and enter them by hand")]
    Counted,
    #[error("write why, in 3 to 500 letters")]
    Reason,
    #[error("the gate is writing without a pause: wait a moment, then try again")]
    Busy,
}

impl NotAmended {
    /// In both languages of the screen.
    pub fn words(&self) -> Words {
        let vi = match self {
            NotAmended::Gone => "Dòng này không còn trong sổ: xem lại ngày",
            NotAmended::Void => "Dòng này đã hoàn tác từ trước, không còn tính",
            NotAmended::MovedNobody => "Dòng này không có ai đi qua: không có chiều để đổi",
            NotAmended::NothingKept => "Không còn giữ thông tin người này: đã hết hạn hoặc đã xoá",
            NotAmended::Counted => {
                "Người chỉ đếm số không có tên: hoàn tác dòng này rồi nhập tay từng người"
            }
            NotAmended::Reason => "Ghi lý do, từ 3 đến 500 chữ",
            NotAmended::Busy => "Cổng đang ghi liên tục: chờ một chút rồi bấm lại",
        };
        Words {
            vi: vi.to_owned(),
            en: self.to_string(),
        }
    }
}

/// An entry, as those that name it left it.
struct Counts<'a> {
    told: &'a Told,
    direction: Option<Direction>,
    verdict: Option<Outcome>,
    is_void: bool,
}

impl<'a> Counts<'a> {
    fn of(told: &'a Told) -> Counts<'a> {
        Counts {
            told,
            direction: told.entry.said.direction,
            verdict: told.entry.said.verdict,
            is_void: false,
        }
    }

    fn hear(&mut self, later: &Told) {
        let said = &later.entry.said;
        match said.kind {
            Kind::Void => self.is_void = true,
            Kind::Correct => {
                self.direction = said.direction.or(self.direction);
                self.verdict = said.verdict.or(self.verdict);
            }
            Kind::SameAs => (self.direction, self.verdict) = (said.direction, said.verdict),
            Kind::Scan
            | Kind::Manual
            | Kind::Passed
            | Kind::Decision
            | Kind::AutoOut
            | Kind::Gap
            | Kind::Audit(_)
            | Kind::Other(_) => {}
        }
    }

    fn moves(&self) -> bool {
        let kind = &self.told.entry.said.kind;
        let admits = *kind == Kind::Passed || self.verdict == Some(Outcome::Admit);
        !self.is_void && admits && self.direction.is_some() && *kind != Kind::AutoOut
    }

    /// An entry that names this one, with what it counts as so far.
    fn naming(&self, kind: Kind, zone: &jiff::tz::TimeZone) -> Draft {
        let entry = &self.told.entry;
        let mut draft = Draft::new(kind);
        draft.of = Some(Ref {
            seq: entry.seq,
            leaf: self.told.leaf,
        });
        draft.was = Some(Was {
            direction: self.direction,
            verdict: self.verdict,
            ..Was::of(entry, zone)
        });
        (draft.paper, draft.count) = (entry.said.paper, entry.said.count);
        draft
    }
}

impl Book {
    /// The entries that make a change of the line at a place, in their order. The last of them is to have the reason.
    pub fn amending(
        &self,
        place: u64,
        change: &Change,
    ) -> Result<Result<Vec<Amending>, NotAmended>, LedgerError> {
        let told = self.told_at(place)?;
        let row = self.rows(&told).remove(&place);
        let mut counts: BTreeMap<_, Counts<'_>> = BTreeMap::new();
        for one in &told {
            let of = one.entry.said.of.map(|of| (of.seq, of.leaf));
            if let Some(earlier) = of.and_then(|of| counts.get_mut(&of)) {
                earlier.hear(one);
            }
            counts.insert((one.entry.seq, one.leaf), Counts::of(one));
        }
        let own = counts.values().find(|one| one.told.place == place);
        let (Some(row), Some(own)) = (row, own) else {
            return Ok(Err(NotAmended::Gone));
        };
        if own.is_void {
            return Ok(Err(NotAmended::Void));
        }
        let of_kind = |kind: Kind| {
            let all = counts.values();
            let mut all: Vec<_> = all
                .filter(|one| !one.is_void && one.told.entry.said.kind == kind)
                .collect();
            all.sort_by_key(|one| one.told.place);
            all
        };
        // Estimates of when they left, and the guard's answers: without the line they say nothing.
        let closings = of_kind(Kind::AutoOut);
        let answers = of_kind(Kind::Decision);
        let void = |one: &&Counts<'_>| Amending {
            draft: one.naming(Kind::Void, &self.zone),
            identity: None,
        };
        Ok(match change {
            Change::Void => Ok(closings
                .iter()
                .chain(&answers)
                .chain([&own])
                .map(void)
                .collect()),
            Change::Turn => {
                let last = answers.last().copied().unwrap_or(own);
                let moved = Some(last).filter(|one| one.moves());
                let Some((moved, way)) = moved.and_then(|one| Some((one, one.direction?))) else {
                    return Ok(Err(NotAmended::MovedNobody));
                };
                let mut draft = moved.naming(Kind::Correct, &self.zone);
                (draft.direction, draft.verdict) = (Some(way.opposite()), moved.verdict);
                let turned = Amending {
                    draft,
                    identity: None,
                };
                Ok(closings.iter().map(void).chain([turned]).collect())
            }
            Change::Name { name, birth_year } => {
                if row.line.kind == Kind::Passed {
                    return Ok(Err(NotAmended::Counted));
                }
                let mut identity = row.line.identity;
                if identity == Identity::default() {
                    return Ok(Err(NotAmended::NothingKept));
                }
                let is_same = identity.name.as_deref().map(fold_name) == Some(fold_name(name));
                if !is_same || identity.birth_year != *birth_year {
                    // It was made of what is wrong.
                    identity.who.namesake = None;
                }
                (identity.name, identity.birth_year) = (Some(name.clone()), *birth_year);
                let mut draft = own.naming(Kind::Correct, &self.zone);
                (draft.direction, draft.verdict) = (own.direction, own.verdict);
                Ok(vec![Amending {
                    draft,
                    identity: Some(identity),
                }])
            }
        })
    }

    /// The head that the log had come to when it was opened; None in an empty one.
    pub fn head(&self) -> Result<Option<[u8; 32]>, LedgerError> {
        self.ask(|connection| {
            connection
                .query_row(include_str!("newest_head.sql"), [], |row| row.get(0))
                .optional()
        })
    }
}
