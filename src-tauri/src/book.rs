//! *Book*: what the page may ask about the log, and the bridge to its words.

use crate::commands::Answer;
use crate::sending::aside;
use crate::view::{
    AfterForm, BarsForm, BarsView, CareView, CareWord, CoverageView, DayForm, DayView, FoundView,
    GuardView, HourView, KindWord, LineView, ListedView, MomentForm, NamedView, OutcomeWord,
    PresentView, RefusalWord, SearchForm, SortWord, TilesView, TimeWord, WordsView,
};
use jiff::Timestamp;
use kiosk::book::desk::{Desk, DeskError, Listed, Named, PAGE};
use kiosk::book::{Bars, Cursor, Day, Filter, Found, Need, Present, Row, Sort};
use kiosk::checkpoint::coverage::share;
use kiosk::checkpoint::entry::{Kind, Outcome};
use kiosk::checkpoint::presence::{Passage, Time};
use kiosk::checkpoint::subject::{Identity, Purpose};
use kiosk::post::What;
use std::sync::Arc;
use tauri::State;

/// The window's way to the book.
pub struct Reader(pub Arc<Desk>);

impl Reader {
    /// Does it on a thread where it may take its time.
    pub(crate) async fn aside<T: Send + 'static>(
        &self,
        verb: impl FnOnce(&Desk) -> T + Send + 'static,
    ) -> Result<T, RefusalWord> {
        aside(&self.0, verb).await
    }
}

/// A day of the book: its figures, and the lines that fit.
#[tauri::command]
pub async fn book_day(reader: State<'_, Reader>, form: DayForm) -> Answer<DayView> {
    let date = form.date.as_deref().and_then(|date| date.parse().ok());
    let look = move |day: &Day, named: &Named| DayView::of(day, named, &form);
    let day = reader.aside(move |desk| desk.day(date, look)).await?;
    Ok(day.unwrap_or_else(|error| DayView::unread(&error)))
}

/// A day's bars alone.
#[tauri::command]
pub async fn book_bars(reader: State<'_, Reader>, form: BarsForm) -> Answer<BarsView> {
    let bars = reader.aside(move |desk| desk.bars(form.date.parse().ok(), form.upto));
    Ok(BarsView::from(bars.await?))
}

/// Lines by words.
#[tauri::command]
pub async fn book_search(reader: State<'_, Reader>, form: SearchForm) -> Answer<FoundView> {
    let after = form.after.map(Cursor::from);
    let found = reader.aside(move |desk| desk.search(&form.typed, after, PAGE));
    Ok(FoundView::from(found.await?))
}

/// Who was inside at a moment.
#[tauri::command]
pub async fn book_inside(reader: State<'_, Reader>, form: MomentForm) -> Answer<ListedView> {
    let at = form.at.and_then(|ms| Timestamp::from_millisecond(ms).ok());
    let listed = reader.aside(move |desk| desk.inside(at));
    Ok(ListedView::from(listed.await?))
}

pub(crate) fn problem(error: &DeskError) -> Option<WordsView> {
    Some((&error.words()).into())
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// A gate by its name, where it has one.
fn gate(gate: u32, named: &Named) -> String {
    named.gates.get(&gate).cloned().unwrap_or(gate.to_string())
}

impl From<AfterForm> for Cursor {
    fn from(form: AfterForm) -> Cursor {
        Cursor {
            pass: usize::try_from(form.pass).unwrap_or(usize::MAX),
            place: form.place,
        }
    }
}

impl From<Outcome> for OutcomeWord {
    fn from(outcome: Outcome) -> OutcomeWord {
        match outcome {
            Outcome::Admit => OutcomeWord::Admit,
            Outcome::Look => OutcomeWord::Look,
            Outcome::Refuse => OutcomeWord::Refuse,
        }
    }
}

impl From<OutcomeWord> for Outcome {
    fn from(word: OutcomeWord) -> Outcome {
        match word {
            OutcomeWord::Admit => Outcome::Admit,
            OutcomeWord::Look => Outcome::Look,
            OutcomeWord::Refuse => Outcome::Refuse,
        }
    }
}

impl From<Need> for CareWord {
    fn from(need: Need) -> CareWord {
        match need {
            Need::Refused => CareWord::Refused,
            Need::Unanswered => CareWord::Unanswered,
            Need::ByHand => CareWord::ByHand,
            Need::Undated => CareWord::Undated,
            Need::PossibleDouble => CareWord::PossibleDouble,
            Need::Closed => CareWord::Closed,
        }
    }
}

impl From<CareWord> for Need {
    fn from(word: CareWord) -> Need {
        match word {
            CareWord::Refused => Need::Refused,
            CareWord::Unanswered => Need::Unanswered,
            CareWord::ByHand => Need::ByHand,
            CareWord::Undated => Need::Undated,
            CareWord::PossibleDouble => Need::PossibleDouble,
            CareWord::Closed => Need::Closed,
        }
    }
}

impl From<Time> for TimeWord {
    fn from(time: Time) -> TimeWord {
        match time {
            Time::Real => TimeWord::Real,
            Time::Paper => TimeWord::Paper,
            Time::Estimated => TimeWord::Estimated,
        }
    }
}

impl From<SortWord> for Sort {
    fn from(word: SortWord) -> Sort {
        match word {
            SortWord::Scan => Sort::Scan,
            SortWord::Manual => Sort::Manual,
            SortWord::Paper => Sort::Paper,
            SortWord::Passed => Sort::Passed,
        }
    }
}

/// The last two of the digits that are kept.
pub(crate) fn masked(last4: &str) -> String {
    let mut end: Vec<char> = last4.chars().rev().take(2).collect();
    end.reverse();
    format!("••{}", end.into_iter().collect::<String>())
}

impl LineView {
    pub(crate) fn of(row: &Row, named: &Named) -> LineView {
        let line = &row.line;
        let kind = match (&line.kind, line.paper) {
            (_, true) => Some(KindWord::Paper),
            (Kind::Manual, false) => Some(KindWord::Manual),
            (Kind::Passed, false) => Some(KindWord::Passed),
            (_, false) => line
                .document
                .map(|document| What::Document(document).into()),
        };
        let purpose = line.purpose.as_ref().map(|purpose| match purpose {
            Purpose::Key(key) => named.purposes.get(key).cloned().unwrap_or(key.to_string()),
            Purpose::Text(text) => text.clone(),
        });
        let (has, lacks): (Vec<_>, Vec<_>) = named
            .targets
            .iter()
            .partition(|(target, _)| row.sent_to.contains(target));
        let names = |targets: Vec<(&u32, &String)>| {
            let names = targets.into_iter().map(|(_, name)| name.clone());
            names.collect()
        };
        LineView {
            place: row.place,
            seq: line.seq,
            at: line.at.as_millisecond(),
            passed_at: line.passed_at.as_millisecond(),
            gate: gate(line.gate, named),
            kind,
            direction: line.direction.map(Into::into),
            verdict: row.verdict().map(Into::into),
            people: line.people,
            corrected: line.is_corrected,
            is_void: line.is_void,
            name: line.identity.name.clone(),
            birth_year: line.identity.birth_year,
            masked: line.identity.last4.as_deref().map(masked),
            purpose,
            note: line.note.clone(),
            by: row.by.and_then(|by| named.staff.get(&by).cloned()),
            cares: row.needs.iter().map(|need| (*need).into()).collect(),
            sent_to: names(has),
            waits_for: names(lacks),
        }
    }
}

impl DayView {
    fn unread(error: &DeskError) -> DayView {
        DayView {
            problem: problem(error),
            ..DayView::default()
        }
    }

    fn of(day: &Day, named: &Named, form: &DayForm) -> DayView {
        let filter = Filter {
            gate: form.gate,
            hour: form.hour,
            direction: form.direction.map(Into::into),
            verdict: form.verdict.map(Into::into),
            sort: form.sort.map(Into::into),
            by: form.by,
            sent: form.sent,
            need: form.care.map(Into::into),
        };
        let from = usize::try_from(form.from).unwrap_or(usize::MAX);
        let page = day.page(&filter, from, form.upto, PAGE);
        let needs = day.needs();
        let cares = needs.iter().map(|(need, lines)| CareView {
            care: (*need).into(),
            lines: number(*lines),
        });
        let gates = day.bars.gates.iter().map(|number| NamedView {
            number: *number,
            name: gate(*number, named),
        });
        let guards = day.guards.iter().map(|number| GuardView {
            number: *number,
            name: named.staff.get(number).cloned().unwrap_or_default(),
        });
        DayView {
            problem: None,
            date: day.date.to_string(),
            tiles: day.tiles.map(|tiles| TilesView {
                entered: tiles.report.people_in(),
                left: tiles.report.people_out(),
                inside: tiles.inside,
                coverage: coverage(&day.bars),
                undated: tiles.undated,
            }),
            hours: hours(&day.bars),
            drill: day.is_drill,
            gates: gates.collect(),
            guards: guards.collect(),
            cares: cares.collect(),
            has_targets: !named.targets.is_empty(),
            all: number(page.all),
            lines: page
                .rows
                .iter()
                .map(|row| LineView::of(row, named))
                .collect(),
            upto: page.upto,
        }
    }
}

fn hours(bars: &Bars) -> Vec<HourView> {
    let hours = bars.hours.iter();
    let hours = hours.map(|(hour, (entered, left))| HourView {
        hour: *hour,
        entered: *entered,
        left: *left,
    });
    hours.collect()
}

fn coverage(bars: &Bars) -> Option<CoverageView> {
    let (counted, recorded) = bars.coverage()?;
    Some(CoverageView {
        counted,
        recorded,
        share: share(recorded, counted),
    })
}

impl From<Result<(Bars, usize), DeskError>> for BarsView {
    fn from(told: Result<(Bars, usize), DeskError>) -> BarsView {
        match told {
            Ok((bars, newer)) => BarsView {
                problem: None,
                entered: bars.report.people_in(),
                left: bars.report.people_out(),
                coverage: coverage(&bars),
                hours: hours(&bars),
                newer: number(newer),
            },
            Err(error) => BarsView {
                problem: problem(&error),
                ..BarsView::default()
            },
        }
    }
}

impl From<Result<(Found, Named), DeskError>> for FoundView {
    fn from(found: Result<(Found, Named), DeskError>) -> FoundView {
        match found {
            Ok((found, named)) => FoundView {
                problem: None,
                lines: found
                    .rows
                    .iter()
                    .map(|row| LineView::of(row, &named))
                    .collect(),
                next: found.next.map(|next| AfterForm {
                    pass: number(next.pass),
                    place: next.place,
                }),
            },
            Err(error) => FoundView {
                problem: problem(&error),
                ..FoundView::default()
            },
        }
    }
}

impl From<Result<(Listed, Named), DeskError>> for ListedView {
    fn from(listed: Result<(Listed, Named), DeskError>) -> ListedView {
        let (listed, named) = match listed {
            Ok(listed) => listed,
            Err(error) => {
                return ListedView {
                    problem: problem(&error),
                    ..ListedView::default()
                };
            }
        };
        let one = |came: &Passage, identity: Identity| PresentView {
            name: identity.name,
            birth_year: identity.birth_year,
            last_four: identity.last4,
            came: came.at.as_millisecond(),
            gate: gate(came.gate, &named),
            time: came.time.into(),
        };
        let people = |people: &[(Present, Option<Row>)]| {
            let came = people.iter().filter_map(|(present, row)| {
                let identity = row.as_ref().map(|row| row.line.identity.clone());
                Some(one(&present.stay.came?, identity.unwrap_or_default()))
            });
            came.collect()
        };
        let unclear = listed.unclear.iter();
        let unclear = unclear.map(|(came, row)| one(came, row.line.identity.clone()));
        ListedView {
            problem: None,
            at: listed.at.as_millisecond(),
            people: people(&listed.people),
            overnight: people(&listed.overnight),
            unnamed: listed.unnamed,
            unclear: unclear.collect(),
        }
    }
}
