//! *Gate*: the rules by which a sighting becomes an entry, and what the day's entries come to.
//!
//! Deciding and knowing are apart: [`Gate::sighted`] and the guard's acts say what should be written,
//! and only [`Gate::record`], given an entry that is durable, moves anybody. Folding the day's entries
//! in their order gives the gate that lived through them.
//!
//! The rules are PRODUCT.md's *Repeats* and *Direction* and PROTOCOL.md's *Entries*.

mod closing;
mod day;
mod fact;
mod figures;
mod heads;
mod joining;
mod kin;
mod leaving;
mod view;
mod visit;

pub use figures::{Counters, Inside};
pub use heads::{Group, Shared};
pub use joining::{Offer, Standing, doubt};
pub use leaving::{Came, Leaving};

use crate::document::CodeId;
use crate::entry::{
    Audit, Direction, Draft, Entry, Happened, Kind, Mode, Outcome, Party, Ref, Was, on_the_wall,
};
use crate::moment::Moment;
use crate::policy::{Evidence, Policy};
use crate::subject::{Person, Who};
use crate::verdict::{Judged, Reason, Verdict};
use day::{Day, Place};
use fact::{Fact, Facts, Origin};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use std::collections::{BTreeMap, BTreeSet};
use view::{Views, elapsed, within};
use visit::Visits;

/// Seen again within this: nothing is said.
const IGNORED_MS: u64 = 10_000;
/// Seen again within this: already entered.
const ALREADY_MS: u64 = 120_000;
/// Another document of the same person within this moves nobody.
const SECOND_DOCUMENT_MS: u64 = 20_000;
/// F6 and F7 mean the newest entry for this long.
const CORRECTION_MS: u64 = 30_000;
/// The keys 1–9 mean the newest visitor for this long.
const PURPOSE_MS: u64 = 20_000;
/// After it nobody who was looked at stands there any more; a report of a day reads one day back for them.
const ANSWER_MS: u64 = 12 * 3_600_000;
/// Today, the day before it for what midnight cuts in two, and one more for a clock that was wrong.
const DAYS_KEPT: usize = 3;

/// What a gate is set to when it starts.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The gate's number in its entries.
    pub gate: u32,
    /// Until a `config` entry of this gate says otherwise.
    pub mode: Mode,
    /// The unit's zone: where its days begin.
    pub zone: TimeZone,
}

/// An entry that is durable.
#[derive(Clone, Debug)]
pub struct Recorded {
    pub entry: Entry,
    /// SHA-256(0x00 ‖ line).
    pub leaf: [u8; 32],
    /// Whom the entry's own subject names; nobody where it has none.
    pub who: Who,
    /// The code it was scanned from; None for every other entry, and for those of before the start.
    pub code: Option<CodeId>,
}

/// What a code before the gate asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sighting {
    /// It is still there and was answered: nothing is said.
    InView,
    /// Its holder was seen within the last ten seconds: nothing is said.
    Ignored,
    /// Its holder was seen within the last two minutes and is entered: by which entry, when, and
    /// with what verdict as it stands now.
    Already {
        of: Ref,
        at: Timestamp,
        verdict: Outcome,
    },
    /// To be written. Until it is recorded the code asks again.
    Enter(Draft),
}

/// Why a guard's act has nothing to name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotNow {
    #[error(
        "nothing was entered within the last 30 seconds that this could change: enter it by hand (F2)"
    )]
    NothingToUndo,
    #[error(
        "nobody was admitted within the last 20 seconds: choose the purpose sooner after the scan"
    )]
    NobodyJustNow,
    #[error("this entry waits for no answer: scan the document again")]
    NotOpen,
    #[error("nobody of the same name and birth date was entered today: nothing is to be joined")]
    NobodyAlike,
    #[error("no group came in within the last 10 minutes: have its pass shown, and admit it first")]
    NoGroup,
    #[error("all who declared together have come: enter whoever comes more on their own")]
    GroupFull,
    #[error("nobody came in within the last 10 minutes: print the badge sooner after the scan")]
    NobodyCame,
}

/// Which way somebody goes, and what is remarkable about it.
struct Way {
    direction: Direction,
    /// The *in* that an *out* ends.
    ends: Option<Ref>,
    against_habit: bool,
}

/// One gate of a unit.
#[derive(Debug)]
pub struct Gate {
    settings: Settings,
    days: BTreeMap<Date, Day>,
    facts: Facts,
    views: Views,
    visits: Visits,
    policy: Policy,
    unit: Option<[u8; 16]>,
    /// The greatest time that an entry was written at.
    mark: Option<Timestamp>,
}

impl Gate {
    /// A gate that knows nothing of its day yet: fold the day's entries by [`Gate::record`].
    pub fn new(settings: Settings) -> Gate {
        Gate {
            settings,
            days: BTreeMap::new(),
            facts: Facts::default(),
            views: Views::default(),
            visits: Visits::default(),
            policy: Policy::default(),
            unit: None,
            mark: None,
        }
    }

    /// How the gate decides directions: as the newest `config` entry says.
    pub fn mode(&self) -> Mode {
        self.settings.mode
    }

    /// Folds a durable entry, in the order of the log. One that was folded before changes nothing.
    pub fn record(&mut self, recorded: Recorded) {
        self.not_before(recorded.entry.moment.at);
        let said = &recorded.entry.said;
        match said.kind {
            Kind::Scan => {
                let is_second = said.of.is_some() && said.direction.is_none();
                let first = said.of.and_then(|of| self.facts.find(of));
                let second = Origin::SecondDocument(first);
                self.remember(if is_second { second } else { Origin::Scan }, recorded);
            }
            Kind::Manual => self.remember(Origin::Manual, recorded),
            Kind::Passed => self.remember(Origin::Passed, recorded),
            Kind::Decision => {
                let matter = said.of.and_then(|of| self.facts.find(of));
                self.remember(Origin::Decision(matter), recorded);
            }
            Kind::AutoOut => {
                let came = said.of.and_then(|of| self.facts.find(of));
                self.remember(Origin::AutoOut(came), recorded);
            }
            Kind::Void | Kind::Correct => self.amend(&recorded.entry),
            Kind::SameAs => self.identify(&recorded.entry, recorded.who),
            Kind::Audit(Audit::Config) => {
                if let Some(mode) = said.mode
                    && recorded.entry.gate == self.settings.gate
                {
                    self.settings.mode = mode;
                }
            }
            Kind::Gap | Kind::Audit(_) | Kind::Other(_) => {}
        }
    }

    fn remember(&mut self, origin: Origin, recorded: Recorded) {
        let entry = &recorded.entry;
        let of = Ref {
            seq: entry.seq,
            leaf: recorded.leaf,
        };
        if self.facts.find(of).is_some() {
            return;
        }
        let n = self.facts.next();
        let written = self.date(entry.moment.at);
        let was = Was::of(entry, &self.settings.zone);
        // A guard's today is what the clock on the wall says, whatever a report makes of it.
        let wall = on_the_wall(entry, &self.settings.zone);
        let day = wall.date();
        self.open_day(written, n);
        self.open_day(day, if day == written { n } else { 0 });
        let at = entry.moment.at;
        let now = self.days.get_mut(&written).map_or(at, |day| day.now(at));
        let time = entry.said.happened.map_or(now, |happened| happened.at);
        let place = Place { time, n };
        let reasons = entry.said.reasons.clone();
        self.facts
            .add(Fact::new(origin, recorded, was, (written, wall), place));
        if let Some(day) = self.days.get(&day) {
            self.facts.change(n, |fact| fact.kin = day.kin(&fact.who));
        }
        self.take_effect(n);
        self.note_presence(n);
        if let Some(fact) = self.facts.get(n).filter(|fact| fact.is_meeting()) {
            let first = self.facts.first(fact).place.n;
            self.visits.enter(first, fact, &reasons);
        }
    }

    /// The days that stay are those written on last, so that a clock that was wrong for a while
    /// doesn't push today out; nor do lines of the paper book, with which a day is opened under 0.
    fn open_day(&mut self, date: Date, n: u64) {
        let day = self.days.entry(date).or_default();
        day.touched = day.touched.max(n);
        if self.days.len() > DAYS_KEPT {
            let oldest = self.days.iter().min_by_key(|(_, day)| day.touched);
            if let Some((&oldest, _)) = oldest {
                self.days.remove(&oldest);
                self.facts.forget(oldest);
            }
        }
    }

    /// A fact counts from now on.
    fn take_effect(&mut self, n: u64) {
        if let Some(fact) = self.facts.get(n)
            && let Some(day) = self.days.get_mut(&fact.day)
        {
            if fact.is_meeting() {
                day.meet(&fact.who);
            }
            if let Some(passage) = fact.passage() {
                day.add(passage, &fact.kin);
            }
        }
        if let Some((came, day, people)) = self.closes_of(n) {
            day.close(came, people);
        }
    }

    /// A fact counts no more.
    fn lose_effect(&mut self, n: u64) {
        if let Some(fact) = self.facts.get(n)
            && let Some(day) = self.days.get_mut(&fact.day)
        {
            if fact.is_meeting() {
                day.unmeet(&fact.who);
            }
            if let Some(passage) = fact.passage() {
                day.remove(&passage, &fact.kin);
            }
        }
        if let Some((came, day, people)) = self.closes_of(n) {
            day.reopen(came, people);
        }
    }

    /// Whoever was entered or answered just now stands before the gate; a line of the paper book
    /// tells of somebody who stood there long ago.
    fn note_presence(&mut self, n: u64) {
        let Some(fact) = self.facts.get(n) else {
            return;
        };
        let about = match fact.origin {
            Origin::Scan | Origin::Manual if fact.is_late => return,
            Origin::Scan | Origin::Manual => n,
            Origin::SecondDocument(first) => first.unwrap_or(n),
            Origin::Decision(Some(matter)) => match self.facts.get(matter) {
                Some(matter) => self.facts.first(matter).place.n,
                None => return,
            },
            Origin::Decision(None) | Origin::Passed | Origin::AutoOut(_) => return,
        };
        match fact.code {
            Some(code) => self
                .views
                .answered(code, fact.who.person, about, &fact.moment),
            None => self.views.seen(fact.who.person, about, &fact.moment),
        }
    }

    /// A later entry names an earlier one: the latest wins.
    fn amend(&mut self, entry: &Entry) {
        let Some(n) = entry.said.of.and_then(|of| self.facts.find(of)) else {
            return;
        };
        let is_void = entry.said.kind == Kind::Void;
        self.lose_effect(n);
        self.facts.change(n, |fact| {
            fact.is_void = is_void;
            if !is_void {
                fact.direction = entry.said.direction.or(fact.direction);
                fact.verdict = entry.said.verdict.or(fact.verdict);
            }
        });
        self.take_effect(n);
        let Some(fact) = self.facts.get(n).filter(|_| is_void) else {
            return;
        };
        match fact.origin {
            Origin::Scan | Origin::Manual => {
                let persons = self.kin(&fact.who);
                self.views.lift(n, &persons);
                self.visits.forget(n);
            }
            // The person stays entered by the first document, or by the scan that waits again.
            Origin::SecondDocument(_)
            | Origin::Decision(_)
            | Origin::Passed
            | Origin::AutoOut(_) => {}
        }
    }

    /// A code is before the gate: notes that it is, and says what it asks for. Nobody is moved.
    pub fn sighted(&mut self, code: CodeId, judged: &Judged, who: &Who, now: &Moment) -> Sighting {
        if self.views.see(code, who.person, now) {
            self.stays(code, now);
            return Sighting::InView;
        }
        let evidence = Evidence::of(judged);
        self.visits.bring(code, evidence, judged, now);
        let persons = self.kin(who);
        if let Some(first) = self.first_document(code, judged, &persons, now) {
            let (of, first) = (first.entry, first.place.n);
            self.views.waits(code, who.person, now);
            let mut draft = self.weighed_second(judged, first, now);
            draft.of = Some(of);
            return Sighting::Enter(draft);
        }
        if let Some(seen) = self.seen_before(code, who, &persons, now) {
            return seen;
        }
        self.views.waits(code, who.person, now);
        Sighting::Enter(self.entering(judged, who, now))
    }

    /// What a code asks for whose holder was seen within the last two minutes.
    fn seen_before(
        &mut self,
        code: CodeId,
        who: &Who,
        persons: &BTreeSet<Person>,
        now: &Moment,
    ) -> Option<Sighting> {
        let earlier = self.views.earlier(code, persons, now);
        let earlier = earlier.filter(|earlier| earlier.elapsed <= ALREADY_MS)?;
        let fact = self.facts.get(earlier.fact)?;
        let stands = self.facts.decision(fact).unwrap_or(fact);
        let already = Sighting::Already {
            of: stands.entry,
            at: stands.moment.at,
            verdict: stands.verdict.unwrap_or(Outcome::Admit),
        };
        self.views.answered(code, who.person, earlier.fact, now);
        self.stays(code, now);
        Some(if earlier.elapsed < IGNORED_MS {
            Sighting::Ignored
        } else {
            already
        })
    }

    /// A code that was answered is still before the gate, and with it the visit that it belongs to.
    fn stays(&mut self, code: CodeId, now: &Moment) {
        let fact = self.views.fact_of(code).and_then(|n| self.facts.get(n));
        if let Some(first) = fact.map(|fact| self.facts.first(fact).place.n) {
            self.visits.stays(first, now);
        }
    }

    /// The fact that was entered a moment ago about the same person by another document.
    fn first_document(
        &self,
        code: CodeId,
        judged: &Judged,
        persons: &BTreeSet<Person>,
        now: &Moment,
    ) -> Option<&Fact> {
        let first = self.facts.get(self.views.newest_fact(persons)?)?;
        let is_other = !self.facts.has_document(first, code, judged.claim.kind);
        (is_other && within(now, &first.moment, SECOND_DOCUMENT_MS)).then_some(first)
    }

    fn entering(&self, judged: &Judged, who: &Who, now: &Moment) -> Draft {
        let way = self.way(who, None, now.at, None);
        let mut draft = self.weighed(judged, way.direction, now);
        if draft.verdict == Some(Outcome::Admit) {
            Gate::send(&mut draft, way);
        }
        self.mark_double(&mut draft, who, now.at);
        draft
    }

    /// F2 and F3: somebody without a code. `asked` None: as the gate decides. A line of the paper
    /// book is `paper` and says when it `happened`.
    pub fn manual(
        &self,
        who: &Who,
        asked: Option<Direction>,
        happened: Option<Happened>,
        paper: bool,
        now: &Moment,
    ) -> Draft {
        let mut draft = Draft::new(Kind::Manual);
        draft.verdict = Some(Outcome::Admit);
        draft.happened = happened;
        draft.paper = paper;
        let at = happened.map_or(now.at, |happened| happened.at);
        let before = happened.map(|happened| Place {
            time: happened.at,
            n: u64::MAX,
        });
        Gate::send(&mut draft, self.way(who, asked, at, before));
        self.mark_double(&mut draft, who, at);
        draft
    }

    /// F4: `count` people pass without a scan. `asked` None: as the gate decides.
    pub fn passed(
        &self,
        count: u32,
        party: Party,
        asked: Option<Direction>,
        now: &Moment,
    ) -> Draft {
        let mut draft = Draft::new(Kind::Passed);
        draft.count = Some(count);
        draft.party = Some(party);
        Gate::send(&mut draft, self.way(&Who::default(), asked, now.at, None));
        draft
    }

    /// The guard's answer to the *look* or *refuse* at `seq`. Admitted, the person goes the way the
    /// gate would send them; whoever has passed since, by another document or an answer to a newer
    /// scan, is not moved again. Hours later nobody is let in by it: they show their document again.
    pub fn decide(&self, seq: u64, admitted: bool, now: &Moment) -> Result<Draft, NotNow> {
        let matter = self.facts.open().rev().find(|fact| fact.entry.seq == seq);
        let is_late = |fact: &Fact| elapsed(now, &fact.moment).is_some_and(|ms| ms > ANSWER_MS);
        let is_there = |fact: &&Fact| !admitted || !is_late(fact);
        let matter = matter.filter(is_there).ok_or(NotNow::NotOpen)?;
        let mut draft = Draft::new(Kind::Decision);
        draft.verdict = Some(if admitted {
            Outcome::Admit
        } else {
            Outcome::Refuse
        });
        if admitted && !self.has_passed_since(self.facts.first(matter), &matter.who) {
            Gate::send(&mut draft, self.way(&matter.who, None, now.at, None));
        }
        draft.of = Some(matter.entry);
        Ok(draft)
    }

    fn has_passed_since(&self, first: &Fact, who: &Who) -> bool {
        let mut newest = self.days.values().filter_map(|day| day.newest(who, None));
        newest.any(|passage| passage.place >= first.place)
    }

    /// F6: the newest entry the other way round.
    pub fn turn_round(&self, now: &Moment) -> Result<Draft, NotNow> {
        let fact = self.newest_act(now).ok_or(NotNow::NothingToUndo)?;
        let passage = fact.passage().ok_or(NotNow::NothingToUndo)?;
        let mut draft = fact.correction();
        draft.direction = Some(passage.direction.opposite());
        Ok(draft)
    }

    /// F7: the newest entry did not happen.
    pub fn undo(&self, now: &Moment) -> Result<Draft, NotNow> {
        let fact = self.newest_act(now).ok_or(NotNow::NothingToUndo)?;
        Ok(fact.answer(Kind::Void))
    }

    /// What F6 and F7 mean: the newest entry about people, also a *look*. Once it is void they mean
    /// nothing: a key held down must not undo one person after another.
    fn newest_act(&self, now: &Moment) -> Option<&Fact> {
        let is_act =
            |fact: &&Fact| !matches!(fact.origin, Origin::SecondDocument(_) | Origin::AutoOut(_));
        let newest = self.facts.newest().find(is_act)?;
        (!newest.is_void && within(now, &newest.moment, CORRECTION_MS)).then_some(newest)
    }

    /// The keys 1–9: a correction of the newest visitor's entry that adds only a note.
    pub fn purpose(&self, now: &Moment) -> Result<Draft, NotNow> {
        let recent = self
            .facts
            .newest()
            .take_while(|f| within(now, &f.moment, PURPOSE_MS));
        let visitor = recent
            .into_iter()
            .find(|fact| fact.is_admission() && !fact.is_late);
        visitor.map(Fact::correction).ok_or(NotNow::NobodyJustNow)
    }

    /// Which way somebody goes at a time; as of a place in the day for what happened earlier.
    fn way(
        &self,
        who: &Who,
        asked: Option<Direction>,
        at: Timestamp,
        before: Option<Place>,
    ) -> Way {
        let day = self.day(at);
        let newest = day.and_then(|day| day.newest(who, before));
        let is_inside = newest.is_some_and(|passage| passage.direction == Direction::In);
        let (direction, decided) = match (asked, self.settings.mode) {
            (Some(asked), _) => (asked, false),
            (None, Mode::In) => (Direction::In, false),
            (None, Mode::Out) => (Direction::Out, false),
            (None, Mode::Auto) if is_inside => (Direction::Out, true),
            (None, Mode::Auto) => (Direction::In, true),
        };
        let hour = self.settings.zone.to_datetime(at).hour();
        let leaves = direction == Direction::Out && is_inside;
        Way {
            direction,
            ends: newest.filter(|_| leaves).map(|passage| passage.of),
            against_habit: decided && day.is_some_and(|day| day.is_against_habit(direction, hour)),
        }
    }

    fn send(draft: &mut Draft, way: Way) {
        draft.direction = Some(way.direction);
        draft.of = way.ends;
        if way.against_habit {
            draft.reasons.push(Reason::AgainstHabit);
        }
    }

    /// Somebody who may be in the day's log under a weak identity. Who leaves is no double of who
    /// came, and of whom a number tells that they are known nothing is doubtful.
    fn mark_double(&self, draft: &mut Draft, who: &Who, at: Timestamp) {
        let is_doubtful = self
            .day(at)
            .is_some_and(|day| day.has_namesake(who) && day.newest(who, None).is_none());
        if is_doubtful && draft.direction != Some(Direction::Out) {
            draft.reasons.push(Reason::PossibleDouble);
        }
    }

    /// Every person who is the same as `who`, as far as the kept days' documents tell.
    fn kin(&self, who: &Who) -> BTreeSet<Person> {
        let told = who
            .person
            .into_iter()
            .flat_map(|person| who.aliases.iter().copied().chain([person]));
        let known = self.days.values().flat_map(|day| day.kin(who));
        told.chain(known).collect()
    }

    fn date(&self, at: Timestamp) -> Date {
        self.settings.zone.to_datetime(at).date()
    }

    fn day(&self, at: Timestamp) -> Option<&Day> {
        self.days.get(&self.date(at))
    }
}

/// What a judged document says, before anybody is sent anywhere.
fn scan(judged: &Judged) -> Draft {
    let mut draft = Draft::new(Kind::Scan);
    draft.document = Some(judged.claim.kind);
    draft.heads = judged.heads();
    let (outcome, reasons) = match &judged.verdict {
        Verdict::Admit => (Outcome::Admit, Vec::new()),
        Verdict::Refuse { reasons } => (Outcome::Refuse, reasons.clone()),
        Verdict::CannotTell { doubts } => (Outcome::Look, doubts.clone()),
        Verdict::Forged { flaw: _ } => (Outcome::Look, vec![Reason::DocumentForged]),
    };
    draft.verdict = Some(outcome);
    draft.reasons = reasons;
    draft.reasons.extend(judged.remark());
    draft
}
