//! `chot search`: lines of the log by what somebody remembers of them, in the columns of a report's list.
//!
//! Exit codes: 0 done, also where nothing was found · 3 the ledger or the settings can't be opened.

use crate::book::Book;
use crate::home::Home;
use crate::settings::Settings;
use paper::list::{self, Names};
use paper::page::Table;
use std::io::Write;
use std::process::ExitCode;

#[derive(clap::Args)]
pub struct Search {
    /// Words in any order, their first two letters or more.
    #[arg(required = true)]
    words: Vec<String>,
    /// The most lines to print.
    #[arg(long, value_name = "LINES", default_value_t = 50)]
    most: usize,
}

impl Search {
    pub fn run(&self) -> anyhow::Result<ExitCode> {
        let home = Home::resolve()?;
        let opened = || -> anyhow::Result<(Settings, Names, Book)> {
            let settings = Settings::load(&Settings::path(&home))?;
            let zone = settings.time_zone()?;
            let names = Names {
                gates: [(settings.gate, settings.gate_name.clone())].into(),
                purposes: settings.purposes.clone(),
                zone: zone.clone(),
            };
            Ok((settings, names, Book::open(&home, zone)?))
        };
        let (settings, names, book) = match opened() {
            Ok(opened) => opened,
            Err(error) => {
                eprintln!("chot: {error:#}");
                return Ok(ExitCode::from(3));
            }
        };
        let found = book.search(&self.words.join(" "), &settings.purposes, None, self.most)?;
        let mut table = Table::new("", list::columns());
        for (number, row) in (1..).zip(&found.rows) {
            table.row(list::cells(number, &row.line, &names));
        }
        let mut out = std::io::stdout().lock();
        out.write_all(super::report::told(&table).as_bytes())?;
        if found.next.is_some() {
            writeln!(out, "…")?;
        }
        Ok(ExitCode::SUCCESS)
    }
}
