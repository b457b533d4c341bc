//! A hub that holds another history: our own lines go on under a branch of their own, unchanged.

use super::hub::join;
use super::post::Post;
use kiosk::clock::Clock;
use kiosk::ledger::{Ledger, Reading};
use kiosk::uplink::standing::Standing;
use std::sync::Arc;

/// The hub's bytes from `from` on are somebody else's.
fn other_history(hub: &super::hub::Shared, from: u64) {
    let mut hub = hub.lock().unwrap();
    let stored = hub.branches.values_mut().next().unwrap();
    let last = stored.cursor.seq;
    for seq in from..=last {
        stored.heads.insert(seq, [seq as u8; 32]);
        stored
            .lines
            .insert(seq, format!("theirs {seq}").into_bytes());
    }
    stored.cursor.head = stored.heads[&last];
}

#[test]
fn our_lines_behind_the_last_common_entry_get_a_branch_and_both_histories_are_whole() {
    for common in [0u64, 1, 4, 9] {
        let post = Post::with(10);
        let joined = join(&post, |_, _| None);
        post.send();
        other_history(&joined.hub, common + 1);
        post.append(1);
        let (old, _, head) = post.head();
        let lines = exported(&post);

        let cards = post.send();

        assert_eq!(
            cards[0].standing,
            Standing::Sent,
            "from {common}: {}",
            cards[0].words.en
        );
        let (new, seq, same) = post.head();
        assert_ne!(new, old);
        assert_eq!((seq, same), (11, head), "no line and no head changed");
        assert_eq!(exported(&post), lines);
        assert!(post.target(joined.id).forked.is_some(), "a person is told");
        assert!(cards[0].words.vi.contains("lịch sử khác"));
        let hub = joined.hub.lock().unwrap();
        assert_eq!(hub.branches[&old].lines.len(), 10, "theirs is whole");
        let ours: Vec<u64> = hub.branches[&new].lines.keys().copied().collect();
        assert_eq!(ours, (common + 1..=11).collect::<Vec<_>>(), "ours is whole");
        drop(hub);

        // The next start finds nothing amiss, and writes on.
        let proven = Reading::open(&post.home)
            .unwrap()
            .verify()
            .unwrap()
            .unwrap();
        assert_eq!((proven.entries, proven.branches), (11, 2));
        let Post {
            home,
            ledger,
            clock,
            _scratch,
        } = post;
        drop(Arc::into_inner(ledger).unwrap());
        let mut again = Ledger::open(&home, &clock.now()).unwrap();
        assert_eq!(again.departure(), None);
        super::post::append(&mut again, &clock.now());
        assert_eq!(again.head().unwrap().1, 12);
        assert_eq!(again.head().unwrap().0, new);
    }
}

fn exported(post: &Post) -> Vec<Vec<u8>> {
    let mut lines = Vec::new();
    Reading::open(&post.home)
        .unwrap()
        .lines(|line| {
            lines.push(line.to_vec());
            true
        })
        .unwrap();
    lines
}

#[test]
fn a_ledger_that_was_restored_in_a_branch_forks_twice_and_stays_whole() {
    let post = Post::with(4);
    let joined = join(&post, |_, _| None);
    post.send();
    other_history(&joined.hub, 3);
    post.append(2);
    post.send();
    let (first, ..) = post.head();
    {
        let mut hub = joined.hub.lock().unwrap();
        let stored = hub.branches.get_mut(&first).unwrap();
        stored.heads.insert(6, [66; 32]);
        stored.cursor.head = [66; 32];
    }
    post.append(1);
    let cards = post.send();
    assert_eq!(cards[0].standing, Standing::Sent, "{}", cards[0].words.en);
    let (second, seq, _) = post.head();
    assert_ne!(first, second);
    assert_eq!(seq, 7);
    let hub = joined.hub.lock().unwrap();
    let ours: Vec<u64> = hub.branches[&second].lines.keys().copied().collect();
    assert_eq!(ours, [6, 7]);
    let proven = Reading::open(&post.home)
        .unwrap()
        .verify()
        .unwrap()
        .unwrap();
    assert_eq!((proven.entries, proven.branches), (7, 3));
}
