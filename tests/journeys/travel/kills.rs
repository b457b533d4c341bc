//! A hub that is killed and a database that loses its power, again and again, while gates record and send.

use chot_tests::travel::post::HASTE;
use chot_tests::travel::{Dice, Post, Served};
use chot_tests::{times, wait_until};
use hub::cluster::Stop;
use kiosk::targets::Targets;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

const PATIENCE: Duration = Duration::from_secs(120);
/// Between two visitors of one gate, so that the rush stays one that a disk follows.
const VISITOR: Duration = Duration::from_millis(4);

/// Entries of all posts that their hub has acknowledged.
fn acknowledged(lists: &[Targets]) -> u64 {
    let of = |list: &Targets| {
        let targets = list.list().unwrap();
        targets[0].cursor.map_or(0, |at| at.seq)
    };
    lists.iter().map(of).sum()
}

#[test]
fn a_hub_that_is_killed_and_a_database_without_power_lose_and_double_nothing() {
    let mut hub = Served::set_up();
    let posts = [(); 3].map(|()| Post::new());
    let units = posts.each_ref().map(|post| {
        post.append(1);
        hub.enrol(post.home.root())
    });
    let lists: Vec<Targets> = posts.iter().map(Post::targets).collect();
    let uplinks = posts.each_ref().map(|post| post.uplink(HASTE));
    let mut dice = Dice::new(200);
    let is_over = AtomicBool::new(false);
    thread::scope(|scope| {
        for post in &posts {
            scope.spawn(|| {
                while !is_over.load(Ordering::Acquire) {
                    post.append(1);
                    thread::sleep(VISITOR);
                }
            });
        }
        let kills = times(200);
        let powers = times(20);
        for round in 0..kills + powers {
            let before = acknowledged(&lists);
            let more = 1 + dice.below(120);
            wait_until("the hub goes on", PATIENCE, || {
                acknowledged(&lists) >= before + more
            });
            // A power cut among every ten kills.
            if round % ((kills + powers) / powers) == 0 {
                hub.cluster.stop(Stop::Immediate).unwrap();
                hub.cluster.start().unwrap();
            } else {
                hub.kill();
                hub.start();
            }
        }
        is_over.store(true, Ordering::Release);
    });
    let newest: u64 = posts.iter().map(|post| post.head().1).sum();
    wait_until("everything is there", PATIENCE, || {
        acknowledged(&lists) == newest
    });
    drop(uplinks);
    for (post, unit) in posts.iter().zip(&units) {
        assert_eq!(hub.lines(unit), post.lines());
    }
    assert_eq!(hub.said(&["recount"]), "0 rows differ");
}
