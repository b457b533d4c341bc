//! Rows of the table of answers beyond those to a batch of many: a single entry, the last encoding, the search for a
//! common entry, a certificate that is shown; each with its unsigned twin.

use super::hub::{join, span};
use super::post::Post;
use super::server::Reply;
use super::table::{always_answered, flipped, forged, still, unsigned_twins};
use checkpoint::wire::signed::Code;
use kiosk::uplink::standing::Standing;

#[test]
fn a_signed_413_of_a_single_entry_is_an_alarm_and_drops_no_line() {
    let post = Post::with(5);
    let joined = join(&post, |hub, asked| {
        let is_in_it = asked.path.ends_with("batches") && span(asked).0 <= 3 && span(asked).1 >= 3;
        is_in_it.then(|| Some(hub.refusal(asked, Code::TooLarge, None)))
    });
    let cards = post.send();
    assert_eq!(
        (cards[0].standing, cards[0].refused),
        (Standing::Stopped, 1)
    );
    let target = post.target(joined.id);
    assert_eq!(target.cursor.unwrap().seq, 2);
    assert_eq!(target.problem.unwrap().word, "too-large");
    let refused = post.targets().refused(joined.id).unwrap();
    assert_eq!((refused[0].at.seq, refused[0].withheld), (3, false));
}

#[test]
fn a_signed_415_to_plain_text_is_an_alarm() {
    let post = Post::with(2);
    let joined = always_answered(&post, |hub, asked| hub.refusal(asked, Code::Encoding, None));
    let cards = post.send();
    assert_eq!(cards[0].standing, Standing::Stopped);
    assert_eq!(post.target(joined.id).problem.unwrap().word, "no-encoding");
    assert_eq!(joined.server.asked("batches").len(), 3, "zstd, gzip, plain");
}

#[test]
fn a_time_to_come_again_is_obeyed_unsigned_and_changes_nothing_else() {
    for status in [429, 503] {
        let post = Post::with(2);
        let joined = always_answered(&post, move |_, _| {
            Reply::new(status, "").with("retry-after", "60")
        });
        let before = post.target(joined.id);
        post.send();
        let after = post.target(joined.id);
        assert_eq!(
            format!("{:?}", still(&before)),
            format!("{:?}", still(&after))
        );
        assert!(!after.problem.unwrap().is_final);
        assert_eq!(joined.server.asked("batches").len(), 1);
    }
}

#[test]
fn no_branch_is_left_on_the_word_of_a_head_that_nobody_signed() {
    type Spoil = fn(&mut super::hub::Hub, &super::server::Asked) -> Reply;
    let spoils: [(&str, Spoil); 3] = [
        ("a byte is another", |hub, asked| flipped(hub.answer(asked))),
        ("another root", |hub, asked| {
            forged(hub, |hub| hub.answer(asked))
        }),
        ("no Chot-Sync", |hub, asked| {
            hub.answer(asked).without("chot-sync")
        }),
    ];
    for (name, spoil) in spoils {
        let post = Post::with(6);
        let joined = join(&post, move |hub, asked| {
            asked
                .path
                .ends_with("head")
                .then(|| Some(spoil(hub, asked)))
        });
        post.send();
        {
            let mut hub = joined.hub.lock().unwrap();
            let stored = hub.branches.values_mut().next().unwrap();
            stored.heads.insert(6, [6; 32]);
            stored.cursor.head = [6; 32];
        }
        post.append(1);
        let before = (post.head(), post.target(joined.id));
        let cards = post.send();
        assert!(
            !joined.server.asked("head").is_empty(),
            "{name}: it is looked for"
        );
        let after = (post.head(), post.target(joined.id));
        assert_eq!(after.0, before.0, "{name}: nothing was parted");
        assert_eq!(after.1.cursor, before.1.cursor, "{name}");
        assert_eq!(after.1.forked, None, "{name}");
        assert_eq!(cards[0].standing, Standing::Failing, "{name}");
    }
}

#[test]
fn a_membership_is_renewed_by_no_answer_that_another_signed() {
    let post = Post::with(2);
    let joined = join(&post, |hub, asked| {
        (asked.path == "/v1/enrol").then(|| Some(forged(hub, |hub| hub.answer(asked))))
    });
    joined.hub.lock().unwrap().known = false;
    let before = post.target(joined.id);
    let cards = post.send();
    let after = post.target(joined.id);
    assert_eq!(after.membership, before.membership);
    assert_eq!(after.cursor, None);
    assert_ne!(cards[0].standing, Standing::Sent);
}

#[test]
fn an_unsigned_no_to_a_single_entry_is_no_alarm() {
    for code in [Code::TooLarge, Code::Malformed, Code::Unfit] {
        let post = Post::with(1);
        let joined = always_answered(&post, move |hub, asked| {
            flipped(hub.refusal(asked, code, None))
        });
        let cards = post.send();
        assert_eq!(cards[0].standing, Standing::Failing, "{code:?}");
        assert!(post.targets().refused(joined.id).unwrap().is_empty());
    }
    unsigned_twins(|hub, asked| hub.refusal(asked, Code::CodeWrong, None));
}
