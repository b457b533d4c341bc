//! Posts that a hub lets go of, with entries that they haven't sent.

use chot_tests::travel::{Hub, Post};
use hub::tree::{self, State};
use kiosk::uplink::standing::Standing;
use uuid::Uuid;

fn set(hub: &Hub, unit: Uuid, post: &Post, state: State) {
    hub.block_on(tree::set_state(&hub.store, unit, post.device(), state))
        .unwrap();
}

#[test]
fn a_retired_post_delivers_what_it_had_and_is_told_so() {
    let hub = Hub::start();
    let unit = hub.unit();
    let post = Post::new();
    post.append(3);
    let id = hub.enrol(&post, unit);
    post.send_all();
    post.append(700);
    set(&hub, unit, &post, State::Retired);
    let mut cards = post.send();
    for _ in 0..5 {
        cards = post.send();
    }
    hub.has_all_of(unit, &[&post]);
    assert_eq!(
        cards[0].standing,
        Standing::Stopped,
        "{}",
        cards[0].words.en
    );
    assert_eq!(post.target(id).problem.unwrap().word, "retired");
    assert_eq!(cards[0].waiting, 0);
}

#[test]
fn a_distrusted_post_s_entries_wait_in_quarantine_and_are_there_once_when_it_is_trusted_again() {
    let hub = Hub::start();
    let unit = hub.unit();
    let post = Post::new();
    post.append(3);
    let id = hub.enrol(&post, unit);
    post.send_all();
    post.append(4);
    set(&hub, unit, &post, State::Distrusted);
    for _ in 0..3 {
        let cards = post.send();
        assert_eq!(cards[0].standing, Standing::Stopped);
        assert_eq!(post.target(id).problem.unwrap().word, "distrusted");
    }
    assert_eq!(hub.count(unit), 3, "nobody's word counts");
    assert_eq!(hub.alarms(unit), ["quarantine"]);
    let kept = hub.ask(
        "SELECT count(*) FROM quarantine WHERE unit_id = $1",
        &[&unit],
    );
    assert!(kept[0].get::<_, i64>(0) >= 1);
    post.append(1);
    set(&hub, unit, &post, State::Active);
    post.send_all();
    hub.has_all_of(unit, &[&post]);
}
