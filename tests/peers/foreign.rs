//! Foreign, damaged and random pictures: nothing wrong may be read, and no frame may outlast its time.

use chot_tests::reading::SEED;
use chot_tests::reading::foreign::{COUNT, Foreign};

use crate::Part;
use crate::decoders::{BUDGET, Decoder, Live, Reading, Still, timed, zxing_cpp};
use crate::stills::list;
use crate::table::Table;
use crate::tally::quantile;

/// Of the pictures, every so many get every try, too.
const EVERY_TRY: usize = 10;

#[derive(Default)]
struct Account {
    pictures: usize,
    read: usize,
    wrong: Vec<String>,
    panics: usize,
    /// Answers after the deadline.
    overdue: usize,
    /// The same, and those for which more work was done than that in all threads.
    late: Vec<String>,
    ms: Vec<f64>,
}

impl Account {
    fn take(&mut self, foreign: &Foreign, reading: &Reading, deadline: f64) {
        self.pictures += 1;
        self.read += usize::from(!reading.texts.is_empty());
        if !reading.texts.iter().all(|text| foreign.may.contains(text)) {
            self.wrong.push(foreign.name.clone());
        }
        self.panics += usize::from(reading.panicked);
        if reading.ms.max(reading.wall) > deadline {
            self.late.push(format!(
                "{} (answered after {:.0} ms, worked {:.0} ms)",
                foreign.name, reading.wall, reading.ms
            ));
        }
        self.overdue += usize::from(reading.wall > deadline);
        self.ms.push(reading.ms);
    }

    fn row(&self, name: &str) -> Vec<String> {
        vec![
            name.to_owned(),
            self.pictures.to_string(),
            self.read.to_string(),
            self.wrong.len().to_string(),
            self.panics.to_string(),
            self.overdue.to_string(),
            self.late.len().to_string(),
            format!("{:.1}", quantile(&self.ms, 0.5)),
            format!("{:.1}", quantile(&self.ms, 0.99)),
            format!("{:.1}", quantile(&self.ms, 1.0)),
        ]
    }
}

/// What the three read of one picture; the second reads every so many only.
struct Read {
    foreign: Foreign,
    live: Reading,
    still: Option<Reading>,
    zxing: Reading,
}

pub fn measure(taken: Part) -> Table {
    let count = COUNT / taken.one_in;
    let (mut live, mut zxing) = (Live::new(taken.budget), zxing_cpp());
    let reads: Vec<Read> = (0..count)
        .map(|number| {
            let mut foreign = Foreign::of(SEED, number);
            let live = timed(&mut live, &foreign.luma);
            // Coprime to the number of kinds, so that each kind comes up.
            let still = (number % (EVERY_TRY + 1) == 0).then(|| timed(&mut Still, &foreign.luma));
            let zxing = timed(zxing.as_mut(), &foreign.luma);
            // Its pixels aren't needed any more.
            foreign.luma.bytes = vec![];
            Read {
                foreign,
                live,
                still,
                zxing,
            }
        })
        .collect();
    let (mut of_live, mut of_still, mut of_zxing) =
        (Account::default(), Account::default(), Account::default());
    let budget = BUDGET.as_secs_f64() * 1e3;
    let long = kiosk::scanner::EVERY_TRY.as_secs_f64() * 1e3;
    for read in &reads {
        of_live.take(&read.foreign, &read.live, budget);
        of_zxing.take(&read.foreign, &read.zxing, budget);
        if let Some(still) = &read.still {
            of_still.take(&read.foreign, still, long);
        }
    }
    let note = format!(
        "{count} pictures: noise, words, grids, barcodes, halves of codes, codes with turned modules, pages of 140 codes, monitors, other symbols. Late: answered after more than the {} ms of a live frame, or the {} ms of a picture that gets every try. Dear: more CPU time than that in all threads, since zxing-cpp can't be stopped and may still be at a picture that nobody waits for. The milliseconds are CPU time.",
        BUDGET.as_millis(),
        kiosk::scanner::EVERY_TRY.as_millis(),
    );
    let head = [
        "decoder",
        "pictures",
        "read something",
        "wrong",
        "panics",
        "late",
        "late or dear",
        "p50 ms",
        "p99 ms",
        "longest ms",
    ];
    let mut table = Table::new("Foreign, damaged and random pictures", &note, &head);
    let (live, still) = (Live::new(taken.budget).name(), Still.name());
    table.rows.push(of_live.row(live));
    table.rows.push(of_still.row(still));
    table.rows.push(of_zxing.row("zxing-cpp"));
    for (account, name) in [(&of_live, live), (&of_still, still)] {
        table
            .after
            .push(list(&format!("{name}, wrong"), &account.wrong));
        table
            .after
            .push(list(&format!("{name}, late or dear"), &account.late));
    }
    table
}
