//! *Desk*: the verbs of the window about people and shifts, whole: what is done to the list and to the sessions, and
//! the entry that says so. They try PINs, so that they may take their time: never on the gate's thread.

use super::handover::{SignedHead, Slip, sign};
use super::{Again, Person, Proven, Seat, Staff, StaffError, Tried, Typed};
use crate::home::Home;
use crate::post::{Post, Refusal};
use crate::watch::Door;
use checkpoint::moment::Moment;
use checkpoint::role::Act;
use std::sync::Arc;

/// The window's way to the staff and to the gate that writes about them.
pub struct Desk {
    home: Home,
    staff: Arc<Staff>,
    gate: Door,
}

/// What became of a shift that was to be closed.
#[derive(Debug)]
pub enum Handed {
    Over(SignedHead),
    /// The next guard's PIN was wrong: the shift goes on.
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
            | Refusal::NameMissing
            | Refusal::NameTooLong
            | Refusal::BirthYearImplausible
            | Refusal::NumberWrong
            | Refusal::TimeWrong
            | Refusal::TimeInFuture
            | Refusal::CountWrong
            | Refusal::DaysWrong
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

    /// Who can be chosen to sign on: asked before anybody has.
    pub fn people(&self) -> Result<Vec<Person>, StaffError> {
        self.staff.people()
    }

    /// The page of the staff: everybody, and whether there is a recovery key.
    pub fn page(&self) -> Result<(Vec<Person>, bool), StaffError> {
        self.staff.allow(Act::ManageStaff, &self.now()?)?;
        Ok((self.staff.people()?, self.staff.has_recovery_key()?))
    }

    /// Tries a PIN, and signs on where it is right.
    pub fn sign_on(&self, number: u64, pin: &str, seat: Seat) -> Result<Tried, StaffError> {
        let tried = self.staff.try_pin(number, pin, seat, &self.now()?)?;
        self.entered(&tried, Some(number), move |post, proven| {
            post.sign_on(proven, seat)
        })?;
        Ok(tried)
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

    /// Closes the shift; `next` is who comes, with a PIN, where somebody is there already.
    pub fn hand_over(&self, note: String, next: Option<(u64, &str)>) -> Result<Handed, StaffError> {
        let mut proven = None;
        if let Some((number, pin)) = next {
            match self.staff.try_pin(number, pin, Seat::Gate, &self.now()?)? {
                Tried::Right(right) => proven = Some(right),
                tried @ (Tried::Wrong { .. } | Tried::Locked { .. }) => {
                    self.entered(&tried, Some(number), |_, _| Ok(()))?;
                    return Ok(Handed::Not(tried));
                }
            }
        }
        let head = self.at_gate(move |post| post.hand_over(&note, proven.as_ref()))?;
        let signed = sign(&self.home, head).ok_or(StaffError::NoLedger)?;
        Ok(Handed::Over(signed))
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
