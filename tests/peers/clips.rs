//! Moving clips, read in real time on one core: the time that a reading takes decides which frame is the next one.

use std::collections::BTreeMap;

use chot_tests::reading::SEED;
use chot_tests::reading::clips::{Clip, FRAMES, Kind, RATE};
use kiosk::luma::Luma;

use crate::Part;
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

/// What is left of a clip once it was read.
struct Seen {
    about: String,
    kind: Kind,
    /// What each decoder did, ours first.
    runs: Vec<Run>,
    /// Whether any peer reads any frame offline.
    readable: bool,
    /// Whether that is a frame of the first second.
    readable_soon: bool,
}

pub fn measure(taken: Part) -> Vec<Table> {
    let mut decoders: Vec<Box<dyn Decoder>> = vec![Box::new(Live::new(taken.budget))];
    decoders.extend(peers());
    let names: Vec<&'static str> = decoders.iter().map(|decoder| decoder.name()).collect();
    let seen: Vec<Seen> = (0..CLIPS / taken.one_in)
        .map(|number| {
            let mut shown = Shown {
                clip: Clip::of(SEED, number),
                frames: vec![None; FRAMES],
            };
            let runs: Vec<Run> = decoders
                .iter_mut()
                .map(|decoder| in_real_time(decoder.as_mut(), &mut shown))
                .collect();
            // Whoever reads it in real time reads one of its frames; only the others have to look at all of them.
            let peers_soon = runs[1..].iter().any(soon);
            let first = if peers_soon {
                Some(shown.clip.in_view)
            } else {
                offline(&mut decoders[1..], &mut shown)
            };
            let second = shown.clip.in_view + RATE;
            Seen {
                about: format!(
                    "{} ({:?}, {:.1} px, {}",
                    shown.clip.name,
                    shown.clip.kind,
                    shown.clip.module,
                    shown.clip.trouble.join(", "),
                ),
                kind: shown.clip.kind,
                runs,
                readable: first.is_some(),
                readable_soon: first.is_some_and(|first| first < second),
            }
        })
        .collect();
    vec![in_all(&seen, &names), by_kind(&seen, &names)]
}

fn in_real_time(decoder: &mut dyn Decoder, shown: &mut Shown) -> Run {
    let frame_ms = 1e3 / RATE as f64;
    decoder.begin();
    let mut run = Run::default();
    let first = shown.clip.in_view.saturating_sub(BEFORE);
    let mut clock = first as f64 * frame_ms;
    let mut next = first;
    let view = shown.clip.in_view as f64 * frame_ms;
    // A little longer than it counts, so that a reading that comes too late is seen to come.
    let last = ((view + SOON * 1.2) / frame_ms) as usize;
    while next < FRAMES.min(last) {
        clock = clock.max(next as f64 * frame_ms);
        let reading = timed(decoder, shown.frame(next));
        clock += reading.ms;
        run.ms.push(reading.ms);
        let stands = |text: &Vec<u8>| says(text, shown.clip.text.as_bytes());
        run.wrong |= !reading.texts.iter().all(stands);
        if reading.texts.iter().any(stands) {
            run.after = Some((clock - view).max(0.0));
            break;
        }
        // The newest frame wins.
        next = (next + 1).max((clock / frame_ms) as usize);
    }
    run
}

/// The first frame that any of them reads, given all the time there is.
fn offline(decoders: &mut [Box<dyn Decoder>], shown: &mut Shown) -> Option<usize> {
    let text = shown.clip.text.clone();
    let stands = |read: &Vec<u8>| says(read, text.as_bytes());
    (shown.clip.in_view..FRAMES).find(|index| {
        let frame = shown.frame(*index);
        // The filtered reader of rxing begins with what the plain one does.
        let dear = decoders
            .iter_mut()
            .filter(|decoder| decoder.name() != "rxing");
        dear.into_iter()
            .any(|decoder| timed(decoder.as_mut(), frame).texts.iter().any(stands))
    })
}

fn in_all(seen: &[Seen], names: &[&'static str]) -> Table {
    let (count, readable) = (seen.len(), seen.iter().filter(|seen| seen.readable).count());
    let readable_soon = seen.iter().filter(|seen| seen.readable_soon).count();
    let note = format!(
        "{count} clips of 2 s, 1280×720 at 30 frames a second, in real time on one core: a reading's CPU time decides which frame is next. {readable} of them hold a frame that a peer reads offline, {readable_soon} in the second in which it counts. *Soon*: within 1 s of the code being fully in view; the times after it are those of the readable clips."
    );
    let head = [
        "decoder",
        "read soon",
        "of the readable",
        "median ms after",
        "p95 ms after",
        "p99 ms a frame",
        "wrong",
    ];
    let mut table = Table::new("Moving clips", &note, &head);
    for (place, name) in names.iter().enumerate() {
        let runs = || seen.iter().map(move |seen| &seen.runs[place]);
        let of_readable = seen
            .iter()
            .filter(|seen| seen.readable && soon(&seen.runs[place]))
            .count();
        let after: Vec<f64> = seen
            .iter()
            .filter(|seen| seen.readable)
            .filter_map(|seen| seen.runs[place].after)
            .collect();
        let ms: Vec<f64> = runs().flat_map(|run| run.ms.iter().copied()).collect();
        table.rows.push(vec![
            (*name).to_owned(),
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
    let missed: Vec<String> = seen
        .iter()
        .filter(|seen| seen.readable && !soon(&seen.runs[0]))
        .map(|seen| {
            let others: Vec<&str> = (1..names.len())
                .filter(|place| soon(&seen.runs[*place]))
                .map(|place| names[place])
                .collect();
            let others = if others.is_empty() {
                "none of the peers soon".to_owned()
            } else {
                others.join(", ")
            };
            match seen.runs[0].after {
                Some(after) => format!("{}: after {after:.0} ms; {others})", seen.about),
                None => format!("{}: never; {others})", seen.about),
            }
        })
        .collect();
    table.after.push(crate::stills::list(
        "Readable and not read soon by ours",
        &missed,
    ));
    table
}

fn by_kind(seen: &[Seen], names: &[&'static str]) -> Table {
    let mut head = vec!["kind", "clips", "readable"];
    head.extend(names);
    let mut table = Table::new("Moving clips by kind", "Read soon, in real time.", &head);
    let mut kinds: BTreeMap<Kind, Vec<&Seen>> = BTreeMap::new();
    for seen in seen {
        kinds.entry(seen.kind).or_default().push(seen);
    }
    for (kind, seen) in kinds {
        let count =
            |of: &dyn Fn(&Seen) -> bool| seen.iter().filter(|seen| of(seen)).count().to_string();
        let mut row = vec![
            format!("{kind:?}"),
            seen.len().to_string(),
            count(&|seen| seen.readable),
        ];
        row.extend((0..names.len()).map(|place| count(&|seen| soon(&seen.runs[place]))));
        table.rows.push(row);
    }
    table
}

fn soon(run: &Run) -> bool {
    run.after.is_some_and(|after| after <= SOON)
}
