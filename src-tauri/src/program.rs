//! *Program*: what the page may ask about the program itself: which version runs, what may take its place, and whether the
//! screen is locked to it; and the bridge to its words.

use crate::commands::Answer;
use crate::held::Held;
use crate::sending::aside;
use crate::view::{DoneView, OfferView, PinForm, ProgramView, TriedView, UpdateWayWord};
use kiosk::locking::{Closing, LockError, Locking};
use kiosk::staff::StaffError;
use kiosk::update::{Offer, Standing, Taken, UpdateError, Updates, Way};
use std::sync::Arc;
use tauri::State;

/// The window's way to its own program.
pub struct Program(pub Arc<Whole>);

/// All of it.
pub struct Whole {
    pub updates: Updates,
    pub locking: Locking,
    pub held: Arc<Held>,
}

/// How the program stands.
#[tauri::command]
pub async fn program(program: State<'_, Program>) -> Answer<ProgramView> {
    let brought_back = program.0.held.brought_back();
    let standing = aside(&program.0, |program| program.updates.standing()).await?;
    Ok(ProgramView::of(standing, brought_back))
}

/// Updates are looked for in this folder from now on.
#[tauri::command]
pub async fn look_for_updates_in(program: State<'_, Program>, folder: String) -> Answer<DoneView> {
    let kept = aside(&program.0, move |program| program.updates.look_in(folder));
    Ok(DoneView::from(kept.await?))
}

/// Takes the newest update that lies there. It names none: the chosen folder and the signature say which.
#[tauri::command]
pub async fn take_update(program: State<'_, Program>) -> Answer<DoneView> {
    let taken = aside(&program.0, |program| program.updates.take()).await?;
    Ok(DoneView::from(taken.map(|_: Taken| ())))
}

/// Locks the screen to the gate, or unlocks it.
#[tauri::command]
pub async fn lock_screen(program: State<'_, Program>, locked: bool) -> Answer<DoneView> {
    let done = aside(&program.0, move |program| program.locking.lock(locked));
    Ok(DoneView::from(done.await?))
}

/// An admin's PIN closes a gate that is locked.
#[tauri::command]
pub async fn close_gate(program: State<'_, Program>, form: PinForm) -> Answer<TriedView> {
    let closing = aside(&program.0, move |program| {
        program.locking.close(form.number, &form.pin)
    });
    Ok(closed(closing.await?))
}

/// Closed is what a right PIN brings.
fn closed(closing: Result<Closing, StaffError>) -> TriedView {
    match closing {
        Ok(Closing::Closed) => TriedView {
            right: true,
            ..TriedView::default()
        },
        Ok(Closing::Not(tried)) => TriedView::from(Ok(tried)),
        Err(error) => TriedView::from(Err(error)),
    }
}

impl ProgramView {
    fn of(standing: Result<Standing, UpdateError>, brought_back: u32) -> ProgramView {
        match standing {
            Ok(standing) => ProgramView {
                refused: None,
                problem: standing.problem.map(|error| (&error.words()).into()),
                version: standing.version.to_string(),
                way: standing.way.into(),
                folder: standing.folder,
                next: standing.next.map(|version| version.to_string()),
                offers: standing.offers.into_iter().map(OfferView::from).collect(),
                waiting: standing.waiting.map(|version| version.to_string()),
                failed: standing.failed.map(|version| version.to_string()),
                brought_back,
            },
            Err(error) => ProgramView {
                refused: Some((&error.words()).into()),
                ..ProgramView::default()
            },
        }
    }
}

impl From<Offer> for OfferView {
    fn from(offer: Offer) -> OfferView {
        OfferView {
            file: offer
                .path
                .file_name()
                .map(|name| name.to_string_lossy().into_owned())
                .unwrap_or_default(),
            of_hub: offer.is_hubs,
            version: offer.version.map(|version| version.to_string()),
            problem: offer.problem.map(|error| (&error.words()).into()),
        }
    }
}

impl From<Way> for UpdateWayWord {
    fn from(way: Way) -> UpdateWayWord {
        match way {
            Way::Files => UpdateWayWord::Files,
            Way::Installer => UpdateWayWord::Installer,
            Way::System => UpdateWayWord::System,
            Way::Others => UpdateWayWord::Others,
        }
    }
}

impl From<Result<(), UpdateError>> for DoneView {
    fn from(done: Result<(), UpdateError>) -> DoneView {
        DoneView {
            problem: done.err().map(|error| (&error.words()).into()),
        }
    }
}

impl From<Result<(), LockError>> for DoneView {
    fn from(done: Result<(), LockError>) -> DoneView {
        DoneView {
            problem: done.err().map(|error| (&error.words()).into()),
        }
    }
}
