//! Batches: written and read back, trimmed against a cursor, and read from a stranger's bytes.

use crate::known::{BATCH, Known, SUBJECTS};
use checkpoint::chain::{self, BranchName, Flaw, Origin};
use checkpoint::entry::{Audit, Draft, Kind};
use checkpoint::moment::{Boot, Moment};
use checkpoint::wire::batch::{
    About, Cursor, Fit, Groups, Packer, Pushed, ReadError, Subject, open, read,
};
use checkpoint::wire::courier;
use checkpoint::wire::enrol::{Invitation, Request};
use checkpoint::wire::heartbeat::Heartbeat;
use checkpoint::wire::request::Claimed;
use checkpoint::wire::signed::{Receipt, Signed};
use jiff::tz::TimeZone;
use proptest::prelude::*;

fn about(known: &Known, origin: Origin) -> About {
    About {
        device: known.device,
        unit: known.unit,
        branch: known.branch,
        origin,
        app: "chot/0.1.0".into(),
    }
}

/// A line of this program's at `seq`.
fn line(seq: u64, kind: Kind, subject: Option<[u8; 32]>) -> String {
    let at = jiff::Timestamp::from_millisecond(1_795_489_200_000 + i64::try_from(seq).unwrap());
    let moment = Moment {
        at: at.unwrap(),
        mono_ms: seq,
        boot: Boot([7; 16]),
        offset: None,
    };
    let id = uuid::Builder::from_unix_timestamp_millis(seq, &[9; 10]).into_uuid();
    Draft::new(kind)
        .line(seq, id, &moment, 1, &TimeZone::UTC, subject)
        .unwrap()
}

/// A batch of `count` plain lines behind `seq`, with the head there.
fn plain(known: &Known, seq: u64, head: [u8; 32], count: u64) -> Vec<u8> {
    let mut packer = Packer::new(about(known, Origin::First), seq, head, 2_000);
    for seq in seq + 1..=seq + count {
        let line = line(seq, Kind::Audit(Audit::Clock), None);
        assert_eq!(packer.push(line.as_bytes(), &Subject::None), Pushed::Yes);
    }
    let (_, text) = packer.done(jiff::Timestamp::UNIX_EPOCH, 0).unwrap();
    text
}

#[test]
fn a_batch_is_read_as_known_and_written_byte_for_byte() {
    let known = Known::new();
    let batch = read(BATCH.as_bytes()).unwrap();
    assert_eq!((batch.header.first, batch.header.last), (3, 8));
    let rows: Vec<serde_json::Value> = SUBJECTS
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let identity = |seq: u64| {
        let row = rows.iter().find(|row| row["seq"] == seq).unwrap();
        row["identity"].as_str().unwrap()
    };
    let subjects: Vec<Subject<'_>> = batch.items.iter().map(|item| item.subject).collect();
    let [Subject::Sent(third), .., Subject::Sent(eighth)] = subjects[..] else {
        panic!("{subjects:?}");
    };
    assert_eq!(third.lines, [Some(identity(3)), None, None, None]);
    assert_eq!(eighth.lines, [Some(identity(8)), None, None, None]);
    assert!(eighth.withheld[3].is_some());
    assert_eq!(
        subjects[1..5],
        [
            Subject::Absent,
            Subject::Erased,
            Subject::None,
            Subject::Purged
        ]
    );
    let mut packer = Packer::new(about(&known, Origin::First), 2, known.head(2), 6);
    for (item, seq) in batch.items.iter().zip(3..) {
        assert_eq!((item.seq, item.head), (seq, known.head(item.seq as usize)));
        assert!(item.entry.is_ok());
        assert_eq!(packer.push(item.line, &item.subject), Pushed::Yes);
    }
    assert_eq!(packer.push(b"{}", &Subject::None), Pushed::Full);
    let (header, text) = packer.done(batch.header.sent_at, 9).unwrap();
    assert_eq!(header, batch.header);
    assert_eq!(text, BATCH.as_bytes());
}

/// The batch that everybody knows, without the commitments that follow from what is beside them.
fn shortened() -> String {
    let known = Known::new();
    let batch = read(BATCH.as_bytes()).unwrap();
    let packer = Packer::new(about(&known, Origin::First), 2, known.head(2), 6);
    let mut packer = packer.leaving_out();
    for item in &batch.items {
        packer.push(item.line, &item.subject);
    }
    let (header, text) = packer.done(batch.header.sent_at, 9).unwrap();
    assert_eq!(header, batch.header);
    String::from_utf8(text).unwrap()
}

#[test]
fn a_commitment_that_follows_from_all_groups_is_left_out_and_filled_in() {
    let shortened = shortened();
    let mut lines = shortened.lines().skip(1);
    assert!(lines.next().unwrap().ends_with("\"subject\":\"\"}"));
    assert_eq!(
        lines.next(),
        Some("{\"subject\":\"sent\",\"groups\":[\"identity\"],\"left_out\":true}")
    );
    // Nor of a withheld group, nor of what isn't sent.
    assert_eq!(shortened.matches("left_out").count(), 1);
    assert!(BATCH.len() - shortened.len() == 43 - ",\"left_out\":true".len());
    let filled = open("identity", shortened.as_bytes()).unwrap();
    assert_eq!(filled, BATCH.as_bytes());
    let whole = open("identity", BATCH.as_bytes()).unwrap();
    assert!(matches!(whole, std::borrow::Cow::Borrowed(_)));
}

#[test]
fn what_is_filled_in_wrongly_does_not_lead_to_the_head() {
    let shortened = shortened();
    for (from, to) in [
        ("Nguyễn Văn An", "Nguyễn Văn Am"),
        ("[\"identity\"],\"left_out\"", "[\"contact\"],\"left_out\""),
        ("[\"identity\"],\"left_out\"", "[],\"left_out\""),
        ("[\"identity\"],\"left_out\"", "7,\"left_out\""),
        (",\"left_out\":true", ""),
        ("\"subject\":\"\"}", "\"subject\":\"x\"}"),
    ] {
        let changed = shortened.replacen(from, to, 1);
        assert_ne!(changed, shortened);
        let text = open("identity", changed.as_bytes()).unwrap();
        assert!(read(&text).is_err(), "{from} -> {to}");
    }
    // It ends where groups should follow.
    let at = shortened.find(",\"left_out\"").unwrap();
    let cut = format!("{},\"left_out\":true}}\n", &shortened[..at]);
    let text = open("identity", cut.as_bytes()).unwrap();
    assert!(read(&text).is_err());
}

#[test]
fn an_unreadable_line_in_its_place_of_the_chain_is_kept_and_flagged() {
    let known = Known::new();
    let lines = [
        "not even JSON".to_owned(),
        line(1, Kind::Audit(Audit::Clock), None).replace("\"v\":1", "\"v\":2"),
        line(9, Kind::Audit(Audit::Clock), None),
        line(4, Kind::Audit(Audit::Clock), None),
        "\u{e9}".repeat(3),
    ];
    let mut packer = Packer::new(about(&known, Origin::First), 0, known.head(0), 9);
    for line in &lines {
        packer.push(line.as_bytes(), &Subject::None);
    }
    let (_, text) = packer.done(jiff::Timestamp::UNIX_EPOCH, 0).unwrap();
    let batch = read(&text).unwrap();
    let flaws: Vec<bool> = batch.items.iter().map(|item| item.entry.is_ok()).collect();
    assert_eq!(flaws, [false, false, false, true, false]);
    assert_eq!(batch.items[2].entry, Err(Flaw::SaysOtherSeq { says: 9 }));
}

#[test]
fn a_subject_that_is_not_what_was_committed_to_is_not_handed_on() {
    let known = Known::new();
    for (from, to) in [
        ("Nguyễn Văn An", "Nguyễn Văn Am"),
        ("\"name\":\"Nguyễn Văn An\"", "no JSON"),
    ] {
        let batch = BATCH.replacen(from, to, 1);
        let batch = read(batch.as_bytes()).unwrap();
        assert_eq!(batch.items[0].subject, Subject::Unproven);
    }
    // A newer program's line, which this one can't read but for what it commits to.
    let group = "{\"salt\":\"AAAAAAAAAAAAAAAAAAAAAA\"}";
    let groups = Groups {
        lines: [Some(group), None, None, None],
        withheld: [None; 4],
    };
    let newer = line(1, Kind::Scan, Some(groups.commitment())).replace("\"v\":1", "\"v\":2");
    for (newer, subject) in [
        (newer.clone(), Subject::Sent(groups)),
        (newer.replace("subject", "object"), Subject::Unproven),
    ] {
        let mut packer = Packer::new(about(&known, Origin::First), 0, known.head(0), 9);
        packer.push(newer.as_bytes(), &Subject::Sent(groups));
        let (_, text) = packer.done(jiff::Timestamp::UNIX_EPOCH, 0).unwrap();
        assert_eq!(read(&text).unwrap().items[0].subject, subject);
    }
}

#[test]
fn what_breaks_the_form_is_refused_by_its_name() {
    let cases = [
        (
            "\"v\":1,\"device\"",
            "\"v\":2,\"device\"",
            ReadError::Version(2),
        ),
        (
            "\"v\":1,\"device\"",
            "\"v\":1,\"v\":1,\"device\"",
            ReadError::Header,
        ),
        ("\"last\":8", "\"last\":9", ReadError::Count),
        ("\"last\":8", "\"last\":7", ReadError::Count),
        ("\"last\":8", "\"last\":2", ReadError::Header),
        ("\"last\":8", "\"last\":2003", ReadError::TooLarge),
        ("\"first\":3", "\"first\":0", ReadError::Header),
        ("\"origin\":{}", "\"origin\":{\"seq\":1}", ReadError::Header),
        ("chot/0.1.0", "chot 0.1.0", ReadError::Header),
        (
            "\"kind\":\"decision\"",
            "\"kind\":\"decisiom\"",
            ReadError::Head,
        ),
        ("{\"subject\":\"absent\"}\n", "", ReadError::Line(6)),
        (
            "{\"subject\":\"absent\"}",
            "{\"subject\":\"gone\"}",
            ReadError::Line(6),
        ),
        (
            "{\"subject\":\"absent\"}\n",
            "{\"subject\":\"absent\"}\r\n",
            ReadError::Line(6),
        ),
        (
            "\"groups\":[\"identity\"]",
            "\"groups\":[\"people\"]",
            ReadError::Line(3),
        ),
        (
            "\"groups\":[\"identity\"]",
            "\"groups\":[\"note\",\"identity\"]",
            ReadError::Line(3),
        ),
        (
            "\"kind\":\"decision\"",
            "\"kind\":\"decision\"\0",
            ReadError::Line(9),
        ),
    ];
    for (from, to, error) in cases {
        let changed = BATCH.replacen(from, to, 1);
        assert_ne!(changed, BATCH);
        let found = read(changed.as_bytes()).map(|_| ());
        assert_eq!(found, Err(error), "{from} -> {to}");
    }
    assert_eq!(read(b""), Err(ReadError::Count));
    assert_eq!(read(b"\n"), Err(ReadError::Header));
    assert_eq!(read(BATCH.trim_end().as_bytes()), Err(ReadError::Count));
    let more = format!("{BATCH}{}\n", line(9, Kind::Audit(Audit::Clock), None));
    assert_eq!(read(more.as_bytes()), Err(ReadError::Count));
    let long = BATCH.replacen("\"kind\":\"decision\"", &"x".repeat(16 * 1024), 1);
    assert_eq!(read(long.as_bytes()), Err(ReadError::TooLarge));
    assert_eq!(
        read(&vec![b'\n'; 8 * 1024 * 1024 + 1]),
        Err(ReadError::TooLarge)
    );
}

#[test]
fn a_full_batch_can_be_read_and_one_more_has_no_room() {
    let known = Known::new();
    let text = plain(&known, 0, known.head(0), 2_000);
    assert_eq!(read(&text).unwrap().items.len(), 2_000);
    let mut packer = Packer::new(about(&known, Origin::First), 0, known.head(0), usize::MAX);
    let group = format!("{{\"salt\":\"{}\"}}", "A".repeat(16_000));
    let groups = Groups {
        lines: [Some(&group); 4],
        withheld: [None; 4],
    };
    let mut seq = 1;
    while packer.push(
        line(seq, Kind::Scan, Some(groups.commitment())).as_bytes(),
        &Subject::Sent(groups),
    ) == Pushed::Yes
    {
        seq += 1;
    }
    let (_, text) = packer.done(jiff::Timestamp::UNIX_EPOCH, 0).unwrap();
    assert!(text.len() > 8_000_000);
    assert_eq!(read(&text).unwrap().items.len(), seq as usize - 1);
    let empty = Packer::new(about(&known, Origin::First), 0, known.head(0), 9);
    assert_eq!(empty.done(jiff::Timestamp::UNIX_EPOCH, 0), None);
}

#[test]
fn a_batch_is_trimmed_and_its_gaps_and_forks_are_told() {
    let known = Known::new();
    let batch = read(BATCH.as_bytes()).unwrap();
    let at = |seq: u64, head| Cursor {
        origin: Origin::First,
        seq,
        head,
    };
    let key = known.public("device");
    let start = Cursor::beginning(&known.device, &known.branch, &key, Origin::First);
    assert_eq!(start, at(0, known.head(0)));
    for seq in 0..2 {
        let fit = batch.check(&at(seq, known.head(seq as usize)));
        assert_eq!(fit, Fit::Gap { next: seq + 1 });
    }
    for seq in 2..8_u64 {
        let fit = batch.check(&at(seq, known.head(seq as usize)));
        assert_eq!(fit, Fit::New(&batch.items[seq as usize - 2..]));
        assert_eq!(batch.check(&at(seq, [9; 32])), Fit::Fork { seq });
    }
    for seq in 8..12 {
        let head = known.head(8);
        assert_eq!(batch.check(&at(seq, [9; 32])), Fit::Known { seq: 8, head });
    }
    let elsewhere = Cursor {
        origin: Origin::From {
            branch: BranchName([1; 16]),
            seq: 2,
            head: known.head(2),
        },
        ..at(2, known.head(2))
    };
    assert_eq!(batch.check(&elsewhere), Fit::Fork { seq: 2 });
}

#[test]
fn a_branch_goes_on_from_the_entry_that_it_leaves() {
    let known = Known::new();
    let origin = Origin::From {
        branch: BranchName([1; 16]),
        seq: 12,
        head: [4; 32],
    };
    let mut packer = Packer::new(about(&known, origin), 12, [4; 32], 9);
    packer.push(
        line(13, Kind::Audit(Audit::BranchOpen), None).as_bytes(),
        &Subject::None,
    );
    let (_, text) = packer.done(jiff::Timestamp::UNIX_EPOCH, 0).unwrap();
    let batch = read(&text).unwrap();
    let key = known.public("device");
    let start = Cursor::beginning(&known.device, &known.branch, &key, origin);
    assert_eq!(batch.check(&start), Fit::New(&batch.items));
    let before = String::from_utf8(text).unwrap();
    let before = before.replace("\"first\":13,\"last\":13", "\"first\":12,\"last\":12");
    assert_eq!(read(before.as_bytes()), Err(ReadError::Header));
}

/// Any line that framing lets through, with any state of a subject.
fn entries() -> impl Strategy<Value = Vec<(String, u8, String)>> {
    prop::collection::vec(("[ -~á]{1,60}", 0..6_u8, "[ -~]{0,40}"), 1..40)
}

/// Which groups an entry has, which of them are sent, and a name.
fn people() -> impl Strategy<Value = Vec<([bool; 4], [bool; 4], String)>> {
    prop::collection::vec(
        (any::<[bool; 4]>(), any::<[bool; 4]>(), "[ -~á]{0,40}"),
        1..40,
    )
}

proptest! {
    #[test]
    fn what_was_left_out_is_filled_in_byte_for_byte(people in people(), seq in 0..1_000_000_u64, head: [u8; 32]) {
        let known = Known::new();
        let whole = || Packer::new(about(&known, Origin::First), seq, head, 2_000);
        let (mut whole, mut short) = (whole(), whole().leaving_out());
        for ((has, sent, name), seq) in people.iter().zip(seq + 1..) {
            let name = serde_json::to_string(name).unwrap();
            let group = format!("{{\"salt\":\"AAAAAAAAAAAAAAAAAAAAAA\",\"name\":{name}}}");
            let mut groups = Groups::default();
            for place in 0..4 {
                match (has[place], sent[place]) {
                    (true, true) => groups.lines[place] = Some(&group),
                    (true, false) => groups.withheld[place] = Some([9; 32]),
                    (false, _) => {}
                }
            }
            let line = line(seq, Kind::Scan, Some(groups.commitment()));
            for packer in [&mut whole, &mut short] {
                packer.push(line.as_bytes(), &Subject::Sent(groups));
            }
        }
        let (_, whole) = whole.done(jiff::Timestamp::UNIX_EPOCH, 0).unwrap();
        let (_, short) = short.done(jiff::Timestamp::UNIX_EPOCH, 0).unwrap();
        let filled = open("identity", &short).unwrap();
        prop_assert_eq!(&filled[..], &whole[..]);
        prop_assert!(read(&filled).is_ok());
    }

    #[test]
    fn what_is_packed_is_read_back(entries in entries(), seq in 0..1_000_000_u64, head: [u8; 32]) {
        let known = Known::new();
        let mut packer = Packer::new(about(&known, Origin::First), seq, head, 2_000);
        let mut sent = Vec::new();
        for ((other, state, name), seq) in entries.iter().zip(seq + 1..) {
            let group = format!("{{\"salt\":\"AAAAAAAAAAAAAAAAAAAAAA\",\"name\":{name:?}}}");
            let subject = match state {
                0 | 1 => Subject::None,
                2 => Subject::Absent,
                3 => Subject::Erased,
                4 => Subject::Purged,
                _ => Subject::Sent(Groups {
                    lines: [Some(&group), None, None, None],
                    withheld: [None, Some([5; 32]), None, None],
                }),
            };
            let commitment = match subject {
                Subject::None => None,
                Subject::Sent(groups) => Some(groups.commitment()),
                Subject::Absent | Subject::Erased | Subject::Purged | Subject::Unproven => Some([3; 32]),
            };
            // One in six is a line that only its writer understands.
            let line = if *state == 0 { other.trim_start_matches('{').to_owned() + "." } else { line(seq, Kind::Scan, commitment) };
            prop_assert_eq!(packer.push(line.as_bytes(), &subject), Pushed::Yes);
            sent.push((line, format!("{subject:?}")));
        }
        let (header, text) = packer.done(jiff::Timestamp::UNIX_EPOCH, 3).unwrap();
        let batch = read(&text).unwrap();
        prop_assert_eq!(&batch.header, &header);
        prop_assert_eq!(batch.items.len(), sent.len());
        let mut walked = head;
        for (item, (line, subject)) in batch.items.iter().zip(&sent) {
            walked = chain::head(&walked, &chain::leaf(line.as_bytes()));
            prop_assert_eq!(item.line, line.as_bytes());
            prop_assert_eq!(item.head, walked);
            prop_assert_eq!(&format!("{:?}", item.subject), subject);
        }
    }

    /// However a log is cut into batches, sent twice or out of order: each entry is new once.
    #[test]
    fn every_entry_is_new_exactly_once(cuts in prop::collection::vec((0..40_u64, 1..20_u64), 1..60)) {
        let known = Known::new();
        let key = known.public("device");
        let mut heads = vec![known.head(0)];
        for seq in 1..=60 {
            let leaf = chain::leaf(line(seq, Kind::Audit(Audit::Clock), None).as_bytes());
            heads.push(chain::head(&heads[seq as usize - 1], &leaf));
        }
        let mut cursor = Cursor::beginning(&known.device, &known.branch, &key, Origin::First);
        let mut stored = Vec::new();
        for (from, count) in cuts {
            let text = plain(&known, from, heads[from as usize], count);
            let batch = read(&text).unwrap();
            match batch.check(&cursor) {
                Fit::New(items) => {
                    stored.extend(items.iter().map(|item| item.seq));
                    let newest = items.last().unwrap();
                    (cursor.seq, cursor.head) = (newest.seq, newest.head);
                }
                Fit::Known { seq, head } => prop_assert_eq!(head, heads[seq as usize]),
                Fit::Gap { next } => prop_assert_eq!(next, cursor.seq + 1),
                Fit::Fork { .. } => prop_assert!(false, "nothing was changed"),
            }
        }
        let expected: Vec<u64> = (1..=cursor.seq).collect();
        prop_assert_eq!(stored, expected);
    }

    #[test]
    fn no_byte_of_a_batch_can_be_changed_without_being_seen(at in 0..BATCH.len(), flip in 1..=255_u8) {
        let mut changed = BATCH.as_bytes().to_vec();
        changed[at] ^= flip;
        let original = read(BATCH.as_bytes()).unwrap();
        if let Ok(batch) = read(&changed) {
            // What says nothing of the log: when it was sent, by which program; and the subjects,
            // of which only the proven are handed on.
            prop_assert_eq!(batch.header.head, original.header.head);
            for (item, known) in batch.items.iter().zip(&original.items) {
                prop_assert_eq!(item.line, known.line);
                if let (Subject::Sent(groups), Subject::Sent(known)) = (item.subject, known.subject) {
                    prop_assert_eq!(groups, known);
                }
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_64_kib_of_anything_make_a_reader_panic(noise in prop::collection::vec(any::<u8>(), 0..65_536), cut in 0..BATCH.len()) {
        let spliced = [&BATCH.as_bytes()[..cut], &noise].concat();
        let text = String::from_utf8_lossy(&noise);
        for bytes in [&noise, &spliced] {
            let _ = read(bytes);
            let _ = Signed::<Receipt>::read(bytes);
            let _ = Heartbeat::read(bytes);
            let _ = Request::read(bytes);
            let _ = Invitation::read(bytes);
            let _ = courier::open(bytes, &[1; 32], &[2; 32]);
            let _ = courier::open(&[courier::OPENING, bytes].concat(), &[1; 32], &[2; 32]);
        }
        let _ = Claimed::read(&text, &text);
        let _ = Invitation::read(format!("CHOTHUB1:{text}").as_bytes());
    }
}
