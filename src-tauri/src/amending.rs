//! *Amending*: what the page may ask about one line of the book: all that is known of it, another word on it, and what is
//! masked.

use crate::book::{Reader, problem};
use crate::commands::Answer;
use crate::sending::aside;
use crate::view::{
    AmendForm, AmendWord, DetailsView, DoneView, KeptView, LaterView, LaterWord, LineView,
    RevealForm, RevealedView, TriedView,
};
use kiosk::book::clerk::{Clerk, Kept, Revealed};
use kiosk::book::desk::{DeskError, Named};
use kiosk::book::{Change, Details, Later};
use kiosk::checkpoint::base64url::base64url;
use kiosk::checkpoint::entry::Kind;
use std::sync::Arc;
use tauri::State;

/// The window's way to write about the book.
pub struct Writer(pub Arc<Clerk>);

/// All that the log has to say of a line.
#[tauri::command]
pub async fn book_details(reader: State<'_, Reader>, place: u64) -> Answer<DetailsView> {
    let details = reader.aside(move |desk| desk.details(place)).await?;
    Ok(DetailsView::from(details))
}

/// Takes a line back, turns it round or puts a name right.
#[tauri::command]
pub async fn amend_line(writer: State<'_, Writer>, form: AmendForm) -> Answer<DoneView> {
    let amended = aside(&writer.0, move |clerk| {
        clerk.amend(form.place, &Change::from(&form), &form.reason)
    });
    Ok(DoneView::from(amended.await?))
}

/// Shows what is masked, for a PIN.
#[tauri::command]
pub async fn reveal_line(writer: State<'_, Writer>, form: RevealForm) -> Answer<RevealedView> {
    let revealed = aside(&writer.0, move |clerk| clerk.reveal(form.place, &form.pin));
    Ok(RevealedView::from(revealed.await?))
}

impl From<&AmendForm> for Change {
    fn from(form: &AmendForm) -> Change {
        match form.what {
            AmendWord::Void => Change::Void,
            AmendWord::Turn => Change::Turn,
            AmendWord::Name => Change::Name {
                name: form.name.clone(),
                birth_year: form.birth_year,
            },
        }
    }
}

impl LaterView {
    /// None for what amends nothing.
    fn of(later: &Later, named: &Named) -> Option<LaterView> {
        let what = match later.kind {
            Kind::Decision => LaterWord::Answered,
            Kind::Correct => LaterWord::Corrected,
            Kind::Void => LaterWord::Voided,
            Kind::SameAs => LaterWord::SameAs,
            Kind::AutoOut => LaterWord::Closed,
            Kind::Scan
            | Kind::Manual
            | Kind::Passed
            | Kind::Gap
            | Kind::Audit(_)
            | Kind::Other(_) => return None,
        };
        Some(LaterView {
            seq: later.seq,
            at: later.at.as_millisecond(),
            what,
            direction: later.direction.map(Into::into),
            verdict: later.verdict.map(Into::into),
            by: later.by.and_then(|by| named.staff.get(&by).cloned()),
            name: later.name.clone(),
            reason: later.reason.clone(),
        })
    }
}

impl From<Result<(Details, Named), DeskError>> for DetailsView {
    fn from(found: Result<(Details, Named), DeskError>) -> DetailsView {
        let (details, named) = match found {
            Ok(found) => found,
            Err(error) => {
                return DetailsView {
                    problem: problem(&error),
                    ..DetailsView::default()
                };
            }
        };
        let vouch = details.witnessed_by.iter();
        let later = details.later.iter();
        DetailsView {
            problem: None,
            line: Some(LineView::of(&details.row, &named)),
            branch: base64url(&details.branch.0),
            leaf: base64url(&details.leaf),
            head: base64url(&details.head),
            witnessed_by: vouch
                .filter_map(|target| named.targets.get(target).cloned())
                .collect(),
            later: later
                .filter_map(|later| LaterView::of(later, &named))
                .collect(),
            masked: !details.masked.is_empty(),
        }
    }
}

impl From<Result<(), DeskError>> for DoneView {
    fn from(done: Result<(), DeskError>) -> DoneView {
        DoneView {
            problem: done.err().as_ref().and_then(problem),
        }
    }
}

impl From<Kept> for KeptView {
    fn from(kept: Kept) -> KeptView {
        KeptView {
            group: kept.group.into(),
            name: kept.name,
            value: kept.value,
        }
    }
}

impl From<Result<Revealed, DeskError>> for RevealedView {
    fn from(revealed: Result<Revealed, DeskError>) -> RevealedView {
        let mut view = RevealedView::default();
        match revealed {
            Ok(Revealed::Shown(kept)) => {
                view.tried.right = true;
                view.kept = kept.into_iter().map(KeptView::from).collect();
            }
            Ok(Revealed::Not(tried)) => view.tried = TriedView::from(Ok(tried)),
            Err(error) => view.tried.problem = problem(&error),
        }
        view
    }
}
