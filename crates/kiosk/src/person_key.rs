//! *Person key*: the posts of one unit have one, so that whoever enters at one gate and leaves at another is one person
//! in the unit's book. A new post asks; one that has the key gives it, sealed; the new one takes it, before its first
//! visitor. What crosses between them is [`checkpoint::wire::person_key`]; a person carries it.

use crate::clock::Clock;
use crate::code::modules;
use crate::home::Home;
use crate::keys::{KeyError, KeyStore, Name};
use crate::ledger::LedgerError;
use crate::staff::{NotAllowed, Staff};
use crate::store::Trouble;
use checkpoint::policy::Words;
use checkpoint::role::Act;
use checkpoint::subject::PersonKey;
use checkpoint::wire::person_key::{Asking, NotTaken, take};
use ring::digest::{Context, SHA256};
use ring::rand::{SecureRandom, SystemRandom};
use std::sync::Arc;
use zeroize::Zeroizing;

/// A home's key, as its admin hands it on.
pub struct PersonKeys {
    home: Home,
    clock: Arc<dyn Clock>,
    /// Who is signed on; None at a shell, where whoever types has the key's file anyway.
    staff: Option<Arc<Staff>>,
    /// Samples are playing: their key stays here, and no other comes.
    demo: bool,
}

/// A text for the other post, as it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Code {
    pub text: String,
    /// Of the asking, to be compared on both screens.
    pub digits: String,
    /// Its QR code: rows from above, `1` where a module is dark.
    pub modules: Vec<String>,
}

/// How a post stands with its key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyState {
    /// The same at every post that has this key.
    pub digits: String,
    /// Somebody was entered here: no other key can be taken any more.
    pub has_visitors: bool,
}

/// Why a key wasn't asked for, given or taken. Nothing was changed.
#[derive(Clone, Debug, thiserror::Error)]
pub enum PersonKeyError {
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
    #[error("samples are playing: their key goes nowhere, and no other comes here")]
    Demo,
    #[error("this post has no ledger yet: start the gate once")]
    NoLedger,
    #[error(
        "that isn't what a new post asks with: take the text that it shows under Ask, all of it"
    )]
    NotAnAsking,
    #[error("that is this very post's asking: carry it to a post that has the unit's key")]
    Own,
    #[error(
        "it was asked for more than a day ago, or one of the two clocks is wrong: ask anew at the new post, and look at the dates of both"
    )]
    Stale,
    #[error("another asking came meanwhile: compare the digits again")]
    OtherDigits,
    #[error("that isn't what a post gives: take what a post that has the key shows under Give")]
    NotGiven,
    #[error("that was given to another post: ask at this one, and have it given anew")]
    OtherPost,
    #[error("that isn't whole: take it anew, all of it")]
    Damaged,
    #[error(
        "visitors were entered here with this post's own key, and with another one each of them would be two people: keep it, and give it to posts without visitors"
    )]
    Visitors,
    #[error("the system gives no random numbers: try again")]
    NoRandom,
    #[error(transparent)]
    Key(#[from] KeyError),
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    #[error(transparent)]
    Trouble(#[from] Trouble),
}

impl From<NotTaken> for PersonKeyError {
    fn from(why: NotTaken) -> PersonKeyError {
        match why {
            NotTaken::NotGiven => PersonKeyError::NotGiven,
            NotTaken::OtherPost => PersonKeyError::OtherPost,
            NotTaken::Stale => PersonKeyError::Stale,
            NotTaken::Damaged => PersonKeyError::Damaged,
        }
    }
}

impl PersonKeyError {
    /// What to do about it, for an admin.
    pub fn words(&self) -> Words {
        let vi = match self {
            PersonKeyError::NotAllowed(error) => return error.words(),
            PersonKeyError::Demo => {
                "Đang chạy hình mẫu: khoá của sổ mẫu không cho đi đâu, cũng không nhận khoá khác"
            }
            PersonKeyError::NoLedger => "Sổ chưa mở được: chờ cổng mở sổ rồi bấm lại",
            PersonKeyError::NotAnAsking => {
                "Đây không phải mã xin khoá: lấy mã ở mục Xin khoá của máy mới, lấy cho đủ"
            }
            PersonKeyError::Own => {
                "Đây là mã xin khoá của chính máy này: đưa mã sang máy đã có khoá của đơn vị"
            }
            PersonKeyError::Stale => {
                "Mã xin khoá đã quá một ngày, hoặc một trong hai máy sai ngày giờ: xin lại ở máy mới, xem ngày giờ của cả hai máy"
            }
            PersonKeyError::OtherDigits => "Mã xin khoá vừa đổi: so lại số với máy kia",
            PersonKeyError::NotGiven => {
                "Đây không phải mã cho khoá: lấy mã ở mục Cho khoá của máy đã có khoá"
            }
            PersonKeyError::OtherPost => {
                "Mã này cho máy khác: bấm Xin khoá ở máy này, rồi cho khoá lại"
            }
            PersonKeyError::Damaged => "Mã không còn nguyên vẹn: lấy lại cho đủ",
            PersonKeyError::Visitors => {
                "Máy này đã ghi khách bằng khoá của mình, đổi khoá thì mỗi khách cũ thành hai người: giữ khoá này, và cho khoá này sang các máy chưa ghi khách"
            }
            PersonKeyError::NoRandom => "Máy chưa tạo được số ngẫu nhiên: bấm lại",
            PersonKeyError::Key(_) | PersonKeyError::Ledger(_) | PersonKeyError::Trouble(_) => {
                return Words {
                    vi: format!("Chưa đọc hay ghi được khoá: {self}"),
                    en: self.to_string(),
                };
            }
        };
        Words {
            vi: vi.to_owned(),
            en: self.to_string(),
        }
    }
}

impl PersonKeys {
    pub fn of(
        home: &Home,
        clock: Arc<dyn Clock>,
        staff: Option<Arc<Staff>>,
        demo: bool,
    ) -> PersonKeys {
        PersonKeys {
            home: home.clone(),
            clock,
            staff,
            demo,
        }
    }

    /// Asks for the unit's key.
    pub fn ask(&self) -> Result<Code, PersonKeyError> {
        let secret = secret(&self.keys()?)?;
        let asking = Asking::of(&secret, self.clock.now().at);
        Ok(Code::of(asking.text(), &asking))
    }

    /// The digits of an asking, for a person to compare with the other screen's.
    pub fn look(&self, asked: &str) -> Result<String, PersonKeyError> {
        Ok(self.read(&self.keys()?, asked)?.digits())
    }

    /// This post's key, sealed to the post whose asking this is. `compared` are the digits that a person found to be
    /// the other screen's.
    pub fn give(&self, asked: &str, compared: &str) -> Result<Code, PersonKeyError> {
        let keys = self.keys()?;
        let asking = self.read(&keys, asked)?;
        if asking.digits() != compared {
            return Err(PersonKeyError::OtherDigits);
        }
        let held = keys.get(Name::Person).ok_or(PersonKeyError::NoLedger)?;
        let key = <[u8; 32]>::try_from(held.bytes())
            .map_err(|_| LedgerError::Key("the key \"person\" is no key of its kind".into()))?;
        let mut ephemeral = [0; 32];
        SystemRandom::new()
            .fill(&mut ephemeral)
            .map_err(|_| PersonKeyError::NoRandom)?;
        let given = asking.give(&PersonKey(key), ephemeral);
        Ok(Code::of(given.ok_or(PersonKeyError::NotAnAsking)?, &asking))
    }

    /// Opens what was given to this post: [`crate::ledger::Ledger::take_person_key`] makes it this post's.
    pub fn open(&self, given: &str) -> Result<PersonKey, PersonKeyError> {
        let secret = secret(&self.keys()?)?;
        Ok(take(&secret, given, self.clock.now().at)?)
    }

    fn keys(&self) -> Result<KeyStore, PersonKeyError> {
        if let Some(staff) = &self.staff {
            staff.allow(Act::HandOnKey, &self.clock.now())?;
        }
        if self.demo {
            return Err(PersonKeyError::Demo);
        }
        Ok(KeyStore::of(&self.home)?)
    }

    fn read(&self, keys: &KeyStore, asked: &str) -> Result<Asking, PersonKeyError> {
        let asking = Asking::read(asked).ok_or(PersonKeyError::NotAnAsking)?;
        let own = secret(keys)?;
        if asking.is_of(&own) {
            return Err(PersonKeyError::Own);
        }
        if asking.is_stale(self.clock.now().at) {
            return Err(PersonKeyError::Stale);
        }
        Ok(asking)
    }
}

/// What only this device can have: it is made of the device's own key.
fn secret(keys: &KeyStore) -> Result<Zeroizing<[u8; 32]>, PersonKeyError> {
    let device = keys.get(Name::Device).ok_or(PersonKeyError::NoLedger)?;
    let mut hash = Context::new(&SHA256);
    hash.update(b"chot/person-ask/1");
    hash.update(&[0]);
    hash.update(device.bytes());
    let mut secret = Zeroizing::new([0; 32]);
    secret.copy_from_slice(hash.finish().as_ref());
    Ok(secret)
}

impl Code {
    fn of(text: String, asking: &Asking) -> Code {
        Code {
            digits: asking.digits(),
            modules: modules(&text),
            text,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::SystemClock;
    use crate::ledger::Ledger;
    use checkpoint::moment::Moment;
    use jiff::SignedDuration;
    use tempfile::TempDir;

    /// The machine's clock, hours off.
    struct Off(SystemClock, i64);

    impl Clock for Off {
        fn now(&self) -> Moment {
            let mut now = self.0.now();
            now.at += SignedDuration::from_hours(self.1);
            now
        }
    }

    /// A post that was started once.
    struct Post {
        _scratch: TempDir,
        home: Home,
    }

    impl Post {
        fn new() -> Post {
            let scratch = TempDir::new().unwrap();
            let home = Home::at(scratch.path());
            drop(Ledger::open(&home, &SystemClock::new().now()).unwrap());
            Post {
                _scratch: scratch,
                home,
            }
        }

        fn keys(&self) -> PersonKeys {
            self.at(0)
        }

        /// With a clock that is so many hours ahead.
        fn at(&self, hours: i64) -> PersonKeys {
            PersonKeys::of(
                &self.home,
                Arc::new(Off(SystemClock::new(), hours)),
                None,
                false,
            )
        }

        fn key(&self) -> Vec<u8> {
            let keys = KeyStore::of(&self.home).unwrap();
            keys.get(Name::Person).unwrap().bytes().to_vec()
        }
    }

    #[test]
    fn what_is_asked_looked_at_given_and_opened_is_the_other_post_s_key() {
        let (has, new) = (Post::new(), Post::new());
        let asked = new.keys().ask().unwrap();
        assert_eq!(has.keys().look(&asked.text).unwrap(), asked.digits);
        let given = has.keys().give(&asked.text, &asked.digits).unwrap();
        assert_eq!(given.digits, asked.digits);
        let opened = new.keys().open(&given.text).unwrap();
        assert_eq!(opened.0.to_vec(), has.key());
        assert_ne!(opened.0.to_vec(), new.key(), "taken only by its ledger");
        for code in [&asked, &given] {
            let side = code.modules.len();
            assert!(side >= 21 && code.modules.iter().all(|row| row.len() == side));
        }
    }

    #[test]
    fn each_wrong_text_is_told_from_the_others() {
        let (has, new, third) = (Post::new(), Post::new(), Post::new());
        let asked = new.keys().ask().unwrap();
        let given = has.keys().give(&asked.text, &asked.digits).unwrap();
        let look = |post: &Post, text: &str| post.keys().look(text).unwrap_err();
        for text in ["", "CHOTHUB1:ABC", "CHOTASK1:ABC", &given.text] {
            assert!(matches!(look(&has, text), PersonKeyError::NotAnAsking));
        }
        assert!(matches!(look(&new, &asked.text), PersonKeyError::Own));
        let late = has.at(25).look(&asked.text).unwrap_err();
        assert!(matches!(late, PersonKeyError::Stale));
        let swapped = has.keys().give(&asked.text, "0000 0000 0000").unwrap_err();
        assert!(matches!(swapped, PersonKeyError::OtherDigits));
        let open = |keys: PersonKeys, text: &str| keys.open(text).unwrap_err();
        for text in ["", &asked.text] {
            assert!(matches!(open(new.keys(), text), PersonKeyError::NotGiven));
        }
        assert!(matches!(
            open(third.keys(), &given.text),
            PersonKeyError::OtherPost
        ));
        assert!(matches!(
            open(new.at(25), &given.text),
            PersonKeyError::Stale
        ));
        let cut = &given.text[..given.text.len() - 4];
        assert!(matches!(open(new.keys(), cut), PersonKeyError::Damaged));
    }

    #[test]
    fn samples_have_nothing_to_give_and_a_post_that_never_started_has_no_key() {
        let scratch = TempDir::new().unwrap();
        let home = Home::at(scratch.path());
        let keys = |demo| PersonKeys::of(&home, Arc::new(SystemClock::new()), None, demo);
        assert!(matches!(
            keys(true).ask().unwrap_err(),
            PersonKeyError::Demo
        ));
        assert!(matches!(
            keys(false).ask().unwrap_err(),
            PersonKeyError::NoLedger
        ));
    }

    #[test]
    fn every_refusal_says_in_both_languages_what_to_do() {
        let why = [
            PersonKeyError::Demo,
            PersonKeyError::NotAnAsking,
            PersonKeyError::Own,
            PersonKeyError::Stale,
            PersonKeyError::OtherPost,
            PersonKeyError::Visitors,
            PersonKeyError::Trouble(Trouble::DiskFull),
        ];
        for why in why {
            let words = why.words();
            assert!(
                words.vi.contains(':') && words.en.contains(':'),
                "{words:?}"
            );
        }
    }
}
