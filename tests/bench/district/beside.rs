//! *Beside*: visitors who come while a backlog is sent to one target and every other target is of no use.

use super::backlog::{enrolled, on_the_wire, wait_until_sent};
use super::place::Place;
use crate::numbers::{Row, Spread, ms};
use anyhow::Result;
use chot_tests::travel::liar::{receipt, said};
use chot_tests::travel::proxy::Asked;
use chot_tests::travel::{Fate, Post, Proxy};
use hub::keyring::Root;
use jiff::Timestamp;
use kiosk::targets::Way;
use kiosk::uplink::address::{Address, Reach};
use kiosk::uplink::timer::Pace;
use std::net::SocketAddr;
use std::thread;
use std::time::{Duration, Instant};

/// Visitors of a block, before sending is paused or goes on.
const BLOCK: usize = 50;
/// Entries that a backlog still needs for a block to be one while it is sent.
const ENOUGH: u64 = 5_000;
/// How long after a pause what was under way has come to its end, at both ends.
const SETTLED: Duration = Duration::from_millis(300);
/// Targets of no use are tried again this soon, where a kiosk would wait up to a quarter of an hour.
const PACE: Pace = Pace {
    most: Duration::from_secs(1),
    look: Duration::from_millis(500),
    heartbeat: Duration::from_secs(5 * 60),
};

type Liar = Box<dyn FnMut(&Asked) -> Fate + Send>;

/// What targets of no use answer to a batch.
fn liars() -> Result<Vec<Liar>> {
    let stranger = Root::new()?;
    let own = stranger.hub_key(stranger.hub_id(), Timestamp::now())?;
    let other = stranger.hub_key(stranger.hub_id(), Timestamp::now())?;
    let page = "<html>Wi-Fi: accept our terms</html>";
    Ok(vec![
        // Slow, and dead.
        Box::new(|_| Fate::Delay(Duration::from_secs(3))),
        Box::new(|_| Fate::Silence),
        // Lying.
        Box::new(move |_| said("200 OK", "content-type: text/html\r\n", page)),
        Box::new(move |asked| receipt(asked, &own, |receipt| receipt.head = [7; 32])),
        Box::new(move |asked| receipt(asked, &other, |_| {})),
        // Full, and throttling.
        Box::new(|_| said("507 Insufficient Storage", "", "")),
        Box::new(|_| said("429 Too Many Requests", "retry-after: 1\r\n", "")),
    ])
}

/// Adds a target for each, and one that nobody listens at. Returns them all.
fn useless(place: &Place, post: &Post, hub: SocketAddr) -> Result<Vec<u32>> {
    let mut targets = Vec::new();
    for mut lie in liars()? {
        let proxy = Proxy::start(hub, |_| Fate::Pass);
        let (_, id) = enrolled(place, post, &proxy.at.to_string(), &[])?;
        proxy.choose(move |asked| {
            if asked.is_batch() {
                lie(asked)
            } else {
                Fate::Pass
            }
        });
        targets.push(id);
    }
    let nobody = Way::HttpsJson {
        address: Address::parse("http://127.0.0.1:9", Reach::ThisMachine)?,
        ca: None,
    };
    targets.push(post.targets().add("Không ai", &nobody)?.id);
    Ok(targets)
}

/// Sends everything once more, to a unit that gets no subjects, while visitors come to the `entries` of the backlog.
pub fn measure(place: &Place, post: &Post, entries: u64) -> Result<Vec<Row>> {
    let hub: SocketAddr = place.served.address.parse()?;
    let others = useless(place, post, hub)?;
    let without = Proxy::start(hub, |_| Fate::Pass);
    let (unit, id) = enrolled(place, post, &without.at.to_string(), &[])?;
    let uplink = post.uplink(PACE);
    let (calm, busy) = appends(post, id, &others)?;
    for other in &others {
        post.targets().pause(*other)?;
    }
    wait_until_sent(post, id)?;
    drop(uplink);
    let sent = place.count(unit).unsigned_abs();
    let ratio = busy.median() / calm.median();
    Ok(vec![
        on_the_wire(
            "without subjects",
            without.carried(),
            sent,
            entries,
            "≤ 29 MB",
        ),
        Row::new(
            "append while it is sent / while sending is paused, medians",
            format!("{ratio:.2}"),
            "≤ 1.25",
            &format!(
                "in turns, {BLOCK} visitors each, on one machine with hub and PostgreSQL; beside the backlog's target {} others: down, \
                 slow, silent, lying in three ways, full, throttling",
                others.len()
            ),
        ),
        Row::new(
            "append while it is sent",
            format!("{}, p99 {:.1} ms", busy.quoted(), busy.at(0.99)),
            "p99 ≤ 40 ms",
            &format!("paused: {}, p99 {:.1} ms", calm.quoted(), calm.at(0.99)),
        ),
    ])
}

/// Visitors in turns while all targets are paused and while they are not, until the one has everything. In milliseconds.
fn appends(post: &Post, id: u32, others: &[u32]) -> Result<(Spread, Spread)> {
    let (mut calm, mut busy) = (Vec::new(), Vec::new());
    let block = |into: &mut Vec<f64>| {
        for _ in 0..BLOCK {
            let began = Instant::now();
            post.append(1);
            into.push(ms(began.elapsed()));
        }
    };
    let mut targets = post.targets();
    let all = || others.iter().chain(std::iter::once(&id)).copied();
    loop {
        let before = post.target(id).delivered;
        for id in all() {
            targets.resume(id)?;
        }
        let (_, newest, _) = post.head();
        // Sending, and not about to end.
        let left = loop {
            let target = post.target(id);
            let left = newest - target.cursor.map_or(0, |at| at.seq);
            if target.delivered > before || left == 0 {
                break left;
            }
            thread::sleep(Duration::from_millis(2));
        };
        if left < ENOUGH && !busy.is_empty() {
            break;
        }
        block(&mut busy);
        for id in all() {
            targets.pause(id)?;
        }
        thread::sleep(SETTLED);
        block(&mut calm);
        if left < ENOUGH {
            break;
        }
    }
    targets.resume(id)?;
    Ok((Spread::of(calm), Spread::of(busy)))
}
