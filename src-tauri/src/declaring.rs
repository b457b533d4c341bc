//! Groups that come on one declaration, and whoever declares to the guard.

use crate::commands::{Answer, Gate, act};
use crate::view::{HeadsView, ManualForm, QuestionView, ToldToGuardForm};
use kiosk::checkpoint::document::Question;
use kiosk::checkpoint::entry::Direction;
use kiosk::checkpoint::gate::Group;
use kiosk::checkpoint::policy::Words;
use kiosk::checkpoint::subject::Contact;
use kiosk::post::{ByHand, ToldToGuard};

/// One more of a group walks in: of the one that the entry at `seq` is of, else of the newest.
#[tauri::command(async)]
pub fn one_more(gate: Gate<'_>, seq: Option<u64>) -> Answer<()> {
    act(&gate, move |post| post.one_more(seq))
}

/// Whoever waits at `seq` for want of a declaration makes it by the guard.
#[tauri::command(async)]
pub fn declare_for(gate: Gate<'_>, seq: u64, form: ToldToGuardForm) -> Answer<()> {
    act(&gate, move |post| post.declare_for(seq, &form.into()))
}

/// What the guard asks.
pub(crate) fn asked(questions: &[Question]) -> Vec<QuestionView> {
    let asked = questions.iter().map(|&question| {
        let (vi, en) = question.asked();
        let words = Words {
            vi: vi.to_owned(),
            en: en.to_owned(),
        };
        QuestionView {
            question: question.into(),
            words: (&words).into(),
        }
    });
    asked.collect()
}

impl From<Group> for HeadsView {
    fn from(group: Group) -> HeadsView {
        HeadsView {
            heads: group.heads,
            come: group.come,
        }
    }
}

impl From<ToldToGuardForm> for ToldToGuard {
    fn from(form: ToldToGuardForm) -> ToldToGuard {
        ToldToGuard {
            yes: form.yes.into_iter().map(Question::from).collect(),
        }
    }
}

impl From<ManualForm> for ByHand {
    fn from(form: ManualForm) -> ByHand {
        ByHand {
            visitor: form.visitor,
            name: form.name,
            birth_year: form.birth_year,
            number: form.number,
            direction: form.direction.map(Direction::from),
            host: form.host,
            told: form.told.map(ToldToGuard::from),
            contact: Contact {
                phone: form.phone,
                address: form.address,
                class: form.class,
                guardian: form.guardian,
            },
        }
    }
}
