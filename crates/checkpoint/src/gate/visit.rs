//! *Visit*: the documents that somebody has shown within the last twenty seconds, and what the policy
//! makes of all of them.
//!
//! Known from sightings, not from the log: what a gate that starts anew finds open is for the guard.

use super::view::within;
use super::{Fact, SECOND_DOCUMENT_MS};
use crate::document::{self, Birth, CodeId};
use crate::moment::Moment;
use crate::policy::{Evidence, Need, Says};
use crate::subject::{fold_name, last_four};
use crate::verdict::{Judged, Reason};
use std::collections::BTreeMap;

/// People who can stand before one gate at a time, and some more.
const MOST_VISITS: usize = 16;
/// How long a visit is remembered that nobody came back to.
const REMEMBERED_MS: u64 = 300_000;

/// What a document tells of its holder's name, to compare it with another's. Held for seconds.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Likeness {
    name: Option<String>,
    birth: Option<Birth>,
    last4: Option<String>,
}

/// Whether two documents can be one person's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Agreement {
    /// Equal folded name and full birth date; or name, birth year and last four digits.
    Same,
    Differs,
    /// One of them says too little.
    CannotTell,
}

impl Likeness {
    pub(super) fn of(judged: &Judged) -> Likeness {
        let claim = &judged.claim;
        let verified = judged.verified.as_ref();
        let certificate = verified.and_then(|verified| verified.certificate.as_ref());
        // A pass has four digits of a number and no number.
        let of_pass = certificate.and_then(|certificate| match &certificate.says {
            document::Says::Declaration(pass) => pass.last_four.clone(),
            document::Says::Health(_)
            | document::Says::DayBadge { .. }
            | document::Says::StaffBadge(_)
            | document::Says::Place(_) => None,
        });
        Likeness {
            name: claim.name.as_deref().map(fold_name),
            birth: match claim.birth {
                Birth::Unknown | Birth::Impossible => None,
                Birth::Year(_) | Birth::Month(..) | Birth::Day(_) => Some(claim.birth),
            },
            last4: of_pass.or_else(|| claim.numbers.first().map(last_four)),
        }
    }

    pub(super) fn agrees(&self, other: &Likeness) -> Agreement {
        let both = |one: &Option<String>, other: &Option<String>| {
            one.as_ref()
                .zip(other.as_ref())
                .map(|(one, other)| one == other)
        };
        let names = both(&self.name, &other.name);
        let digits = both(&self.last4, &other.last4);
        let (days, years) = match (self.birth, other.birth) {
            (Some(Birth::Day(one)), Some(Birth::Day(other))) => (one == other, Some(one == other)),
            (Some(one), Some(other)) => (false, one.year().zip(other.year()).map(|(a, b)| a == b)),
            (None, _) | (_, None) => (false, None),
        };
        if names == Some(false) || years == Some(false) {
            return Agreement::Differs;
        }
        let is_same = names == Some(true) && (days || (years, digits) == (Some(true), Some(true)));
        if is_same {
            Agreement::Same
        } else {
            Agreement::CannotTell
        }
    }
}

/// The documents of one person before the gate.
#[derive(Clone, Debug)]
pub(super) struct Visit {
    /// The fact that was entered for the first of them.
    pub(super) first: u64,
    /// When the newest of them was shown.
    last: Moment,
    pub(super) evidence: Vec<Evidence>,
    pub(super) likenesses: Vec<Likeness>,
    /// Something about one of them that no further document makes good.
    pub(super) has_doubts: bool,
    /// More was shown than the first document.
    pub(super) has_grown: bool,
}

impl Visit {
    pub(super) fn lacks(&self, needs: &[Need]) -> Vec<Need> {
        let shown = |need: &Need| {
            self.evidence
                .iter()
                .any(|evidence| need.takes(kind_of(&evidence.says)))
        };
        needs.iter().filter(|need| !shown(need)).copied().collect()
    }

    pub(super) fn agrees(&self, likeness: &Likeness) -> Agreement {
        let mut agreements = self.likenesses.iter().map(|known| known.agrees(likeness));
        let mut found = Agreement::CannotTell;
        for agreement in &mut agreements {
            match agreement {
                Agreement::Same => return Agreement::Same,
                Agreement::Differs => found = Agreement::Differs,
                Agreement::CannotTell => {}
            }
        }
        found
    }
}

/// Which need a document is for.
pub(super) fn kind_of(says: &Says) -> Need {
    match says {
        Says::Card { .. } | Says::Named | Says::DayBadge | Says::StaffBadge => Need::Identity,
        Says::Declaration { .. } => Need::Declaration,
        Says::Certificate(_) => Need::Certificate,
    }
}

/// What a code in view brings, until its entry is durable.
#[derive(Clone, Debug)]
struct Brought {
    evidence: Option<Evidence>,
    likeness: Likeness,
    at: Moment,
}

#[derive(Debug, Default)]
pub(super) struct Visits {
    open: Vec<Visit>,
    brought: BTreeMap<CodeId, Brought>,
}

impl Visits {
    /// Notes what a code brings, should it be entered.
    pub(super) fn bring(
        &mut self,
        code: CodeId,
        evidence: Option<Evidence>,
        judged: &Judged,
        now: &Moment,
    ) {
        self.sweep(now);
        let brought = Brought {
            evidence,
            likeness: Likeness::of(judged),
            at: *now,
        };
        self.brought.insert(code, brought);
    }

    /// The entry of a code is durable: it begins the visit of `first`, or goes into it.
    pub(super) fn enter(&mut self, first: u64, fact: &Fact, reasons: &[Reason]) {
        let Some(brought) = fact.code.and_then(|code| self.brought.remove(&code)) else {
            return;
        };
        let has_doubts = reasons.iter().any(is_doubt);
        if let Some(visit) = self.open.iter_mut().find(|visit| visit.first == first) {
            visit.last = fact.moment;
            visit.evidence.extend(brought.evidence);
            visit.likenesses.push(brought.likeness);
            visit.has_doubts |= has_doubts;
            visit.has_grown = true;
            return;
        }
        if self.open.len() >= MOST_VISITS {
            self.open.remove(0);
        }
        self.open.push(Visit {
            first,
            last: fact.moment,
            evidence: brought.evidence.into_iter().collect(),
            likenesses: vec![brought.likeness],
            has_doubts,
            has_grown: false,
        });
    }

    /// What the holder of an entry's document told the guard goes into their visit. Nothing where it isn't remembered.
    pub(super) fn told(&mut self, first: u64, evidence: Evidence, now: &Moment) {
        if let Some(visit) = self.open.iter_mut().find(|visit| visit.first == first) {
            visit.last = *now;
            visit.evidence.push(evidence);
            visit.has_grown = true;
        }
    }

    /// Two visits turn out to be one person's: the newer one's documents go into the older one.
    pub(super) fn join(&mut self, older: u64, newer: u64) {
        let Some(at) = self.open.iter().position(|visit| visit.first == newer) else {
            return;
        };
        let joined = self.open.remove(at);
        match self.open.iter_mut().find(|visit| visit.first == older) {
            Some(visit) => {
                visit.last = joined.last;
                visit.evidence.extend(joined.evidence);
                visit.likenesses.extend(joined.likenesses);
                visit.has_doubts |= joined.has_doubts;
                visit.has_grown = true;
            }
            None => self.open.push(Visit {
                first: older,
                ..joined
            }),
        }
    }

    /// One of its documents is still there, or there again.
    pub(super) fn stays(&mut self, first: u64, now: &Moment) {
        if let Some(visit) = self.open.iter_mut().find(|visit| visit.first == first) {
            visit.last = *now;
        }
    }

    /// A fact is void, and with it what it brought.
    pub(super) fn forget(&mut self, fact: u64) {
        self.open.retain(|visit| visit.first != fact);
    }

    pub(super) fn of(&self, first: u64) -> Option<&Visit> {
        self.open.iter().find(|visit| visit.first == first)
    }

    /// Those before the gate, the newest first.
    pub(super) fn before_the_gate(&self, now: &Moment) -> impl Iterator<Item = &Visit> {
        let fresh = |visit: &&Visit| within(now, &visit.last, SECOND_DOCUMENT_MS);
        self.open.iter().rev().filter(fresh)
    }

    fn sweep(&mut self, now: &Moment) {
        self.open
            .retain(|visit| within(now, &visit.last, REMEMBERED_MS));
        self.brought
            .retain(|_, brought| within(now, &brought.at, SECOND_DOCUMENT_MS));
    }
}

/// What only the guard can settle.
fn is_doubt(reason: &Reason) -> bool {
    match reason {
        Reason::BirthDateImpossible
        | Reason::IdentityMasked
        | Reason::IdentitiesDiffer
        | Reason::UsedAgain
        | Reason::BadgeSpent
        | Reason::Watched => true,
        Reason::PossibleDouble
        | Reason::AgainstHabit
        | Reason::DocumentMissing
        | Reason::DocumentUnmet
        | Reason::DocumentExpired
        | Reason::DocumentNotYetValid
        | Reason::IssuerUnknown
        | Reason::DocumentForged
        | Reason::DocumentRevoked
        | Reason::DeclaredToGuard
        | Reason::VisitComplete
        | Reason::PolicyChanged
        | Reason::ByHub
        | Reason::NamesChanged
        | Reason::HouseChanged
        | Reason::PresetChanged
        | Reason::DrillBegan
        | Reason::DrillEnded
        | Reason::TrustChanged
        | Reason::StaffChanged
        | Reason::RecoveryKeyUsed
        | Reason::BackupChanged
        | Reason::SettingsTaken
        | Reason::WatchChanged
        | Reason::SelfMonitored
        | Reason::VersionChanged => false,
    }
}
