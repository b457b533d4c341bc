//! *Table*: what was measured, as BENCH.md shows it.

use std::fmt::Write;

use crate::tally::Account;

/// One table under a heading of its own.
pub struct Table {
    pub title: String,
    /// What was measured and how, above the table.
    pub note: String,
    pub head: Vec<String>,
    pub rows: Vec<Vec<String>>,
    /// Sentences below it: what was wanted, and what was missed.
    pub after: Vec<String>,
}

impl Table {
    pub fn new(title: &str, note: &str, head: &[&str]) -> Table {
        Table {
            title: title.to_owned(),
            note: note.to_owned(),
            head: head.iter().map(|cell| (*cell).to_owned()).collect(),
            rows: vec![],
            after: vec![],
        }
    }

    /// A row for each decoder: found, wrong, times and their ratio to zxing-cpp's.
    pub fn of_accounts(title: &str, note: &str, accounts: &[Account]) -> Table {
        let head = [
            "decoder",
            "found",
            "wrong",
            "p50 ms",
            "p95 ms",
            "p50 ÷ zxing-cpp",
        ];
        let mut table = Table::new(title, note, &head);
        let reference = accounts
            .iter()
            .find(|account| account.name == "zxing-cpp")
            .map_or(f64::NAN, |account| account.at(0.5));
        for account in accounts {
            let panics = match account.panics {
                0 => String::new(),
                panics => format!(", {panics} panics"),
            };
            table.rows.push(vec![
                account.name.to_owned(),
                account.count().to_string(),
                format!("{}{panics}", account.wrong.len()),
                format!("{:.1}", account.at(0.5)),
                format!("{:.1}", account.at(0.95)),
                format!("{:.2}", account.at(0.5) / reference),
            ]);
        }
        table
    }

    pub fn markdown(&self) -> String {
        let mut text = format!("### {}\n\n{}\n\n", self.title, self.note);
        let line = |cells: &[String]| format!("| {} |\n", cells.join(" | "));
        text.push_str(&line(&self.head));
        text.push_str(&format!("|{}\n", "---|".repeat(self.head.len())));
        for row in &self.rows {
            text.push_str(&line(row));
        }
        for sentence in &self.after {
            // Writing to a string doesn't fail.
            writeln!(text, "\n{sentence}").ok();
        }
        text
    }
}

/// "41 of 60 (68 %)"
pub fn part(count: usize, of: usize) -> String {
    format!(
        "{count} of {of} ({:.0} %)",
        100.0 * count as f64 / of.max(1) as f64
    )
}
