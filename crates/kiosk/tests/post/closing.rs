//! Exits that nobody saw, at a post with its ledger.

use super::{AN, BE, Gate, Turned, gate};
use checkpoint::entry::{Direction, Kind};
use kiosk::clock::Clock;
use kiosk::home::Home;
use kiosk::ledger::Ledger;
use kiosk::post::FromPaper;
use kiosk::settings::Settings;
use std::path::Path;
use std::sync::atomic::AtomicU64;
use tempfile::TempDir;

const HOUR: u64 = 60 * 60 * 1000;

/// The kinds of the log of a post that has ended, in its order.
fn kinds(root: &Path, after_ms: u64) -> Vec<Kind> {
    let now = Turned(AtomicU64::new(after_ms)).now();
    let mut ledger = Ledger::open(&Home::at(root), &now).expect("a ledger");
    let zone = Settings::default().time_zone().expect("a zone");
    let kept = ledger.recent(&now, &zone).expect("entries");
    kept.into_iter().map(|kept| kept.entry.said.kind).collect()
}

#[test]
fn whoever_forgot_to_leave_is_closed_at_ten_and_the_paper_book_takes_it_back() {
    let (dir, mut gate) = gate();
    gate.show(&[AN]);
    gate.clock.on(2_000);
    gate.show(&[BE]);
    gate.clock.on(14 * HOUR);
    gate.post.tick();
    assert_eq!(gate.counters(), (2, 2, 0), "at 21:42");
    gate.clock.on(HOUR);
    gate.post.tick();
    assert_eq!(gate.counters(), (0, 2, 0));
    assert_eq!(gate.post.inside().expect("a list").len(), 0);
    let line = FromPaper {
        day: jiff::civil::date(2026, 11, 24),
        time: jiff::civil::time(17, 5, 0, 0),
        name: "Nguyễn Văn An".to_owned(),
        birth_year: Some(1990),
        direction: Direction::Out,
        purpose: None,
    };
    // Without a number nobody knows whom the line is about: it takes back no named person's estimate.
    gate.post.enter_from_paper(&line).expect("a line");
    // By his card he is known.
    gate.show(&[AN]);
    gate.clock.on(HOUR / 2);
    gate.post.tick();
    assert_eq!(gate.counters(), (0, 2, 2));
    drop(gate.post);
    assert_eq!(
        kinds(dir.path(), 16 * HOUR),
        [
            Kind::Scan,
            Kind::Scan,
            Kind::AutoOut,
            Kind::AutoOut,
            Kind::Manual,
            Kind::Scan,
            Kind::Void
        ]
    );
}

#[test]
fn a_post_that_was_off_over_the_weekend_closes_friday_when_it_starts() {
    let dir = TempDir::new().expect("a folder");
    let mut friday = Gate::at(dir.path(), 0);
    friday.show(&[AN]);
    drop(friday.post);
    let monday = 74 * HOUR;
    let mut gate = Gate::at(dir.path(), monday);
    gate.post.tick();
    assert_eq!(gate.show(&[BE]), Some(kiosk::post::Said::In));
    drop(gate.post);
    let kinds = kinds(dir.path(), monday);
    let closed = kinds.iter().filter(|kind| **kind == Kind::AutoOut).count();
    assert_eq!(closed, 1, "{kinds:?}");
}
