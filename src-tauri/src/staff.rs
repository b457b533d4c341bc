//! *Staff*: what the page may ask about people and shifts, and the bridge to its words.

use crate::commands::{Answer, Gate, act};
use crate::sending::aside;
use crate::view::{
    BadgeView, DoneView, HandOverForm, HandedView, IssueBadgeForm, PersonForm, PersonView,
    RecoverForm, RecoveryKeyView, RefusalWord, RoleWord, SavedView, SeatWord, ShowNamesForm,
    SignOnForm, SignedOnView, SlipView, StaffView, TriedView, WordsView,
};
use kiosk::checkpoint::role::Role;
use kiosk::staff::desk::{Desk, Handed, Named, Next, Page};
use kiosk::staff::handover::Slip;
use kiosk::staff::{NotAllowed, Person, Seat, SignedOn, StaffError, Tried, Typed};
use std::path::PathBuf;
use std::sync::Arc;
use tauri::State;

/// The window's way to the staff.
pub struct People(pub Arc<Desk>);

impl People {
    /// Does it on a thread where it may take its time, as a PIN's trial does.
    async fn aside<T: Send + 'static>(
        &self,
        verb: impl FnOnce(&Desk) -> T + Send + 'static,
    ) -> Result<T, RefusalWord> {
        aside(&self.0, verb).await
    }
}

/// Who can be chosen to sign on.
#[tauri::command]
pub async fn people(desk: State<'_, People>) -> Answer<StaffView> {
    let found = desk.aside(|desk| desk.people().map(Page::of));
    Ok(StaffView::from(found.await?))
}

/// Tries a PIN, and signs on where it is right.
#[tauri::command]
pub async fn sign_on(desk: State<'_, People>, form: SignOnForm) -> Answer<TriedView> {
    let tried = desk.aside(move |desk| desk.sign_on(form.number, &form.pin, form.seat.into()));
    Ok(TriedView::from(tried.await?))
}

/// Shows names on a screen that faces visitors, for a guard whose PIN is right.
#[tauri::command]
pub async fn show_names(desk: State<'_, People>, form: ShowNamesForm) -> Answer<TriedView> {
    let named = desk.aside(move |desk| desk.show_names(form.number, &form.pin));
    Ok(TriedView::named(named.await?))
}

#[tauri::command(async)]
pub fn sign_off(gate: Gate<'_>, seat: SeatWord) -> Answer<()> {
    act(&gate, move |post| {
        post.sign_off(seat.into());
        Ok(())
    })
}

/// Somebody touched a key or the mouse at the desk.
#[tauri::command(async)]
pub fn stay(gate: Gate<'_>) -> Answer<()> {
    act(&gate, |post| {
        post.stay();
        Ok(())
    })
}

/// The page of the staff.
#[tauri::command]
pub async fn staff(desk: State<'_, People>) -> Answer<StaffView> {
    Ok(StaffView::from(desk.aside(Desk::page).await?))
}

/// Adds somebody, or changes them.
#[tauri::command]
pub async fn keep_person(desk: State<'_, People>, form: PersonForm) -> Answer<DoneView> {
    let kept = desk.aside(move |desk| desk.keep(form.number, &form.into()));
    Ok(DoneView::from(kept.await?))
}

#[tauri::command]
pub async fn remove_person(desk: State<'_, People>, number: u64) -> Answer<DoneView> {
    let removed = desk.aside(move |desk| desk.remove(number));
    Ok(DoneView::from(removed.await?))
}

/// Issues somebody's badge, and writes it into a folder.
#[tauri::command]
pub async fn issue_badge(desk: State<'_, People>, form: IssueBadgeForm) -> Answer<SavedView> {
    let issued = desk.aside(move |desk| desk.issue_badge(form.number, &form.folder));
    Ok(SavedView::from(issued.await?))
}

/// Somebody's badge is lost.
#[tauri::command]
pub async fn revoke_badge(desk: State<'_, People>, number: u64) -> Answer<DoneView> {
    let revoked = desk.aside(move |desk| desk.revoke_badge(number));
    Ok(DoneView::from(revoked.await?))
}

/// Makes a recovery key, to be printed.
#[tauri::command]
pub async fn new_recovery_key(desk: State<'_, People>) -> Answer<RecoveryKeyView> {
    let made = desk.aside(Desk::new_recovery_key);
    Ok(RecoveryKeyView::from(made.await?))
}

/// Its last six letters, typed back: from now on it counts.
#[tauri::command]
pub async fn keep_recovery_key(desk: State<'_, People>, typed: String) -> Answer<DoneView> {
    let kept = desk.aside(move |desk| desk.keep_recovery_key(&typed));
    Ok(DoneView::from(kept.await?))
}

/// An admin who forgot the PIN chooses another by the recovery key.
#[tauri::command]
pub async fn recover(desk: State<'_, People>, form: RecoverForm) -> Answer<TriedView> {
    let tried = desk.aside(move |desk| desk.recover(form.number, &form.key, &form.pin));
    Ok(TriedView::from(tried.await?))
}

/// What the shift that runs has seen so far.
#[tauri::command]
pub async fn handover(desk: State<'_, People>) -> Answer<SlipView> {
    let slip = desk.aside(Desk::slip).await?;
    slip.map(SlipView::from).map_err(|_| RefusalWord::NotStored)
}

/// Closes the shift; whoever comes next signs on.
#[tauri::command]
pub async fn hand_over(desk: State<'_, People>, form: HandOverForm) -> Answer<HandedView> {
    let handed = desk.aside(move |desk| {
        let next = form.next();
        desk.hand_over(form.note.clone(), next)
    });
    Ok(HandedView::from(handed.await?))
}

fn problem(error: &StaffError) -> WordsView {
    (&error.words()).into()
}

impl HandOverForm {
    fn next(&self) -> Next<'_> {
        match self.next {
            _ if self.badge => Next::Badge,
            Some(number) => Next::Pin(number, &self.pin),
            None => Next::Nobody,
        }
    }
}

impl From<PersonForm> for Typed {
    fn from(form: PersonForm) -> Typed {
        Typed {
            name: form.name,
            role: form.role.into(),
            pin: form.pin,
        }
    }
}

impl From<Result<Tried, StaffError>> for TriedView {
    fn from(tried: Result<Tried, StaffError>) -> TriedView {
        let mut view = TriedView::default();
        match tried {
            Ok(Tried::Right(_)) => view.right = true,
            Ok(Tried::Wrong { left }) => view.left = Some(left),
            Ok(Tried::Locked { ms, .. }) => view.locked_ms = Some(ms),
            Err(error) => view.problem = Some(problem(&error)),
        }
        view
    }
}

impl TriedView {
    fn named(named: Result<Named, StaffError>) -> TriedView {
        match named {
            Ok(Named::Shown) => TriedView {
                right: true,
                ..TriedView::default()
            },
            Ok(Named::Not(tried)) => TriedView::from(Ok(tried)),
            Err(error) => TriedView::from(Err(error)),
        }
    }
}

impl From<Result<Handed, StaffError>> for HandedView {
    fn from(handed: Result<Handed, StaffError>) -> HandedView {
        let (tried, head) = match handed {
            Ok(Handed::Over(head)) => {
                let right = TriedView {
                    right: true,
                    ..TriedView::default()
                };
                (right, Some(head))
            }
            Ok(Handed::Not(tried)) => (TriedView::from(Ok(tried)), None),
            Err(error) => (TriedView::from(Err(error)), None),
        };
        let (text, modules) = head
            .map(|head| (head.text, head.modules))
            .unwrap_or_default();
        HandedView {
            tried,
            text,
            modules,
        }
    }
}

impl From<Result<(), StaffError>> for DoneView {
    fn from(done: Result<(), StaffError>) -> DoneView {
        DoneView {
            problem: done.err().as_ref().map(problem),
        }
    }
}

impl From<NotAllowed> for RefusalWord {
    fn from(NotAllowed(least): NotAllowed) -> RefusalWord {
        match least {
            Role::Nobody | Role::Guard => RefusalWord::NeedsGuard,
            Role::Inspector => RefusalWord::NeedsInspector,
            Role::UnitHead => RefusalWord::NeedsUnitHead,
            Role::Admin => RefusalWord::NeedsAdmin,
        }
    }
}

impl From<Role> for RoleWord {
    fn from(role: Role) -> RoleWord {
        match role {
            Role::Nobody | Role::Guard => RoleWord::Guard,
            Role::Inspector => RoleWord::Inspector,
            Role::UnitHead => RoleWord::UnitHead,
            Role::Admin => RoleWord::Admin,
        }
    }
}

impl From<RoleWord> for Role {
    fn from(word: RoleWord) -> Role {
        match word {
            RoleWord::Guard => Role::Guard,
            RoleWord::Inspector => Role::Inspector,
            RoleWord::UnitHead => Role::UnitHead,
            RoleWord::Admin => Role::Admin,
        }
    }
}

impl From<SeatWord> for Seat {
    fn from(word: SeatWord) -> Seat {
        match word {
            SeatWord::Gate => Seat::Gate,
            SeatWord::Desk => Seat::Desk,
            SeatWord::Inspection => Seat::Inspection,
        }
    }
}

impl From<&Person> for PersonView {
    fn from(person: &Person) -> PersonView {
        PersonView {
            number: person.number,
            name: person.name.clone(),
            role: person.role.into(),
        }
    }
}

impl From<&SignedOn> for SignedOnView {
    fn from(on: &SignedOn) -> SignedOnView {
        SignedOnView {
            governed: on.is_governed,
            duty: on.duty.as_ref().map(PersonView::from),
            desk: on.desk.as_ref().map(PersonView::from),
            inspector: on.inspector.as_ref().map(PersonView::from),
        }
    }
}

impl From<Result<Page, StaffError>> for StaffView {
    fn from(page: Result<Page, StaffError>) -> StaffView {
        let problem = page.as_ref().err().map(problem);
        let page = page.unwrap_or_default();
        let badges = page.badges.iter();
        StaffView {
            problem,
            people: page.people.iter().map(PersonView::from).collect(),
            badges: badges
                .map(|(&person, until)| BadgeView {
                    person,
                    until: until.as_millisecond(),
                })
                .collect(),
            recovery_key: page.has_recovery_key,
        }
    }
}

impl From<Result<PathBuf, StaffError>> for SavedView {
    fn from(saved: Result<PathBuf, StaffError>) -> SavedView {
        SavedView {
            problem: saved.as_ref().err().map(problem),
            path: saved.map_or_else(|_| String::new(), |path| path.display().to_string()),
            digits: String::new(),
        }
    }
}

impl From<Result<String, StaffError>> for RecoveryKeyView {
    fn from(made: Result<String, StaffError>) -> RecoveryKeyView {
        RecoveryKeyView {
            problem: made.as_ref().err().map(problem),
            text: made.unwrap_or_default(),
        }
    }
}

impl From<Slip> for SlipView {
    fn from(slip: Slip) -> SlipView {
        SlipView {
            guard: slip.guard,
            since: slip.since.as_millisecond(),
            entered: slip.entered,
            left: slip.left,
            unscanned: slip.unscanned,
            inside: slip.inside,
            open: slip.open,
            gaps: slip.gaps,
        }
    }
}
