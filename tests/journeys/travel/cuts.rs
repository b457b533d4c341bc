//! A line that breaks anywhere in an exchange.

use chot_tests::full;
use chot_tests::travel::{Fate, Hub, Post, Proxy};
use kiosk::uplink::standing::Standing;
use std::sync::{Arc, Mutex};

/// Where the next batch's exchange is cut.
#[derive(Clone, Copy, Debug)]
enum Cut {
    Request(usize),
    Answer(usize),
}

#[test]
fn an_exchange_of_three_entries_that_is_cut_at_any_byte_leaves_each_entry_there_once() {
    let hub = Hub::start();
    let unit = hub.unit();
    let cut: Arc<Mutex<Option<Cut>>> = Arc::default();
    let length = Arc::new(Mutex::new(0));
    let (next, long) = (Arc::clone(&cut), Arc::clone(&length));
    let proxy = Proxy::start(hub.address, move |asked| {
        if !asked.is_batch() {
            return Fate::Pass;
        }
        *long.lock().unwrap() = asked.bytes.len();
        match next.lock().unwrap().take() {
            Some(Cut::Request(at)) => Fate::CutRequest(at),
            Some(Cut::Answer(at)) => Fate::CutAnswer(at),
            None => Fate::Pass,
        }
    });
    let post = Post::new();
    post.append(1);
    let id = hub.enrol_at(&post, unit, proxy.at);
    post.send_all();
    // A tenth of the places, and another tenth in the answer.
    let step = if full() { 1 } else { 10 };
    let exchange = |place: Cut| {
        let before = post.target(id).cursor;
        post.append(3);
        *cut.lock().unwrap() = Some(place);
        let cards = post.send();
        assert!(
            cut.lock().unwrap().is_none(),
            "{place:?}: a batch was begun"
        );
        let target = post.target(id);
        if cards[0].standing != Standing::Sent {
            assert_eq!(target.cursor, before, "{place:?}: half an answer is none");
            assert_eq!(cards[0].waiting, 3);
            post.send_all();
        }
        let (_, newest, _) = post.head();
        assert_eq!(post.target(id).cursor.unwrap().seq, newest);
        assert_eq!(hub.count(unit), newest, "{place:?}");
        cards[0].standing
    };
    let mut at = 0;
    while at <= *length.lock().unwrap() {
        let standing = exchange(Cut::Request(at));
        assert_ne!(standing, Standing::Sent, "no answer came");
        at += step;
    }
    at = 0;
    while at < proxy.longest_answer() + step {
        exchange(Cut::Answer(at));
        at += step;
    }
    hub.has_all_of(unit, &[&post]);
    assert_eq!(hub.alarms(unit), [""; 0]);
}
