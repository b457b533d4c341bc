//! *Reports*: what some days come to on the screen, and the files that somebody takes away.

use super::papers::{self, Format, Lines, Made, Making};
use super::{Accounts, AccountsError, keep};
use crate::ledger::Reading;
use crate::staff::Person;
use checkpoint::report::Period;
use checkpoint::role::Act;
use jiff::Timestamp;
use jiff::ToSpan;
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use paper::Page;
use paper::sheet::BookPage;
use std::collections::BTreeSet;
use std::path::PathBuf;

/// Some days, as somebody names them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Span {
    Day(Date),
    /// The week around a day.
    Week(Date),
    /// The month around a day.
    Month(Date),
    /// From the first to the last.
    Days(Date, Date),
}

impl Span {
    /// None where the first comes after the last.
    pub fn period(self) -> Option<Period> {
        match self {
            Span::Day(day) => Some(Period::day(day)),
            Span::Week(day) => Some(Period::week_of(day)),
            Span::Month(day) => Some(Period::month_of(day)),
            Span::Days(first, last) => Period::new(first, last),
        }
    }
}

/// Papers that are to be saved.
#[derive(Clone, Debug)]
pub struct Order {
    pub span: Span,
    pub formats: BTreeSet<Format>,
    pub lines: Lines,
    pub folder: String,
}

impl Accounts {
    /// The report of some days.
    pub fn report(&self, span: Span) -> Result<Page, AccountsError> {
        let now = self.allow(Act::Report)?;
        Ok(self.made(span, Lines::None, Making::default(), now)?.0.page)
    }

    /// Saves a blank page of the paper book, for when the gate can't write, and names the file.
    pub fn save_book_page(&self, folder: &str) -> Result<PathBuf, AccountsError> {
        self.allow(Act::ArrangeGate)?;
        let folder = self.folder(folder)?;
        let settings = self.settings()?;
        let page = BookPage {
            unit: settings.unit_name,
            gate: settings.gate_name,
            lines: 26,
        };
        keep(&folder, "to-so-giay", &[("pdf", page.pdf()?)])
    }

    /// Saves the report's files under one name, and says so in an entry. Names the files.
    pub fn send(&self, order: &Order) -> Result<Vec<PathBuf>, AccountsError> {
        let now = self.allow(Act::Report)?;
        if order.formats.is_empty() {
            return Err(AccountsError::NoFile);
        }
        let folder = self.folder(&order.folder)?;
        self.making.begin();
        let (made, period, zone, gate) =
            self.made(order.span, order.lines, self.making.clone(), now)?;
        let name = match (period.first(), period.last()) {
            (first, last) if first == last => format!("bao-cao-{first}-cong-{gate}"),
            (first, last) => format!("bao-cao-{first}-den-{last}-cong-{gate}"),
        };
        let formats = order.formats.iter();
        let files: Vec<(Format, PathBuf)> = formats
            .map(|format| (*format, folder.join(format!("{name}.{}", format.ending()))))
            .collect();
        let begins = |day: Date| {
            let begins = zone.to_timestamp(day.to_datetime(Time::midnight()));
            begins.unwrap_or(Timestamp::MAX)
        };
        let days = (
            begins(period.first()),
            begins(period.last().saturating_add(1.days())),
        );
        let count = u32::try_from(files.len()).unwrap_or(u32::MAX);
        // It stands before anybody has the files.
        self.at_gate(move |post| post.exported(None, Some(days), count, None))?;
        made.write(&files)?;
        Ok(files.into_iter().map(|(_, path)| path).collect())
    }

    /// Lines that the files in the making have so far.
    pub fn written(&self) -> u64 {
        self.making.rows()
    }

    /// The files in the making are given up.
    pub fn stop(&self) {
        self.making.stop();
    }

    fn made(
        &self,
        span: Span,
        lines: Lines,
        making: Making,
        now: Timestamp,
    ) -> Result<(Made, Period, TimeZone, u32), AccountsError> {
        let period = span.period().ok_or(AccountsError::Days)?;
        let settings = self.settings()?;
        let zone = settings.time_zone()?;
        let people = self.staff.people()?.into_iter();
        let staff = people
            .map(|Person { number, name, .. }| (number, name))
            .collect();
        let asked = papers::asked(&settings, &zone, now, period, None, staff);
        let reading = Reading::open(&self.home)?;
        let dated = zone.to_datetime(now).date();
        let made = Made::read(reading, &settings, asked, dated, lines, making)?;
        Ok((made, period, zone, settings.gate))
    }
}
