//! The uplink's thread: tasks that don't hold each other up, and people who change things meanwhile.

use super::hub::{enrol, join, span};
use super::post::{Post, here, until};
use super::server::Server;
use checkpoint::wire::signed::Code;
use jiff::SignedDuration;
use kiosk::targets::Way;
use kiosk::uplink::Uplink;
use kiosk::uplink::standing::{Level, Standing, light};
use kiosk::uplink::timer::Pace;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

fn start(post: &Post) -> Uplink {
    let pace = Pace {
        most: Duration::from_millis(50),
        look: Duration::from_millis(10),
        heartbeat: Duration::from_secs(300),
    };
    Uplink::start(&post.home, post.clock.clone(), post.scribe(), pace).unwrap()
}

fn standing(uplink: &Uplink, id: u32) -> Standing {
    let cards = uplink.cards().unwrap();
    cards
        .into_iter()
        .find(|card| card.target.id == id)
        .unwrap()
        .standing
}

#[test]
fn a_target_that_hangs_holds_up_no_other_and_is_not_called_sent() {
    let post = Post::with(40);
    let joined = join(&post, |_, _| None);
    let hanging = Server::start(|_| None);
    let id = post.add(&Way::Hub {
        address: here(&hanging.address()),
        ca: None,
    });
    enrol(&post, &joined.hub, id);
    let uplink = start(&post);
    until("the hanging one was asked", || {
        !hanging.seen.lock().unwrap().is_empty()
    });
    until("the other is done", || {
        standing(&uplink, joined.id) == Standing::Sent
    });
    post.append(25);
    until("the other is done again", || {
        joined.hub.lock().unwrap().lines() == 65
    });
    let cards = uplink.cards().unwrap();
    assert_eq!(cards[1].waiting, 65);
    assert_ne!(cards[1].standing, Standing::Sent);
}

#[test]
fn entries_that_are_appended_while_others_are_sent_arrive_in_order_each_once() {
    let post = Post::with(5);
    let joined = join(&post, |_, _| None);
    let uplink = start(&post);
    for _ in 0..60 {
        post.append(5);
    }
    until("all of them are there", || {
        joined.hub.lock().unwrap().lines() == 305
    });
    until("and acknowledged", || {
        standing(&uplink, joined.id) == Standing::Sent
    });
    let hub = joined.hub.lock().unwrap();
    let (branch, seq, head) = post.head();
    assert_eq!(hub.branches[&branch].cursor.seq, seq);
    assert_eq!(hub.branches[&branch].cursor.head, head);
}

#[test]
fn people_pause_resume_send_again_and_remove_while_it_runs() {
    let post = Post::with(3);
    let joined = join(&post, |_, _| None);
    post.targets().pause(joined.id).unwrap();
    let uplink = start(&post);
    let other = join(&post, |_, _| None);
    until("the other is done", || {
        standing(&uplink, other.id) == Standing::Sent
    });
    assert_eq!(standing(&uplink, joined.id), Standing::Paused);
    assert!(joined.server.asked("batches").is_empty());
    post.targets().resume(joined.id).unwrap();
    until("it goes on", || {
        standing(&uplink, joined.id) == Standing::Sent
    });
    post.targets().send_again_from(joined.id, None).unwrap();
    until("it is sent again", || {
        joined.server.asked("batches").len() == 2
    });
    until("and acknowledged", || {
        standing(&uplink, joined.id) == Standing::Sent
    });
    post.targets().remove(joined.id).unwrap();
    post.append(1);
    until("the other has it", || {
        other.hub.lock().unwrap().lines() == 4
    });
    assert_eq!(joined.hub.lock().unwrap().lines(), 3, "nothing there twice");
    assert_eq!(joined.server.asked("batches").len(), 2);
}

#[test]
fn a_hub_that_distrusts_a_post_is_brought_each_entry_once_and_all_of_them_when_it_trusts_again() {
    let post = Post::with(600);
    let trusted = Arc::new(AtomicBool::new(false));
    let is_trusted = Arc::clone(&trusted);
    let joined = join(&post, move |hub, asked| {
        let no = asked.method == "POST" && !is_trusted.load(Ordering::Acquire);
        no.then(|| Some(hub.refusal(asked, Code::Distrusted, None)))
    });
    let pace = Pace {
        most: Duration::from_millis(10),
        look: Duration::from_millis(10),
        heartbeat: Duration::from_millis(10),
    };
    let uplink = Uplink::start(&post.home, post.clock.clone(), post.scribe(), pace).unwrap();
    let spans = || -> Vec<(u64, u64)> {
        let asked = joined.server.asked("batches");
        asked.iter().map(span).collect()
    };
    until("all of it waits for a person", || {
        spans().last().is_some_and(|(_, last)| *last == 600)
    });
    post.append(2);
    until("what comes is brought too", || {
        spans().last().is_some_and(|(_, last)| *last == 602)
    });
    let beats = joined.server.asked("heartbeat").len();
    until("it asks whether it is trusted again", || {
        joined.server.asked("heartbeat").len() > beats + 5
    });
    let brought = spans();
    assert_eq!(brought[0].0, 1);
    assert!(
        brought.windows(2).all(|two| two[1].0 == two[0].1 + 1),
        "nothing twice: {brought:?}"
    );
    assert_eq!(post.target(joined.id).cursor, None, "no receipt came");
    assert_eq!(post.target(joined.id).problem.unwrap().word, "distrusted");
    trusted.store(true, Ordering::Release);
    until("everything counts", || {
        joined.hub.lock().unwrap().lines() == 602
    });
    until("and is acknowledged", || {
        standing(&uplink, joined.id) == Standing::Sent
    });
}

#[test]
fn an_uplink_that_starts_before_there_is_a_ledger_waits_for_it() {
    let scratch = tempfile::tempdir().unwrap();
    let home = kiosk::home::Home::at(scratch.path().join("nothing"));
    let post = Post::with(0);
    let uplink = Uplink::start(&home, post.clock.clone(), post.scribe(), Pace::default());
    drop(uplink.unwrap());
}

#[test]
fn the_light_says_no_more_than_is_true() {
    let post = Post::with(2);
    let say = |cards: &[_], days: i64| {
        let later = jiff::Timestamp::now() + SignedDuration::from_hours(24 * days);
        light(cards, later)
    };
    let none = say(&post.send(), 0);
    assert_eq!(
        (none.level, none.words.vi.as_str()),
        (Level::None, "Chưa có nơi nhận")
    );

    let id = post.add(&Way::Hub {
        address: here("http://127.0.0.1:9"),
        ca: None,
    });
    let stopped = say(&post.send(), 0);
    assert_eq!(stopped.level, Level::Amber, "a person has to enrol it");
    assert!(
        stopped.words.vi.starts_with("Dừng, chờ gửi 2"),
        "{}",
        stopped.words.vi
    );

    let joined = join(&post, |_, _| None);
    enrol(&post, &joined.hub, id);
    let failing = post.send();
    assert_eq!(say(&failing, 0).level, Level::Calm);
    assert_eq!(say(&failing, 1).level, Level::Amber);
    let late = say(&failing, 3);
    assert_eq!(late.level, Level::Red);
    assert!(
        late.words
            .vi
            .starts_with("Chưa gửi được 3 ngày, vẫn ghi trên máy")
    );

    post.targets().remove(id).unwrap();
    let sent = say(&post.send(), 9);
    assert_eq!(
        (sent.level, sent.words.vi.as_str()),
        (Level::Calm, "Đã gửi hết")
    );
}
