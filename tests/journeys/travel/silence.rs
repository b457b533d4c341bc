//! Forty units, of which nine say nothing.

use chot_tests::travel::{Hub, Post};
use hub::overview::{Standing, overview};
use hub::tree;
use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeSet;

#[test]
fn of_forty_units_the_overview_names_exactly_the_nine_that_are_silent() {
    let hub = Hub::start();
    let day = jiff::civil::date(2020, 1, 1);
    let add = |parent, name: String| {
        hub.block_on(tree::add_unit(&hub.store, parent, &name, day))
            .unwrap()
    };
    let district = add(None, "Huyện Thử".to_owned());
    let mut posts = Vec::new();
    for number in 0..40 {
        let unit = add(Some(district), format!("Xã {number}"));
        let post = Post::new();
        post.append(1);
        hub.enrol(&post, unit);
        post.send_all();
        posts.push((unit, post));
    }
    // Since then it is morning: nine say nothing, nobody came at five gates, the others have visitors.
    hub.ask(
        "WITH enrolled AS (UPDATE device SET enrolled_at = now() - interval '9 hours' WHERE unit_id = ANY ($1) RETURNING 1),
              beats AS (UPDATE heartbeat SET received_at = now() - interval '9 hours' WHERE unit_id = ANY ($1) RETURNING 1)
         UPDATE branch SET grew_at = now() - interval '9 hours' WHERE unit_id = ANY ($1) RETURNING 1",
        &[&posts.iter().map(|(unit, _)| *unit).collect::<Vec<_>>()],
    );
    let mut silent = BTreeSet::new();
    for (number, (unit, post)) in posts.iter().enumerate() {
        if number % 4 == 1 && silent.len() < 9 {
            silent.insert(unit.to_string());
            // They record, and nothing gets through.
            post.append(2);
            continue;
        }
        if number % 8 != 0 {
            post.append(1);
        }
        post.send_all();
        hub.has_all_of(*unit, &[post]);
    }
    assert_eq!(silent.len(), 9);
    let now = Timestamp::now();
    let zone = jiff::tz::TimeZone::get("Asia/Ho_Chi_Minh").unwrap();
    let today = now.to_zoned_datetime(zone).date();
    let seen = hub
        .block_on(overview(&hub.store, district, today, now))
        .unwrap();
    assert_eq!(seen.len(), 41);
    let said: BTreeSet<String> = seen
        .iter()
        .filter(|unit| matches!(unit.standing, Standing::Silent { .. }))
        .map(|unit| unit.unit.clone())
        .collect();
    assert_eq!(said, silent);
    for unit in &seen {
        if let Standing::Silent { since } = unit.standing {
            assert!(now.duration_since(since) > SignedDuration::from_hours(8));
            assert_eq!(unit.silent, 1);
        }
    }
    // Their network is back, and nobody has to do anything.
    for (unit, post) in &posts {
        post.send_all();
        hub.has_all_of(*unit, &[post]);
    }
    let now = Timestamp::now();
    let seen = hub
        .block_on(overview(&hub.store, district, today, now))
        .unwrap();
    assert!(seen.iter().all(|unit| unit.silent == 0));
}
