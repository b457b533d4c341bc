//! `cargo xtask bench hub`: what a hub takes in, against a plain binary COPY of the same rows in the same run, and how long
//! its answers take. Arguments: `--small` runs with a fiftieth of everything and prints without writing; names of parts
//! (batches singles backlog slow overview crowd declarations) run only those, and write nothing but for declarations, which
//! have a section of their own.

mod backlog;
mod beside;
mod caller;
mod declaring;
mod load;
mod overview;
mod place;
mod slow;

use crate::numbers::{Row, Spread};
use crate::processes::pss_mb;
use anyhow::{Context, Result};
use caller::Caller;
use chot_tests::sheet::{self, Part};
use load::Beat;
use place::Place;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;
use std::time::Duration;
use uuid::Uuid;

const SECTION: &str = "A hub";
/// The section of what places make and take in.
const PLACES: &str = "Places and declarations";

pub fn main(arguments: &[String]) -> Result<()> {
    let small = arguments.iter().any(|word| word == "--small");
    let parts = crate::parts(arguments);
    let wanted = |part: &str| parts.is_empty() || parts.contains(&part);
    let size = |whole: usize| if small { (whole / 50).max(1) } else { whole };
    // As the hub does for itself: this end of its connections is ours.
    hub::server::open_as_many_files_as_allowed();
    let mut place = Place::set_up()?;
    let mut rows = Vec::new();
    if wanted("batches") {
        crate::report(&mut rows, batches(&place, size(30).max(4))?);
    }
    if wanted("singles") {
        crate::report(&mut rows, singles(&place, size(500), 40)?);
    }
    if wanted("backlog") {
        crate::report(&mut rows, backlog::measure(&place, size(300_000) as u64)?);
    }
    if wanted("crowd") {
        crate::report(&mut rows, crowd(&place, size(10_000), size(2_000))?);
    }
    if wanted("declarations") {
        let mut of_places = Vec::new();
        crate::report(&mut of_places, declaring::measure(&place, size(500))?);
        crate::report(&mut of_places, vec![crate::paper::posters_of_a_unit()?]);
        if !small {
            let intro = format!(
                "## {PLACES}\n\n{}\n",
                crate::run("cargo xtask bench hub declarations")?
            );
            let text = intro + &crate::table(&of_places)?;
            sheet::write(Part::Section(PLACES), &text).context("BENCH.md")?;
        }
    }
    if wanted("overview") {
        crate::report(&mut rows, overview::measure(&place, size(1_000), 365)?);
    }
    if wanted("slow") {
        let entries = if small { 1_000 } else { 10_000 };
        crate::report(&mut rows, slow::measure(&mut place, entries)?);
    }
    if parts.is_empty() && !small {
        sheet::write(Part::Section(SECTION), &section(&rows)?).context("BENCH.md")?;
        println!("\nwritten to BENCH.md");
    }
    Ok(())
}

fn section(rows: &[Row]) -> Result<String> {
    let intro = format!(
        "## {SECTION}\n\n`cargo xtask bench hub` on {} at commit {}: release build, {} cores, one run. Hub, PostgreSQL (fsync on) and \
         everything that asks them share the machine; ratios are to a plain binary COPY of the same rows into the same tables \
         of a database beside it, right after.\n\n",
        jiff::ZonedDateTime::now().date(),
        crate::commit()?,
        thread::available_parallelism().map_or(0, usize::from),
    );
    Ok(intro + &crate::table(rows)?)
}

/// Signed batches of 500 entries with subjects, from 20 posts at once.
fn batches(place: &Place, each: usize) -> Result<Vec<Row>> {
    const POSTS: usize = 20;
    const ENTRIES: usize = 500;
    /// Entries a second that the hub has to be good for.
    const STEADY: f64 = 15_000.0;
    let mut callers = place.callers(POSTS, 1);
    let requests = ready(&mut callers, |caller| {
        (0..each).map(|_| caller.batch(ENTRIES)).collect()
    });
    let ran = load::run(&place.served.address, requests, POSTS, Beat::Answered)?;
    let (rate, copy) = against_copy(place, &callers, "beside_batches", ran.whole)?;
    let answers = Spread::of(ran.answers);
    let requests = ready(&mut callers, |caller| {
        (0..each).map(|_| caller.batch(ENTRIES)).collect()
    });
    let beat = Duration::from_secs_f64((POSTS * ENTRIES) as f64 / STEADY);
    let steady = load::run(&place.served.address, requests, POSTS, Beat::Every(beat))?;
    let steady = Spread::of(steady.answers);
    Ok(vec![
        Row::new(
            "signed batches of 500 from 20 posts",
            format!("{rate:.0} entries/s"),
            "≥ 15,000 entries/s",
            "every entry about a person; signature, digest, chain, COPY, cursors, figures, COMMIT, signed receipt",
        ),
        Row::new(
            "the same / plain binary COPY",
            format!("{:.2} (COPY {copy:.0} entries/s)", rate / copy),
            "≥ 0.4",
            "entries and subjects with their indexes, one connection, from a file",
        ),
        Row::new(
            "acknowledgement of a batch of 500, at 15,000 entries/s",
            format!("{}, p99 {:.0} ms", steady.quoted(), steady.at(0.99)),
            "p99 ≤ 300 ms",
            "each post sends a batch every 667 ms; timed from when it was due",
        ),
        Row::new(
            "the same, as fast as the hub goes",
            format!("{}, p99 {:.0} ms", answers.quoted(), answers.at(0.99)),
            "",
            "all 20 posts wait for an answer all the time: 10,000 entries are under way",
        ),
    ])
}

/// Batches of one entry from many posts at once.
fn singles(place: &Place, posts: usize, each: usize) -> Result<Vec<Row>> {
    let mut callers = place.callers(posts.div_ceil(10), 10.min(posts));
    let count = callers.len();
    let requests = ready(&mut callers, |caller| {
        (0..each).map(|_| caller.batch(1)).collect()
    });
    let ran = load::run(&place.served.address, requests, count, Beat::Answered)?;
    let (rate, copy) = against_copy(place, &callers, "beside_singles", ran.whole)?;
    let answers = Spread::of(ran.answers);
    Ok(vec![Row::new(
        &format!("batches of one entry from {count} posts at once"),
        format!("{rate:.0} entries/s, {:.2} of COPY", rate / copy),
        "≥ 5,000 entries/s",
        &format!(
            "answered in {}, p99 {:.0} ms",
            answers.quoted(),
            answers.at(0.99)
        ),
    )])
}

fn ready(
    callers: &mut [Caller],
    mut requests: impl FnMut(&mut Caller) -> Vec<Vec<u8>>,
) -> Vec<Vec<Vec<u8>>> {
    callers.iter_mut().map(&mut requests).collect()
}

/// Entries a second, ours and a COPY's.
fn against_copy(
    place: &Place,
    callers: &[Caller],
    name: &str,
    took: Duration,
) -> Result<(f64, f64)> {
    let units: Vec<Uuid> = callers.iter().map(|caller| caller.unit).collect();
    let (copied, count) = place.copied(&units, name)?;
    let count = count as f64;
    Ok((count / took.as_secs_f64(), count / copied.as_secs_f64()))
}

/// Everybody comes back at once: a heartbeat and a batch of twenty each, so many connections at a time.
fn crowd(place: &Place, posts: usize, at_once: usize) -> Result<Vec<Row>> {
    let mut callers = place.callers(posts.div_ceil(100), 100.min(posts));
    let count = callers.len();
    let requests = ready(&mut callers, |caller| {
        vec![caller.batch(20), caller.heartbeat()]
    });
    let pid = place.served.pid().context("the hub runs")?;
    let before = pss_mb(pid);
    let is_over = Arc::new(AtomicBool::new(false));
    let most = Arc::new(AtomicU64::new(0));
    let (over, high) = (Arc::clone(&is_over), Arc::clone(&most));
    let watcher = thread::spawn(move || {
        while !over.load(Ordering::Acquire) {
            high.fetch_max(pss_mb(pid) as u64, Ordering::AcqRel);
            thread::sleep(Duration::from_millis(50));
        }
    });
    let ran = load::run(&place.served.address, requests, at_once, Beat::Answered);
    is_over.store(true, Ordering::Release);
    // It only looks.
    let _ = watcher.join();
    let ran = ran?;
    let answers = Spread::of(ran.answers);
    Ok(vec![
        Row::new(
            &format!("{count} posts return at once, {at_once} connections at a time"),
            format!("{} 5xx without Retry-After, {} with", ran.rude, ran.later),
            "none without",
            &format!(
                "a heartbeat and a batch of 20 each, all taken in within {:.1} s; answered in {}",
                ran.whole.as_secs_f64(),
                answers.quoted()
            ),
        ),
        Row::new(
            "the hub's memory meanwhile",
            format!(
                "at most {} MB PSS, {before:.0} before",
                most.load(Ordering::Acquire)
            ),
            "bounded",
            "bodies have 256 MiB of room, connections 4,096 places",
        ),
    ])
}
