//! Every row of the protocol's table of answers, and its unsigned twin, which changes nothing but the
//! timer.

use super::hub::{Authority, Hub, Joined, join, span};
use super::post::Post;
use super::server::{Asked, Reply};
use checkpoint::chain::BranchName;
use checkpoint::wire::signed::Code;
use kiosk::targets::Target;
use kiosk::uplink::standing::Standing;
use std::sync::{Arc, Mutex};

/// The first answer to a batch is `first`'s; everything else is an honest hub's.
fn once_answered(
    post: &Post,
    first: impl Fn(&mut Hub, &Asked) -> Reply + Send + 'static,
) -> Joined {
    let answered = Arc::new(Mutex::new(false));
    join(post, move |hub, asked| {
        let mut answered = answered.lock().unwrap();
        if asked.path.ends_with("batches") && !*answered {
            *answered = true;
            return Some(Some(first(hub, asked)));
        }
        None
    })
}

/// Every answer to a batch is `each`'s.
pub fn always_answered(
    post: &Post,
    each: impl Fn(&mut Hub, &Asked) -> Reply + Send + 'static,
) -> Joined {
    join(post, move |hub, asked| {
        asked
            .path
            .ends_with("batches")
            .then(|| Some(each(hub, asked)))
    })
}

/// A hub that somebody else runs under another root.
pub fn forged(hub: &mut Hub, reply: impl FnOnce(&mut Hub) -> Reply) -> Reply {
    let own = std::mem::replace(&mut hub.authority, Authority::new(77));
    let forged = reply(hub);
    hub.authority = own;
    forged
}

/// One byte of the signature, which stands at the body's end, is another.
pub fn flipped(mut reply: Reply) -> Reply {
    let at = reply.body.len() - 20;
    reply.body[at] = if reply.body[at] == b'A' { b'B' } else { b'A' };
    reply
}

/// What may not change by an answer that nobody signed: all but the timer and the words for it.
pub fn still(target: &Target) -> impl PartialEq + std::fmt::Debug {
    (
        target.cursor,
        target.shift,
        target.delivered,
        target.paused,
        target.forked,
        target.membership.as_ref().map(|m| (m.root, m.unit, m.at)),
    )
}

/// The answer, unsigned in each way that there is, changes nothing but the timer.
pub fn unsigned_twins(answer: impl Fn(&mut Hub, &Asked) -> Reply + Send + Clone + 'static) {
    type Spoil = fn(Reply) -> Reply;
    let ways: [(&str, Spoil); 4] = [
        ("a byte of the signature is another", flipped),
        ("no Chot-Sync", |reply| reply.without("chot-sync")),
        ("an empty body", |mut reply| {
            reply.body.clear();
            reply
        }),
        ("the words without the signature", |mut reply| {
            let text = String::from_utf8(reply.body).unwrap();
            let says: serde_json::Value = serde_json::from_str(&text).unwrap();
            reply.body = says["says"].to_string().into_bytes();
            reply
        }),
    ];
    for (way, spoil) in ways {
        let answer = answer.clone();
        check_unsigned(way, move |hub, asked| spoil(answer(hub, asked)));
    }
    check_unsigned("signed under another root", {
        move |hub, asked| forged(hub, |hub| answer(hub, asked))
    });
}

fn check_unsigned(way: &str, answer: impl Fn(&mut Hub, &Asked) -> Reply + Send + 'static) {
    let post = Post::with(4);
    let joined = always_answered(&post, answer);
    let before = post.target(joined.id);
    let head = post.head();
    let cards = post.send();
    let after = post.target(joined.id);
    assert_eq!(
        format!("{:?}", still(&before)),
        format!("{:?}", still(&after)),
        "{way}"
    );
    assert_eq!(post.head(), head, "{way}: no branch");
    assert!(
        post.targets().refused(joined.id).unwrap().is_empty(),
        "{way}"
    );
    assert_eq!(cards[0].standing, Standing::Failing, "{way}");
    assert_eq!(cards[0].waiting, 4, "{way}");
    assert!(after.next_try.is_some(), "{way}: the timer runs");
    assert_eq!(
        joined.server.asked("batches").len(),
        1,
        "{way}: not hammered"
    );
    // The next try brings the same bytes of entries, whole.
    post.send();
    let tries = joined.server.asked("batches");
    assert_eq!(span(&tries[0]), span(&tries[1]), "{way}");
    assert_eq!(tries[1].header("content-encoding"), "zstd", "{way}");
}

#[test]
fn a_signed_201_moves_the_cursor_to_what_it_acknowledges() {
    let post = Post::with(7);
    let joined = join(&post, |_, _| None);
    let cards = post.send();
    let target = post.target(joined.id);
    assert_eq!(target.cursor.unwrap().seq, 7);
    assert_eq!(target.delivered, 7);
    assert_eq!((cards[0].standing, cards[0].waiting), (Standing::Sent, 0));
    assert_eq!(cards[0].words.vi, "Đã gửi hết");
    assert_eq!(joined.hub.lock().unwrap().lines(), 7);
    post.send();
    let numbers = joined.hub.lock().unwrap().numbers.clone();
    assert!(
        numbers.len() >= 3 && numbers.is_sorted_by(|a, b| a < b),
        "{numbers:?}"
    );
    let clock = post.targets().hub_clock().unwrap().unwrap();
    assert!(clock.uncertainty_ms < 60_000, "{clock:?}");
}

#[test]
fn a_201_for_less_than_was_sent_moves_the_cursor_only_so_far() {
    let post = Post::with(5);
    let (branch, ..) = post.head();
    let joined = once_answered(&post, move |hub, asked| {
        // Takes all, and acknowledges three.
        hub.answer(asked);
        let head = hub.branches[&branch].heads[&3];
        hub.receipt(asked, 201, branch, 3, head)
    });
    post.send();
    let tries = joined.server.asked("batches");
    assert_eq!(tries.len(), 2);
    assert_eq!((span(&tries[0]), span(&tries[1])), ((1, 5), (4, 5)));
    assert_eq!(post.target(joined.id).cursor.unwrap().seq, 5);
}

#[test]
fn an_unsigned_201_is_nothing() {
    unsigned_twins(|hub, asked| {
        let text = super::hub::unpack(asked);
        let header = checkpoint::wire::batch::read(&text).unwrap().header;
        hub.receipt(asked, 201, header.branch, header.last, header.head)
    });
}

#[test]
fn a_201_that_is_signed_and_about_something_else_is_nothing() {
    type Lie = fn(&mut Hub, &Asked) -> Reply;
    let lies: [(&str, Lie); 5] = [
        ("another branch", |hub, asked| {
            hub.receipt(asked, 201, BranchName([3; 16]), 4, [0; 32])
        }),
        ("another head", |hub, asked| {
            let branch = branch_of(asked);
            hub.receipt(asked, 201, branch, 4, [1; 32])
        }),
        ("more than was sent", |hub, asked| {
            let branch = branch_of(asked);
            hub.receipt(asked, 201, branch, 400, [1; 32])
        }),
        ("another request", |hub, asked| {
            let other = Asked {
                headers: {
                    let mut headers = asked.headers.clone();
                    headers.insert("chot-n".into(), "1".into());
                    headers
                },
                ..asked.clone()
            };
            hub.answer(asked);
            let branch = branch_of(asked);
            let head = hub.branches[&branch].heads[&4];
            hub.receipt(&other, 201, branch, 4, head)
        }),
        ("another status", |hub, asked| {
            let mut reply = hub.answer(asked);
            reply.status = 200;
            reply
        }),
    ];
    for (name, lie) in lies {
        let post = Post::with(4);
        let joined = always_answered(&post, lie);
        let cards = post.send();
        assert_eq!(post.target(joined.id).cursor, None, "{name}");
        assert_eq!(cards[0].standing, Standing::Failing, "{name}");
        assert_eq!(cards[0].waiting, 4, "{name}");
    }
}

fn branch_of(asked: &Asked) -> BranchName {
    let text = super::hub::unpack(asked);
    checkpoint::wire::batch::read(&text).unwrap().header.branch
}

#[test]
fn what_is_not_a_hub_is_named_and_nothing_is_believed() {
    for (status, kind, word) in [
        (200, "text/html", "portal"),
        (201, "text/html", "portal"),
        (302, "text/plain", "portal"),
        (404, "text/plain", "something-else"),
        (200, "application/json", "something-else"),
        (500, "text/plain", "busy"),
        (502, "text/plain", "busy"),
        (408, "text/plain", "busy"),
        (425, "text/plain", "busy"),
        (429, "text/plain", "busy"),
        (503, "text/plain", "busy"),
        (400, "text/plain", "not-a-hub"),
    ] {
        let post = Post::with(2);
        let joined = always_answered(&post, move |_, _| {
            Reply::new(status, "<html>Xin đăng nhập</html>").with("content-type", kind)
        });
        let cards = post.send();
        let problem = post.target(joined.id).problem.unwrap();
        assert!(!problem.is_final, "{status}");
        if word != "not-a-hub" {
            assert_eq!(problem.word, word, "{status} {kind}");
        }
        assert_eq!(post.target(joined.id).cursor, None);
        assert_eq!(cards[0].standing, Standing::Failing);
    }
}

#[test]
fn retry_after_is_waited_for_from_a_second_to_six_hours_and_a_fifth_more() {
    for (status, asked, least, most) in [
        (429u16, "30", 30, 36),
        (503, "1", 1, 2),
        (503, "0", 1, 2),
        (429, "99999999", 21_600, 25_920),
    ] {
        let post = Post::with(2);
        let joined = always_answered(&post, move |_, _| {
            Reply::new(status, "").with("retry-after", asked)
        });
        let before = jiff::Timestamp::now();
        post.send();
        let target = post.target(joined.id);
        let wait = target.next_try.unwrap().duration_since(before).as_secs();
        // The moment is taken a little later than `before`.
        assert!((least..=most + 30).contains(&wait), "{asked}: {wait}");
        assert_eq!(target.cursor, None);
    }
}

#[test]
fn a_signed_gap_sends_from_where_the_hub_stands() {
    let post = Post::with(6);
    let joined = join(&post, |_, _| None);
    post.send();
    // The hub is restored from an older dump.
    {
        let mut hub = joined.hub.lock().unwrap();
        let stored = hub.branches.values_mut().next().unwrap();
        stored.heads.retain(|seq, _| *seq <= 2);
        stored.lines.retain(|seq, _| *seq <= 2);
        stored.cursor.seq = 2;
        stored.cursor.head = stored.heads[&2];
    }
    post.append(1);
    let cards = post.send();
    assert_eq!(cards[0].standing, Standing::Sent);
    let hub = joined.hub.lock().unwrap();
    assert_eq!(hub.lines(), 7);
    let spans: Vec<_> = joined.server.asked("batches").iter().map(span).collect();
    assert_eq!(spans, [(1, 6), (7, 7), (3, 7)]);
}

#[test]
fn an_unsigned_gap_or_fork_is_nothing() {
    unsigned_twins(|hub, asked| hub.refusal(asked, Code::Gap, Some((branch_of(asked), 2, None))));
    unsigned_twins(|hub, asked| {
        hub.refusal(
            asked,
            Code::Fork,
            Some((branch_of(asked), 2, Some([4; 32]))),
        )
    });
}

#[test]
fn a_signed_413_halves_the_batch() {
    let post = Post::with(8);
    let joined = join(&post, |hub, asked| {
        if !asked.path.ends_with("batches") {
            return None;
        }
        let (first, last) = span(asked);
        (last - first >= 3).then(|| Some(hub.refusal(asked, Code::TooLarge, None)))
    });
    let cards = post.send();
    assert_eq!(cards[0].standing, Standing::Sent);
    let spans: Vec<_> = joined.server.asked("batches").iter().map(span).collect();
    assert_eq!(spans[..3], [(1, 8), (1, 4), (1, 2)]);
    assert_eq!(joined.hub.lock().unwrap().lines(), 8);
    unsigned_twins(|hub, asked| hub.refusal(asked, Code::TooLarge, None));
}

#[test]
fn a_signed_415_means_gzip_then_plain() {
    let post = Post::with(3);
    let joined = join(&post, |hub, asked| {
        (asked.path.ends_with("batches") && asked.header("content-encoding") != "identity")
            .then(|| Some(hub.refusal(asked, Code::Encoding, None)))
    });
    let cards = post.send();
    assert_eq!(cards[0].standing, Standing::Sent);
    let encodings: Vec<String> = joined
        .server
        .asked("batches")
        .iter()
        .map(|asked| asked.header("content-encoding").to_owned())
        .collect();
    assert_eq!(encodings, ["zstd", "gzip", "identity"]);
    unsigned_twins(|hub, asked| hub.refusal(asked, Code::Encoding, None));
}

#[test]
fn a_signed_400_or_422_means_smaller_batches_then_an_alarm_and_no_line_is_dropped() {
    for code in [Code::Malformed, Code::Unfit] {
        let post = Post::with(6);
        let joined = join(&post, move |hub, asked| {
            if !asked.path.ends_with("batches") {
                return None;
            }
            let (first, last) = span(asked);
            (first <= 5 && last >= 5).then(|| Some(hub.refusal(asked, code, None)))
        });
        let cards = post.send();
        assert_eq!(cards[0].standing, Standing::Stopped, "{code:?}");
        assert_eq!(cards[0].refused, 1);
        let target = post.target(joined.id);
        assert_eq!(target.cursor.unwrap().seq, 4, "what is before it is there");
        let refused = post.targets().refused(joined.id).unwrap();
        assert_eq!(refused[0].at.seq, 5);
        assert!(!refused[0].withheld, "nothing takes its place at a hub");
        assert!(cards[0].words.vi.contains("1 dòng bị trả lại"));
        unsigned_twins(move |hub, asked| hub.refusal(asked, code, None));
    }
}

#[test]
fn a_signed_401_403_or_426_is_an_alarm_and_the_gate_goes_on() {
    for (code, word) in [
        (Code::Retired, "retired"),
        (Code::Distrusted, "distrusted"),
        (Code::Version, "update"),
    ] {
        let post = Post::with(2);
        let joined = always_answered(&post, move |hub, asked| hub.refusal(asked, code, None));
        let cards = post.send();
        let problem = post.target(joined.id).problem.unwrap();
        assert_eq!((problem.word.as_str(), problem.is_final), (word, true));
        assert_eq!(cards[0].standing, Standing::Stopped);
        post.append(1);
        assert_eq!(post.head().1, 3, "recording goes on");
        unsigned_twins(move |hub, asked| hub.refusal(asked, code, None));
    }
}

#[test]
fn a_hub_that_lost_the_device_is_shown_its_certificate_and_takes_it_back() {
    let post = Post::with(3);
    let joined = join(&post, |_, _| None);
    joined.hub.lock().unwrap().known = false;
    let cards = post.send();
    assert_eq!(cards[0].standing, Standing::Sent);
    assert_eq!(joined.server.asked("/v1/enrol").len(), 1);
    assert_eq!(joined.hub.lock().unwrap().lines(), 3);
}

#[test]
fn a_hub_that_does_not_take_the_certificate_is_an_alarm() {
    let post = Post::with(3);
    let joined = join(&post, |hub, asked| {
        (asked.path == "/v1/enrol").then(|| Some(hub.refusal(asked, Code::CodeWrong, None)))
    });
    joined.hub.lock().unwrap().known = false;
    let cards = post.send();
    assert_eq!(cards[0].standing, Standing::Stopped);
    assert_eq!(post.target(joined.id).problem.unwrap().word, "unknown");
    assert_eq!(joined.server.asked("/v1/enrol").len(), 1);
}

#[test]
fn an_unsigned_401_shows_the_certificate_to_nobody() {
    unsigned_twins(|hub, asked| hub.refusal(asked, Code::Unknown, None));
    let post = Post::with(3);
    let joined = always_answered(&post, |_, _| Reply::new(401, "no"));
    post.send();
    assert!(joined.server.asked("/v1/enrol").is_empty());
}
