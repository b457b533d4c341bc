//! *Unit's key*: the bridge to the admin's verbs about it, and to the codes that it waits for.

use crate::sending::aside;
use crate::view::{
    AwaitedView, CodeForm, DoneView, KeyCodeView, LookedView, RefusalWord, SoughtWord, UnitKeyView,
    WordsView,
};
use kiosk::person_key::{Code, KeyState, PersonKeyError, PersonKeys};
use kiosk::post::{Awaited, Post, Sought};
use kiosk::sending::district_keys;
use std::sync::Arc;

/// The window's way to the key.
pub struct UnitKey(pub Arc<PersonKeys>);

impl UnitKey {
    /// Does it on a thread where it may take its time: a keychain may ask a person.
    pub async fn aside<T: Send + 'static>(
        &self,
        verb: impl FnOnce(&PersonKeys) -> T + Send + 'static,
    ) -> Result<T, RefusalWord> {
        aside(&self.0, verb).await
    }
}

impl From<Sought> for SoughtWord {
    fn from(sought: Sought) -> SoughtWord {
        match sought {
            Sought::Invitation => SoughtWord::Enrolment,
            Sought::PersonKey => SoughtWord::UnitKey,
            Sought::DistrictKeys => SoughtWord::DistrictKeys,
            Sought::Badge => SoughtWord::Badge,
            Sought::Poster => SoughtWord::Poster,
        }
    }
}

impl From<SoughtWord> for Sought {
    fn from(word: SoughtWord) -> Sought {
        match word {
            SoughtWord::Enrolment => Sought::Invitation,
            SoughtWord::UnitKey => Sought::PersonKey,
            SoughtWord::DistrictKeys => Sought::DistrictKeys,
            SoughtWord::Badge => Sought::Badge,
            SoughtWord::Poster => Sought::Poster,
        }
    }
}

impl From<Awaited> for AwaitedView {
    fn from(awaited: Awaited) -> AwaitedView {
        AwaitedView {
            sought: awaited.sought.into(),
            seen: awaited.seen,
        }
    }
}

impl CodeForm {
    /// The text that was pasted, else what the camera or a reader saw.
    pub fn text(self, sought: Sought, post: &Post) -> String {
        self.code.unwrap_or_else(|| {
            let seen = post.seen_code(sought).unwrap_or_default();
            String::from_utf8_lossy(&seen).into_owned()
        })
    }
}

fn problem(error: &PersonKeyError) -> Option<WordsView> {
    Some((&error.words()).into())
}

impl From<Result<KeyState, PersonKeyError>> for UnitKeyView {
    fn from(state: Result<KeyState, PersonKeyError>) -> UnitKeyView {
        match state {
            Ok(state) => UnitKeyView {
                problem: None,
                digits: state.digits,
                visitors: state.has_visitors,
            },
            Err(error) => UnitKeyView {
                problem: problem(&error),
                digits: String::new(),
                visitors: false,
            },
        }
    }
}

impl From<Result<Code, PersonKeyError>> for KeyCodeView {
    fn from(code: Result<Code, PersonKeyError>) -> KeyCodeView {
        match code {
            Ok(code) => KeyCodeView {
                problem: None,
                text: code.text,
                digits: code.digits,
                modules: code.modules,
            },
            Err(error) => KeyCodeView {
                problem: problem(&error),
                text: String::new(),
                digits: String::new(),
                modules: Vec::new(),
            },
        }
    }
}

impl LookedView {
    /// Another post's asking.
    pub fn of_asking(text: String, digits: Result<String, PersonKeyError>) -> LookedView {
        LookedView {
            problem: digits.as_ref().err().and_then(problem),
            digits: digits.unwrap_or_default(),
            text,
        }
    }

    /// A district's keys, somewhere in a text.
    pub fn of_keys(text: &str) -> LookedView {
        match district_keys(text) {
            Ok(keys) => LookedView {
                problem: None,
                text: keys.text(),
                digits: keys.digits(),
            },
            Err(error) => LookedView {
                problem: Some((&error.words()).into()),
                text: String::new(),
                digits: String::new(),
            },
        }
    }
}

impl From<Result<(), PersonKeyError>> for DoneView {
    fn from(done: Result<(), PersonKeyError>) -> DoneView {
        DoneView {
            problem: done.err().as_ref().and_then(problem),
        }
    }
}
