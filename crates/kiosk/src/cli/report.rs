//! `chot report`: what this post's log says of some days, on the screen or on paper.

use crate::clock::{Clock, SystemClock};
use crate::home::Home;
use crate::ledger::{Asked, Learnt, LedgerError, Reading};
use crate::settings::Settings;
use anyhow::{Context, Result, bail};
use checkpoint::report::Period;
use clap::ArgGroup;
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use paper::csv::Csv;
use paper::list::{self, GuestBook, Names};
use paper::page::{Cell, Column, Page, Part, Table};
use paper::xlsx::Spreadsheet;
use paper::{docx, pdf};
use std::fs::File;
use std::io::{BufWriter, IsTerminal, Write};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Lines between two words of progress.
const STEP: i64 = 1_000;

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

/// Which lines stand with the figures.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Lines {
    None,
    Log,
    Book,
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
        let asked = self.asked(&settings, &zone, now)?;
        let names = Names {
            gates: [(settings.gate, settings.gate_name.clone())].into(),
            purposes: settings.purposes.clone(),
            zone,
        };
        let learnt = match reading.learn(&asked, &names.zone) {
            Ok(learnt) => learnt,
            Err(error) => {
                eprintln!("chot: {error}");
                return Ok(ExitCode::from(3));
            }
        };
        let account = reading.account(&learnt, &asked, &names)?;
        let dated = self
            .dated
            .unwrap_or_else(|| names.zone.to_datetime(now).date());
        let made = Made {
            page: account.page(&settings.letter, dated),
            reading,
            learnt,
            asked,
            names,
            stop: Arc::default(),
            lines: match (self.list, self.book) {
                (true, _) => Lines::Log,
                (false, true) => Lines::Book,
                (false, false) => Lines::None,
            },
        };
        let stop = Arc::clone(&made.stop);
        ctrlc::set_handler(move || stop.store(true, Ordering::Relaxed))?;
        self.write(&made)?;
        Ok(ExitCode::SUCCESS)
    }

    fn asked(&self, settings: &Settings, zone: &TimeZone, now: Timestamp) -> Result<Asked> {
        let today = zone.to_datetime(now).date();
        let period = match (self.day, self.week, self.month, self.from, self.to) {
            (Some(day), ..) => Period::day(day.unwrap_or(today)),
            (None, Some(day), ..) => Period::week_of(day.unwrap_or(today)),
            (None, None, Some(day), ..) => Period::month_of(day.unwrap_or(today)),
            (None, None, None, Some(first), Some(last)) => {
                Period::new(first, last).with_context(|| {
                    format!("--to {last} is before --from {first}: turn them round")
                })?
            }
            (None, None, None, ..) => {
                bail!("say which days: --day, --week, --month, or --from and --to")
            }
        };
        let end = period.last().saturating_add(1.days());
        let end = zone.to_timestamp(end.at(0, 0, 0, 0))?;
        let cut = match self.cut {
            Some(hour) => Some(zone.to_timestamp(period.last().to_datetime(hour))?),
            // A day that isn't over is told until now.
            None => (now < end).then_some(now),
        };
        Ok(Asked {
            period,
            until: cut.unwrap_or(Timestamp::MAX),
            is_cut: cut.is_some(),
            whole: settings.unit_name.clone(),
        })
    }

    fn write(&self, made: &Made) -> Result<()> {
        let pages = self.pdf.is_some() || self.docx.is_some();
        let page = if pages {
            made.with_lines()?
        } else {
            made.page.clone()
        };
        if let Some(path) = &self.pdf {
            save(path, &pdf::page(&page)?)?;
        }
        if let Some(path) = &self.docx {
            save(path, &docx::page(&page)?)?;
        }
        if let Some(path) = &self.xlsx {
            made.xlsx(path)?;
        }
        if let Some(path) = &self.csv {
            made.csv(path)?;
        }
        if !pages && self.xlsx.is_none() && self.csv.is_none() {
            let mut out = std::io::stdout().lock();
            out.write_all(made.text().as_bytes())?;
        }
        Ok(())
    }
}

fn save(path: &Path, bytes: &[u8]) -> Result<()> {
    written_beside(path, |mut file| Ok(file.write_all(bytes)?))
}

/// Writes beside the place and renames, so that nobody finds half a paper there.
fn written_beside(path: &Path, write: impl FnOnce(BufWriter<File>) -> Result<()>) -> Result<()> {
    let beside = beside(path);
    let file = File::create(&beside).with_context(|| unwritten(path))?;
    let written = write(BufWriter::new(file))
        .and_then(|()| std::fs::rename(&beside, path).with_context(|| unwritten(path)));
    if written.is_err() {
        // It names people: half of it stays no more than all of it.
        let _ = std::fs::remove_file(&beside);
    }
    written
}

fn beside(path: &Path) -> PathBuf {
    let mut beside = path.as_os_str().to_owned();
    beside.push(".new");
    PathBuf::from(beside)
}

fn unwritten(path: &Path) -> String {
    format!(
        "{} can't be written: close it in other programs, or name another folder",
        path.display()
    )
}

/// A report with all that it was made of.
struct Made {
    page: Page,
    reading: Reading,
    learnt: Learnt,
    asked: Asked,
    names: Names,
    lines: Lines,
    /// Ctrl-C was pressed.
    stop: Arc<AtomicBool>,
}

impl Made {
    /// Hands over the rows of the list or of the guest book.
    fn rows(&self, mut take: impl FnMut(&[Cell]) -> Result<()>) -> Result<()> {
        let mut take = |row: &[Cell]| {
            if self.stop.load(Ordering::Relaxed) {
                bail!("stopped: the file that was begun isn't there");
            }
            take(row)
        };
        let mut failed = Ok(());
        match self.lines {
            Lines::None => {}
            Lines::Log => {
                let mut number = 0;
                self.book(|line| {
                    number += 1;
                    failed = take(&list::cells(number, &line, &self.names));
                    match &failed {
                        Ok(()) => ControlFlow::Continue(()),
                        Err(_) => ControlFlow::Break(()),
                    }
                })?;
            }
            Lines::Book => {
                let mut lines = Vec::new();
                self.book(|line| {
                    lines.push(line);
                    ControlFlow::Continue(())
                })?;
                // Paper lines were typed in later than they happened.
                lines.sort_by_key(|line| (line.passed_at, line.at));
                let mut book = GuestBook::default();
                lines.into_iter().for_each(|line| book.take(line));
                for row in book.rows(&self.names) {
                    take(&row)?;
                }
            }
        }
        failed
    }

    fn book(
        &self,
        take: impl FnMut(checkpoint::book::Line) -> ControlFlow<()>,
    ) -> Result<(), LedgerError> {
        let period = self.asked.period;
        let days = (period.first(), period.last());
        self.reading
            .book(&self.learnt, days, self.asked.until, take)
    }

    fn titles(&self) -> Option<(&'static str, Vec<Column>)> {
        match self.lines {
            Lines::None => None,
            Lines::Log => Some(("Danh sách", list::columns())),
            Lines::Book => Some(("Sổ khách", list::book_columns())),
        }
    }

    /// The page with its lines as a last, wide table.
    fn with_lines(&self) -> Result<Page> {
        let mut page = self.page.clone();
        if let Some((title, columns)) = self.titles() {
            let mut table = Table::new(title, columns);
            table.is_wide = true;
            self.rows(|row| {
                table.row(row.to_vec());
                Ok(())
            })?;
            page.parts.push(Part::Table(table));
        }
        Ok(page)
    }

    fn xlsx(&self, path: &Path) -> Result<()> {
        let folder = path
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty());
        let aside = folder.unwrap_or(Path::new("."));
        let mut spreadsheet = Spreadsheet::new(&self.page.about, self.page.dated, Some(aside))
            .with_context(|| unwritten(path))?;
        spreadsheet.page("Báo cáo", &self.page)?;
        if let Some((title, columns)) = self.titles() {
            spreadsheet.list(title, &columns)?;
            let mut progress = Progress::new("XLSX");
            self.rows(|row| {
                spreadsheet.row(row)?;
                progress.step();
                Ok(())
            })?;
            progress.done();
        }
        written_beside(path, |file| Ok(spreadsheet.done(file)?))
    }

    fn csv(&self, path: &Path) -> Result<()> {
        let Some((_, columns)) = self.titles() else {
            return save(path, &paper::csv::page(&self.page)?);
        };
        written_beside(path, |file| {
            let mut csv = Csv::new(file)?;
            csv.titles(&columns)?;
            let mut progress = Progress::new("CSV");
            self.rows(|row| {
                csv.row(row)?;
                progress.step();
                Ok(())
            })?;
            progress.done();
            csv.done()?;
            Ok(())
        })
    }

    /// For the terminal.
    fn text(&self) -> String {
        let mut text = format!("{}\n{}\n", self.page.about, self.page.cut);
        for part in &self.page.parts {
            match part {
                Part::Heading { text: said } => text.push_str(&format!("\n{said}\n")),
                Part::Text { text: said } => text.push_str(&format!("{said}\n")),
                Part::Table(table) => text.push_str(&told(table)),
            }
        }
        text
    }
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

/// Says on a terminal how far it got.
struct Progress {
    what: &'static str,
    rows: i64,
    is_shown: bool,
}

impl Progress {
    fn new(what: &'static str) -> Progress {
        Progress {
            what,
            rows: 0,
            is_shown: std::io::stderr().is_terminal(),
        }
    }

    fn step(&mut self) {
        self.rows += 1;
        if self.is_shown && self.rows % STEP == 0 {
            eprint!("\r{}: {} dòng", self.what, paper::words::number(self.rows));
        }
    }

    fn done(&self) {
        if self.is_shown && self.rows >= STEP {
            eprintln!("\r{}: {} dòng", self.what, paper::words::number(self.rows));
        }
    }
}
