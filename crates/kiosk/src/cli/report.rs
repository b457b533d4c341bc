//! `chot report`: what this post's log says of some days, on the screen or on paper.

use crate::accounts::papers::{self, Format, Lines, Made, Making, PapersError};
use crate::clock::{Clock, SystemClock};
use crate::home::Home;
use crate::ledger::Reading;
use crate::settings::Settings;
use crate::staff::Staff;
use anyhow::{Context, Result, bail};
use checkpoint::report::Period;
use clap::ArgGroup;
use jiff::civil::{Date, Time};
use paper::page::{Page, Part, Table};
use std::io::{IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// Between two words of progress.
const STEP: Duration = Duration::from_millis(200);

#[derive(Clone, Debug, clap::Args)]
#[command(group = ArgGroup::new("period").required(true).args(["day", "week", "month", "from"]))]
pub struct Report {
    /// One day, 2026-11-23; without a value today.
    #[arg(long, value_name = "DAY", num_args = 0..=1)]
    day: Option<Option<Date>>,
    /// Monday to Sunday around a day; without a value this week.
    #[arg(long, value_name = "DAY", num_args = 0..=1)]
    week: Option<Option<Date>>,
    /// A month, 2026-11; without a value this month.
    #[arg(long, value_name = "MONTH", num_args = 0..=1, value_parser = month)]
    month: Option<Option<Date>>,
    /// The first of any days; needs --to.
    #[arg(long, value_name = "DAY", requires = "to")]
    from: Option<Date>,
    /// The last of them.
    #[arg(long, value_name = "DAY", requires = "from")]
    to: Option<Date>,
    /// What was written after this hour of the last day doesn't count: 16:30.
    #[arg(long, value_name = "HOUR")]
    cut: Option<Time>,
    /// The date that the letter bears; else today.
    #[arg(long, value_name = "DAY")]
    dated: Option<Date>,
    /// With the lines of the log, numbers masked. A CSV then has these lines alone.
    #[arg(long, conflicts_with = "book")]
    list: bool,
    /// With the lines in the columns of the paper guest book (Sổ khách). A CSV then has these alone.
    #[arg(long)]
    book: bool,
    /// Write a PDF to sign.
    #[arg(long, value_name = "FILE")]
    pdf: Option<PathBuf>,
    /// Write a DOCX to edit.
    #[arg(long, value_name = "FILE")]
    docx: Option<PathBuf>,
    /// Write an XLSX to count further.
    #[arg(long, value_name = "FILE")]
    xlsx: Option<PathBuf>,
    /// Write a CSV for other programs.
    #[arg(long, value_name = "FILE")]
    csv: Option<PathBuf>,
}

/// `2026-11` as its first day.
fn month(text: &str) -> Result<Date, String> {
    format!("{text}-01")
        .parse()
        .map_err(|_| "write a month as 2026-11".to_owned())
}

impl Report {
    /// Exit codes: 0 done · 1 something couldn't be written · 2 misspelt · 3 the ledger or the settings
    /// can't be opened.
    pub fn run(&self) -> Result<ExitCode> {
        let home = Home::resolve()?;
        let opened = Settings::load(&Settings::path(&home))
            .map_err(anyhow::Error::from)
            .and_then(|settings| Ok((settings, Reading::open(&home)?)));
        let (settings, reading) = match opened {
            Ok(opened) => opened,
            Err(error) => {
                eprintln!("chot: {error:#}");
                return Ok(ExitCode::from(3));
            }
        };
        let zone = settings.time_zone()?;
        let now = SystemClock::new().now().at;
        let period = self.period(zone.to_datetime(now).date())?;
        // Numbers stand for those whose names can't be read.
        let people = Staff::of(&home).people().unwrap_or_default().into_iter();
        let staff = people.map(|person| (person.number, person.name)).collect();
        let asked = papers::asked(&settings, &zone, now, period, self.cut, staff);
        let dated = self.dated.unwrap_or_else(|| zone.to_datetime(now).date());
        let lines = match (self.list, self.book) {
            (true, _) => Lines::Log,
            (false, true) => Lines::Book,
            (false, false) => Lines::None,
        };
        let making = Making::default();
        let made = Made::read(reading, &settings, asked, dated, lines, making.clone());
        let made = match made {
            Err(PapersError::Ledger(error)) => {
                eprintln!("chot: {error}");
                return Ok(ExitCode::from(3));
            }
            made => made?,
        };
        let stopping = making.clone();
        ctrlc::set_handler(move || stopping.stop())?;
        let files = self.files();
        if files.is_empty() {
            let mut out = std::io::stdout().lock();
            out.write_all(text(&made.page).as_bytes())?;
        } else {
            told_meanwhile(&making, || made.write(&files))?;
        }
        Ok(ExitCode::SUCCESS)
    }

    fn period(&self, today: Date) -> Result<Period> {
        match (self.day, self.week, self.month, self.from, self.to) {
            (Some(day), ..) => Ok(Period::day(day.unwrap_or(today))),
            (None, Some(day), ..) => Ok(Period::week_of(day.unwrap_or(today))),
            (None, None, Some(day), ..) => Ok(Period::month_of(day.unwrap_or(today))),
            (None, None, None, Some(first), Some(last)) => Period::new(first, last)
                .with_context(|| format!("--to {last} is before --from {first}: turn them round")),
            (None, None, None, ..) => {
                bail!("say which days: --day, --week, --month, or --from and --to")
            }
        }
    }

    fn files(&self) -> Vec<(Format, PathBuf)> {
        let named = [
            (Format::Pdf, &self.pdf),
            (Format::Docx, &self.docx),
            (Format::Xlsx, &self.xlsx),
            (Format::Csv, &self.csv),
        ];
        let named = named.into_iter();
        named
            .filter_map(|(format, path)| Some((format, path.clone()?)))
            .collect()
    }
}

/// Says on a terminal how far it gets.
fn told_meanwhile<T>(making: &Making, make: impl FnOnce() -> T) -> T {
    let is_done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        if std::io::stderr().is_terminal() {
            scope.spawn(|| {
                while !is_done.load(Ordering::Relaxed) {
                    std::thread::sleep(STEP);
                    if let Ok(rows @ 1..) = i64::try_from(making.rows()) {
                        eprint!("\r{} dòng", paper::words::number(rows));
                    }
                }
                eprintln!();
            });
        }
        let made = make();
        is_done.store(true, Ordering::Relaxed);
        made
    })
}

/// For the terminal.
fn text(page: &Page) -> String {
    let mut text = format!("{}\n{}\n", page.about, page.cut);
    for part in &page.parts {
        match part {
            Part::Heading { text: said } => text.push_str(&format!("\n{said}\n")),
            Part::Text { text: said } => text.push_str(&format!("{said}\n")),
            Part::Table(table) => text.push_str(&told(table)),
        }
    }
    text
}

/// A table in letters of one width.
pub(super) fn told(table: &Table) -> String {
    let titles: Vec<String> = table
        .columns
        .iter()
        .map(|column| column.title.clone())
        .collect();
    let rows = table
        .rows
        .iter()
        .map(|row| row.cells.iter().map(|cell| cell.text()).collect());
    let lines: Vec<Vec<String>> = std::iter::once(titles).chain(rows).collect();
    let width = |at: usize| {
        let cells = lines.iter().filter_map(|line| line.get(at));
        cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..table.columns.len()).map(width).collect();
    let mut text = String::new();
    for line in &lines {
        let cells = line.iter().zip(&widths).zip(&table.columns);
        let cells: Vec<String> = cells
            .map(|((cell, width), column)| {
                let width = *width;
                if column.is_number {
                    format!("{cell:>width$}")
                } else {
                    format!("{cell:<width$}")
                }
            })
            .collect();
        text.push_str("  ");
        text.push_str(cells.join("  ").trim_end());
        text.push('\n');
    }
    text
}
