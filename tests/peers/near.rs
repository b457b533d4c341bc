//! Cards held at 12 to 35 cm: found by distance and camera, and by pixels a module.

use chot_tests::reading::SEED;
use chot_tests::reading::near::{DISTANCES, HEIGHTS, LENSES, Near, count};

use crate::Part;
use crate::decoders::{Live, says, timed, zxing_cpp};
use crate::stills::share;
use crate::table::Table;

/// Frames of one picture that a steady hand gives in a quarter of a second: the dearer tries are spread over them.
const FRAMES: usize = 8;
/// What a module must have so that its code is wanted to be read.
const ENOUGH: f32 = 2.5;

struct Seen {
    near: Near,
    once: bool,
    steady: bool,
    wrong: bool,
    zxing: bool,
}

pub fn measure(taken: Part) -> Vec<Table> {
    let mut zxing = zxing_cpp();
    let seen: Vec<Seen> = (0..count())
        .step_by(taken.one_in)
        .map(|number| {
            let mut near = Near::of(SEED, number);
            let stands = |text: &Vec<u8>| says(text, near.text.as_bytes());
            let mut ours = Live::new(taken.budget);
            let (mut reads, mut wrong) = (Vec::new(), false);
            while reads.len() < FRAMES && !reads.contains(&true) {
                let texts = timed(&mut ours, &near.luma).texts;
                wrong |= !texts.iter().all(stands);
                reads.push(texts.iter().any(stands));
            }
            let peer = timed(zxing.as_mut(), &near.luma).texts.iter().any(stands);
            // Its pixels aren't needed any more.
            near.luma.bytes = vec![];
            Seen {
                once: reads[0],
                steady: reads.contains(&true),
                wrong,
                zxing: peer,
                near,
            }
        })
        .collect();
    vec![by_camera(&seen), by_pixels(&seen)]
}

fn by_camera(seen: &[Seen]) -> Table {
    let note = format!(
        "{} pictures of citizen cards (0.4 mm a module), 60 to 78° across, slightly tilted; found by ours within {FRAMES} frames, as a steady hand gives in a quarter of a second.",
        seen.len(),
    );
    let mut head = vec!["camera".to_owned()];
    head.extend(DISTANCES.map(|distance| format!("{distance} cm")));
    let mut table = Table::new("Near: cards by distance and camera", &note, &[]);
    table.head = head;
    for lens in LENSES {
        for height in HEIGHTS {
            let mut row = vec![format!("{lens:?}, {height} rows")];
            for distance in DISTANCES {
                let found: Vec<bool> = seen
                    .iter()
                    .filter(|seen| {
                        let near = &seen.near;
                        near.lens == lens && near.height == height && near.distance == distance
                    })
                    .map(|seen| seen.steady)
                    .collect();
                let count = found.iter().filter(|found| **found).count();
                row.push(format!("{count}/{}", found.len()));
            }
            table.rows.push(row);
        }
    }
    table
}

fn by_pixels(seen: &[Seen]) -> Table {
    let note =
        "The same, by pixels a module and by the lens's blur (a Gaussian's sigma, in modules).";
    let head = [
        "pixels a module",
        "blur",
        "ours, one frame",
        "ours, steady",
        "zxing-cpp, one frame",
    ];
    let mut table = Table::new("Near: cards by pixels a module", note, &head);
    let edges = [0.0, 1.5, 2.0, 2.5, 3.0, 4.0, 99.0];
    for (low, high) in edges.into_iter().zip(edges.into_iter().skip(1)) {
        for (least, most) in [(0.0, 0.35), (0.35, 0.5), (0.5, 9.0)] {
            let of = |pick: fn(&Seen) -> bool| -> Vec<bool> {
                seen.iter()
                    .filter(|seen| {
                        let near = &seen.near;
                        (low..high).contains(&near.module) && (least..most).contains(&near.blur)
                    })
                    .map(pick)
                    .collect()
            };
            let once = of(|seen| seen.once);
            if once.is_empty() {
                continue;
            }
            table.rows.push(vec![
                format!("{low:.1} to {high:.1}"),
                format!("{least:.2} to {most:.2}"),
                share(&once),
                share(&of(|seen| seen.steady)),
                share(&of(|seen| seen.zxing)),
            ]);
        }
    }
    let enough = |pick: fn(&Seen) -> bool| -> Vec<bool> {
        seen.iter()
            .filter(|seen| seen.near.module >= ENOUGH)
            .map(pick)
            .collect()
    };
    table.after.push(format!(
        "From {ENOUGH} pixels a module on, whatever the lens: ours {} steady, {} in one frame, zxing-cpp {} (wanted: ours ≥ 95 %).",
        share(&enough(|seen| seen.steady)),
        share(&enough(|seen| seen.once)),
        share(&enough(|seen| seen.zxing)),
    ));
    for lens in LENSES {
        let of: Vec<bool> = seen
            .iter()
            .filter(|seen| seen.near.module >= ENOUGH && seen.near.lens == lens)
            .map(|seen| seen.steady)
            .collect();
        table.after.push(format!(
            "{lens:?}, from {ENOUGH} pixels a module on: {} steady.",
            share(&of)
        ));
    }
    let missed: Vec<String> = seen
        .iter()
        .filter(|seen| seen.near.module >= ENOUGH && !seen.steady)
        .map(|seen| {
            let near = &seen.near;
            format!(
                "{} ({:.1} px, blur {:.2})",
                near.name, near.module, near.blur
            )
        })
        .collect();
    table
        .after
        .push(crate::stills::list("Not read of these", &missed));
    let wrong: Vec<String> = seen
        .iter()
        .filter(|seen| seen.wrong)
        .map(|seen| seen.near.name.clone())
        .collect();
    table.after.push(crate::stills::list(
        "Ours read something that doesn't stand there",
        &wrong,
    ));
    table
}
