//! *Accounts*: what the page may ask of the unit head's accounts, and the bridge to its words.

use crate::commands::Answer;
use crate::sending::aside;
use crate::view::{
    BadgeSizeWord, CalledView, ChecksView, CountForm, DayBadgeView, DoneView, FormatWord,
    LinesWord, PaperPartView, PaperTableView, ProgressView, RefusalWord, ReportForm, ReportView,
    RollForm, RollView, SavedView, SendForm, SentView, SettledBefore, SettledView, SpanWord,
    StayView, TraceForm, TracedView, TriedView, WindowView, WordsView,
};
use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use kiosk::accounts::papers::{Format, Lines};
use kiosk::accounts::{Accounts, AccountsError, Answered, Called, Checked, Counted, Order};
use kiosk::accounts::{Question, Span};
use kiosk::checkpoint::report::Figure;
use kiosk::code::modules;
use kiosk::paper::day_badge::{DayBadge, Size};
use kiosk::paper::exposure::{Exposure, StayLine};
use kiosk::paper::page::{Cell, Part};
use kiosk::paper::{Page, Roll};
use kiosk::staff::handover::SignedHead;
use std::path::PathBuf;
use std::sync::Arc;
use tauri::State;

/// The window's way to the accounts.
pub struct Head(pub Arc<Accounts>);

impl Head {
    /// Does it on a thread where it may take its time.
    pub(crate) async fn aside<T: Send + 'static>(
        &self,
        verb: impl FnOnce(&Accounts) -> T + Send + 'static,
    ) -> Result<T, RefusalWord> {
        aside(&self.0, verb).await
    }
}

/// Who was inside together with somebody.
#[tauri::command]
pub async fn trace(head: State<'_, Head>, form: TraceForm) -> Answer<TracedView> {
    let question = Question::try_from(form);
    let traced = head.aside(move |head| question.and_then(|question| head.trace(&question)));
    Ok(TracedView::from(traced.await?))
}

/// Saves the list that is shown.
#[tauri::command]
pub async fn save_trace(head: State<'_, Head>, folder: String) -> Answer<SavedView> {
    let saved = head.aside(move |head| head.save_trace(&folder));
    Ok(SavedView::from(saved.await?))
}

/// How a day stands before it is settled; an empty date is today.
#[tauri::command]
pub async fn day_checks(head: State<'_, Head>, date: String) -> Answer<ChecksView> {
    let date = (!date.is_empty()).then(|| day(&date)).transpose();
    let checks = head.aside(move |head| date.and_then(|date| head.checks(date)));
    Ok(ChecksView::from(checks.await?))
}

/// Settles a day.
#[tauri::command]
pub async fn settle_day(head: State<'_, Head>, date: String) -> Answer<SettledView> {
    let settled = head.aside(move |head| day(&date).and_then(|date| head.settle(date)));
    Ok(SettledView::from(settled.await?))
}

/// Enters how many passed the gate.
#[tauri::command]
pub async fn headcount(head: State<'_, Head>, form: CountForm) -> Answer<DoneView> {
    let counted = head.aside(move |head| Counted::try_from(form).and_then(|one| head.count(one)));
    Ok(DoneView::from(counted.await?))
}

/// Who has to be found, for whoever asks.
#[tauri::command]
pub async fn call_roll(head: State<'_, Head>) -> Answer<RollView> {
    let roll = head.aside(Accounts::call_roll);
    Ok(RollView::from(roll.await?))
}

/// Saves the roll-call that is shown.
#[tauri::command]
pub async fn save_roll(head: State<'_, Head>, form: RollForm) -> Answer<SavedView> {
    let saved = head.aside(move |head| head.save_roll(&form.folder, &form.found));
    Ok(SavedView::from(saved.await?))
}

/// Makes a badge of the day for the visitor who came in last.
#[tauri::command]
pub async fn print_day_badge(head: State<'_, Head>) -> Answer<DayBadgeView> {
    let badge = head.aside(Accounts::day_badge).await?;
    badge.map(DayBadgeView::from).map_err(RefusalWord::from)
}

/// Saves the badge of the day that is shown.
#[tauri::command]
pub async fn save_day_badge(head: State<'_, Head>, folder: String) -> Answer<SavedView> {
    let saved = head.aside(move |head| head.save_day_badge(&folder));
    Ok(SavedView::from(saved.await?))
}

/// Saves a blank page of the paper book, for when the gate can't write.
#[tauri::command]
pub async fn save_book_page(head: State<'_, Head>, folder: String) -> Answer<SavedView> {
    let saved = head.aside(move |head| head.save_book_page(&folder));
    Ok(SavedView::from(saved.await?))
}

/// The report of some days.
#[tauri::command]
pub async fn report(head: State<'_, Head>, form: ReportForm) -> Answer<ReportView> {
    let report = head.aside(move |head| Span::try_from(form).and_then(|span| head.report(span)));
    Ok(ReportView::from(report.await?))
}

/// Saves a report's files.
#[tauri::command]
pub async fn send_report(head: State<'_, Head>, form: SendForm) -> Answer<SentView> {
    let sent = head.aside(move |head| Order::try_from(form).and_then(|order| head.send(&order)));
    Ok(SentView::from(sent.await?))
}

/// How far the files got.
#[tauri::command(async)]
pub fn report_rows(head: State<'_, Head>) -> Answer<ProgressView> {
    let rows = head.0.written();
    Ok(ProgressView { rows })
}

/// Gives the files up.
#[tauri::command(async)]
pub fn stop_report(head: State<'_, Head>) -> Answer<()> {
    head.0.stop();
    Ok(())
}

fn problem(error: &AccountsError) -> Option<WordsView> {
    Some((&error.words()).into())
}

fn day(text: &str) -> Result<Date, AccountsError> {
    text.parse().map_err(|_| AccountsError::Days)
}

fn clock(at: DateTime) -> String {
    at.strftime("%H:%M %d/%m/%Y").to_string()
}

impl TryFrom<TraceForm> for Question {
    type Error = AccountsError;

    fn try_from(form: TraceForm) -> Result<Question, AccountsError> {
        Ok(Question {
            place: form.place,
            first: day(&form.first)?,
            last: day(&form.last)?,
            minutes: form.minutes,
            requester: form.requester,
            document: form.document,
            pin: form.pin,
        })
    }
}

impl TryFrom<CountForm> for Counted {
    type Error = AccountsError;

    fn try_from(form: CountForm) -> Result<Counted, AccountsError> {
        let at = |ms| Timestamp::from_millisecond(ms).map_err(|_| AccountsError::Window);
        Ok(Counted {
            from: at(form.from)?,
            until: at(form.until)?,
            people: form.people,
        })
    }
}

impl TryFrom<ReportForm> for Span {
    type Error = AccountsError;

    fn try_from(form: ReportForm) -> Result<Span, AccountsError> {
        let first = day(&form.day)?;
        Ok(match form.span {
            SpanWord::Day => Span::Day(first),
            SpanWord::Week => Span::Week(first),
            SpanWord::Month => Span::Month(first),
            SpanWord::Days => Span::Days(first, day(&form.last.unwrap_or_default())?),
        })
    }
}

impl TryFrom<SendForm> for Order {
    type Error = AccountsError;

    fn try_from(form: SendForm) -> Result<Order, AccountsError> {
        let formats = form.formats.into_iter().map(|format| match format {
            FormatWord::Pdf => Format::Pdf,
            FormatWord::Docx => Format::Docx,
            FormatWord::Xlsx => Format::Xlsx,
            FormatWord::Csv => Format::Csv,
        });
        Ok(Order {
            span: form.span.try_into()?,
            formats: formats.collect(),
            lines: match form.lines {
                LinesWord::None => Lines::None,
                LinesWord::Log => Lines::Log,
                LinesWord::Book => Lines::Book,
            },
            folder: form.folder,
        })
    }
}

impl From<StayLine> for StayView {
    fn from(line: StayLine) -> StayView {
        StayView {
            name: line.name,
            birth_year: line.birth_year,
            last_four: line.last4,
            phone: line.phone,
            gate: line.gate,
            came: line.came.map(clock),
            left: line.left.map(clock),
            minutes: line.minutes,
            time: line.time.into(),
        }
    }
}

impl From<Result<Answered<Exposure>, AccountsError>> for TracedView {
    fn from(traced: Result<Answered<Exposure>, AccountsError>) -> TracedView {
        match traced {
            Ok(Answered::Given(sheet)) => TracedView {
                problem: None,
                tried: TriedView {
                    right: true,
                    ..TriedView::default()
                },
                person: sheet.person,
                own: sheet.own.into_iter().map(StayView::from).collect(),
                met: sheet.met.into_iter().map(StayView::from).collect(),
                unnamed: sheet.unnamed,
            },
            Ok(Answered::Not(tried)) => TracedView {
                tried: TriedView::from(Ok(tried)),
                ..TracedView::default()
            },
            Err(error) => TracedView {
                problem: problem(&error),
                ..TracedView::default()
            },
        }
    }
}

impl From<Result<PathBuf, AccountsError>> for SavedView {
    fn from(saved: Result<PathBuf, AccountsError>) -> SavedView {
        SavedView {
            problem: saved.as_ref().err().and_then(problem),
            path: saved.map_or_else(|_| String::new(), |path| path.display().to_string()),
            digits: String::new(),
        }
    }
}

impl From<Result<(), AccountsError>> for DoneView {
    fn from(done: Result<(), AccountsError>) -> DoneView {
        DoneView {
            problem: done.err().as_ref().and_then(problem),
        }
    }
}

impl From<Result<Checked, AccountsError>> for ChecksView {
    fn from(checked: Result<Checked, AccountsError>) -> ChecksView {
        match checked {
            Ok(Checked {
                date,
                checks,
                settled,
                by,
                windows,
            }) => ChecksView {
                problem: None,
                date: date.to_string(),
                gaps: checks.gaps,
                unsent: checks
                    .unsent
                    .map(|lines| u32::try_from(lines).unwrap_or(u32::MAX)),
                open: checks.open,
                undated: checks.undated,
                counted: checks.coverage.map(|(counted, _)| counted),
                recorded: checks.coverage.map(|(_, recorded)| recorded),
                settled: settled.map(|settled| SettledBefore {
                    at: settled.at.as_millisecond(),
                    by: by.unwrap_or_default(),
                    since: settled.since.get(Figure::Entries),
                }),
                windows: windows
                    .into_iter()
                    .map(|(window, by)| WindowView {
                        from: window.from.as_millisecond(),
                        until: window.to.as_millisecond(),
                        counted: window.counted,
                        recorded: window.recorded,
                        by: by.unwrap_or_default(),
                    })
                    .collect(),
            },
            Err(error) => ChecksView {
                problem: problem(&error),
                ..ChecksView::default()
            },
        }
    }
}

impl From<Result<SignedHead, AccountsError>> for SettledView {
    fn from(settled: Result<SignedHead, AccountsError>) -> SettledView {
        SettledView {
            problem: settled.as_ref().err().and_then(problem),
            modules: settled.map_or_else(|_| Vec::new(), |head| head.modules),
        }
    }
}

impl From<Called> for CalledView {
    fn from(called: Called) -> CalledView {
        CalledView {
            name: called.name,
            birth_year: called.birth_year,
            last_four: called.last4,
            came: clock(called.came),
            gate: called.gate,
        }
    }
}

impl From<Result<Roll, AccountsError>> for RollView {
    fn from(roll: Result<Roll, AccountsError>) -> RollView {
        match roll {
            Ok(roll) => RollView {
                problem: None,
                at: clock(roll.at),
                inside: roll.inside.into_iter().map(CalledView::from).collect(),
                maybe: roll.maybe.into_iter().map(CalledView::from).collect(),
                unnamed: roll.unnamed,
                unclear: roll.unclear.into_iter().map(CalledView::from).collect(),
            },
            Err(error) => RollView {
                problem: problem(&error),
                ..RollView::default()
            },
        }
    }
}

impl From<&Part> for PaperPartView {
    fn from(part: &Part) -> PaperPartView {
        let (heading, text, table) = match part {
            Part::Heading { text } => (Some(text.clone()), None, None),
            Part::Text { text } => (None, Some(text.clone()), None),
            Part::Table(table) => {
                let titles = table.columns.iter().map(|column| column.title.clone());
                let rows = table.rows.iter();
                let rows = rows.map(|row| row.cells.iter().map(Cell::text).collect());
                let table = PaperTableView {
                    titles: titles.collect(),
                    rows: rows.collect(),
                };
                (None, None, Some(table))
            }
        };
        PaperPartView {
            heading,
            text,
            table,
        }
    }
}

impl From<Result<Page, AccountsError>> for ReportView {
    fn from(report: Result<Page, AccountsError>) -> ReportView {
        match report {
            Ok(page) => ReportView {
                problem: None,
                parts: page.parts.iter().map(PaperPartView::from).collect(),
                about: page.about,
                cut: page.cut,
            },
            Err(error) => ReportView {
                problem: problem(&error),
                ..ReportView::default()
            },
        }
    }
}

impl From<Result<Vec<PathBuf>, AccountsError>> for SentView {
    fn from(sent: Result<Vec<PathBuf>, AccountsError>) -> SentView {
        let paths = sent.as_ref().map(|paths| {
            let paths = paths.iter();
            paths.map(|path| path.display().to_string()).collect()
        });
        SentView {
            paths: paths.unwrap_or_default(),
            problem: sent.err().as_ref().and_then(problem),
        }
    }
}

impl From<DayBadge> for DayBadgeView {
    fn from(badge: DayBadge) -> DayBadgeView {
        DayBadgeView {
            size: badge.size.into(),
            modules: modules(&badge.code),
            unit: badge.unit,
            gate: badge.gate,
            name: badge.name,
            from: badge.from,
            until: badge.until,
        }
    }
}

impl From<Size> for BadgeSizeWord {
    fn from(size: Size) -> BadgeSizeWord {
        match size {
            Size::Label => BadgeSizeWord::Label,
            Size::A6 => BadgeSizeWord::A6,
        }
    }
}

impl From<BadgeSizeWord> for Size {
    fn from(word: BadgeSizeWord) -> Size {
        match word {
            BadgeSizeWord::Label => Size::Label,
            BadgeSizeWord::A6 => Size::A6,
        }
    }
}
