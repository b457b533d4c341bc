//! A network that loses answers, delays them, doubles requests and brings them late.

use chot_tests::travel::post::HASTE;
use chot_tests::travel::{Dice, Fate, Hub, Post, Proxy};
use chot_tests::{times, wait_until};
use std::time::Duration;

const PATIENCE: Duration = Duration::from_secs(60);

/// Sends small batches through `proxy` until it has seen so many, then until everything is there.
fn rush(hub: &Hub, proxy: &Proxy, batches: u64, dice: &mut Dice) {
    let unit = hub.unit();
    let post = Post::new();
    post.append(1);
    let id = hub.enrol_at(&post, unit, proxy.at);
    let uplink = post.uplink(HASTE);
    while proxy.batches() < batches {
        let before = proxy.batches();
        post.append(1 + dice.below(3) as usize);
        wait_until("a batch is on its way", PATIENCE, || {
            proxy.batches() > before
        });
    }
    proxy.choose(|_| Fate::Pass);
    let (_, newest, _) = post.head();
    wait_until("everything is there", PATIENCE, || {
        post.target(id).cursor.is_some_and(|at| at.seq == newest)
    });
    drop(uplink);
    hub.has_all_of(unit, &[&post]);
    assert_eq!(hub.alarms(unit), [""; 0]);
    assert_eq!(post.target(id).forked, None);
}

#[test]
fn a_third_of_the_answers_is_lost_and_each_entry_is_there_once() {
    let hub = Hub::start();
    let mut chance = Dice::new(30);
    let proxy = Proxy::start(hub.address, move |asked| {
        if asked.is_batch() && chance.percent(30) {
            Fate::CutAnswer(0)
        } else {
            Fate::Pass
        }
    });
    rush(&hub, &proxy, times(10_000) as u64, &mut Dice::new(31));
}

#[test]
fn requests_that_come_twice_late_and_in_another_order_leave_each_entry_there_once() {
    let hub = Hub::start();
    let mut chance = Dice::new(7);
    let proxy = Proxy::start(hub.address, move |asked| match chance.below(10) {
        _ if !asked.is_batch() => Fate::Pass,
        0 | 1 => Fate::Late,
        2 | 3 => Fate::Twice,
        4 => Fate::Delay(Duration::from_millis(chance.below(20))),
        5 => Fate::CutRequest(chance.below(asked.bytes.len() as u64) as usize),
        6 => Fate::CutAnswer(chance.below(1_500) as usize),
        _ => Fate::Pass,
    });
    rush(&hub, &proxy, times(2_000) as u64, &mut Dice::new(8));
}
