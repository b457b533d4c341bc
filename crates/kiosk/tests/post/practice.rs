//! Practice: verdicts and sounds as on any day, and nothing written.

use super::{AN, BE, Gate, gate};
use checkpoint::entry::{Kind, Party};
use kiosk::home::Home;
use kiosk::ledger::Ledger;
use kiosk::post::{ByHand, Refusal, Said, Unscanned};
use kiosk::settings::Settings;
use kiosk::sound::Sound;
use std::path::Path;

const MINUTE: u64 = 60 * 1000;

fn kinds(root: &Path, gate: Gate) -> Vec<Kind> {
    let now = gate.post.now();
    drop(gate);
    let mut ledger = Ledger::open(&Home::at(root), &now).expect("a ledger");
    let zone = Settings::default().time_zone().expect("a zone");
    let entries = ledger.recent(&now, &zone).expect("entries").into_iter();
    entries.map(|kept| kept.entry.said.kind).collect()
}

#[test]
fn nothing_is_written_while_the_verdicts_and_sounds_are_those_of_any_day() {
    let (dir, mut gate) = gate();
    gate.post.begin_practice().expect("begun");
    assert!(gate.post.snapshot().practice.is_some());
    assert_eq!(gate.hold(&[AN], 1_000), [Said::In]);
    gate.hold(&[], 4_000);
    assert_eq!(gate.hold(&[AN], 1_000), [Said::Already]);
    assert_eq!(gate.show(&[BE]), Some(Said::In));
    assert_eq!(gate.heard.all(), [Sound::In, Sound::Already, Sound::In]);
    let form = ByHand {
        name: "Lê Văn Ba".to_owned(),
        ..ByHand::default()
    };
    gate.post.enter_by_hand(&form).expect("shown");
    let people = Unscanned {
        count: 3,
        party: Party::Visitor,
        direction: None,
    };
    gate.post.pass_unscanned(people).expect("shown");
    for refused in [
        gate.post.turn_round(),
        gate.post.undo(),
        gate.post.purpose(1),
        gate.post.same_as(),
    ] {
        assert_eq!(refused, Err(Refusal::Practising));
    }
    assert_eq!(gate.counters(), (0, 0, 0));
    assert!(gate.post.snapshot().strip.is_empty());
    gate.post.end_practice().expect("ended");
    assert_eq!(gate.show(&[AN]), Some(Said::In), "as if never shown");
    assert_eq!(kinds(dir.path(), gate), [Kind::Scan]);
}

#[test]
fn it_ends_by_itself_after_an_hour_and_the_log_has_a_gap_instead() {
    let (dir, mut gate) = gate();
    gate.show(&[AN]);
    gate.post.begin_practice().expect("begun");
    gate.clock.on(59 * MINUTE);
    gate.post.tick();
    assert!(gate.post.snapshot().practice.is_some());
    gate.clock.on(MINUTE);
    gate.post.tick();
    let snapshot = gate.post.snapshot();
    assert!(snapshot.practice.is_none());
    let (from, to) = snapshot
        .gap
        .expect("the guard is told of the time that is missing");
    assert_eq!(to.duration_since(from).as_secs(), 3_600);
    assert_eq!(kinds(dir.path(), gate), [Kind::Scan, Kind::Gap]);
}

#[test]
fn a_gate_that_starts_again_records_and_its_gap_begins_with_the_practice() {
    let (dir, mut gate) = gate();
    gate.show(&[AN]);
    gate.clock.on(MINUTE);
    gate.post.begin_practice().expect("begun");
    gate.clock.on(5 * MINUTE);
    gate.post.tick();
    drop(gate.post);
    let mut again = Gate::at(dir.path(), 10 * MINUTE);
    let snapshot = again.post.snapshot();
    assert!(snapshot.practice.is_none());
    let (from, to) = snapshot.gap.expect("a gap");
    assert_eq!(to.duration_since(from).as_secs(), 9 * 60);
    assert_eq!(again.show(&[BE]), Some(Said::In));
    assert_eq!(
        kinds(dir.path(), again),
        [Kind::Scan, Kind::Gap, Kind::Scan]
    );
}
