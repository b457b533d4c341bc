//! *Inspecting*: what the page may ask about inspections of the gate.

use crate::accounts::Head;
use crate::commands::Answer;
use crate::view::{
    DoneView, InspectedView, InspectionForm, InspectionsView, SaveInspectionForm, SavedView,
    WindowView,
};
use kiosk::accounts::{Accounts, AccountsError, Counted, Inspected, Inspection};
use tauri::State;

/// Enters what somebody found.
#[tauri::command]
pub async fn keep_inspection(head: State<'_, Head>, form: InspectionForm) -> Answer<DoneView> {
    let kept =
        head.aside(move |head| Inspection::try_from(form).and_then(|found| head.inspect(found)));
    Ok(DoneView::from(kept.await?))
}

/// What was found before.
#[tauri::command]
pub async fn inspections(head: State<'_, Head>) -> Answer<InspectionsView> {
    let all = head.aside(Accounts::inspections);
    Ok(InspectionsView::from(all.await?))
}

/// Saves one as a page.
#[tauri::command]
pub async fn save_inspection(head: State<'_, Head>, form: SaveInspectionForm) -> Answer<SavedView> {
    let saved = head.aside(move |head| head.save_inspection(form.place, &form.folder));
    Ok(SavedView::from(saved.await?))
}

impl TryFrom<InspectionForm> for Inspection {
    type Error = AccountsError;

    fn try_from(form: InspectionForm) -> Result<Inspection, AccountsError> {
        Ok(Inspection {
            position: form.position,
            on_duty: form.on_duty,
            monitors: form.monitors,
            recommendations: form.recommendations,
            reminder: form.reminder,
            sample: form.sample.map(Counted::try_from).transpose()?,
        })
    }
}

impl From<Result<Vec<Inspected>, AccountsError>> for InspectionsView {
    fn from(all: Result<Vec<Inspected>, AccountsError>) -> InspectionsView {
        let problem = all.as_ref().err().map(|error| (&error.words()).into());
        let one = |one: Inspected| {
            let by = one.by.unwrap_or_default();
            InspectedView {
                place: one.place,
                at: one.at.as_millisecond(),
                position: one.position,
                on_duty: one.on_duty,
                monitors: one.monitors,
                recommendations: one.recommendations,
                reminder: one.reminder,
                sample: one.sample.map(|sample| WindowView {
                    from: sample.from.as_millisecond(),
                    until: sample.until.as_millisecond(),
                    counted: sample.counted,
                    recorded: sample.recorded,
                    by: by.clone(),
                }),
                by,
            }
        };
        InspectionsView {
            problem,
            inspections: all.unwrap_or_default().into_iter().map(one).collect(),
        }
    }
}
