//! *Places*: what the page may ask about the register of places and their posters, and the bridge to its words.

use crate::commands::Answer;
use crate::roster::{SHOWN, number};
use crate::sending::aside;
use crate::view::{
    DoneView, MarkPlaceForm, PlaceColumnWord, PlaceForm, PlaceKindWord, PlaceRowView, PlaceView,
    PlaceWord, PlacesPlanView, PlacesView, PosterDoneView, PosterSizeWord, PosterWord, PostersForm,
    ProgressView, SavedView, SeenPlaceView, WordsView,
};
use kiosk::checkpoint::place::{Answer as Told, Kind, State as Done};
use kiosk::paper::poster::Size;
use kiosk::places::desk::{Listed, Order, PlacesDesk};
use kiosk::places::{Column, Place, PlacesError, Plan, Typed};
use kiosk::post::SeenPlace;
use std::path::PathBuf;
use std::sync::Arc;
use tauri::State;

/// The window's way to the register.
pub struct Register(pub Arc<PlacesDesk>);

/// The whole register.
#[tauri::command]
pub async fn places(register: State<'_, Register>) -> Answer<PlacesView> {
    let all = aside(&register.0, |desk| desk.all()).await?;
    Ok(PlacesView::from(all))
}

/// Adds a place, or changes what the register says of one.
#[tauri::command]
pub async fn put_place(register: State<'_, Register>, form: PlaceForm) -> Answer<DoneView> {
    let put = aside(&register.0, move |desk| {
        desk.put(form.number, &Typed::from(&form))
    });
    Ok(DoneView::from(put.await?))
}

/// Puts a place's poster up, checks, revokes or replaces it.
#[tauri::command]
pub async fn mark_place(register: State<'_, Register>, form: MarkPlaceForm) -> Answer<DoneView> {
    let marked = aside(&register.0, move |desk| {
        desk.mark(form.number, form.state.into(), &form.note)
    });
    Ok(DoneView::from(marked.await?))
}

/// Says what a file would make of the register.
#[tauri::command]
pub async fn look_places(register: State<'_, Register>, file: String) -> Answer<PlacesPlanView> {
    let looked = aside(&register.0, move |desk| desk.look(&file)).await?;
    Ok(PlacesPlanView::from(looked))
}

/// Takes the file that was looked at.
#[tauri::command]
pub async fn take_places(register: State<'_, Register>, token: u32) -> Answer<DoneView> {
    let taken = aside(&register.0, move |desk| desk.take(token)).await?;
    Ok(DoneView::from(taken))
}

/// Makes posters as one file.
#[tauri::command]
pub async fn print_posters(register: State<'_, Register>, form: PostersForm) -> Answer<SavedView> {
    let printed = aside(&register.0, move |desk| desk.print(&Order::from(form)));
    Ok(SavedView::from(printed.await?))
}

/// How far the posters got.
#[tauri::command(async)]
pub fn posters_printed(register: State<'_, Register>) -> Answer<ProgressView> {
    let rows = register.0.printed().into();
    Ok(ProgressView { rows })
}

/// Gives the posters up.
#[tauri::command(async)]
pub fn stop_posters(register: State<'_, Register>) -> Answer<()> {
    register.0.stop();
    Ok(())
}

/// Writes the sheet for visitors into a folder.
#[tauri::command]
pub async fn save_guide(register: State<'_, Register>, folder: String) -> Answer<SavedView> {
    let saved = aside(&register.0, move |desk| desk.guide(&folder)).await?;
    Ok(SavedView::from(saved))
}

/// What the register says of the poster that was held up.
#[tauri::command]
pub async fn seen_place(register: State<'_, Register>) -> Answer<SeenPlaceView> {
    let seen = aside(&register.0, |desk| desk.seen()).await?;
    Ok(SeenPlaceView::from(seen))
}

fn problem(error: &PlacesError) -> Option<WordsView> {
    Some((&error.words()).into())
}

impl From<Kind> for PlaceKindWord {
    fn from(kind: Kind) -> PlaceKindWord {
        match kind {
            Kind::Office => PlaceKindWord::Office,
            Kind::Gate => PlaceKindWord::Gate,
            Kind::MeetingRoom => PlaceKindWord::MeetingRoom,
            Kind::School => PlaceKindWord::School,
            Kind::Class => PlaceKindWord::Class,
            Kind::Shop => PlaceKindWord::Shop,
            Kind::Market => PlaceKindWord::Market,
            Kind::Vehicle => PlaceKindWord::Vehicle,
            Kind::Clinic => PlaceKindWord::Clinic,
            Kind::Worship => PlaceKindWord::Worship,
            Kind::Other => PlaceKindWord::Other,
        }
    }
}

impl From<PlaceKindWord> for Kind {
    fn from(word: PlaceKindWord) -> Kind {
        match word {
            PlaceKindWord::Office => Kind::Office,
            PlaceKindWord::Gate => Kind::Gate,
            PlaceKindWord::MeetingRoom => Kind::MeetingRoom,
            PlaceKindWord::School => Kind::School,
            PlaceKindWord::Class => Kind::Class,
            PlaceKindWord::Shop => Kind::Shop,
            PlaceKindWord::Market => Kind::Market,
            PlaceKindWord::Vehicle => Kind::Vehicle,
            PlaceKindWord::Clinic => Kind::Clinic,
            PlaceKindWord::Worship => Kind::Worship,
            PlaceKindWord::Other => Kind::Other,
        }
    }
}

impl From<Done> for PosterWord {
    fn from(state: Done) -> PosterWord {
        match state {
            Done::Made => PosterWord::Made,
            Done::Posted => PosterWord::Posted,
            Done::Checked => PosterWord::Checked,
            Done::Expired => PosterWord::Expired,
            Done::Revoked => PosterWord::Revoked,
            Done::Replaced => PosterWord::Replaced,
        }
    }
}

impl From<PosterWord> for Done {
    fn from(word: PosterWord) -> Done {
        match word {
            PosterWord::Made => Done::Made,
            PosterWord::Posted => Done::Posted,
            PosterWord::Checked => Done::Checked,
            PosterWord::Expired => Done::Expired,
            PosterWord::Revoked => Done::Revoked,
            PosterWord::Replaced => Done::Replaced,
        }
    }
}

impl From<Told> for PlaceWord {
    fn from(told: Told) -> PlaceWord {
        match told {
            Told::Right => PlaceWord::Right,
            Told::Old => PlaceWord::Old,
            Told::OtherUnit => PlaceWord::OtherUnit,
            Told::Revoked => PlaceWord::Revoked,
            Told::NotOurs => PlaceWord::NotOurs,
        }
    }
}

impl From<PosterSizeWord> for Size {
    fn from(word: PosterSizeWord) -> Size {
        match word {
            PosterSizeWord::A4 => Size::A4,
            PosterSizeWord::A5 => Size::A5,
            PosterSizeWord::Sticker => Size::Sticker,
            PosterSizeWord::Strip => Size::Strip,
        }
    }
}

impl From<Column> for PlaceColumnWord {
    fn from(column: Column) -> PlaceColumnWord {
        match column {
            Column::Code => PlaceColumnWord::Code,
            Column::Name => PlaceColumnWord::Name,
            Column::Kind => PlaceColumnWord::Kind,
            Column::Address => PlaceColumnWord::Address,
            Column::Contact => PlaceColumnWord::Contact,
            Column::Responsible => PlaceColumnWord::Responsible,
            Column::Capacity => PlaceColumnWord::Capacity,
            Column::Parent => PlaceColumnWord::Parent,
            Column::From => PlaceColumnWord::From,
            Column::Until => PlaceColumnWord::Until,
        }
    }
}

impl From<PostersForm> for Order {
    fn from(form: PostersForm) -> Order {
        Order {
            places: form.places,
            size: form.size.into(),
            folder: form.folder,
        }
    }
}

impl From<&PlaceForm> for Typed {
    fn from(form: &PlaceForm) -> Typed {
        Typed {
            code: form.code.clone(),
            kind: Kind::from(form.kind).as_str().to_owned(),
            name: form.name.clone(),
            address: form.address.clone(),
            contact: form.contact.clone(),
            responsible: form.responsible.clone(),
            capacity: form.capacity.clone(),
            parent: form.parent.clone(),
            from: form.from.clone(),
            until: form.until.clone(),
        }
    }
}

impl PlaceView {
    fn of(place: &Place, listed: &Listed) -> PlaceView {
        let line = &place.line;
        let done = place.done.iter().map(|noted| PosterDoneView {
            state: noted.done.state.into(),
            version: noted.done.version,
            at: noted.done.at.as_millisecond(),
            by: noted.by.and_then(|by| listed.staff.get(&by).cloned()),
            note: noted.note.clone(),
        });
        PlaceView {
            number: place.number,
            code: line.code.as_str().to_owned(),
            kind: line.kind.into(),
            name: line.name.clone(),
            address: line.address.clone(),
            contact: line.contact.clone(),
            responsible: line.responsible.clone(),
            capacity: line.capacity,
            parent: line.parent.as_ref().map(|code| code.as_str().to_owned()),
            from: line.from.to_string(),
            until: line.until.map(|day| day.to_string()),
            state: place.state(listed.today).into(),
            version: place.standing.version,
            done: done.collect(),
        }
    }
}

impl From<Result<Listed, PlacesError>> for PlacesView {
    fn from(all: Result<Listed, PlacesError>) -> PlacesView {
        match all {
            Ok(listed) => PlacesView {
                problem: None,
                places: listed
                    .places
                    .iter()
                    .map(|place| PlaceView::of(place, &listed))
                    .collect(),
            },
            Err(error) => PlacesView {
                problem: problem(&error),
                places: Vec::new(),
            },
        }
    }
}

impl From<Result<(), PlacesError>> for DoneView {
    fn from(done: Result<(), PlacesError>) -> DoneView {
        DoneView {
            problem: done.err().as_ref().and_then(problem),
        }
    }
}

impl From<Result<PathBuf, PlacesError>> for SavedView {
    fn from(saved: Result<PathBuf, PlacesError>) -> SavedView {
        SavedView {
            problem: saved.as_ref().err().and_then(problem),
            path: saved.map_or_else(|_| String::new(), |path| path.display().to_string()),
            digits: String::new(),
        }
    }
}

impl From<Result<(u32, Plan), PlacesError>> for PlacesPlanView {
    fn from(looked: Result<(u32, Plan), PlacesError>) -> PlacesPlanView {
        let (token, plan) = match looked {
            Ok(looked) => looked,
            Err(error) => {
                return PlacesPlanView {
                    problem: problem(&error),
                    ..PlacesPlanView::default()
                };
            }
        };
        let (added, changed) = (plan.added(), plan.changed());
        let new = plan
            .rows
            .iter()
            .filter(|row| row.is_new() || row.is_changed);
        let names = new
            .take(SHOWN)
            .map(|row| format!("{} · {}", row.line.code.as_str(), row.line.name));
        let unlisted = plan.unlisted.iter().take(SHOWN);
        PlacesPlanView {
            problem: None,
            token,
            columns: plan.columns.iter().map(|one| (*one).into()).collect(),
            added: number(added),
            changed: number(changed),
            same: number(plan.rows.len() - added - changed),
            names: names.collect(),
            wrong: number(plan.unlisted.len()),
            unlisted: unlisted
                .map(|one| PlaceRowView {
                    row: one.row,
                    why: (&one.why.words()).into(),
                })
                .collect(),
        }
    }
}

impl From<Result<SeenPlace, PlacesError>> for SeenPlaceView {
    fn from(seen: Result<SeenPlace, PlacesError>) -> SeenPlaceView {
        match seen {
            Ok(seen) => SeenPlaceView {
                problem: None,
                answer: Some(seen.answer.into()),
                number: seen.number,
                name: seen.name,
                code: seen.code.map(|code| code.as_str().to_owned()),
                version: seen.version,
            },
            Err(error) => SeenPlaceView {
                problem: problem(&error),
                ..SeenPlaceView::default()
            },
        }
    }
}
