//! *Expected*: what the page may ask about the visitors whom the unit expects, and the bridge to its words.

use crate::commands::Answer;
use crate::roster::problem;
use crate::sending::aside;
use crate::view::{
    DoneView, ExpectationView, ExpectedFileForm, ExpectedForm, ExpectedLineView, ExpectedListView,
    LinesPlanView,
};
use jiff::civil::Date;
use kiosk::checkpoint::expected::{Appointment, Came};
use kiosk::post::Expectation;
use kiosk::roster::RosterError;
use kiosk::roster::expected::desk::{DayList, ExpectedDesk};
use kiosk::roster::expected::{Kept, Typed, written};
use std::sync::Arc;
use tauri::State;

/// The window's way to the list.
pub struct ExpectedVisitors(pub Arc<ExpectedDesk>);

/// Whom the unit expects on a day, today where it is empty, and who came.
#[tauri::command]
pub async fn expected(list: State<'_, ExpectedVisitors>, day: String) -> Answer<ExpectedListView> {
    let listed = aside(&list.0, move |desk| desk.day(day.parse().ok())).await?;
    Ok(ExpectedListView::from(listed))
}

/// Puts somebody on the list, or changes a line of it.
#[tauri::command]
pub async fn put_expected(
    list: State<'_, ExpectedVisitors>,
    form: ExpectedForm,
) -> Answer<DoneView> {
    let typed = Typed::from(&form);
    let put = aside(&list.0, move |desk| desk.put(form.number, &typed)).await?;
    Ok(DoneView::from(put))
}

/// Takes a line from the list.
#[tauri::command]
pub async fn remove_expected(list: State<'_, ExpectedVisitors>, number: u32) -> Answer<DoneView> {
    let removed = aside(&list.0, move |desk| desk.remove(number)).await?;
    Ok(DoneView::from(removed))
}

/// Says what a file would add to the list and change of it.
#[tauri::command]
pub async fn look_expected(
    list: State<'_, ExpectedVisitors>,
    form: ExpectedFileForm,
) -> Answer<LinesPlanView> {
    let day: Option<Date> = form.day.parse().ok();
    let file = form.file;
    let look = move |desk: &ExpectedDesk| desk.look(day, &file.bytes, file.chosen().as_ref());
    let looked = aside(&list.0, look).await?;
    Ok(LinesPlanView::of(looked, |line| &line.appointment.name))
}

/// Takes the file that was looked at.
#[tauri::command]
pub async fn take_expected(list: State<'_, ExpectedVisitors>, token: u32) -> Answer<DoneView> {
    let taken = aside(&list.0, move |desk| desk.take(token)).await?;
    Ok(DoneView::from(taken))
}

impl From<&ExpectedForm> for Typed {
    fn from(form: &ExpectedForm) -> Typed {
        Typed {
            day: form.day.clone(),
            name: form.name.clone(),
            birth: form.birth.clone(),
            host: form.host.clone(),
            purpose: form.purpose.clone(),
            organisation: form.organisation.clone(),
            from: form.from.clone(),
            until: form.until.clone(),
        }
    }
}

impl From<&Appointment> for ExpectationView {
    fn from(appointment: &Appointment) -> ExpectationView {
        ExpectationView {
            name: appointment.name.clone(),
            born: appointment.birth.written(),
            host: appointment.host.clone(),
            purpose: appointment.purpose.clone(),
            organisation: appointment.organisation.clone(),
            from: appointment.from.map(written).unwrap_or_default(),
            until: appointment.until.map(written).unwrap_or_default(),
            sure: true,
        }
    }
}

impl From<&Expectation> for ExpectationView {
    fn from(expectation: &Expectation) -> ExpectationView {
        ExpectationView {
            sure: expectation.is_sure,
            ..ExpectationView::from(&expectation.appointment)
        }
    }
}

impl From<&(Kept, Option<Came>)> for ExpectedLineView {
    fn from((kept, came): &(Kept, Option<Came>)) -> ExpectedLineView {
        ExpectedLineView {
            number: kept.number,
            expected: ExpectationView {
                sure: came.is_none_or(|came| came.is_sure),
                ..ExpectationView::from(&kept.line.appointment)
            },
            came: came.map(|came| came.at.as_millisecond()),
        }
    }
}

impl From<Result<DayList, RosterError>> for ExpectedListView {
    fn from(listed: Result<DayList, RosterError>) -> ExpectedListView {
        match listed {
            Ok(list) => ExpectedListView {
                problem: None,
                day: list.day.to_string(),
                over: list.day < list.today,
                lines: list.lines.iter().map(ExpectedLineView::from).collect(),
            },
            Err(error) => ExpectedListView {
                problem: problem(&error),
                ..ExpectedListView::default()
            },
        }
    }
}
