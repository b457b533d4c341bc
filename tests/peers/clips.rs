//! Moving clips, read in real time on one core: the time that a reading takes decides which frame is the next one.

use std::collections::BTreeMap;

use chot_tests::reading::SEED;
use chot_tests::reading::clips::{Clip, FRAMES, Kind, RATE};
use kiosk::luma::Luma;

use crate::decoders::{Decoder, Live, peers, says, timed};
use crate::table::{Table, part};
use crate::tally::quantile;

/// How many the issue asks for.
const CLIPS: usize = 300;
/// Milliseconds in which a code is to be read once it is in view.
const SOON: f64 = 1_000.0;
/// Frames before the code is in view with which a decoder starts, so that it is as busy as it will be.
const BEFORE: usize = 5;

/// What one decoder did with one clip.
#[derive(Default)]
struct Run {
    /// Milliseconds from the code being in view to its text being there.
    after: Option<f64>,
    wrong: bool,
    /// Milliseconds of each reading.
    ms: Vec<f64>,
}

/// A clip's frames, drawn when a decoder first looks at them.
struct Shown {
    clip: Clip,
    frames: Vec<Option<Luma>>,
}

impl Shown {
    fn frame(&mut self, index: usize) -> &Luma {
        self.frames[index].get_or_insert_with(|| self.clip.frame(index))
    }
}

pub fn measure(tenth: bool) -> Vec<Table> {
    let mut decoders: Vec<Box<dyn Decoder>> = vec![Box::new(Live::new())];
    decoders.extend(peers());
    let mut account = Account::default();
    let count = if tenth { CLIPS / 10 } else { CLIPS };
    for number in 0..count {
        let mut shown = Shown {
            clip: Clip::of(SEED, number),
            frames: vec![None; FRAMES],
        };
        let runs: Vec<Run> = decoders
            .iter_mut()
            .map(|decoder| in_real_time(decoder.as_mut(), &mut shown))
            .collect();
        // Whoever reads it in real time reads one of its frames; only the others have to look at all of them.
        let readable = runs[1..].iter().any(|run| run.after.is_some()) || offline(&mut decoders[1..], &mut shown);
        account.take(shown.clip, runs, readable);
    }
    account.tables(&decoders, count)
}

fn in_real_time(decoder: &mut dyn Decoder, shown: &mut Shown) -> Run {
    let frame_ms = 1e3 / RATE as f64;
    decoder.begin();
    let mut run = Run::default();
    let first = shown.clip.in_view.saturating_sub(BEFORE);
    let mut clock = first as f64 * frame_ms;
    let mut next = first;
    while next < FRAMES {
        clock = clock.max(next as f64 * frame_ms);
        let reading = timed(decoder, shown.frame(next));
        clock += reading.ms;
        run.ms.push(reading.ms);
        let stands = |text: &Vec<u8>| says(text, shown.clip.text.as_bytes());
        run.wrong |= !reading.texts.iter().all(stands);
        if reading.texts.iter().any(stands) {
            run.after = Some((clock - shown.clip.in_view as f64 * frame_ms).max(0.0));
            break;
        }
        // The newest frame wins.
        next = (next + 1).max((clock / frame_ms) as usize);
    }
    run
}

/// Whether any of them reads any frame, given all the time there is.
fn offline(decoders: &mut [Box<dyn Decoder>], shown: &mut Shown) -> bool {
    let text = shown.clip.text.clone();
    let stands = |read: &Vec<u8>| says(read, text.as_bytes());
    decoders.iter_mut().any(|decoder| {
        (shown.clip.in_view..FRAMES)
            .any(|index| timed(decoder.as_mut(), shown.frame(index)).texts.iter().any(stands))
    })
}

#[derive(Default)]
struct Account {
    /// For each clip, whether any peer reads it offline.
    readable: Vec<bool>,
    /// For each clip, what each decoder did.
    runs: Vec<Vec<Run>>,
    kinds: Vec<Kind>,
    missed: Vec<String>,
}

impl Account {
    fn take(&mut self, clip: Clip, runs: Vec<Run>, readable: bool) {
        if readable && !soon(&runs[0]) {
            let when = runs[0]
                .after
                .map_or_else(|| "never".to_owned(), |after| format!("after {after:.0} ms"));
            self.missed.push(format!(
                "{} ({:?}, {:.1} px, {}: {when})",
                clip.name,
                clip.kind,
                clip.module,
                clip.trouble.join(", "),
            ));
        }
        self.readable.push(readable);
        self.kinds.push(clip.kind);
        self.runs.push(runs);
    }

    fn tables(&self, decoders: &[Box<dyn Decoder>], count: usize) -> Vec<Table> {
        let readable = self.readable.iter().filter(|readable| **readable).count();
        let note = format!(
            "{count} clips of 2 s, 1280×720 at 30 frames a second, in real time on one core: a reading's CPU time decides which frame is next. {readable} of them hold a frame that a peer reads offline. *Soon*: within 1 s of the code being fully in view."
        );
        let head = ["decoder", "read soon", "of the readable", "median ms after", "p95 ms after", "p99 ms a frame", "wrong"];
        let mut table = Table::new("Moving clips", &note, &head);
        for (place, decoder) in decoders.iter().enumerate() {
            let runs = || self.runs.iter().map(move |runs| &runs[place]);
            let of_readable = runs()
                .zip(&self.readable)
                .filter(|(run, readable)| **readable && soon(run))
                .count();
            let after: Vec<f64> = runs().filter_map(|run| run.after).collect();
            let ms: Vec<f64> = runs().flat_map(|run| run.ms.iter().copied()).collect();
            table.rows.push(vec![
                decoder.name().to_owned(),
                part(runs().filter(|run| soon(run)).count(), count),
                part(of_readable, readable),
                format!("{:.0}", quantile(&after, 0.5)),
                format!("{:.0}", quantile(&after, 0.95)),
                format!("{:.1}", quantile(&ms, 0.99)),
                runs().filter(|run| run.wrong).count().to_string(),
            ]);
        }
        table.after.push(
            "Wanted: of the readable ≥ 97 % soon, median ≤ 200 ms; at least a third of all not read soon by zxing-cpp; p99 ≤ 60 ms a frame.".to_owned(),
        );
        table.after.push(crate::stills::list("Readable and not read soon by ours", &self.missed));
        vec![table, self.by_kind(decoders)]
    }

    fn by_kind(&self, decoders: &[Box<dyn Decoder>]) -> Table {
        let mut head = vec!["kind", "clips", "readable"];
        head.extend(decoders.iter().map(|decoder| decoder.name()));
        let mut table = Table::new("Moving clips by kind", "Read soon, in real time.", &head);
        let mut kinds: BTreeMap<Kind, Vec<usize>> = BTreeMap::new();
        for (place, kind) in self.kinds.iter().enumerate() {
            kinds.entry(*kind).or_default().push(place);
        }
        for (kind, places) in kinds {
            let mut row = vec![
                format!("{kind:?}"),
                places.len().to_string(),
                places.iter().filter(|place| self.readable[**place]).count().to_string(),
            ];
            for decoder in 0..decoders.len() {
                let read = places.iter().filter(|place| soon(&self.runs[**place][decoder]));
                row.push(read.count().to_string());
            }
            table.rows.push(row);
        }
        table
    }
}

fn soon(run: &Run) -> bool {
    run.after.is_some_and(|after| after <= SOON)
}
