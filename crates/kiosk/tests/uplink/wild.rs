//! What a network does besides: it redirects, cuts, floods, and power fails in the middle.

use super::hub::{join, span};
use super::post::{Post, here, until};
use super::server::{Reply, Server};
use kiosk::clock::Clock;
use kiosk::targets::Way;
use kiosk::uplink::standing::Standing;
use std::process::{Command, Stdio};

#[test]
fn a_redirect_is_never_followed() {
    let elsewhere = Server::start(|_| Some(Reply::new(201, "{}")));
    let to = elsewhere.address();
    for status in [301, 302, 303, 307, 308] {
        let to = to.clone();
        let post = Post::with(2);
        let joined = join(&post, move |_, _| {
            Some(Some(Reply::new(status, "").with("location", &to)))
        });
        post.send();
        assert_eq!(post.target(joined.id).problem.unwrap().word, "portal");
    }
    assert!(elsewhere.seen.lock().unwrap().is_empty());
}

#[test]
fn an_answer_that_is_cut_anywhere_is_asked_for_again_and_every_entry_is_there_once() {
    let post = Post::with(3);
    let joined = join(&post, |_, _| None);
    post.send();
    let length = 2_000;
    for cut in (0..length).step_by(83) {
        post.append(1);
        let before = post.target(joined.id).cursor;
        let hub = std::sync::Arc::clone(&joined.hub);
        // The same hub behind a server that cuts the answers to batches.
        let server = Server::start(move |asked| {
            let mut reply = hub.lock().unwrap().answer(asked);
            if asked.path.ends_with("batches") {
                reply.cut = Some(cut);
            }
            Some(reply)
        });
        let id = post.add(&Way::Hub {
            address: here(&server.address()),
            ca: None,
        });
        super::hub::enrol(&post, &joined.hub, id);
        post.targets().send_again_from(id, before).unwrap();
        post.targets().pause(joined.id).unwrap();
        post.send();
        let cursor = post.target(id).cursor;
        let whole = server.asked("batches").len() == 1 && cursor != before;
        if !whole {
            assert_eq!(cursor, before, "cut at {cut}");
        }
        post.targets().remove(id).unwrap();
        post.targets().resume(joined.id).unwrap();
        post.send();
    }
    let hub = joined.hub.lock().unwrap();
    assert_eq!(hub.lines() as u64, post.head().1);
}

#[test]
fn an_answer_that_never_ends_is_dropped() {
    let post = Post::with(2);
    let joined = join(&post, |_, asked| {
        asked
            .path
            .ends_with("batches")
            .then(|| Some(Reply::new(201, vec![b' '; 3 << 20]).with("chot-sync", "1")))
    });
    post.send();
    assert_eq!(post.target(joined.id).problem.unwrap().word, "too-long");
    assert_eq!(post.target(joined.id).cursor, None);
}

#[test]
fn a_hub_that_is_not_there_is_said_and_everything_is_sent_when_it_is_back() {
    let post = Post::with(2);
    let gone = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", gone.local_addr().unwrap());
    drop(gone);
    let joined = join(&post, |_, _| None);
    let id = post.add(&Way::Hub {
        address: here(&address),
        ca: None,
    });
    super::hub::enrol(&post, &joined.hub, id);
    let cards = post.send();
    assert_eq!(cards[0].standing, Standing::Sent, "the other isn't held up");
    assert_eq!(cards[1].standing, Standing::Failing);
    assert_eq!(
        cards[1].target.problem.as_ref().unwrap().word,
        "no-connection"
    );
    assert_eq!(cards[1].waiting, 2);
}

#[test]
fn a_kill_between_sending_and_the_cursor_s_move_sends_again_and_nothing_is_there_twice() {
    let post = Post::with(9);
    // The hub stores the batch, and its answer never comes.
    let joined = join(&post, |hub, asked| {
        if asked.path.ends_with("batches") && hub.lines() == 0 {
            hub.answer(asked);
            return Some(None);
        }
        None
    });
    let mut child = Command::new(env!("CARGO_BIN_EXE_chot"))
        .args(["sync", "--once"])
        .env("CHOT_HOME", post.home.root())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    until("the hub has the batch", || {
        joined.hub.lock().unwrap().lines() == 9
    });
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(
        post.target(joined.id).cursor,
        None,
        "not before a believed 201"
    );
    post.append(1);
    let cards = post.send();
    assert_eq!(cards[0].standing, Standing::Sent);
    assert_eq!(joined.hub.lock().unwrap().lines(), 10);
    let spans: Vec<_> = joined.server.asked("batches").iter().map(span).collect();
    assert_eq!(spans[0], (1, 9));
    assert_eq!(spans[1], (1, 10));
}

#[test]
fn a_new_hub_gets_what_is_left_where_the_first_lines_are_gone() {
    let post = Post::with(6);
    let now = post.clock.now();
    let zone = jiff::tz::TimeZone::fixed(jiff::tz::offset(7));
    {
        let mut ledger = post.ledger.lock().unwrap();
        let of = ledger.about_the_same_person(3, &now).unwrap()[0];
        while ledger.purge_again(&of, &now, 1, &zone).unwrap().is_some() {}
        assert!(ledger.dispose_again(&of, &now, 1, &zone).unwrap().is_some());
    }
    let joined = join(&post, |_, _| None);
    let cards = post.send();
    assert_eq!(cards[0].standing, Standing::Sent, "{}", cards[0].words.en);
    let (branch, last, head) = post.head();
    {
        let hub = joined.hub.lock().unwrap();
        let stored = &hub.branches[&branch];
        let seqs: Vec<u64> = stored.lines.keys().copied().collect();
        assert_eq!(seqs, (4..=last).collect::<Vec<_>>());
        assert_eq!(stored.cursor.head, head);
    }
    post.append(2);
    post.send();
    let hub = joined.hub.lock().unwrap();
    assert_eq!(hub.branches[&branch].cursor.seq, last + 2);
}
