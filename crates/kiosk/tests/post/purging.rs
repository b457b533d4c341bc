//! What was kept long enough, at a gate that runs.

use super::{AN, BE, Gate, gate};
use checkpoint::entry::{Audit, Entry, Kind};
use kiosk::home::Home;
use kiosk::ledger::Reading;
use kiosk::post::Said;

#[test]
fn who_came_thirty_days_ago_is_forgotten_by_a_gate_that_runs_and_the_log_says_so() {
    let (dir, mut gate) = gate();
    gate.post.tick();
    gate.show(&[AN]);
    let known = |gate: &mut Gate| {
        gate.post
            .find_visitors("nguyen van an")
            .expect("asked")
            .len()
    };
    assert_eq!(known(&mut gate), 1);
    let a_day = 24 * 60 * 60_000;
    for _ in 0..30 {
        gate.clock.on(a_day);
        gate.post.tick();
    }
    let kinds = || {
        let mut kinds = Vec::new();
        let reading = Reading::open(&Home::at(dir.path())).expect("a ledger");
        reading
            .lines(|line| {
                kinds.push(Entry::parse(line).expect("an entry").said.kind);
                true
            })
            .expect("lines");
        kinds
    };
    let before = [Kind::Scan, Kind::AutoOut];
    assert_eq!(kinds(), before, "a day more, by when it was looked");
    gate.clock.on(a_day);
    gate.post.tick();
    assert_eq!(
        kinds(),
        [Kind::Scan, Kind::AutoOut, Kind::Audit(Audit::Purge)]
    );
    assert_eq!(known(&mut gate), 0);
    assert_eq!(gate.show(&[BE]), Some(Said::In));
}
