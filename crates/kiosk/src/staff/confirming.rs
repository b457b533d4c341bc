//! *Confirming*: whoever is at the desk enters the PIN anew before something that can't be taken back or unseen.

use super::{NotAllowed, Seat, Staff, StaffError, Tried};
use checkpoint::moment::Moment;
use checkpoint::role::Role;

/// What came of it.
#[derive(Debug)]
pub enum Again {
    /// It is still they, by their number; None before there is an admin, when nobody has a PIN.
    Right(Option<u64>),
    /// Whose PIN was wrong, or is locked.
    Not(u64, Tried),
}

impl Staff {
    /// Tries the PIN of whoever is at the desk.
    pub fn confirm(&self, pin: &str, now: &Moment) -> Result<Again, StaffError> {
        let on = self.signed_on(now);
        let Some(person) = on.desk else {
            return if on.is_governed {
                Err(NotAllowed(Role::UnitHead).into())
            } else {
                Ok(Again::Right(None))
            };
        };
        match self.try_pin(person.number, pin, Seat::Desk, now)? {
            Tried::Right(proven) => Ok(Again::Right(Some(proven.person().number))),
            tried @ (Tried::Wrong { .. } | Tried::Locked { .. }) => {
                Ok(Again::Not(person.number, tried))
            }
        }
    }
}
