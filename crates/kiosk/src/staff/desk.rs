//! *Desk*: the verbs of the window about people and shifts, whole: what is done to the list and to the sessions, and
//! the entry that says so. They try PINs, so that they may take their time: never on the gate's thread.

use super::badge::Badge;
use super::handover::{SignedHead, Slip, sign};
use super::{Again, NotAllowed, Person, Proven, Seat, Staff, StaffError, Tried, Typed};
use crate::folder::{FolderError, present_folder};
use crate::home::{Home, replace_file};
use crate::post::{Post, Refusal, Sought};
use crate::settings::Settings;
use crate::unit_settings::{HandingError, UnitKey};
use crate::watch::Door;
use checkpoint::document::chot1::{Issue, IssuedAs, Signature, issue};
use checkpoint::moment::Moment;
use checkpoint::role::{Act, Role};
use checkpoint::subject::fold_name;
use jiff::Timestamp;
use paper::sheet::{Holder, PostBadge};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

/// The window's way to the staff and to the gate that writes about them.
pub struct Desk {
    home: Home,
    staff: Arc<Staff>,
    gate: Door,
}

/// The page of the staff.
#[derive(Clone, Debug, Default)]
pub struct Page {
    pub people: Vec<Person>,
    /// Until when the badge of everybody counts who has one.
    pub badges: BTreeMap<u64, Timestamp>,
    pub has_recovery_key: bool,
}

impl Page {
    /// What is told to whoever signs on: who there is.
    pub fn of(people: Vec<Person>) -> Page {
        Page {
            people,
            ..Page::default()
        }
    }
}

/// Who takes the shift.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next<'a> {
    /// Nobody is there yet.
    Nobody,
    /// By number and PIN.
    Pin(u64, &'a str),
    /// Whose badge was seen.
    Badge,
}

/// What became of a shift that was to be closed.
#[derive(Debug)]
pub enum Handed {
    Over(SignedHead),
    /// The next guard's PIN was wrong: the shift goes on.
    Not(Tried),
}

/// What became of asking for names.
#[derive(Debug)]
pub enum Named {
    Shown,
    Not(Tried),
}

impl From<Refusal> for StaffError {
    fn from(refusal: Refusal) -> StaffError {
        match refusal {
            Refusal::NotAllowed(not_allowed) => not_allowed.into(),
            Refusal::NobodyOnDuty => StaffError::NobodyOnDuty,
            Refusal::NothingToUndo
            | Refusal::NobodyJustNow
            | Refusal::NotOpen
            | Refusal::NobodyAlike
            | Refusal::NobodyCame
            | Refusal::NoGroup
            | Refusal::GroupFull
            | Refusal::NameMissing
            | Refusal::NameTooLong
            | Refusal::BirthYearImplausible
            | Refusal::NumberWrong
            | Refusal::TimeWrong
            | Refusal::TimeInFuture
            | Refusal::CountWrong
            | Refusal::DaysWrong
            | Refusal::YearsWrong
            | Refusal::PhoneWrong
            | Refusal::TextTooLong
            | Refusal::BasisMissing
            | Refusal::Practising
            | Refusal::VisitorUnknown
            | Refusal::NotStored => StaffError::NotStored,
        }
    }
}

impl Desk {
    pub fn new(home: &Home, staff: Arc<Staff>, gate: Door) -> Desk {
        Desk {
            home: home.clone(),
            staff,
            gate,
        }
    }

    fn at_gate<T: Send + 'static>(
        &self,
        verb: impl FnOnce(&mut Post) -> Result<T, Refusal> + Send + 'static,
    ) -> Result<T, StaffError> {
        Ok(self.gate.ask(verb)?)
    }

    fn now(&self) -> Result<Moment, StaffError> {
        self.at_gate(|post| Ok(post.now()))
    }

    /// Who can be chosen to sign on by a PIN: asked before anybody has.
    pub fn people(&self) -> Result<Vec<Person>, StaffError> {
        let mut people = self.staff.people()?;
        people.retain(|person| person.role != Role::Inspector);
        Ok(people)
    }

    /// The page of the staff.
    pub fn page(&self) -> Result<Page, StaffError> {
        self.staff.allow(Act::ManageStaff, &self.now()?)?;
        Ok(Page {
            people: self.staff.people()?,
            badges: self.staff.badges(),
            has_recovery_key: self.staff.has_recovery_key()?,
        })
    }

    /// Issues somebody's badge, in place of any before, and writes it into a folder as PDF. Names the file.
    pub fn issue_badge(&self, number: u64, folder: &str) -> Result<PathBuf, StaffError> {
        let now = self.now()?;
        self.staff.allow(Act::ManageStaff, &now)?;
        let folder = present_folder(&self.home, folder)?;
        let settings = Settings::load(&Settings::path(&self.home)).map_err(HandingError::from)?;
        let zone = settings.time_zone().map_err(HandingError::from)?;
        let unit = self.at_gate(|post| Ok(post.unit()))?;
        let unit = unit.ok_or(StaffError::NoLedger)?;
        let key = UnitKey::open(&self.home)?;
        let badge = self.staff.issue_badge(number, &now)?;
        self.at_gate(Post::badges_changed)?;
        let day = zone.to_datetime(badge.until).date().strftime("%d/%m/%Y");
        let holder = match badge.person.role {
            Role::Inspector => Holder::Inspector,
            Role::Nobody | Role::Guard | Role::UnitHead | Role::Admin => Holder::Guard,
        };
        let sheet = PostBadge {
            unit: settings.unit_name,
            holder,
            name: badge.person.name.clone(),
            until: format!("Dùng đến hết ngày {day}"),
            code: signed_badge(&badge, unit, &now, &key)?,
        };
        let name = fold_name(&badge.person.name);
        let name = name.replace(|letter: char| !letter.is_ascii_alphanumeric(), "-");
        let of = match holder {
            Holder::Guard => "the-bao-ve",
            Holder::Inspector => "the-kiem-tra",
        };
        let file = folder.join(format!("{of}-{}.pdf", name.to_ascii_lowercase()));
        replace_file(&file, &sheet.pdf()?).map_err(|error| FolderError::of(&error, &folder))?;
        Ok(file)
    }

    /// Somebody's badge is lost.
    pub fn revoke_badge(&self, number: u64) -> Result<(), StaffError> {
        self.staff.revoke_badge(number, &self.now()?)?;
        self.at_gate(Post::badges_changed)
    }

    /// Tries a PIN, and signs on where it is right.
    pub fn sign_on(&self, number: u64, pin: &str, seat: Seat) -> Result<Tried, StaffError> {
        let tried = self.staff.try_pin(number, pin, seat, &self.now()?)?;
        self.entered(&tried, Some(number), move |post, proven| {
            post.sign_on(proven, seat)
        })?;
        Ok(tried)
    }

    /// Names on a screen that faces visitors, for a guard whose PIN is right; where there is no staff, for whoever asks.
    pub fn show_names(&self, who: Option<u64>, pin: &str) -> Result<Named, StaffError> {
        let Some(number) = who else {
            if self.staff.is_governed() {
                return Err(NotAllowed::of(Act::SeeVisitors).into());
            }
            self.at_gate(|post| {
                post.show_names();
                Ok(())
            })?;
            return Ok(Named::Shown);
        };
        let tried = self.staff.try_pin(number, pin, Seat::Gate, &self.now()?)?;
        self.entered(&tried, Some(number), |post, _| {
            post.show_names();
            Ok(())
        })?;
        Ok(match tried {
            Tried::Right(_) => Named::Shown,
            Tried::Wrong { .. } | Tried::Locked { .. } => Named::Not(tried),
        })
    }

    /// Tries the PIN of whoever is at the desk once more, for what asks for it anew.
    pub fn confirm(&self, pin: &str) -> Result<Again, StaffError> {
        let again = self.staff.confirm(pin, &self.now()?)?;
        if let Again::Not(number, tried) = &again {
            self.entered(tried, Some(*number), |_, _| Ok(()))?;
        }
        Ok(again)
    }

    /// Adds somebody, or changes whom the number names.
    pub fn keep(&self, number: Option<u64>, typed: &Typed) -> Result<(), StaffError> {
        let now = self.now()?;
        match number {
            Some(number) => self.staff.change(number, typed, &now)?,
            None => {
                self.staff.add(typed, &now)?;
            }
        }
        self.at_gate(Post::staff_changed)
    }

    pub fn remove(&self, number: u64) -> Result<(), StaffError> {
        self.staff.remove(number, &self.now()?)?;
        self.at_gate(Post::staff_changed)
    }

    /// Makes a recovery key and says it, once.
    pub fn new_recovery_key(&self) -> Result<String, StaffError> {
        self.staff.new_recovery_key(&self.now()?)
    }

    /// Its last six letters, typed back: from now on it counts.
    pub fn keep_recovery_key(&self, typed: &str) -> Result<(), StaffError> {
        self.staff.keep_recovery_key(typed, &self.now()?)?;
        self.at_gate(Post::staff_changed)
    }

    /// An admin who forgot the PIN chooses another by the recovery key, and works on.
    pub fn recover(&self, number: u64, key: &str, pin: &str) -> Result<Tried, StaffError> {
        let tried = self.staff.recover(number, key, pin, &self.now()?)?;
        self.entered(&tried, None, Post::recovered)?;
        Ok(tried)
    }

    /// What the shift that runs has seen so far.
    pub fn slip(&self) -> Result<Slip, StaffError> {
        self.at_gate(Post::handover)
    }

    /// Closes the shift.
    pub fn hand_over(&self, note: String, next: Next<'_>) -> Result<Handed, StaffError> {
        let proven = match next {
            Next::Nobody => None,
            Next::Badge => Some(self.proven_by_badge()?),
            Next::Pin(number, pin) => {
                match self.staff.try_pin(number, pin, Seat::Gate, &self.now()?)? {
                    Tried::Right(proven) => Some(proven),
                    tried @ (Tried::Wrong { .. } | Tried::Locked { .. }) => {
                        self.entered(&tried, Some(number), |_, _| Ok(()))?;
                        return Ok(Handed::Not(tried));
                    }
                }
            }
        };
        let head = self.at_gate(move |post| post.hand_over(&note, proven.as_ref()))?;
        let signed = sign(&self.home, head).ok_or(StaffError::NoLedger)?;
        Ok(Handed::Over(signed))
    }

    /// Whose badge was seen. One that doesn't count is waited for anew.
    fn proven_by_badge(&self) -> Result<Proven, StaffError> {
        let seen = self.at_gate(|post| {
            let seen = post.badge_seen();
            match &seen {
                Some(Some(_)) => post.stop_awaiting(),
                Some(None) => post.await_code(Sought::Badge)?,
                None => {}
            }
            Ok(seen)
        })?;
        seen.ok_or(StaffError::BadgeUnseen)?
            .ok_or(StaffError::BadgeWrong)
    }

    /// The entry of a try: of whoever was right, or that no more are taken.
    fn entered(
        &self,
        tried: &Tried,
        number: Option<u64>,
        right: impl FnOnce(&mut Post, &Proven) -> Result<(), Refusal> + Send + 'static,
    ) -> Result<(), StaffError> {
        match tried {
            Tried::Right(proven) => {
                let proven = proven.clone();
                self.at_gate(move |post| right(post, &proven))
            }
            Tried::Locked { by_this: true, .. } => {
                // Where it can't be written the store's light says so; the lock holds all the same.
                let _ = self.at_gate(move |post| post.locked_out(number));
                Ok(())
            }
            Tried::Wrong { .. } | Tried::Locked { .. } => Ok(()),
        }
    }
}

/// The text of a badge's code.
fn signed_badge(
    badge: &Badge,
    unit: [u8; 16],
    now: &Moment,
    key: &UnitKey,
) -> Result<String, StaffError> {
    // Whole seconds, and not beyond what the list says.
    let second = |at: Timestamp| Timestamp::from_second(at.as_second()).unwrap_or(at);
    let document = Issue {
        iss: unit,
        aud: unit,
        iat: second(now.at),
        exp: second(badge.until),
        document: IssuedAs::StaffBadge {
            cti: badge.token,
            token: badge.token.to_vec(),
            name: Some(badge.person.name.clone()),
        },
    };
    issue(document, Signature::Key(&key.public), |bytes| {
        key.sign(bytes)
    })
    .map_err(|_| StaffError::Name)
}
