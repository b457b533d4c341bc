//! *Keep*: what the page may ask about copies, diagnostics and the unit's settings, and the bridge to its words.

use crate::commands::Answer;
use crate::sending::aside;
use crate::view::{
    BackupView, BackupsView, ChangeView, ChangeWord, DoneView, OfferedView, RestoreForm,
    RestoredView, SavedView, TakeForm, WordsView,
};
use kiosk::backup::{BackupError, Generation, RestoreError, Staged, Standing};
use kiosk::checkpoint::policy::Words;
use kiosk::diagnostics::DiagnosticsError;
use kiosk::keeping::Keeping;
use kiosk::staff::NotAllowed;
use kiosk::unit_settings::{Change, HandingError, Looked, Signed, What};
use std::path::PathBuf;
use std::sync::Arc;
use tauri::State;

/// The window's way to what is kept and handed on.
pub struct Keep(pub Arc<Keeping>);

/// How the backups stand.
#[tauri::command]
pub async fn backups(keep: State<'_, Keep>) -> Answer<BackupsView> {
    let standing = aside(&keep.0, |keep| keep.standing()).await?;
    Ok(BackupsView::from(standing))
}

/// Copies go to this folder from now on.
#[tauri::command]
pub async fn keep_backups_in(keep: State<'_, Keep>, folder: String) -> Answer<DoneView> {
    let kept = aside(&keep.0, move |keep| keep.keep_backups_in(folder));
    Ok(DoneView::from(kept.await?))
}

/// Makes a backup now.
#[tauri::command]
pub async fn back_up(keep: State<'_, Keep>) -> Answer<DoneView> {
    let made = aside(&keep.0, |keep| keep.backups.back_up()).await?;
    Ok(DoneView::from(made.map(drop)))
}

/// Makes the newest backup of a folder ready for the next start.
#[tauri::command]
pub async fn restore_backup(keep: State<'_, Keep>, form: RestoreForm) -> Answer<RestoredView> {
    let folder = PathBuf::from(form.folder.trim());
    let staged = aside(&keep.0, move |keep| {
        keep.backups.restore(&folder, &form.key, form.set_aside)
    });
    Ok(RestoredView::from(staged.await?))
}

/// Writes the ZIP for whoever helps.
#[tauri::command]
pub async fn save_diagnostics(keep: State<'_, Keep>, folder: String) -> Answer<SavedView> {
    let saved = aside(&keep.0, move |keep| keep.diagnostics.save(&folder));
    Ok(SavedView::from(saved.await?))
}

/// Signs this post's settings for the others of the unit.
#[tauri::command]
pub async fn sign_settings(keep: State<'_, Keep>, folder: String) -> Answer<SavedView> {
    let signed = aside(&keep.0, move |keep| keep.settings.sign(&folder));
    Ok(SavedView::from(signed.await?))
}

/// Says what another post's settings would change.
#[tauri::command]
pub async fn look_settings(keep: State<'_, Keep>, path: String) -> Answer<OfferedView> {
    let looked = aside(&keep.0, move |keep| keep.look_settings(&path));
    Ok(OfferedView::from(looked.await?))
}

/// Takes them.
#[tauri::command]
pub async fn take_settings(keep: State<'_, Keep>, form: TakeForm) -> Answer<DoneView> {
    let taken = aside(&keep.0, move |keep| {
        keep.take_settings(&form.path, form.digits)
    });
    Ok(DoneView::from(taken.await?))
}

fn told(words: &Words) -> Option<WordsView> {
    Some(words.into())
}

impl From<&Generation> for BackupView {
    fn from(made: &Generation) -> BackupView {
        BackupView {
            number: made.label.number,
            at: made.label.at.as_millisecond(),
            entries: made.label.entries,
        }
    }
}

impl From<Result<Standing, NotAllowed>> for BackupsView {
    fn from(standing: Result<Standing, NotAllowed>) -> BackupsView {
        let refused = standing.as_ref().err().map(|error| (&error.words()).into());
        let standing = standing.unwrap_or_default();
        BackupsView {
            refused,
            problem: standing
                .unfinished
                .or(standing.problem.map(|error| error.words()))
                .and_then(|words| told(&words)),
            last: standing.last.as_ref().map(BackupView::from),
            folder: standing.folder,
            staged: standing.is_staged,
        }
    }
}

impl From<Result<(), BackupError>> for DoneView {
    fn from(done: Result<(), BackupError>) -> DoneView {
        DoneView {
            problem: done.err().and_then(|error| told(&error.words())),
        }
    }
}

impl From<Result<(), HandingError>> for DoneView {
    fn from(done: Result<(), HandingError>) -> DoneView {
        DoneView {
            problem: done.err().and_then(|error| told(&error.words())),
        }
    }
}

impl From<Result<Staged, RestoreError>> for RestoredView {
    fn from(staged: Result<Staged, RestoreError>) -> RestoredView {
        let error = staged.as_ref().err();
        RestoredView {
            problem: error.and_then(|error| told(&error.words())),
            asks_aside: matches!(error, Some(RestoreError::HasVisitors)),
            older: staged.as_ref().is_ok_and(|staged| staged.is_older),
            staged: staged.ok().map(|staged| BackupView {
                number: staged.number,
                at: staged.at.as_millisecond(),
                entries: staged.entries,
            }),
        }
    }
}

impl SavedView {
    fn of(path: Option<PathBuf>, digits: String, problem: Option<WordsView>) -> SavedView {
        SavedView {
            problem,
            path: path.map_or_else(String::new, |path| path.display().to_string()),
            digits,
        }
    }
}

impl From<Result<PathBuf, DiagnosticsError>> for SavedView {
    fn from(saved: Result<PathBuf, DiagnosticsError>) -> SavedView {
        let problem = saved.as_ref().err().and_then(|error| told(&error.words()));
        SavedView::of(saved.ok(), String::new(), problem)
    }
}

impl From<Result<Signed, HandingError>> for SavedView {
    fn from(signed: Result<Signed, HandingError>) -> SavedView {
        match signed {
            Ok(signed) => SavedView::of(Some(signed.path), signed.digits, None),
            Err(error) => SavedView::of(None, String::new(), told(&error.words())),
        }
    }
}

impl From<Result<Looked, HandingError>> for OfferedView {
    fn from(looked: Result<Looked, HandingError>) -> OfferedView {
        match looked {
            Ok(looked) => OfferedView {
                problem: None,
                digits: looked.opened.digits(),
                first: looked.is_first,
                at: looked.opened.at.as_millisecond(),
                changes: looked.changes.into_iter().map(ChangeView::from).collect(),
            },
            Err(error) => OfferedView {
                problem: told(&error.words()),
                digits: String::new(),
                first: false,
                at: 0,
                changes: Vec::new(),
            },
        }
    }
}

impl From<Change> for ChangeView {
    fn from(change: Change) -> ChangeView {
        let (what, name) = match change.what {
            What::Choice(name) => (ChangeWord::Choice, name),
            What::Policy(id) => (ChangeWord::Policy, id),
            What::TrustList => (ChangeWord::TrustList, String::new()),
        };
        ChangeView {
            what,
            name,
            from: change.from,
            to: change.to,
        }
    }
}
