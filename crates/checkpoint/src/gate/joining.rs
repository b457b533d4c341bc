//! *Joining*: what the policy makes of a visitor's documents together, and which documents are one
//! person's.
//!
//! Numbers that agree join by themselves. Names and birth dates that agree are offered to the guard,
//! whose key is a `same-as` entry; names that differ are looked at. Nothing is joined silently.

use super::fact::{Fact, Origin};
use super::view::within;
use super::visit::{Agreement, Likeness, Visit, kind_of};
use super::{CORRECTION_MS, Gate, NotNow, SECOND_DOCUMENT_MS, scan};
use crate::document::Question;
use crate::entry::{Audit, Direction, Draft, Entry, Kind, Mode, Outcome, Party, Ref};
use crate::moment::Moment;
use crate::policy::{Action, Asked, Evidence, Fate, Finding, Need, Policy, Says, Tested};
use crate::subject::{Person, Who};
use crate::verdict::{Judged, Reason};
use jiff::Timestamp;
use std::collections::BTreeSet;

/// How a visit stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// The entry of its first document.
    pub first: Ref,
    /// That one waits for the guard.
    pub is_open: bool,
    /// What the policy makes of all documents so far.
    pub finding: Finding,
}

/// Two entries that may be about one person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Offer {
    pub newer: Ref,
    pub older: Ref,
    /// When the older one's person was entered.
    pub since: Timestamp,
}

impl Gate {
    /// What the unit asks for, from now on.
    pub fn ask(&mut self, policy: Policy, unit: Option<[u8; 16]>) {
        self.policy = policy;
        self.unit = unit;
    }

    pub fn policy(&self) -> &Policy {
        &self.policy
    }

    /// The clock was at `mark` once, as an entry says: no document is judged at an earlier time.
    pub fn not_before(&mut self, mark: Timestamp) {
        self.mark = self.mark.max(Some(mark));
    }

    /// When documents are judged: now, and never before an entry's time.
    pub fn judging_at(&self, now: &Moment) -> Timestamp {
        self.mark.map_or(now.at, |mark| mark.max(now.at))
    }

    /// How the visit stands that an entry belongs to; None where its documents aren't remembered, and
    /// for those who leave: nothing is asked of them.
    pub fn standing(&self, of: Ref, now: &Moment) -> Option<Standing> {
        let fact = self.facts.get(self.facts.find(of)?)?;
        let first = self.facts.first(fact);
        if fact.direction == Some(Direction::Out) || first.direction == Some(Direction::Out) {
            return None;
        }
        let visit = self.visits.of(first.place.n)?;
        Some(Standing {
            first: first.entry,
            is_open: self.facts.is_open(first),
            finding: self.find(&visit.evidence, now),
        })
    }

    /// The gate's own answer to a *look* whose visit is complete now, if there is one.
    pub fn completes(&self, now: &Moment) -> Option<Draft> {
        let complete = |visit: &&Visit| {
            let open = self.facts.get(visit.first).is_some_and(|first| {
                self.facts.is_open(first) && first.verdict == Some(Outcome::Look)
            });
            open && visit.has_grown
                && !visit.has_doubts
                && self.find(&visit.evidence, now).action == Action::Admit
        };
        let visit = self.visits.before_the_gate(now).find(complete)?;
        let first = self.facts.get(visit.first)?;
        let mut draft = self.decide(first.entry.seq, true, now).ok()?;
        draft.reasons.push(Reason::VisitComplete);
        Some(draft)
    }

    /// The newest entry may be about somebody who was entered before: same name and birth date, and no
    /// number tells them apart.
    pub fn offer(&self, now: &Moment) -> Option<Offer> {
        let (newer, older) = self.pair(now)?;
        Some(Offer {
            newer: newer.entry,
            older: older.entry,
            since: older.at,
        })
    }

    /// The guard says that they are one person: the entries that say so, each with whom it is about,
    /// to be written in this order.
    pub fn same_as(&self, now: &Moment) -> Result<Vec<(Draft, Who)>, NotNow> {
        let (newer, older) = self.pair(now).ok_or(NotNow::NobodyAlike)?;
        let who = one_of(&older.who, &newer.who);
        let mut entries = Vec::new();
        if older.who.person.is_none() {
            let mut draft = older.answer(Kind::SameAs);
            (draft.direction, draft.verdict) = (older.direction, older.verdict);
            entries.push((draft, who.clone()));
        }
        let mut draft = newer.answer(Kind::SameAs);
        (draft.direction, draft.verdict) = self.after_joining(newer, older, now);
        entries.push((draft, who));
        Ok(entries)
    }

    /// What becomes of the newer one's passage: a further document of the same visit moves nobody;
    /// else the person goes the way that the gate would have sent them, had it known.
    fn after_joining(
        &self,
        newer: &Fact,
        older: &Fact,
        now: &Moment,
    ) -> (Option<Direction>, Option<Outcome>) {
        let first = self.facts.first(older);
        if self.is_one_visit(newer, first, now) {
            let visit = self.visits.of(newer.place.n);
            let only_asks = visit.is_none_or(|visit| !visit.has_doubts);
            let verdict = if newer.verdict == Some(Outcome::Look) && only_asks {
                Some(Outcome::Admit)
            } else {
                newer.verdict
            };
            return (None, verdict);
        }
        if newer.passage().is_none() {
            return (newer.direction, newer.verdict);
        }
        let way = self.way(&older.who, None, newer.at, Some(newer.place));
        let is_inside = self.was_inside(older, newer);
        let direction = match way.direction {
            Direction::In if is_inside && self.mode() == Mode::Auto => Direction::Out,
            direction @ (Direction::In | Direction::Out) => direction,
        };
        (Some(direction), newer.verdict)
    }

    /// Somebody without a number came in by the older entry, and nothing says that they left.
    fn was_inside(&self, older: &Fact, newer: &Fact) -> bool {
        older.who.person.is_none()
            && older.place < newer.place
            && older
                .passage()
                .is_some_and(|passage| passage.direction == Direction::In)
    }

    fn is_one_visit(&self, newer: &Fact, first: &Fact, now: &Moment) -> bool {
        let is_fresh = |visit: &Visit| visit.first == first.place.n;
        within(&newer.moment, &first.moment, SECOND_DOCUMENT_MS)
            || self.visits.before_the_gate(now).any(is_fresh) && self.facts.is_open(first)
    }

    fn pair(&self, now: &Moment) -> Option<(&Fact, &Fact)> {
        let newer = self.facts.newest().find(|fact| fact.is_meeting())?;
        let answered = self.facts.decision(newer).is_some();
        if newer.is_void || newer.is_late || answered || !within(now, &newer.moment, CORRECTION_MS)
        {
            return None;
        }
        if matches!(newer.origin, Origin::SecondDocument(_)) {
            return None;
        }
        let mut others = self.facts.newest().filter(|fact| {
            fact.place.n < newer.place.n
                && fact.is_meeting()
                && fact.day == newer.day
                && !matches!(fact.origin, Origin::SecondDocument(_))
        });
        let older = others.find(|fact| self.may_be_same(newer, fact))?;
        Some((newer, older))
    }

    fn may_be_same(&self, newer: &Fact, older: &Fact) -> bool {
        let alike = match (newer.who.namesake, older.who.namesake) {
            (Some(one), Some(other)) => one == other,
            (None, _) | (_, None) => self.look_alike(newer, older),
        };
        let told_apart = match (newer.who.person, older.who.person) {
            (Some(one), Some(other)) => {
                // Two numbers of one sort are two people; and nobody is asked what is known.
                newer.document == older.document
                    || one == other
                    || self.kin(&newer.who).contains(&other)
            }
            (None, _) | (_, None) => false,
        };
        alike && !told_apart
    }

    /// By what is remembered of the documents themselves, for those that give no full birth date.
    fn look_alike(&self, newer: &Fact, older: &Fact) -> bool {
        let visits = (self.visits.of(newer.place.n), self.visits.of(older.place.n));
        match visits {
            (Some(newer), Some(older)) => newer
                .likenesses
                .iter()
                .any(|likeness| older.agrees(likeness) == Agreement::Same),
            (None, _) | (_, None) => false,
        }
    }

    /// Folds a `same-as` entry: its fact, and the guard's answers to it, are about somebody else than
    /// it seemed.
    pub(super) fn identify(&mut self, entry: &Entry, who: Who) {
        let Some(n) = entry.said.of.and_then(|of| self.facts.find(of)) else {
            return;
        };
        let answers = self.facts.decisions_of(n);
        for fact in answers.iter().chain([&n]) {
            self.lose_effect(*fact);
        }
        let day = self.facts.get(n).and_then(|fact| self.days.get(&fact.day));
        let kin = day.map(|day| day.kin(&who)).unwrap_or_default();
        let first = self.becomes_second_of(n, entry, &kin);
        self.facts.change(n, |fact| {
            fact.direction = entry.said.direction;
            fact.verdict = entry.said.verdict.or(fact.verdict);
            if first.is_some() {
                fact.origin = Origin::SecondDocument(first);
            }
        });
        if let Some(first) = first {
            self.facts.attach(first, n);
            self.visits.join(first, n);
        }
        for fact in answers.into_iter().chain([n]) {
            self.facts.change(fact, |fact| {
                fact.who = who.clone();
                fact.kin = kin.clone();
            });
            self.take_effect(fact);
        }
    }

    /// Whose further document a scan turns out to be, where it moves nobody any more.
    fn becomes_second_of(&self, n: u64, entry: &Entry, kin: &BTreeSet<Person>) -> Option<u64> {
        let said = &entry.said;
        let moves_nobody = said.direction.is_none() && said.verdict == Some(Outcome::Admit);
        let is_scan = self
            .facts
            .get(n)
            .is_some_and(|fact| fact.origin == Origin::Scan);
        let mut earlier = self.facts.newest().filter(|fact| {
            fact.place.n < n
                && fact.is_meeting()
                && !matches!(fact.origin, Origin::SecondDocument(_))
                && fact.who.person.is_some_and(|person| kin.contains(&person))
        });
        earlier
            .next()
            .filter(|_| moves_nobody && is_scan)
            .map(|first| first.place.n)
    }

    /// With whom a certificate or pass is shown: whoever stands before the gate and lacks one; else
    /// whom it names itself.
    pub fn holder(&self, judged: &Judged, who: &Who, now: &Moment) -> Who {
        let needs = self.policy.needs(&self.asked(&[], now));
        let Some(evidence) = Evidence::of(judged) else {
            return who.clone();
        };
        let kind = kind_of(&evidence.says);
        let mut visits = self.visits.before_the_gate(now);
        let lacking = visits.find(|visit| {
            let asks = needs.iter().any(|need| need.takes(kind));
            let has = !visit.lacks(&[kind]).contains(&kind);
            let is_named = !visit.lacks(&[Need::Identity]).contains(&Need::Identity);
            is_named && !(asks && has)
        });
        let named = lacking.and_then(|visit| self.facts.get(visit.first));
        named.map_or_else(|| who.clone(), |fact| fact.who.clone())
    }

    /// What a judged document asks for on its own, before anybody is sent anywhere.
    pub(super) fn weighed(&self, judged: &Judged, direction: Direction, now: &Moment) -> Draft {
        let mut draft = scan(judged);
        if direction == Direction::Out {
            return draft;
        }
        let evidence = Evidence::of(judged);
        let finding = self.find(evidence.as_slice(), now);
        weigh(&mut draft, finding.action, &finding.reasons);
        if evidence.is_some_and(|evidence| self.is_somebody_elses(&evidence, judged, now)) {
            doubt(&mut draft, Reason::IdentitiesDiffer);
        }
        draft
    }

    /// What a further document of a visit asks for: no more than the visit does already, unless it
    /// makes matters worse.
    pub(super) fn weighed_second(&self, judged: &Judged, first: u64, now: &Moment) -> Draft {
        let mut draft = scan(judged);
        let (Some(visit), Some(evidence), Some(first)) = (
            self.visits.of(first),
            Evidence::of(judged),
            self.facts.get(first),
        ) else {
            return draft;
        };
        if first.direction == Some(Direction::Out) {
            return draft;
        }
        let before = self.find(&visit.evidence, now);
        let mut together = visit.evidence.clone();
        together.push(evidence);
        let after = self.find(&together, now);
        let standing = match first.verdict.filter(|_| self.facts.is_open(first)) {
            Some(Outcome::Refuse) => Action::Refuse,
            Some(Outcome::Look) => Action::Look,
            Some(Outcome::Admit) | None => Action::Admit,
        };
        let worse = after.action > standing.max(before.action);
        let added: Vec<Reason> = after
            .reasons
            .iter()
            .filter(|reason| !before.reasons.contains(reason))
            .copied()
            .collect();
        let action = if worse { after.action } else { Action::Admit };
        weigh(&mut draft, action, &added);
        draft
    }

    /// A certificate or a pass that names somebody else than the one before the gate who lacks it.
    fn is_somebody_elses(&self, evidence: &Evidence, judged: &Judged, now: &Moment) -> bool {
        let kind = kind_of(&evidence.says);
        if kind == Need::Identity {
            return false;
        }
        let likeness = Likeness::of(judged);
        let needs = self.policy.needs(&self.asked(&[], now));
        let lacking = |visit: &&Visit| {
            let lacks = visit.lacks(&needs);
            lacks.iter().any(|need| need.takes(kind))
        };
        let mut agreements = self
            .visits
            .before_the_gate(now)
            .filter(lacking)
            .map(|visit| visit.agrees(&likeness));
        let mut differs = false;
        for agreement in &mut agreements {
            match agreement {
                Agreement::Same => return false,
                Agreement::Differs => differs = true,
                Agreement::CannotTell => {}
            }
        }
        differs
    }

    /// What whoever declares at the gate may not say yes to; None where the policy asks for no declaration.
    pub fn declaring(&self, now: &Moment) -> Option<Vec<Question>> {
        let questions = self.policy.declaring(&self.asked(&[], now))?;
        Some(questions.to_vec())
    }

    /// Somebody without a code comes in, of whom the policy asks a declaration: `yes` is to what of it they said yes to the guard,
    /// None where nobody asked them. Who passed is in the log all the same. Returns the rules that were asked.
    pub fn weigh_by_hand(
        &self,
        draft: &mut Draft,
        yes: Option<&[Question]>,
        now: &Moment,
    ) -> Vec<Tested> {
        let needs = self.policy.needs(&self.asked(&[], now));
        let asks = needs.iter().any(|need| need.takes(Need::Declaration));
        if !asks || draft.direction == Some(Direction::Out) {
            return Vec::new();
        }
        let Some(yes) = yes else {
            draft.reasons.push(Reason::DocumentMissing);
            return Vec::new();
        };
        draft.reasons.push(Reason::DeclaredToGuard);
        let named = Evidence {
            fate: Fate::Unsigned,
            says: Says::Named,
        };
        let told = Evidence::told(self.judging_at(now), yes.to_vec());
        let finding = self.find(&[named, told], now);
        weigh(draft, finding.action, &finding.reasons);
        if finding.action != Action::Admit {
            // Nobody is sent anywhere until the guard says so.
            (draft.direction, draft.of) = (None, None);
        }
        finding.rules
    }

    /// Somebody whose document waits for the guard tells them what the policy's declaration asks: the entry that says so, and whom
    /// it is about.
    pub fn declare(&self, seq: u64, now: &Moment) -> Result<(Draft, Who), NotNow> {
        let named = self.facts.newest_at(seq).ok_or(NotNow::NotOpen)?;
        let first = self.facts.first(named);
        let asks = self.policy.declaring(&self.asked(&[], now)).is_some();
        if !asks || !self.facts.is_open(first) {
            return Err(NotNow::NotOpen);
        }
        let mut draft = Draft::new(Kind::Audit(Audit::Declaration));
        draft.count = Some(1);
        draft.of = Some(first.entry);
        Ok((draft, first.who.clone()))
    }

    /// That entry is durable: what they said goes into their visit.
    pub fn declared(&mut self, of: Ref, yes: Vec<Question>, now: &Moment) {
        let told = Evidence::told(self.judging_at(now), yes);
        if let Some(first) = self.facts.find(of) {
            self.visits.told(first, told, now);
        }
    }

    fn find(&self, shown: &[Evidence], now: &Moment) -> Finding {
        self.policy.finding(shown, &self.asked(shown, now))
    }

    fn asked(&self, shown: &[Evidence], now: &Moment) -> Asked<'_> {
        let is_staff = shown.iter().any(Evidence::is_of_staff);
        Asked {
            unit: self.unit.as_ref(),
            party: if is_staff {
                Party::Staff
            } else {
                Party::Visitor
            },
            at: self.judging_at(now),
            zone: &self.settings.zone,
        }
    }
}

/// Makes a draft wait for the guard.
pub fn doubt(draft: &mut Draft, reason: Reason) {
    weigh(draft, Action::Look, &[reason]);
    // Nobody is sent anywhere, so that no *in* ends here; a further document still names the first.
    if draft.direction.take().is_some() {
        draft.of = None;
    }
}

/// Never makes a draft's verdict milder.
fn weigh(draft: &mut Draft, action: Action, reasons: &[Reason]) {
    let asked = match action {
        Action::Admit => Outcome::Admit,
        Action::Look => Outcome::Look,
        Action::Refuse => Outcome::Refuse,
    };
    draft.verdict = draft.verdict.max(Some(asked));
    for reason in reasons {
        if !draft.reasons.contains(reason) {
            draft.reasons.push(*reason);
        }
    }
}

/// Two that are one: the older number names them, the others are aliases. Where neither has a number,
/// their name and birth date stand for one from here on, since the guard said so.
fn one_of(older: &Who, newer: &Who) -> Who {
    let namesake = older.namesake.or(newer.namesake);
    let person = older.person.or(newer.person).or(namesake);
    let known = older.aliases.iter().chain(&newer.aliases).copied();
    let all: BTreeSet<Person> = known.chain(older.person).chain(newer.person).collect();
    Who {
        person,
        aliases: all
            .into_iter()
            .filter(|alias| Some(*alias) != person)
            .collect(),
        namesake,
    }
}
