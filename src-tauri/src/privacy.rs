//! *Privacy*: what the page may ask about people's own data and the registers of it, and the bridge to its words.

use crate::book::masked;
use crate::commands::Answer;
use crate::sending::aside;
use crate::view::{
    AskedForm, CorrectForm, DidView, DoneForm, DoneView, FoundPeopleView, HandOutForm, HeldView,
    IncidentForm, IncidentView, LineName, ListWord, PrivacyView, RequestView, SavedView,
    SomebodyView, WishWord, WordsView,
};
use kiosk::book::desk::Named;
use kiosk::privacy::office::{Office, Somebody, Standing, Whose};
use kiosk::privacy::{Asked, Done, Incident, PrivacyError, Request, Wish};
use kiosk::roster::person::{Held, List};
use std::path::PathBuf;
use std::sync::Arc;
use tauri::State;

/// The window's way to the registers.
pub struct Registry(pub Arc<Office>);

/// Both registers as they stand.
#[tauri::command]
pub async fn privacy(registry: State<'_, Registry>) -> Answer<PrivacyView> {
    Ok(PrivacyView::from(
        aside(&registry.0, Office::standing).await?,
    ))
}

/// Writes down what somebody asked for.
#[tauri::command]
pub async fn keep_request(registry: State<'_, Registry>, form: AskedForm) -> Answer<DoneView> {
    let kept = aside(&registry.0, move |office| office.ask(&form.into()));
    Ok(DoneView::from(kept.await?))
}

/// Says what was done for a request.
#[tauri::command]
pub async fn answer_request(registry: State<'_, Registry>, form: DoneForm) -> Answer<DoneView> {
    let kept = aside(&registry.0, move |office| {
        office.answer(form.number, &form.what)
    });
    Ok(DoneView::from(kept.await?))
}

/// Writes down what went wrong with data.
#[tauri::command]
pub async fn keep_incident(registry: State<'_, Registry>, form: IncidentForm) -> Answer<DoneView> {
    let kept = aside(&registry.0, move |office| {
        office.note(&form.what, &form.whose, form.found_at())
    });
    Ok(DoneView::from(kept.await?))
}

/// Says what was done about an incident.
#[tauri::command]
pub async fn settle_incident(registry: State<'_, Registry>, form: DoneForm) -> Answer<DoneView> {
    let kept = aside(&registry.0, move |office| {
        office.settle(form.number, &form.what)
    });
    Ok(DoneView::from(kept.await?))
}

/// Days on which nobody works, besides weekends.
#[tauri::command]
pub async fn keep_days_off(registry: State<'_, Registry>, days: Vec<String>) -> Answer<DoneView> {
    let kept = aside(&registry.0, move |office| office.keep_days_off(&days));
    Ok(DoneView::from(kept.await?))
}

/// People of whom something is kept.
#[tauri::command]
pub async fn find_people(registry: State<'_, Registry>, typed: String) -> Answer<FoundPeopleView> {
    let found = aside(&registry.0, move |office| {
        Ok((office.find(&typed)?.0, office.find_listed(&typed)?))
    });
    Ok(FoundPeopleView::from(found.await?))
}

/// Writes what is kept of somebody into a folder.
#[tauri::command]
pub async fn hand_out(registry: State<'_, Registry>, form: HandOutForm) -> Answer<SavedView> {
    let saved = aside(&registry.0, move |office| {
        office.hand_out(form.whose()?, &form.folder)
    });
    Ok(SavedView::from(saved.await?))
}

/// Writes the sheet that tells visitors of their data into a folder.
#[tauri::command]
pub async fn save_notice(registry: State<'_, Registry>, folder: String) -> Answer<SavedView> {
    let saved = aside(&registry.0, move |office| office.save_notice(&folder));
    Ok(SavedView::from(saved.await?))
}

/// Puts name and birth year right on every line about somebody.
#[tauri::command]
pub async fn correct_person(registry: State<'_, Registry>, form: CorrectForm) -> Answer<DidView> {
    let done = aside(&registry.0, move |office| {
        office.correct(form.place, &form.name, form.birth_year, &form.reason)
    });
    Ok(DidView::from(done.await?))
}

/// Takes out everything that is kept of somebody.
#[tauri::command]
pub async fn erase_person(registry: State<'_, Registry>, place: u64) -> Answer<DidView> {
    let done = aside(&registry.0, move |office| office.erase(place));
    Ok(DidView::from(done.await?))
}

/// Takes somebody off a list who asked for it.
#[tauri::command]
pub async fn forget_listed(registry: State<'_, Registry>, line: LineName) -> Answer<DoneView> {
    let done = aside(&registry.0, move |office| {
        office.forget_listed(line.list.into(), line.number)
    });
    Ok(DoneView::from(done.await?))
}

fn told(error: &PrivacyError) -> WordsView {
    (&error.words()).into()
}

impl From<WishWord> for Wish {
    fn from(word: WishWord) -> Wish {
        match word {
            WishWord::See => Wish::See,
            WishWord::Correct => Wish::Correct,
            WishWord::Erase => Wish::Erase,
            WishWord::Object => Wish::Object,
        }
    }
}

impl From<Wish> for WishWord {
    fn from(wish: Wish) -> WishWord {
        match wish {
            Wish::See => WishWord::See,
            Wish::Correct => WishWord::Correct,
            Wish::Erase => WishWord::Erase,
            Wish::Object => WishWord::Object,
        }
    }
}

impl From<AskedForm> for Asked {
    fn from(form: AskedForm) -> Asked {
        Asked {
            wish: form.wish.into(),
            asker: form.asker,
            reach: form.reach,
            checked: form.checked,
            about: form.about,
        }
    }
}

fn named(by: Option<u64>, names: &Named) -> Option<String> {
    by.and_then(|by| names.staff.get(&by).cloned())
}

/// What was done, when, and by whom.
type Closed = (Option<String>, Option<i64>, Option<String>);

fn closed(done: Option<&Done>, names: &Named) -> Closed {
    (
        done.map(|done| done.what.clone()),
        done.map(|done| done.at.as_millisecond()),
        done.and_then(|done| named(done.by, names)),
    )
}

impl RequestView {
    fn of(request: &Request, standing: &Standing) -> RequestView {
        let (done, done_at, done_by) = closed(request.done.as_ref(), &standing.named);
        RequestView {
            number: request.number,
            wish: request.asked.wish.into(),
            asker: request.asked.asker.clone(),
            reach: request.asked.reach.clone(),
            checked: request.asked.checked.clone(),
            about: request.asked.about.clone(),
            at: request.at.as_millisecond(),
            due: request.due.to_string(),
            overdue: request.is_overdue(standing.today),
            by: named(request.by, &standing.named),
            done,
            done_at,
            done_by,
        }
    }
}

impl IncidentView {
    fn of(incident: &Incident, standing: &Standing) -> IncidentView {
        let (done, done_at, done_by) = closed(incident.done.as_ref(), &standing.named);
        IncidentView {
            number: incident.number,
            found: incident.found.as_millisecond(),
            due: incident.due().as_millisecond(),
            overdue: incident.is_overdue(standing.now),
            what: incident.what.clone(),
            whose: incident.whose.clone(),
            by: named(incident.by, &standing.named),
            done,
            done_at,
            done_by,
        }
    }
}

impl From<Result<Standing, PrivacyError>> for PrivacyView {
    fn from(standing: Result<Standing, PrivacyError>) -> PrivacyView {
        let standing = match standing {
            Ok(standing) => standing,
            Err(error) => {
                return PrivacyView {
                    problem: Some(told(&error)),
                    ..PrivacyView::default()
                };
            }
        };
        let requests = standing.requests.iter();
        let incidents = standing.incidents.iter();
        PrivacyView {
            problem: None,
            requests: requests
                .map(|request| RequestView::of(request, &standing))
                .collect(),
            incidents: incidents
                .map(|incident| IncidentView::of(incident, &standing))
                .collect(),
            days_off: standing.days_off.iter().map(ToString::to_string).collect(),
            today: standing.today.to_string(),
        }
    }
}

impl From<&Somebody> for SomebodyView {
    fn from(somebody: &Somebody) -> SomebodyView {
        let identity = &somebody.newest.line.identity;
        SomebodyView {
            place: somebody.newest.place,
            name: identity.name.clone(),
            birth_year: identity.birth_year,
            masked: identity.last4.as_deref().map(masked),
            proven: identity.who.person.is_some(),
            lines: u32::try_from(somebody.lines).unwrap_or(u32::MAX),
            first: somebody.first.as_millisecond(),
            last: somebody.last.as_millisecond(),
        }
    }
}

impl HandOutForm {
    fn whose(&self) -> Result<Whose, PrivacyError> {
        let line = self
            .line
            .map(|line| Whose::Line(line.list.into(), line.number));
        self.place
            .map(Whose::Entry)
            .or(line)
            .ok_or(PrivacyError::Nobody)
    }
}

impl From<List> for ListWord {
    fn from(list: List) -> ListWord {
        match list {
            List::Members => ListWord::Members,
            List::Watched => ListWord::Watched,
            List::Expected => ListWord::Expected,
        }
    }
}

impl From<ListWord> for List {
    fn from(word: ListWord) -> List {
        match word {
            ListWord::Members => List::Members,
            ListWord::Watched => List::Watched,
            ListWord::Expected => List::Expected,
        }
    }
}

impl From<&Held> for HeldView {
    fn from(held: &Held) -> HeldView {
        let of = held.of.iter().filter(|text| !text.is_empty());
        HeldView {
            line: LineName {
                list: held.list.into(),
                number: held.number,
            },
            of: of.cloned().collect::<Vec<_>>().join(", "),
            name: held.member.name.clone(),
            birth_year: held.member.birth.year(),
            masked: held.digits.as_deref().map(masked),
        }
    }
}

impl From<Result<(Vec<Somebody>, Vec<Held>), PrivacyError>> for FoundPeopleView {
    fn from(found: Result<(Vec<Somebody>, Vec<Held>), PrivacyError>) -> FoundPeopleView {
        let problem = found.as_ref().err().map(told);
        let (people, listed) = found.unwrap_or_default();
        FoundPeopleView {
            problem,
            people: people.iter().map(SomebodyView::from).collect(),
            listed: listed.iter().map(HeldView::from).collect(),
        }
    }
}

impl From<Result<usize, PrivacyError>> for DidView {
    fn from(done: Result<usize, PrivacyError>) -> DidView {
        DidView {
            problem: done.as_ref().err().map(told),
            entries: u32::try_from(done.unwrap_or_default()).unwrap_or(u32::MAX),
        }
    }
}

impl From<Result<(), PrivacyError>> for DoneView {
    fn from(done: Result<(), PrivacyError>) -> DoneView {
        DoneView {
            problem: done.err().as_ref().map(told),
        }
    }
}

impl From<Result<PathBuf, PrivacyError>> for SavedView {
    fn from(saved: Result<PathBuf, PrivacyError>) -> SavedView {
        SavedView {
            problem: saved.as_ref().err().map(told),
            path: saved.map_or_else(|_| String::new(), |path| path.display().to_string()),
            digits: String::new(),
        }
    }
}
