//! The table of answers of PROTOCOL.md, row by row, each with its unsigned twin.

use crate::known::Known;
use checkpoint::chain::BranchName;
use checkpoint::wire::answer::{Answer, Asked, Because, Next, What, next, retry, wait};
use checkpoint::wire::heartbeat::heard;
use checkpoint::wire::signed::{Code, Receipt, Refusal, Signed};
use proptest::prelude::*;

fn answer(status: u16, body: &[u8]) -> Answer<'_> {
    Answer {
        status,
        chot_sync: Some("1"),
        content_type: Some("application/json"),
        retry_after: None,
        body,
    }
}

/// The answer of `body` to the known batch.
fn to_batch(known: &Known, answer: &Answer<'_>) -> Next {
    let own = |seq: u64| (seq <= 8).then(|| known.head(usize::try_from(seq).unwrap()));
    asked(
        known,
        answer,
        What::Batch {
            first: 3,
            last: 8,
            own: &own,
        },
    )
}

fn asked(known: &Known, answer: &Answer<'_>, what: What<'_>) -> Next {
    let asked = Asked {
        device: known.device,
        branch: known.branch,
        request: known.request(),
        what,
    };
    next(answer, &asked, &known.pin())
}

/// What each signed answer to a batch makes the post do.
fn rows(known: &Known) -> Vec<(u16, String, Next)> {
    let (branch, head) = (known.branch, known.head(2));
    let acked = Next::Acked {
        to: 8,
        head: known.head(8),
        at: "2026-11-24T03:00:00.250Z".parse().unwrap(),
    };
    let mut rows = vec![(201, "receipt".into(), acked)];
    for code in Code::ALL {
        let does = match code {
            Code::Gap => Next::Goto { branch, seq: 2 },
            Code::Fork => Next::Branch {
                branch,
                seq: 2,
                head,
            },
            Code::TooLarge => Next::Halve,
            Code::Encoding => Next::OtherEncoding,
            Code::Malformed | Code::Unfit => Next::SmallerThenAlarm,
            Code::Retired => Next::Retired,
            Code::Distrusted => Next::Distrusted,
            Code::Unknown => Next::Unknown,
            Code::Version => Next::Update,
            // They answer an enrolment, never a batch.
            Code::CodeWrong | Code::CodeUsed | Code::CodeExpired => {
                Next::Again(Because::Contradicts)
            }
        };
        rows.push((code.status(), format!("refusal {}", code.word()), does));
    }
    rows
}

fn is_timer(next: Next) -> bool {
    matches!(next, Next::Again(_) | Next::Wait { .. })
}

#[test]
fn every_signed_answer_does_what_the_table_says() {
    let known = Known::new();
    for (status, name, does) in rows(&known) {
        let body = known.body(&name);
        assert_eq!(to_batch(&known, &answer(status, &body)), does, "{name}");
    }
}

#[test]
fn no_answer_with_a_single_byte_changed_does_more_than_set_the_timer() {
    let known = Known::new();
    for (status, name, _) in rows(&known) {
        let body = known.body(&name);
        for at in 0..body.len() {
            for flip in [1, 0x20, 0x80] {
                let mut changed = body.clone();
                changed[at] ^= flip;
                let does = to_batch(&known, &answer(status, &changed));
                assert_eq!(
                    does,
                    Next::Again(Because::Unsigned).or_not_a_hub(status),
                    "{name} {at}"
                );
            }
        }
    }
}

trait Twin {
    fn or_not_a_hub(self, status: u16) -> Next;
}

impl Twin for Next {
    /// A 201 that nobody signed is no hub's.
    fn or_not_a_hub(self, status: u16) -> Next {
        if status == 201 {
            Next::Again(Because::NotAHub)
        } else {
            self
        }
    }
}

#[test]
fn the_unsigned_twin_of_every_row_sets_the_timer_alone() {
    let known = Known::new();
    for (status, name, _) in rows(&known) {
        let body = String::from_utf8(known.body(&name)).unwrap();
        let (says, _) = body.split_once(",\"certificates\"").unwrap();
        let bare = format!("{says}}}");
        for twin in ["", "{}", says, bare.as_str()] {
            let does = to_batch(&known, &answer(status, twin.as_bytes()));
            assert!(is_timer(does), "{name}: {does:?}");
        }
        // Without the header, or as another page.
        let mut plain = answer(status, body.as_bytes());
        plain.chot_sync = None;
        assert_eq!(to_batch(&known, &plain), Next::Again(Because::NotAHub));
        // With any other status it isn't this answer.
        for other in [
            200, 204, 301, 400, 401, 403, 404, 409, 413, 415, 422, 426, 500, 503,
        ] {
            if other != status {
                let does = to_batch(&known, &answer(other, body.as_bytes()));
                assert!(is_timer(does), "{name} as {other}: {does:?}");
            }
        }
    }
}

#[test]
fn a_signed_answer_to_something_else_is_named_a_contradiction() {
    let known = Known::new();
    let receipt = Signed::<Receipt>::read(&known.body("receipt"))
        .unwrap()
        .says;
    let changes: [fn(&mut Receipt); 5] = [
        |receipt| receipt.acked = 9,
        |receipt| receipt.head = [0; 32],
        |receipt| receipt.request = [0; 32],
        |receipt| receipt.branch = BranchName([0; 16]),
        |receipt| receipt.device.0[0] ^= 1,
    ];
    for change in changes {
        let mut says = receipt.clone();
        change(&mut says);
        let body = Signed::new(says, known.hub_certificates(), known.signs("hub")).body();
        let does = to_batch(&known, &answer(201, &body));
        assert_eq!(does, Next::Again(Because::Contradicts));
    }
    let mut refusal = Signed::<Refusal>::read(&known.body("refusal gap"))
        .unwrap()
        .says;
    refusal.seq = None;
    let body = Signed::new(refusal, known.hub_certificates(), known.signs("hub")).body();
    let does = to_batch(&known, &answer(409, &body));
    assert_eq!(does, Next::Again(Because::Contradicts));
}

#[test]
fn less_than_all_may_be_acknowledged() {
    let known = Known::new();
    let mut says = Signed::<Receipt>::read(&known.body("receipt"))
        .unwrap()
        .says;
    says.acked = 5;
    says.head = known.head(5);
    let (head, at) = (says.head, says.at);
    let body = Signed::new(says, known.hub_certificates(), known.signs("hub")).body();
    assert_eq!(
        to_batch(&known, &answer(201, &body)),
        Next::Acked { to: 5, head, at }
    );
}

#[test]
fn what_a_hub_has_may_differ_from_the_posts_own() {
    let known = Known::new();
    let mut says = Signed::<Receipt>::read(&known.body("receipt"))
        .unwrap()
        .says;
    says.head = [7; 32];
    let at = says.at;
    let body = Signed::new(says, known.hub_certificates(), known.signs("hub")).body();
    let has = |seq| asked(&known, &answer(200, &body), What::Head { seq });
    let head = [7; 32];
    assert_eq!(has(8), Next::Has { seq: 8, head, at });
    assert_eq!(has(7), Next::Again(Because::Contradicts));
}

#[test]
fn what_is_not_a_hub_is_named_so() {
    let known = Known::new();
    for status in [200, 204, 301, 302, 307, 308, 404] {
        let does = to_batch(&known, &answer(status, b"{}"));
        assert_eq!(does, Next::Again(Because::NotAHub), "{status}");
    }
    for status in [200, 201, 400, 403, 409, 500, 511] {
        let mut page = answer(status, b"<html>");
        page.content_type = Some("Text/HTML; charset=utf-8");
        assert_eq!(to_batch(&known, &page), Next::Again(Because::NotAHub));
    }
    let long = vec![b' '; 1024 * 1024 + 1];
    assert_eq!(
        to_batch(&known, &answer(201, &long)),
        Next::Again(Because::NotAHub)
    );
}

#[test]
fn a_busy_hub_is_asked_again_when_it_says() {
    let known = Known::new();
    for status in [408, 425, 429, 500, 502, 503, 504] {
        let does = to_batch(&known, &answer(status, b""));
        assert_eq!(does, Next::Again(Because::Busy), "{status}");
    }
    for (text, seconds) in [
        ("0", 1),
        ("7", 7),
        (" 90 ", 90),
        ("21600", 21_600),
        ("999999999", 21_600),
    ] {
        for status in [429, 503] {
            let mut busy = answer(status, b"");
            busy.retry_after = Some(text);
            assert_eq!(to_batch(&known, &busy), Next::Wait { seconds });
        }
    }
    for (status, text) in [
        (503, "Wed, 21 Oct 2026 07:28:00 GMT"),
        (503, "-1"),
        (500, "7"),
    ] {
        let mut busy = answer(status, b"");
        busy.retry_after = Some(text);
        assert_eq!(to_batch(&known, &busy), Next::Again(Because::Busy));
    }
}

#[test]
fn a_heartbeat_is_heard_only_signed_and_whole() {
    let known = Known::new();
    let body = known.body("heard");
    let asked = Asked {
        device: known.device,
        branch: known.branch,
        request: known.request(),
        what: What::Other,
    };
    let read = |status, body: &[u8]| heard(&answer(status, body), &asked, &known.pin());
    let told = read(200, &body).unwrap();
    assert_eq!(told.erase[0].seq, 3);
    for at in 0..body.len() {
        let mut changed = body.clone();
        changed[at] ^= 1;
        assert_eq!(read(200, &changed), Err(Next::Again(Because::NotAHub)));
    }
    assert_eq!(
        read(403, &known.body("refusal retired")),
        Err(Next::Retired)
    );
    assert_eq!(read(200, b"{}"), Err(Next::Again(Because::NotAHub)));
    assert_eq!(read(503, b""), Err(Next::Again(Because::Busy)));
    let elsewhere = Asked {
        request: [0; 32],
        ..asked
    };
    assert_eq!(
        heard(&answer(200, &body), &elsewhere, &known.pin()),
        Err(Next::Again(Because::Contradicts))
    );
}

#[test]
fn retries_come_within_two_seconds_at_first_and_fifteen_minutes_at_last() {
    let most: Vec<u64> = (1..=11).map(|failures| retry(failures, 1.0)).collect();
    assert_eq!(
        most,
        [
            2_000, 4_000, 8_000, 16_000, 32_000, 64_000, 128_000, 256_000, 512_000, 900_000,
            900_000
        ]
    );
    assert_eq!(retry(u32::MAX, 1.0), 900_000);
    assert_eq!(retry(0, 1.0), 2_000);
    assert_eq!(retry(9, 0.0), 0);
    assert_eq!((wait(10, 0.0), wait(10, 1.0)), (10_000, 12_000));
    assert_eq!((wait(0, 0.0), wait(u64::MAX, 1.0)), (1_000, 25_920_000));
}

proptest! {
    #[test]
    fn a_timer_never_leaves_its_bounds(failures: u32, seconds: u64, random: f64) {
        prop_assert!(retry(failures, random) <= 900_000);
        prop_assert!((1_000..=25_920_000).contains(&wait(seconds, random)));
    }

    #[test]
    fn no_body_that_nobody_signed_does_more_than_set_the_timer(
        status: u16,
        body in prop::collection::vec(any::<u8>(), 0..2048),
        sync in prop::option::of("[01]{1,2}"),
        kind in prop::option::of("[a-z/]{1,12}"),
        after in prop::option::of("[0-9]{1,5}"),
    ) {
        let known = Known::new();
        let answer = Answer {
            status,
            chot_sync: sync.as_deref(),
            content_type: kind.as_deref(),
            retry_after: after.as_deref(),
            body: &body,
        };
        prop_assert!(is_timer(to_batch(&known, &answer)));
    }
}
