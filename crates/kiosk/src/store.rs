//! *Store*: the ledger as the post uses it: opened when it can be, mended when it broke, and its
//! failures in the few words a guard needs.

use crate::home::Home;
use crate::imported::{self, Keep};
use crate::keys::Kind as KeysIn;
use crate::ledger::{Appended, Ledger, LedgerError, Parting, Presented, Visitor};
use crate::person_key::{KeyState, PersonKeyError};
use crate::post::Holder;
use crate::privacy::Registers;
use checkpoint::chain::BranchName;
use checkpoint::document::{Claim, Number};
use checkpoint::entry::{Draft, Kind, Ref};
use checkpoint::gate::{Inside, Recorded};
use checkpoint::moment::Moment;
use checkpoint::subject::{
    Contact, GroupError, Health, Identity, Note, Person, PersonKey, Salt, Subject, Who,
};
use checkpoint::trust::TrustedHub;
use checkpoint::wire::UnitId;
use checkpoint::wire::person_key::digits_of;
use checkpoint::wire::signed::Head;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

/// Most people of one kind that a list shows.
pub(crate) const LISTED: usize = 12;

/// Why nothing can be written now. Each is one sentence on the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Trouble {
    #[error("the disk is full: nothing is recorded. Free some space; recording goes on by itself")]
    DiskFull,
    #[error("the disk or folder can't be written to: nothing is recorded. Make it writable")]
    ReadOnly,
    #[error("the disk fails: nothing is recorded. Check it; recording goes on by itself")]
    Failed,
    #[error("the ledger was made with another key. Put the right key back")]
    WrongKey,
    #[error("the ledger's key is missing. Put it back; no new ledger is begun over the old one")]
    MissingKey,
    #[error("the ledger was written by a newer Chốt. Install that version; nothing was changed")]
    Newer,
    #[error("the ledger is damaged and was set aside; a new one is begun")]
    Damaged,
    #[error("another Chốt is running here. Use that one, or end it first")]
    AlreadyRunning,
}

impl From<&LedgerError> for Trouble {
    fn from(error: &LedgerError) -> Trouble {
        match error {
            LedgerError::DiskFull => Trouble::DiskFull,
            LedgerError::ReadOnly(_) => Trouble::ReadOnly,
            LedgerError::WrongKey(_) => Trouble::WrongKey,
            LedgerError::MissingKey { .. } => Trouble::MissingKey,
            LedgerError::Newer { .. } => Trouble::Newer,
            LedgerError::Damaged { .. } => Trouble::Damaged,
            LedgerError::AlreadyRunning => Trouble::AlreadyRunning,
            LedgerError::Io(_)
            | LedgerError::Busy(_)
            | LedgerError::Key(_)
            | LedgerError::Older
            | LedgerError::NoLedger(_)
            | LedgerError::Line(_) => Trouble::Failed,
        }
    }
}

/// Someone who is inside, with the name where the log has one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Presence {
    pub seq: u64,
    pub holder: Holder,
    pub since: Timestamp,
    /// More than one where people passed without a name.
    pub count: u32,
}

/// What is kept of a person besides who they are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Besides {
    pub contact: Option<Contact>,
    pub health: Option<Health>,
    pub note: Option<Note>,
}

/// The ledger of one gate.
pub struct Store {
    home: Home,
    gate: u32,
    zone: TimeZone,
    /// The number of whoever is on duty.
    on_duty: Option<u64>,
    ledger: Option<Ledger>,
    trouble: Option<Trouble>,
}

impl Store {
    /// Touches nothing yet; [`Store::open`] does.
    pub fn new(home: Home, gate: u32, zone: TimeZone) -> Store {
        Store {
            home,
            gate,
            zone,
            on_duty: None,
            ledger: None,
            trouble: None,
        }
    }

    /// Opens the ledger, or tries again after a failure.
    pub fn open(&mut self, now: &Moment) -> Result<(), Trouble> {
        let opened = match &mut self.ledger {
            Some(ledger) => ledger.recover(now),
            None => Ledger::open(&self.home, now).map(|ledger| self.ledger = Some(ledger)),
        };
        self.note(opened)
    }

    /// Whose files these are.
    pub fn home(&self) -> &Home {
        &self.home
    }

    /// Who is on duty from now on: what happens at the gate is entered with their number.
    pub fn on_duty(&mut self, number: Option<u64>) {
        self.on_duty = number;
    }

    /// What the log has come to; None while it isn't open.
    pub fn head(&self, now: &Moment) -> Option<Head> {
        let ledger = self.ledger.as_ref()?;
        let (branch, seq, head) = ledger.head()?;
        Some(Head {
            device: ledger.device(),
            unit: UnitId(ledger.unit()),
            branch,
            seq,
            head,
            at: now.at,
        })
    }

    /// Why nothing can be written; None while all is well.
    pub fn trouble(&self) -> Option<Trouble> {
        self.trouble
    }

    /// The keys lie in files because no keychain answered.
    pub fn has_key_file(&self) -> bool {
        let ledger = self.ledger.as_ref();
        ledger.is_some_and(|ledger| ledger.keys_in() == KeysIn::KeyFile)
    }

    /// A gap in service that has ended and is no entry yet.
    pub fn gap(&self) -> Option<crate::ledger::Gap> {
        self.ledger.as_ref().and_then(Ledger::gap)
    }

    /// The gate is in service.
    pub fn alive(&mut self, now: &Moment) {
        if let Some(ledger) = &mut self.ledger {
            ledger.alive(now);
        }
    }

    /// The entries of today and from the last day before it on which somebody came, in order, as the
    /// gate's rules fold them.
    pub fn recent(&mut self, now: &Moment) -> Result<Vec<Recorded>, Trouble> {
        let zone = self.zone.clone();
        let kept = self.ask(|ledger| ledger.recent(now, &zone))?;
        Ok(kept
            .into_iter()
            .map(|kept| Recorded {
                entry: kept.entry,
                leaf: kept.leaf,
                who: kept.who,
                code: None,
            })
            .collect())
    }

    /// The pseudonyms of a document's holder; None while the keys aren't there.
    pub fn who(&self, claim: &Claim) -> Option<Who> {
        let ledger = self.ledger.as_ref()?;
        Some(Who::of_claim(claim, ledger.person_key()))
    }

    /// The pseudonym of a typed ID number.
    pub fn who_of_number(&self, digits: &str) -> Option<Who> {
        let ledger = self.ledger.as_ref()?;
        let number = Number::Id(digits.to_owned());
        Some(Who {
            person: Some(Person::of_number(&number, ledger.person_key())),
            ..Who::default()
        })
    }

    /// The key of the pseudonyms; None while it isn't there.
    pub(crate) fn pseudonyms(&self) -> Option<&PersonKey> {
        self.ledger.as_ref().map(Ledger::person_key)
    }

    /// A pseudonym of somebody who has no number, by what is shown of them.
    pub fn described(&self, holder: &Holder) -> Option<Person> {
        let key = self.ledger.as_ref()?.person_key();
        let last4 = holder.last_four.as_deref();
        let name = holder.name.as_deref()?;
        Some(Person::of_description(name, holder.birth_year, last4, key))
    }

    /// How this post stands with the unit's key.
    pub fn person_key(&mut self, now: &Moment) -> Result<KeyState, PersonKeyError> {
        let has_visitors = self.ask(|ledger| ledger.has_visitors(now))?;
        let ledger = self.ledger.as_ref().ok_or(PersonKeyError::NoLedger)?;
        Ok(KeyState {
            digits: digits_of(ledger.person_key()),
            has_visitors,
        })
    }

    /// Takes the unit's key, before the first visitor. A key that can't be kept is no trouble of the log's.
    pub fn take_person_key(&mut self, key: PersonKey, now: &Moment) -> Result<(), PersonKeyError> {
        let ledger = self.ledger.as_mut().ok_or(PersonKeyError::NoLedger)?;
        if ledger.take_person_key(key, now)? {
            Ok(())
        } else {
            Err(PersonKeyError::Visitors)
        }
    }

    /// An entry about a person, with what is kept of them besides, and with the certificate or pass that was
    /// shown.
    pub fn append_person(
        &mut self,
        draft: &Draft,
        holder: &Holder,
        who: &Who,
        besides: &Besides,
        presented: Option<&Presented>,
        now: &Moment,
    ) -> Result<Appended, Trouble> {
        let identity = Identity {
            name: holder.name.clone(),
            birth_year: holder.birth_year,
            last4: holder.last_four.clone(),
            who: who.clone(),
        };
        self.append(draft, Some(&identity), besides, presented, now)
    }

    /// An entry about nobody.
    pub fn append_plain(&mut self, draft: &Draft, now: &Moment) -> Result<Appended, Trouble> {
        self.append(draft, None, &Besides::default(), None, now)
    }

    /// A correction that only adds a note.
    pub fn append_note(
        &mut self,
        draft: &Draft,
        note: &Note,
        now: &Moment,
    ) -> Result<Appended, Trouble> {
        let besides = Besides {
            note: Some(note.clone()),
            ..Besides::default()
        };
        self.append(draft, None, &besides, None, now)
    }

    /// An entry that says something of an earlier one, about whom it says so.
    pub fn append_said(
        &mut self,
        draft: &Draft,
        identity: Option<&Identity>,
        besides: &Besides,
        now: &Moment,
    ) -> Result<Appended, Trouble> {
        self.append(draft, identity, besides, None, now)
    }

    fn append(
        &mut self,
        draft: &Draft,
        identity: Option<&Identity>,
        besides: &Besides,
        presented: Option<&Presented>,
        now: &Moment,
    ) -> Result<Appended, Trouble> {
        let (gate, zone) = (self.gate, self.zone.clone());
        let mut draft = draft.clone();
        if is_of_the_gate(&draft.kind) {
            draft.by = draft.by.or(self.on_duty);
        }
        self.ask(|ledger| {
            let mut subject = match identity {
                Some(identity) => {
                    Subject::identity(Salt(ledger.salt()?), identity).map_err(line)?
                }
                None => Subject::default(),
            };
            if let Some(contact) = &besides.contact {
                subject = subject
                    .with_contact(Salt(ledger.salt()?), contact)
                    .map_err(line)?;
            }
            if let Some(health) = &besides.health {
                subject = subject
                    .with_health(Salt(ledger.salt()?), health)
                    .map_err(line)?;
            }
            if let Some(note) = &besides.note {
                subject = subject
                    .with_note(Salt(ledger.salt()?), note)
                    .map_err(line)?;
            }
            let says = subject.groups.iter().any(Option::is_some);
            let subject = says.then_some(&subject);
            ledger.append_presented(&draft, subject, presented, now, gate, &zone)
        })
    }

    /// Whether somebody else showed this certificate or pass a while ago.
    pub fn is_somebody_elses(
        &mut self,
        presented: &Presented,
        now: &Moment,
    ) -> Result<bool, Trouble> {
        self.ask(|ledger| ledger.is_somebody_elses(presented, now))
    }

    /// The entry by which this certificate or pass was shown last within its time.
    pub fn shown_before(
        &mut self,
        presented: &Presented,
        now: &Moment,
    ) -> Result<Option<Ref>, Trouble> {
        self.ask(|ledger| ledger.shown_before(presented, now))
    }

    /// Gives our lines behind a common entry a branch of their own ([`Ledger::part_ways`]).
    pub fn part_ways(
        &mut self,
        from: &Parting,
        now: &Moment,
    ) -> Result<Option<BranchName>, Trouble> {
        self.ask(|ledger| ledger.part_ways(from, now))
    }

    /// Erases the subject of an entry ([`Ledger::erase`]).
    pub fn erase(
        &mut self,
        of: &Ref,
        by: Option<u64>,
        now: &Moment,
    ) -> Result<Option<Appended>, Trouble> {
        let (gate, zone) = (self.gate, self.zone.clone());
        self.ask(|ledger| ledger.erase(of, by, now, gate, &zone))
    }

    /// Takes out the lines that were kept for longer than `keep` ([`Ledger::dispose`]).
    pub fn dispose(
        &mut self,
        keep: SignedDuration,
        now: &Moment,
    ) -> Result<Option<Appended>, Trouble> {
        let (gate, zone) = (self.gate, self.zone.clone());
        self.ask(|ledger| ledger.dispose(keep, now, gate, &zone))
    }

    /// Takes out of the registers what was done longer than `keep` ago ([`Registers::purge`]). What fails is tried again with
    /// the next purge.
    pub fn purge_registers(&mut self, keep: SignedDuration, now: &Moment) {
        if !self.home.privacy().exists() {
            return;
        }
        let Ok(Some(passed)) = self.ask(|ledger| ledger.passed(now)) else {
            return;
        };
        let key = self.ledger.as_ref().map(Ledger::key);
        let registers = key.map(|key| Registers::open_with(&self.home, key, self.zone.clone()));
        if let Some(Ok(mut registers)) = registers {
            let _ = registers.purge(keep, passed);
        }
    }

    /// Takes out of other posts' logs what was here too long. On a thread of its own, since a file that is being taken in
    /// holds it up; what fails is tried again with the next purge.
    pub fn purge_imported(&mut self, keep: Keep, now: &Moment) {
        if !self.home.imported().exists() {
            return;
        }
        let Ok(Some(passed)) = self.ask(|ledger| ledger.passed(now)) else {
            return;
        };
        if let Some(key) = self.ledger.as_ref().map(|ledger| ledger.key().clone()) {
            let home = self.home.clone();
            std::thread::spawn(move || {
                let _ = imported::purging::purge(&home, &key, keep, passed);
            });
        }
    }

    /// [`Ledger::holds_purges`]
    pub fn holds_purges(&self) -> bool {
        self.ledger.as_ref().is_some_and(Ledger::holds_purges)
    }

    /// Takes out the subjects that were kept for longer than so many days ([`Ledger::purge`]).
    pub fn purge(&mut self, days: u16, now: &Moment) -> Result<Option<Appended>, Trouble> {
        let (gate, zone) = (self.gate, self.zone.clone());
        let keep = SignedDuration::from_hours(24 * i64::from(days));
        self.ask(|ledger| ledger.purge(keep, now, gate, &zone))
    }

    /// Writes words of entries into the index ([`Ledger::index`]).
    pub fn index(&mut self, now: &Moment) -> Result<(), Trouble> {
        self.ask(|ledger| ledger.index(now))
    }

    /// Overwrites what old pages still hold of what was erased.
    pub fn forget_old_pages(&mut self, now: &Moment) -> Result<(), Trouble> {
        self.ask(|ledger| ledger.forget_old_pages(now))
    }

    /// The unit's name; None while the ledger isn't open.
    pub fn unit(&self) -> Option<[u8; 16]> {
        self.ledger.as_ref().map(Ledger::unit)
    }

    /// The hubs that took this post in.
    pub fn hubs(&self) -> Vec<TrustedHub> {
        self.ledger.as_ref().map(Ledger::hubs).unwrap_or_default()
    }

    /// The greatest time that an entry was written at.
    pub fn high_water(&self) -> Option<Timestamp> {
        self.ledger.as_ref().and_then(Ledger::high_water)
    }

    /// Where the unit's days begin.
    pub fn zone(&self) -> TimeZone {
        self.zone.clone()
    }

    /// People of the last 30 days whom these letters or digits may mean.
    pub fn visitors(&mut self, typed: &str, now: &Moment) -> Result<Vec<Visitor>, Trouble> {
        self.ask(|ledger| ledger.visitors(typed, LISTED, now))
    }

    /// Notes a badge of the day, and names it ([`Ledger::note_day_badge`]).
    pub fn note_day_badge(
        &mut self,
        came: &Ref,
        until: Timestamp,
        now: &Moment,
    ) -> Result<[u8; 16], Trouble> {
        self.ask(|ledger| ledger.note_day_badge(came, until, now))
    }

    /// The entry by which the holder of a badge of the day came ([`Ledger::came_by_badge`]).
    pub fn came_by_badge(
        &mut self,
        token: &[u8; 16],
        now: &Moment,
    ) -> Result<Option<Ref>, Trouble> {
        self.ask(|ledger| ledger.came_by_badge(token, now))
    }

    /// What an entry's subject says of whom it is about; nothing where it has none any more.
    pub fn holder(&mut self, of: &Ref, now: &Moment) -> Result<Holder, Trouble> {
        let mut named = self.ask(|ledger| ledger.names(&[*of], now))?;
        Ok(named.pop().flatten().map(Holder::from).unwrap_or_default())
    }

    /// The public half of this device's own key; None while the ledger isn't open.
    pub fn device_key(&self) -> Option<[u8; 32]> {
        self.ledger.as_ref().map(Ledger::device_public_key)
    }

    /// Gives those inside their names.
    pub fn names(&mut self, inside: &[Inside], now: &Moment) -> Result<Vec<Presence>, Trouble> {
        let refs: Vec<_> = inside.iter().map(|inside| inside.of).collect();
        let visitors = self.ask(|ledger| ledger.names(&refs, now))?;
        Ok(inside
            .iter()
            .zip(visitors)
            .map(|(inside, visitor)| Presence {
                seq: inside.of.seq,
                holder: visitor.map(Holder::from).unwrap_or_default(),
                since: inside.since,
                count: inside.count,
            })
            .collect())
    }

    fn ask<T>(
        &mut self,
        question: impl FnOnce(&mut Ledger) -> Result<T, LedgerError>,
    ) -> Result<T, Trouble> {
        let Some(ledger) = &mut self.ledger else {
            return Err(self.trouble.unwrap_or(Trouble::Failed));
        };
        let answer = question(ledger);
        self.note(answer)
    }

    fn note<T>(&mut self, answer: Result<T, LedgerError>) -> Result<T, Trouble> {
        match answer {
            Ok(answer) => {
                self.trouble = None;
                Ok(answer)
            }
            Err(error) => {
                let trouble = Trouble::from(&error);
                self.trouble = Some(trouble);
                Err(trouble)
            }
        }
    }
}

/// What whoever is on duty stands for. The rest the machine does by itself, or it says who did it.
fn is_of_the_gate(kind: &Kind) -> bool {
    match kind {
        Kind::Scan
        | Kind::Manual
        | Kind::Passed
        | Kind::Decision
        | Kind::Void
        | Kind::Correct
        | Kind::SameAs => true,
        Kind::Gap | Kind::Audit(_) | Kind::AutoOut | Kind::Other(_) => false,
    }
}

/// A group that can't be written is the line's fault, not the store's.
fn line(error: GroupError) -> LedgerError {
    LedgerError::Line(error.to_string())
}
