//! *Papers*: a report of some days as files: the figures, and where they are asked for the lines of the log or of the guest
//! book with them.

use crate::ledger::{Asked, Learnt, LedgerError, Reading};
use crate::settings::{Settings, SettingsError};
use checkpoint::policy::Words;
use checkpoint::report::Period;
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use paper::csv::Csv;
use paper::list::{self, GuestBook, Names};
use paper::page::{Cell, Column, Page, Part, Table};
use paper::xlsx::Spreadsheet;
use paper::{PaperError, docx, pdf};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

/// Why a paper isn't there. Each says what to do.
#[derive(Debug, thiserror::Error)]
pub enum PapersError {
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    #[error(transparent)]
    Settings(#[from] SettingsError),
    #[error(transparent)]
    Paper(#[from] PaperError),
    #[error("stopped: the file that was begun isn't there")]
    Stopped,
    #[error(
        "{path} can't be written ({cause}): close it in other programs, or name another folder"
    )]
    Unwritten { path: String, cause: std::io::Error },
}

impl PapersError {
    /// In both languages of the screen.
    pub fn words(&self) -> Words {
        let vi = match self {
            PapersError::Ledger(error) => format!("Chưa đọc được sổ: {error}"),
            PapersError::Settings(error) => format!("Chưa đọc được cài đặt: {error}"),
            PapersError::Paper(error) => format!("Chưa lập được giấy: {error}. Thử lại"),
            PapersError::Stopped => "Đã dừng: tệp đang ghi dở không còn".to_owned(),
            PapersError::Unwritten { path, cause } => format!(
                "Không ghi được {path} ({cause}): đóng tệp trong chương trình khác, hoặc chọn thư mục khác"
            ),
        };
        Words {
            vi,
            en: self.to_string(),
        }
    }
}

/// Which lines stand with the figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lines {
    None,
    /// The log's, numbers masked.
    Log,
    /// In the columns of the paper guest book (Sổ khách).
    Book,
}

/// A kind of file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    Pdf,
    Docx,
    Xlsx,
    Csv,
}

impl Format {
    pub fn ending(self) -> &'static str {
        match self {
            Format::Pdf => "pdf",
            Format::Docx => "docx",
            Format::Xlsx => "xlsx",
            Format::Csv => "csv",
        }
    }
}

/// A paper in the making: how far it got, and whether somebody wants it to end.
#[derive(Clone, Debug, Default)]
pub struct Making {
    stop: Arc<AtomicBool>,
    rows: Arc<AtomicU64>,
}

impl Making {
    pub fn begin(&self) {
        self.stop.store(false, Ordering::Relaxed);
        self.rows.store(0, Ordering::Relaxed);
    }

    /// The file that is being written is taken away.
    pub fn stop(&self) {
        self.stop.store(true, Ordering::Relaxed);
    }

    /// Lines written so far.
    pub fn rows(&self) -> u64 {
        self.rows.load(Ordering::Relaxed)
    }
}

/// What is asked for: the figures of a period, cut at an hour of its last day. A cut of the unit's own leaves to the next
/// report what is written after it.
pub fn asked(
    settings: &Settings,
    zone: &TimeZone,
    now: Timestamp,
    period: Period,
    cut: Option<Time>,
    staff: BTreeMap<u64, String>,
) -> Asked {
    let at = |day: Date, hour: Time| {
        let at = zone.to_timestamp(day.to_datetime(hour));
        at.unwrap_or(Timestamp::MAX)
    };
    let end = at(period.last().saturating_add(1.days()), Time::midnight());
    let until = cut
        .or(settings.cut_at)
        .map(|hour| at(period.last(), hour))
        // A day that isn't over is told until now.
        .map_or((now < end).then_some(now), |cut| Some(cut.min(now)));
    Asked {
        period,
        until: until.unwrap_or(Timestamp::MAX),
        since: settings.cut_at.map(|hour| at(period.before().last(), hour)),
        is_cut: until.is_some(),
        whole: settings.unit_name.clone(),
        staff,
    }
}

fn save(path: &Path, bytes: &[u8]) -> Result<(), PapersError> {
    written_beside(path, |mut file| {
        file.write_all(bytes)
            .map_err(|cause| unwritten(path, cause))
    })
}

/// Writes beside the place and renames, so that nobody finds half a paper there.
fn written_beside(
    path: &Path,
    write: impl FnOnce(File) -> Result<(), PapersError>,
) -> Result<(), PapersError> {
    let beside = beside(path);
    let file = File::options()
        .read(true)
        .write(true)
        .create(true)
        .truncate(true)
        .open(&beside)
        .map_err(|cause| unwritten(path, cause))?;
    let written = write(file)
        .and_then(|()| std::fs::rename(&beside, path).map_err(|cause| unwritten(path, cause)));
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

fn unwritten(path: &Path, cause: std::io::Error) -> PapersError {
    PapersError::Unwritten {
        path: path.display().to_string(),
        cause,
    }
}

/// A report with all that it was made of.
pub struct Made {
    pub page: Page,
    reading: Reading,
    learnt: Learnt,
    asked: Asked,
    names: Names,
    lines: Lines,
    making: Making,
}

impl Made {
    /// Reads the log, once for the figures and once for what they are of.
    pub fn read(
        reading: Reading,
        settings: &Settings,
        asked: Asked,
        dated: Date,
        lines: Lines,
        making: Making,
    ) -> Result<Made, PapersError> {
        let names = Names {
            gates: [(settings.gate, settings.gate_name.clone())].into(),
            purposes: settings.purposes.clone(),
            zone: settings.time_zone()?,
        };
        let learnt = reading.learn(&asked, &names.zone)?;
        let account = reading.account(&learnt, &asked, &names)?;
        Ok(Made {
            page: account.page(&settings.letter, dated),
            reading,
            learnt,
            asked,
            names,
            lines,
            making,
        })
    }

    /// Writes files, one for each format that is named, whole or not at all.
    pub fn write(&self, files: &[(Format, PathBuf)]) -> Result<(), PapersError> {
        let pages = files
            .iter()
            .any(|(format, _)| matches!(format, Format::Pdf | Format::Docx));
        let page = if pages {
            self.with_lines()?
        } else {
            self.page.clone()
        };
        for (format, path) in files {
            match format {
                Format::Pdf => save(path, &pdf::page(&page)?)?,
                Format::Docx => save(path, &docx::page(&page)?)?,
                Format::Xlsx => self.xlsx(path)?,
                Format::Csv => self.csv(path)?,
            }
        }
        Ok(())
    }

    /// Hands over the rows of the list or of the guest book.
    fn rows(
        &self,
        mut take: impl FnMut(&[Cell]) -> Result<(), PapersError>,
    ) -> Result<(), PapersError> {
        let mut take = |row: &[Cell]| {
            if self.making.stop.load(Ordering::Relaxed) {
                return Err(PapersError::Stopped);
            }
            self.making.rows.fetch_add(1, Ordering::Relaxed);
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
    fn with_lines(&self) -> Result<Page, PapersError> {
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

    fn xlsx(&self, path: &Path) -> Result<(), PapersError> {
        let folder = path
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty());
        let aside = folder.unwrap_or(Path::new("."));
        let mut spreadsheet = Spreadsheet::new(&self.page.about, self.page.dated, Some(aside))?;
        spreadsheet.page("Báo cáo", &self.page)?;
        if let Some((title, columns)) = self.titles() {
            spreadsheet.list(title, &columns)?;
            self.rows(|row| Ok(spreadsheet.row(row)?))?;
        }
        written_beside(path, |file| Ok(spreadsheet.done(file)?))
    }

    fn csv(&self, path: &Path) -> Result<(), PapersError> {
        let Some((_, columns)) = self.titles() else {
            return save(
                path,
                &paper::csv::page(&self.page).map_err(PaperError::from)?,
            );
        };
        written_beside(path, |file| {
            let failed = |cause| unwritten(path, cause);
            let mut csv = Csv::new(BufWriter::new(file)).map_err(failed)?;
            csv.titles(&columns).map_err(failed)?;
            self.rows(|row| csv.row(row).map_err(failed))?;
            csv.done().map_err(failed).map(drop)
        })
    }
}
