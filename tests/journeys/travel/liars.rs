//! Targets that lie, hang, are full or throttle, beside one that does what it should.

use chot_tests::travel::liar::{receipt, said};
use chot_tests::travel::post::HASTE;
use chot_tests::travel::proxy::Asked;
use chot_tests::travel::{Fate, Hub, Post, Proxy};
use chot_tests::wait_until;
use hub::keyring::Root;
use jiff::Timestamp;
use kiosk::targets::Way;
use kiosk::uplink::address::{Address, Reach};
use kiosk::uplink::timer::Pace;
use std::time::Duration;

const PATIENCE: Duration = Duration::from_secs(60);

#[test]
fn targets_that_lie_hang_are_full_or_throttle_believe_nothing_away_and_hold_up_no_other() {
    let honest = Hub::start();
    let unit = honest.unit();
    let post = Post::new();
    post.append(3);
    let good = honest.enrol(&post, unit);
    let own = honest.root.hub_key(honest.root.hub_id(), Timestamp::now());
    let own = own.unwrap();
    let other = Root::new().unwrap();
    let stranger = other.hub_key(other.hub_id(), Timestamp::now()).unwrap();

    type Liar = Box<dyn FnMut(&Asked) -> Fate + Send>;
    let page = "<html>Wi-Fi: accept our terms</html>";
    let liars: Vec<(&str, Liar)> = vec![
        (
            "200 and HTML",
            Box::new(move |_| said("200 OK", "content-type: text/html\r\n", page)),
        ),
        (
            "201 and HTML",
            Box::new(move |_| {
                said(
                    "201 Created",
                    "chot-sync: 1\r\ncontent-type: text/html\r\n",
                    page,
                )
            }),
        ),
        (
            "another head",
            Box::new(move |asked| receipt(asked, &own, |receipt| receipt.head = [7; 32])),
        ),
        (
            "another signer",
            Box::new(move |asked| receipt(asked, &stranger, |_| {})),
        ),
        ("never answers", Box::new(|_| Fate::Silence)),
        (
            "half an answer",
            Box::new(|_| {
                Fate::Say(b"HTTP/1.1 201 Created\r\ncontent-length: 900\r\n\r\n{".to_vec())
            }),
        ),
        (
            "full",
            Box::new(|_| said("507 Insufficient Storage", "", "")),
        ),
        (
            "throttles",
            Box::new(|_| said("429 Too Many Requests", "retry-after: 3600\r\n", "")),
        ),
        (
            "in maintenance",
            Box::new(|_| said("503 Service Unavailable", "retry-after: 3600\r\n", "")),
        ),
    ];
    let mut bad = Vec::new();
    for (name, mut lie) in liars {
        // Each is a hub of the same root that turned into something else after the post was enrolled.
        let proxy = Proxy::start(honest.address, |_| Fate::Pass);
        let id = honest.enrol_at(&post, unit, proxy.at);
        proxy.choose(move |asked| {
            if asked.is_batch() {
                lie(asked)
            } else {
                Fate::Pass
            }
        });
        bad.push((name, id, proxy));
    }
    let nobody = Way::HttpsJson {
        address: Address::parse("http://127.0.0.1:9", Reach::ThisMachine).unwrap(),
        ca: None,
    };
    post.targets().add("Không ai", &nobody).unwrap();

    // A moment's patience: nine that are asked a thousand times a second would be what slows the tenth.
    let uplink = post.uplink(Pace {
        most: Duration::from_millis(50),
        ..HASTE
    });
    for _ in 0..20 {
        post.append(5);
        let (_, newest, _) = post.head();
        wait_until("the honest one has it all", PATIENCE, || {
            post.target(good).cursor.is_some_and(|at| at.seq == newest)
        });
    }
    for (name, id, proxy) in &bad {
        wait_until("each liar was asked", PATIENCE, || proxy.batches() > 0);
        let target = post.target(*id);
        assert_eq!((target.cursor, target.delivered), (None, 0), "{name}");
        assert_eq!(target.forked, None, "{name}");
    }
    honest.has_all_of(unit, &[&post]);

    // They come to their senses; no step by hand but for those that named an hour.
    for (name, id, proxy) in &bad {
        proxy.choose(|_| Fate::Pass);
        if ["throttles", "in maintenance", "never answers"].contains(name) {
            continue;
        }
        let (_, newest, _) = post.head();
        wait_until(name, PATIENCE, || {
            post.target(*id).cursor.is_some_and(|at| at.seq == newest)
        });
    }
    drop(uplink);
    honest.has_all_of(unit, &[&post]);
    assert_eq!(honest.alarms(unit), [""; 0]);
}
