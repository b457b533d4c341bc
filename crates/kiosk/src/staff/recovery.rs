//! *Recovery key*: what an admin prints at set-up, and by which one who forgot the PIN chooses another.

use super::pin::{Pin, hash};
use super::{List, Proven, Staff, StaffError, Tried, lock, random};
use checkpoint::moment::Moment;
use checkpoint::role::{Act, Role};
use checkpoint::wire::recovery::Lid;
use rusqlite::{OptionalExtension, params};
use zeroize::Zeroizing;

/// Letters and digits that nobody takes for one another.
const LETTERS: &[u8; 32] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
/// 24 letters of 5 bits.
const LENGTH: usize = 24;
const GROUP: usize = 4;
/// How many are typed back, so that it is on paper and not only on the screen.
const TYPED_BACK: usize = 6;
/// Under which number its wrong tries are counted: nobody of the staff has it.
const NOBODY: u64 = 0;

/// A key that stands on the screen.
pub(super) struct Shown(Zeroizing<String>);

/// As it is compared: capital letters and digits alone.
fn plain(text: &str) -> Zeroizing<String> {
    let letters = text.chars().filter(char::is_ascii_alphanumeric);
    Zeroizing::new(letters.map(|letter| letter.to_ascii_uppercase()).collect())
}

impl Staff {
    /// Makes a key and says it, once, in groups of four. It counts only when it was typed back.
    pub fn new_recovery_key(&self, now: &Moment) -> Result<String, StaffError> {
        self.allow(Act::ManageStaff, now)?;
        let bytes: [u8; LENGTH] = random()?;
        let letters: Vec<u8> = bytes
            .iter()
            .map(|byte| LETTERS[usize::from(byte % 32)])
            .collect();
        let groups: Vec<_> = letters
            .chunks(GROUP)
            .map(|group| String::from_utf8_lossy(group).into_owned())
            .collect();
        let text = groups.join("-");
        *lock(&self.shown_key) = Some(Shown(plain(&text)));
        Ok(text)
    }

    /// Takes the shown key, in place of an older one, when somebody typed its last six letters off the paper.
    pub fn keep_recovery_key(&self, typed: &str, now: &Moment) -> Result<(), StaffError> {
        self.allow(Act::ManageStaff, now)?;
        let mut shown = lock(&self.shown_key);
        let Some(Shown(key)) = shown.as_ref() else {
            return Err(StaffError::NoRecoveryKey);
        };
        let typed = plain(typed);
        if typed.len() != TYPED_BACK || !key.ends_with(typed.as_str()) {
            return Err(StaffError::NotTypedBack);
        }
        self.with_list(|list| {
            let hash = hash(key, &list.secret)?;
            let row = params![hash, Lid::of(key).0];
            list.connection
                .execute(include_str!("keep_recovery.sql"), row)?;
            list.tries.forget(NOBODY, &list.connection)
        })?;
        shown.take();
        Ok(())
    }

    /// Whether there is one.
    pub fn has_recovery_key(&self) -> Result<bool, StaffError> {
        if !self.home.staff().exists() {
            return Ok(false);
        }
        self.with_list(|list| Ok(kept(list)?.is_some()))
    }

    /// What backups are sealed to, so that whoever has the key on paper opens them; None before it was typed back.
    pub fn recovery_lid(&self) -> Result<Option<Lid>, StaffError> {
        if !self.home.staff().exists() {
            return Ok(None);
        }
        self.with_list(|list| {
            let lid: Option<Option<[u8; 32]>> = list
                .connection
                .query_row(include_str!("lid.sql"), [], |row| row.get(0))
                .optional()?;
            Ok(lid.flatten().map(Lid))
        })
    }

    /// An admin who forgot the PIN chooses another. Wrong keys count as wrong PINs do.
    pub fn recover(
        &self,
        number: u64,
        key: &str,
        pin: &str,
        now: &Moment,
    ) -> Result<Tried, StaffError> {
        self.with_list(|list| {
            let person = list.person(number)?;
            if person.role != Role::Admin {
                return Err(StaffError::NotAnAdmin);
            }
            let pin = Pin::choose(pin, person.role)?;
            let hash = kept(list)?.ok_or(StaffError::NoRecoveryKey)?;
            let proven = Proven(person.clone());
            let tried =
                list.try_secret(NOBODY, &plain(key), &hash, now, || Tried::Right(proven))?;
            if let Tried::Right(_) = &tried {
                let hash = pin.hash(&list.secret)?;
                let row = params![number, person.name, person.role.as_str(), hash];
                list.connection.execute(include_str!("change.sql"), row)?;
                list.tries.forget(number, &list.connection)?;
            }
            Ok(tried)
        })
    }
}

fn kept(list: &List) -> Result<Option<String>, StaffError> {
    let kept = list
        .connection
        .query_row(include_str!("recovery.sql"), [], |row| row.get(0));
    Ok(kept.optional()?)
}
