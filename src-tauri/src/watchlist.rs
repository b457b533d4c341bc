//! *Watchlist*: what the page may ask about the people whom the guard is to look at, and the bridge to its words.

use crate::commands::Answer;
use crate::roster::{SHOWN, number, problem, unknown};
use crate::sending::aside;
use crate::view::{
    ColumnWord, DoneView, FileForm, HitView, LinesPlanView, SpellingWord, UnlistedView, WatchForm,
    WatchedView, WatchlistView,
};
use kiosk::checkpoint::alike::Spelling;
use kiosk::roster::watch::desk::{Listed, WatchDesk};
use kiosk::roster::watch::{Hit, Typed, Watched};
use kiosk::roster::{LinesPlan, RosterError};
use std::sync::Arc;
use tauri::State;

/// The window's way to the list.
pub struct Watchlist(pub Arc<WatchDesk>);

/// The whole list.
#[tauri::command]
pub async fn watchlist(list: State<'_, Watchlist>) -> Answer<WatchlistView> {
    let all = aside(&list.0, |desk| desk.all()).await?;
    Ok(WatchlistView::from(all))
}

/// Puts somebody on the list, or changes a line of it.
#[tauri::command]
pub async fn put_watched(list: State<'_, Watchlist>, form: WatchForm) -> Answer<DoneView> {
    let put = aside(&list.0, move |desk| {
        desk.put(form.number, &Typed::from(&form))
    });
    Ok(DoneView::from(put.await?))
}

/// Takes a line from the list.
#[tauri::command]
pub async fn remove_watched(list: State<'_, Watchlist>, number: u32) -> Answer<DoneView> {
    let removed = aside(&list.0, move |desk| desk.remove(number)).await?;
    Ok(DoneView::from(removed))
}

/// Says what a file would add to the list and change of it.
#[tauri::command]
pub async fn look_watched(list: State<'_, Watchlist>, form: FileForm) -> Answer<LinesPlanView> {
    let look = move |desk: &WatchDesk| desk.look(&form.bytes, form.chosen().as_ref());
    let looked = aside(&list.0, look).await?;
    Ok(LinesPlanView::of(looked, |line| &line.name))
}

/// Takes the file that was looked at.
#[tauri::command]
pub async fn take_watched(list: State<'_, Watchlist>, token: u32) -> Answer<DoneView> {
    let taken = aside(&list.0, move |desk| desk.take(token)).await?;
    Ok(DoneView::from(taken))
}

impl From<&WatchForm> for Typed {
    fn from(form: &WatchForm) -> Typed {
        Typed {
            name: form.name.clone(),
            birth: form.birth.clone(),
            digits: form.digits.clone(),
            reason: form.reason.clone(),
            authority: form.authority.clone(),
            from: form.from.clone(),
            until: form.until.clone(),
        }
    }
}

impl From<Spelling> for SpellingWord {
    fn from(spelling: Spelling) -> SpellingWord {
        match spelling {
            Spelling::Same => SpellingWord::Same,
            Spelling::Respelt => SpellingWord::Respelt,
            Spelling::OneOff => SpellingWord::OneOff,
            Spelling::Other => SpellingWord::Other,
        }
    }
}

impl From<&Hit> for HitView {
    fn from(hit: &Hit) -> HitView {
        let line = &hit.watched.line;
        HitView {
            name: line.name.clone(),
            born: line.born(),
            reason: line.reason.clone(),
            authority: line.authority.clone(),
            spelling: hit.likeness.spelling.into(),
            birth: hit.likeness.birth,
            digits: hit.likeness.numbers,
        }
    }
}

impl WatchedView {
    fn of(watched: &Watched, listed: &Listed) -> WatchedView {
        let line = &watched.line;
        WatchedView {
            number: watched.number,
            name: line.name.clone(),
            born: line.born(),
            digits: line.digits.clone().unwrap_or_default(),
            reason: line.reason.clone(),
            authority: line.authority.clone(),
            from: line.from.to_string(),
            until: line.until.map(|day| day.to_string()),
            counts: line.counts_on(listed.today),
            by: watched.by.and_then(|by| listed.staff.get(&by).cloned()),
            at: watched.at.as_millisecond(),
        }
    }
}

impl From<Result<Listed, RosterError>> for WatchlistView {
    fn from(all: Result<Listed, RosterError>) -> WatchlistView {
        match all {
            Ok(listed) => WatchlistView {
                problem: None,
                watched: listed
                    .watched
                    .iter()
                    .map(|watched| WatchedView::of(watched, &listed))
                    .collect(),
            },
            Err(error) => WatchlistView {
                problem: problem(&error),
                watched: Vec::new(),
            },
        }
    }
}

impl LinesPlanView {
    /// `name`: of whom a line is.
    pub(crate) fn of<T>(
        looked: Result<(u32, LinesPlan<T>), RosterError>,
        name: impl Fn(&T) -> &String,
    ) -> LinesPlanView {
        let (token, plan) = match looked {
            Ok(looked) => looked,
            Err(error) => {
                return LinesPlanView {
                    problem: problem(&error),
                    unknown: unknown(&error),
                    ..LinesPlanView::default()
                };
            }
        };
        let added = plan.added();
        let mut columns: Vec<ColumnWord> = plan.columns.iter().map(|one| (*one).into()).collect();
        columns.dedup();
        let some = plan.lines.iter().take(SHOWN);
        LinesPlanView {
            problem: None,
            token,
            columns,
            added: number(added),
            changed: number(plan.lines.len() - added),
            same: number(plan.same),
            names: some.map(|(_, line)| name(line).clone()).collect(),
            wrong: number(plan.unlisted.len()),
            unlisted: UnlistedView::some(&plan.unlisted),
            unknown: Vec::new(),
        }
    }
}
