//! Names on a screen that faces visitors.

use super::Gate;
use tempfile::TempDir;

#[test]
fn names_that_a_guard_asked_for_go_by_themselves_after_twenty_seconds() {
    let dir = TempDir::new().unwrap();
    let mut gate = Gate::at(dir.path(), 0);
    gate.post.show_names();
    gate.clock.on(19_999);
    gate.post.tick();
    assert!(gate.post.snapshot().named);
    gate.post.changes();
    gate.clock.on(1);
    gate.post.tick();
    let changed = gate.post.changes().expect("the screen is told");
    assert!(!changed.named);
}
