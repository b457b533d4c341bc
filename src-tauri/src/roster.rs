//! *Roster*: what the page may ask about the unit's lists of people, and the bridge to its words.

use crate::commands::Answer;
use crate::expected::ExpectedVisitors;
use crate::places::Register;
use crate::sending::aside;
use crate::view::{
    BadgesForm, ColumnWord, DoneView, FileForm, KindWord, MemberForm, MemberView, PlanView,
    ProgressView, RosterForm, RosterView, RosterWord, RostersView, SaveRosterForm, SavedView,
    SeenView, StandsView, TakeRosterForm, TakenView, UnlistedView, WordsView,
};
use crate::watchlist::Watchlist;
use kiosk::checkpoint::roster::{Figures, Kind, share};
use kiosk::post::What;
use kiosk::roster::badges::Order;
use kiosk::roster::desk::{Desk, Format, Typed};
use kiosk::roster::{
    ByHand, Chosen, Column, FileError, Plan, Roster, RosterError, Standing, Stands, Unlisted,
};
use std::path::PathBuf;
use std::sync::Arc;
use tauri::State;

/// The window's way to the lists.
pub struct Lists(pub Arc<Desk>);

/// Rows of a file that a page shows, of those that are taken and of those that aren't.
pub(crate) const SHOWN: usize = 50;

/// All lists.
#[tauri::command]
pub async fn rosters(lists: State<'_, Lists>) -> Answer<RostersView> {
    let all = aside(&lists.0, |desk| desk.all()).await?;
    Ok(RostersView::from(all))
}

/// A list as it stands today.
#[tauri::command]
pub async fn roster_stands(lists: State<'_, Lists>, number: u32) -> Answer<StandsView> {
    let stands = aside(&lists.0, move |desk| desk.stands(number)).await?;
    Ok(StandsView::from(stands))
}

/// Says what a file would make of a list.
#[tauri::command]
pub async fn look_roster(lists: State<'_, Lists>, form: RosterForm) -> Answer<PlanView> {
    let looked = aside(&lists.0, move |desk| {
        let chosen = form.file.chosen();
        desk.look(&Typed::from(&form), &form.file.bytes, chosen.as_ref())
    });
    Ok(PlanView::from(looked.await?))
}

/// How many rows were read of the file that is being looked at, for whichever list.
#[tauri::command(async)]
pub fn file_rows(
    lists: State<'_, Lists>,
    watchlist: State<'_, Watchlist>,
    expected: State<'_, ExpectedVisitors>,
    register: State<'_, Register>,
) -> Answer<ProgressView> {
    let rows = lists.0.rows() + watchlist.0.rows() + expected.0.rows() + register.0.rows();
    Ok(ProgressView { rows: rows.into() })
}

/// Takes the file that was looked at.
#[tauri::command]
pub async fn take_roster(lists: State<'_, Lists>, form: TakeRosterForm) -> Answer<DoneView> {
    let taken = aside(&lists.0, move |desk| desk.take(form.token, form.keeps_gone));
    Ok(DoneView::from(taken.await?))
}

/// Takes a list away.
#[tauri::command]
pub async fn remove_roster(lists: State<'_, Lists>, number: u32) -> Answer<DoneView> {
    let removed = aside(&lists.0, move |desk| desk.remove(number)).await?;
    Ok(DoneView::from(removed))
}

/// Puts somebody on a list, or puts right what it says of them.
#[tauri::command]
pub async fn put_member(lists: State<'_, Lists>, form: MemberForm) -> Answer<DoneView> {
    let put = aside(&lists.0, move |desk| desk.put(&form.into())).await?;
    Ok(DoneView::from(put))
}

/// Takes somebody off their list.
#[tauri::command]
pub async fn remove_member(lists: State<'_, Lists>, member: u32) -> Answer<DoneView> {
    let removed = aside(&lists.0, move |desk| desk.take_off(member)).await?;
    Ok(DoneView::from(removed))
}

/// Notes that somebody doesn't come today, or that they do.
#[tauri::command]
pub async fn mark_absent(lists: State<'_, Lists>, member: u32, absent: bool) -> Answer<DoneView> {
    let marked = aside(&lists.0, move |desk| desk.mark(member, absent)).await?;
    Ok(DoneView::from(marked))
}

/// Writes a list into a folder.
#[tauri::command]
pub async fn save_roster(lists: State<'_, Lists>, form: SaveRosterForm) -> Answer<SavedView> {
    let saved = aside(&lists.0, move |desk| {
        let format = if form.xlsx { Format::Xlsx } else { Format::Csv };
        desk.save(form.number, form.group.as_deref(), &form.folder, format)
    });
    Ok(SavedView::from(saved.await?))
}

/// Makes badges of a list as one PDF in a folder.
#[tauri::command]
pub async fn print_badges(lists: State<'_, Lists>, form: BadgesForm) -> Answer<SavedView> {
    let printed = aside(&lists.0, move |desk| {
        desk.print_badges(&Order::from(&form), &form.folder)
    });
    Ok(SavedView::from(printed.await?))
}

/// The badge of somebody on a list is lost.
#[tauri::command]
pub async fn revoke_member_badge(lists: State<'_, Lists>, member: u32) -> Answer<DoneView> {
    let revoked = aside(&lists.0, move |desk| desk.revoke_badge(member)).await?;
    Ok(DoneView::from(revoked))
}

pub(crate) fn problem(error: &RosterError) -> Option<WordsView> {
    Some((&error.words()).into())
}

impl UnlistedView {
    /// The first of them.
    pub(crate) fn some(unlisted: &[Unlisted]) -> Vec<UnlistedView> {
        let first = unlisted.iter().take(SHOWN);
        first
            .map(|unlisted| UnlistedView {
                sheet: unlisted.place.sheet.clone(),
                line: unlisted.place.line,
                why: (&unlisted.why.words()).into(),
            })
            .collect()
    }
}

pub(crate) fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

impl From<Kind> for RosterWord {
    fn from(kind: Kind) -> RosterWord {
        match kind {
            Kind::Staff => RosterWord::Staff,
            Kind::Pupil => RosterWord::Pupil,
            Kind::Trader => RosterWord::Trader,
            Kind::Resident => RosterWord::Resident,
        }
    }
}

impl From<RosterWord> for Kind {
    fn from(word: RosterWord) -> Kind {
        match word {
            RosterWord::Staff => Kind::Staff,
            RosterWord::Pupil => Kind::Pupil,
            RosterWord::Trader => Kind::Trader,
            RosterWord::Resident => Kind::Resident,
        }
    }
}

impl From<Column> for ColumnWord {
    fn from(column: Column) -> ColumnWord {
        match column {
            Column::Name | Column::Family | Column::Given => ColumnWord::Name,
            Column::Birth => ColumnWord::Birth,
            Column::Id => ColumnWord::Id,
            Column::Phone => ColumnWord::Phone,
            Column::Group => ColumnWord::Group,
            Column::Reason => ColumnWord::Reason,
            Column::Authority => ColumnWord::Authority,
            Column::From => ColumnWord::From,
            Column::Until => ColumnWord::Until,
            Column::Day => ColumnWord::Day,
            Column::Host => ColumnWord::Host,
            Column::Purpose => ColumnWord::Purpose,
            Column::Organisation => ColumnWord::Organisation,
        }
    }
}

impl From<ColumnWord> for Column {
    fn from(word: ColumnWord) -> Column {
        match word {
            ColumnWord::Name => Column::Name,
            ColumnWord::Birth => Column::Birth,
            ColumnWord::Id => Column::Id,
            ColumnWord::Phone => Column::Phone,
            ColumnWord::Group => Column::Group,
            ColumnWord::Reason => Column::Reason,
            ColumnWord::Authority => Column::Authority,
            ColumnWord::From => Column::From,
            ColumnWord::Until => Column::Until,
            ColumnWord::Day => Column::Day,
            ColumnWord::Host => Column::Host,
            ColumnWord::Purpose => Column::Purpose,
            ColumnWord::Organisation => Column::Organisation,
        }
    }
}

impl From<&RosterForm> for Typed {
    fn from(form: &RosterForm) -> Typed {
        Typed {
            roster: form.number,
            kind: form.kind.into(),
            name: form.name.clone(),
        }
    }
}

impl From<MemberForm> for ByHand {
    fn from(form: MemberForm) -> ByHand {
        ByHand {
            roster: form.roster,
            member: form.member,
            name: form.name,
            group: form.group,
            birth: form.birth,
            id: form.id,
            phone: form.phone,
        }
    }
}

impl From<&BadgesForm> for Order {
    fn from(form: &BadgesForm) -> Order {
        Order {
            roster: form.roster,
            group: form.group.clone(),
            again: form.again,
        }
    }
}

impl FileForm {
    /// What somebody said of its columns.
    pub(crate) fn chosen(&self) -> Option<Chosen> {
        let columns = self.columns.iter();
        (!self.columns.is_empty()).then(|| Chosen {
            columns: columns.map(|column| column.map(Column::from)).collect(),
            above: self.above as usize,
        })
    }
}

/// The first rows of a file that doesn't say what its columns are.
pub(crate) fn unknown(error: &RosterError) -> Vec<Vec<String>> {
    if let RosterError::File(FileError::NoHeading(rows)) = error {
        rows.clone()
    } else {
        Vec::new()
    }
}

impl From<Result<(), RosterError>> for DoneView {
    fn from(done: Result<(), RosterError>) -> DoneView {
        DoneView {
            problem: done.err().as_ref().and_then(problem),
        }
    }
}

impl From<Result<PathBuf, RosterError>> for SavedView {
    fn from(saved: Result<PathBuf, RosterError>) -> SavedView {
        SavedView {
            digits: String::new(),
            problem: saved.as_ref().err().and_then(problem),
            path: saved.map_or_else(|_| String::new(), |path| path.display().to_string()),
        }
    }
}

impl From<Result<Vec<Roster>, RosterError>> for RostersView {
    fn from(all: Result<Vec<Roster>, RosterError>) -> RostersView {
        RostersView {
            problem: all.as_ref().err().and_then(problem),
            rosters: all
                .unwrap_or_default()
                .into_iter()
                .map(|roster| RosterView {
                    number: roster.number,
                    kind: roster.kind.into(),
                    name: roster.name,
                    people: number(roster.people),
                })
                .collect(),
        }
    }
}

impl SeenView {
    fn of(name: &str, figures: &Figures) -> SeenView {
        let part = |part: usize| share(part, figures.people);
        SeenView {
            name: name.to_owned(),
            people: number(figures.people),
            today: number(figures.today),
            today_share: part(figures.today),
            week: number(figures.this_week),
            week_share: part(figures.this_week),
            never: number(figures.never),
            seen: number(figures.seen()),
            seen_share: part(figures.seen()),
            card: number(figures.card),
            card_share: part(figures.card),
            app: number(figures.app),
            app_share: part(figures.app),
            pass: number(figures.pass),
            pass_share: part(figures.pass),
            badge: number(figures.badge),
            badge_share: part(figures.badge),
        }
    }
}

impl From<&Standing> for MemberView {
    fn from(one: &Standing) -> MemberView {
        let (member, told) = (&one.listed.member, &one.told);
        let kind = |by: &Option<_>| by.map_or(KindWord::Manual, |kind| What::Document(kind).into());
        MemberView {
            number: one.listed.number,
            name: member.name.clone(),
            birth_year: member.birth.year(),
            last_four: member.last_four(),
            phone_end: member.phone_end(),
            group: one.listed.group.clone(),
            today: told.today,
            week: told.this_week,
            last: told.last.map(|last| last.as_millisecond()),
            by: told.by.iter().map(kind).collect(),
            app: told.has_app(),
            absent: one.is_absent,
            badge: one.badge.map(|until| until.as_millisecond()),
        }
    }
}

impl From<Result<Stands, RosterError>> for StandsView {
    fn from(stands: Result<Stands, RosterError>) -> StandsView {
        match stands {
            Ok(stands) => StandsView {
                problem: None,
                since: stands.since.to_string(),
                all: SeenView::of("", &stands.figures(None)),
                groups: stands
                    .groups()
                    .iter()
                    .map(|(name, figures)| SeenView::of(name, figures))
                    .collect(),
                people: stands.people.iter().map(MemberView::from).collect(),
            },
            Err(error) => StandsView {
                problem: problem(&error),
                ..StandsView::default()
            },
        }
    }
}

impl From<Result<(u32, Plan), RosterError>> for PlanView {
    fn from(looked: Result<(u32, Plan), RosterError>) -> PlanView {
        let (token, plan) = match looked {
            Ok(looked) => looked,
            Err(error) => {
                return PlanView {
                    problem: problem(&error),
                    unknown: unknown(&error),
                    ..PlanView::default()
                };
            }
        };
        let mut columns: Vec<ColumnWord> =
            plan.columns.iter().map(|column| (*column).into()).collect();
        columns.dedup();
        let (added, changed) = (plan.added(), plan.changed());
        PlanView {
            problem: None,
            token,
            columns,
            added: number(added),
            changed: number(changed),
            same: number(plan.rows.len() - added - changed),
            gone: number(plan.gone.len()),
            gone_names: plan
                .gone
                .iter()
                .take(SHOWN)
                .map(|gone| gone.member.name.clone())
                .collect(),
            padded: number(plan.padded),
            sample: plan
                .rows
                .iter()
                .take(SHOWN)
                .map(|row| TakenView {
                    name: row.member.name.clone(),
                    birth: row.member.born(),
                    last_four: row.member.last_four(),
                    phone: row.member.phone.clone(),
                    group: row.group.clone(),
                })
                .collect(),
            wrong: number(plan.unlisted.len()),
            unlisted: UnlistedView::some(&plan.unlisted),
            unknown: Vec::new(),
        }
    }
}
