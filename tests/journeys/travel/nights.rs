//! A gate's entries on their way to a hub: real programs, a real PostgreSQL, a network that comes and goes.

use std::path::Path;

use chot_tests::frames::{self, HEIGHT, WIDTH, card};
use chot_tests::times;
use chot_tests::travel::Served;
use chot_tests::travel::served::{chot, done};
use serde_json::Value;
use tempfile::TempDir;

/// Five visitors come, who weren't there before: `night` tells them apart.
fn five_visitors(home: &Path, night: u32) {
    let pictures = TempDir::new().unwrap();
    for visitor in 0..5 {
        let picture = frames::with_codes(&[&card(night * 5 + visitor)], 6);
        let file = pictures.path().join(format!("{visitor}.pgm"));
        let head = format!("P5\n{WIDTH} {HEIGHT}\n255\n").into_bytes();
        std::fs::write(file, [head, picture].concat()).unwrap();
    }
    let pictures = pictures.path().display().to_string();
    done(home, &["watch", "--json", "--camera", &pictures]);
}

fn exported(home: &Path) -> Vec<String> {
    let lines = String::from_utf8(done(home, &["ledger", "export"])).unwrap();
    lines.lines().map(str::to_owned).collect()
}

/// Tries to send; whether everything is there now.
fn sent(home: &Path) -> bool {
    let output = chot(home, &["sync", "--once", "--json"]);
    let card: Value = serde_json::from_slice(&output.stdout).unwrap();
    let everything = output.status.success();
    assert_eq!(everything, card["standing"] == "sent", "{card}");
    assert_eq!(everything, card["waiting"] == 0, "{card}");
    everything
}

#[test]
fn nights_without_network_and_a_hub_that_is_killed_leave_each_entry_at_the_hub_once() {
    let mut hub = Served::set_up();
    let post = TempDir::new().unwrap();
    let post = post.path();
    five_visitors(post, 0);

    let unit = hub.enrol(post);
    let tested = chot(post, &["target", "test", "1"]);
    assert!(
        tested.status.success(),
        "{}",
        String::from_utf8_lossy(&tested.stdout)
    );

    assert!(sent(post));
    assert!(exported(post).len() >= 5);
    assert_eq!(hub.lines(&unit), exported(post), "byte for byte");

    for night in 1..=times(10) {
        hub.kill();
        five_visitors(post, night as u32);
        assert!(!sent(post), "nobody is there, and nobody says so");
        hub.start();
        assert!(sent(post));
        assert_eq!(hub.lines(&unit), exported(post));
    }

    // What was sent already may be sent again: each entry stays one.
    done(post, &["target", "again", "1"]);
    assert!(sent(post));
    assert_eq!(hub.lines(&unit), exported(post));
    done(post, &["ledger", "verify"]);
    assert_eq!(hub.said(&["recount"]), "0 rows differ");
}

#[test]
fn personal_data_travels_only_once_a_group_was_picked_for_a_purpose() {
    let hub = Served::set_up();
    let post = TempDir::new().unwrap();
    let post = post.path();
    five_visitors(post, 0);
    hub.enrol(post);
    let dry = done(post, &["target", "dry-run", "1", "--text"]);
    let named = |text: &[u8]| String::from_utf8_lossy(text).contains("\"name\"");
    assert!(!named(&dry), "no group is picked");
    done(post, &["target", "groups", "1", "identity=Tiếp dân"]);
    let dry = done(post, &["target", "dry-run", "1", "--text"]);
    assert!(named(&dry));
    assert!(sent(post));
}
