//! *Numbers*: many measurements as the few that are quoted.

use std::time::Duration;

/// One line of the table.
pub struct Row {
    pub what: String,
    pub figure: String,
    pub wanted: String,
    pub note: String,
}

impl Row {
    pub fn new(what: &str, figure: String, wanted: &str, note: &str) -> Row {
        Row {
            what: what.to_owned(),
            figure,
            wanted: wanted.to_owned(),
            note: note.to_owned(),
        }
    }
}

/// Measurements in milliseconds, sorted.
pub struct Spread(Vec<f64>);

impl Spread {
    pub fn of(mut ms: Vec<f64>) -> Spread {
        ms.sort_by(f64::total_cmp);
        Spread(ms)
    }

    /// The value that `share` of all are at or below.
    pub fn at(&self, share: f64) -> f64 {
        let last = self.0.len().saturating_sub(1);
        let place = (share * last as f64).round() as usize;
        self.0.get(place).copied().unwrap_or(f64::NAN)
    }

    pub fn median(&self) -> f64 {
        self.at(0.5)
    }

    /// "p50 12.3 ms, p95 20.1 ms (n 60)"
    pub fn quoted(&self) -> String {
        format!(
            "p50 {:.2} ms, p95 {:.2} ms (n {})",
            self.median(),
            self.at(0.95),
            self.0.len()
        )
    }
}

pub fn ms(spent: Duration) -> f64 {
    spent.as_secs_f64() * 1e3
}
