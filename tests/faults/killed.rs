//! The real gate, killed without warning while people pass.

use chot_tests::camera::TestCamera;
use chot_tests::frames::{self, HEIGHT, WIDTH, card};
use chot_tests::watching::Watching;
use chot_tests::{bin, full, times};
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;
use std::sync::mpsc::RecvTimeoutError;
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// The scan after a restart has to be taken within this: half of them on a machine that tests other things meanwhile,
/// every one where the long repetitions have it for themselves.
const BACK_WITHIN: Duration = Duration::from_secs(3);
/// Long enough for any restart that comes at all.
const PATIENCE: Duration = Duration::from_secs(30);

/// A small generator, so that the same seed kills at the same moments.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }
}

fn id_of(line: &str) -> Option<String> {
    let line: Value = serde_json::from_str(line).unwrap();
    line["id"].as_str().map(str::to_owned)
}

#[test]
fn whatever_moment_it_is_killed_at_every_printed_entry_is_there_once() {
    let home = TempDir::new().unwrap();
    let camera = TestCamera::new().unwrap();
    let mut dice = Dice(20_261_124);
    let mut printed = BTreeSet::new();
    let mut back_after = Vec::new();
    let mut person = 0;
    let mut show_next = || {
        person += 1;
        camera
            .show(WIDTH, HEIGHT, &frames::with_codes(&[&card(person)], 5))
            .unwrap();
    };
    for kill in 0..times(100) {
        show_next();
        let started = Instant::now();
        let running = Watching::start(home.path(), &camera, &["--camera", "auto"]);
        let first = running.lines.recv_timeout(PATIENCE);
        let first = first.unwrap_or_else(|_| panic!("no scan after kill {kill}"));
        back_after.push(started.elapsed());
        printed.extend(id_of(&first));
        let end = Instant::now() + Duration::from_millis(dice.roll(1_600));
        let mut next = Instant::now() + Duration::from_millis(200);
        while Instant::now() < end {
            // Five people a second, whatever the gate does.
            if Instant::now() >= next {
                next += Duration::from_millis(200);
                show_next();
            }
            match running
                .lines
                .recv_timeout(next.min(end).saturating_duration_since(Instant::now()))
            {
                Ok(line) => printed.extend(id_of(&line)),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => panic!("the gate ended by itself"),
            }
        }
        for line in running.kill().iter() {
            // A line cut off by the kill was not printed.
            if serde_json::from_str::<Value>(&line).is_ok() {
                printed.extend(id_of(&line));
            }
        }
        let stored = stored(home.path());
        let distinct: BTreeSet<&String> = stored.iter().collect();
        assert_eq!(
            distinct.len(),
            stored.len(),
            "an entry stands twice after kill {kill}"
        );
        let lost: Vec<&String> = printed.iter().filter(|id| !distinct.contains(id)).collect();
        assert!(
            lost.is_empty(),
            "printed and lost after kill {kill}: {lost:?}"
        );
    }
    back_after.sort();
    let judged = if full() {
        back_after.last()
    } else {
        back_after.get(back_after.len() / 2)
    };
    assert!(
        judged.is_some_and(|after| *after <= BACK_WITHIN),
        "scans after restarts came after {back_after:?}"
    );
    assert!(
        printed.len() >= times(100) * 2,
        "only {} entries: the test did not test",
        printed.len()
    );
    let verify = Command::new(bin("chot"))
        .args(["ledger", "verify"])
        .env("CHOT_HOME", home.path())
        .output()
        .unwrap();
    assert!(
        verify.status.success(),
        "{}",
        String::from_utf8_lossy(&verify.stdout)
    );
}

/// The ids of the stored entries, in order.
fn stored(home: &Path) -> Vec<String> {
    let export = Command::new(bin("chot"))
        .args(["ledger", "export"])
        .env("CHOT_HOME", home)
        .output()
        .unwrap();
    assert!(
        export.status.success(),
        "{}",
        String::from_utf8_lossy(&export.stderr)
    );
    String::from_utf8(export.stdout)
        .unwrap()
        .lines()
        .filter_map(id_of)
        .collect()
}
