//! What holds for every entry, every line and every chain.

use crate::random::{draft, id, moment, ours, zone};
use crate::vietnam;
use checkpoint::base64url::from_base64url;
use checkpoint::chain::{self, BranchName, Chain, Flaw, Link, Origin};
use checkpoint::entry::{Audit, Draft, Entry, Kind, LineError, MAX_NUMBER, Ref};
use checkpoint::moment::{Boot, Moment, Offset as ClockOffset};
use checkpoint::subject::fold_name;
use checkpoint::subject::{
    Contact, Group, Identity, Note, Person, PersonKey, Purpose, Salt, Subject, Who,
};
use checkpoint::verdict::Reason;
use jiff::Timestamp;
use jiff::civil::Date;
use proptest::option::of;
use proptest::prelude::*;
use serde_json::Value;
use uuid::{Builder, Uuid};

/// Where a member may stand, and the words that its list has.
const WORDS: [(&str, &[&str]); 8] = [
    (
        "kind",
        &[
            "scan",
            "manual",
            "passed",
            "decision",
            "void",
            "correct",
            "gap",
            "clock",
            "config",
            "branch-open",
            "same-as",
            "erase",
            "purge",
            "sign-in",
            "export",
            "reveal",
            "lockout",
            "shift-close",
            "day-settled",
            "headcount",
            "dispose",
            "auto-out",
            "place",
            "declaration",
            "check-in",
            "inspection",
        ],
    ),
    ("direction", &["in", "out"]),
    ("verdict", &["admit", "look", "refuse"]),
    (
        "reasons",
        &[
            "birth-date-impossible",
            "identity-masked",
            "possible-double",
            "against-habit",
            "document-missing",
            "document-unmet",
            "document-expired",
            "document-not-yet-valid",
            "issuer-unknown",
            "document-forged",
            "document-revoked",
            "identities-differ",
            "used-again",
            "badge-spent",
            "watched",
            "visit-complete",
            "policy-changed",
            "by-hub",
            "names-changed",
            "house-changed",
            "preset-changed",
            "drill-began",
            "drill-ended",
            "trust-changed",
            "staff-changed",
            "recovery-key-used",
            "backup-changed",
            "settings-taken",
            "watch-changed",
            "self-monitored",
            "version-changed",
            "visitor",
            "staff",
            "pupil",
            "mode-in",
            "mode-out",
            "mode-auto",
        ],
    ),
    (
        "document",
        &[
            "citizen-card",
            "personal-code",
            "insurance-card",
            "vaccine-certificate",
            "test-certificate",
            "recovery-certificate",
            "smart-health-card",
            "declaration-pass",
            "day-badge",
            "staff-badge",
            "place-poster",
        ],
    ),
    ("precision", &["second", "minute", "hour"]),
    ("source", &["paper"]),
    (
        "state",
        &[
            "made", "posted", "checked", "expired", "revoked", "replaced",
        ],
    ),
];

fn line(draft: &Draft, seq: u64) -> String {
    let id = Builder::from_unix_timestamp_millis(seq, &[0; 10]).into_uuid();
    let moment = Moment {
        at: Timestamp::UNIX_EPOCH,
        mono_ms: seq,
        boot: Boot([1; 16]),
        offset: None,
    };
    draft.line(seq, id, &moment, 1, &vietnam(), None).unwrap()
}

/// Every text of a line is a word of its member's list, a time, a date, an id, or bytes of a fixed
/// length in base64url.
fn assert_no_free_text(member: &str, value: &Value) {
    match value {
        Value::Object(members) => {
            for (name, value) in members {
                assert_no_free_text(name, value);
            }
        }
        Value::Array(values) => values
            .iter()
            .for_each(|value| assert_no_free_text(member, value)),
        Value::Number(number) => {
            let number = number.as_i128().map(i128::unsigned_abs);
            assert!(number.is_some_and(|number| number <= MAX_NUMBER.into()))
        }
        Value::String(text) => {
            let fits = match member {
                "id" => text.parse::<Uuid>().is_ok() && text.len() == 36,
                "at" | "until" => text.parse::<Timestamp>().is_ok() && text.len() == 29,
                "day" => text.parse::<Date>().is_ok() && text.len() == 10,
                "boot" | "device" | "branch" => from_base64url::<16>(text).is_some(),
                "leaf" | "subject" => from_base64url::<32>(text).is_some(),
                _ => WORDS
                    .iter()
                    .any(|(name, words)| *name == member && words.contains(&text.as_str())),
            };
            assert!(fits, "{member}: {text}");
        }
        Value::Null | Value::Bool(_) => panic!("{member}: {value}"),
    }
}

/// An entry as a store keeps it.
struct Stored {
    line: String,
    leaf: [u8; 32],
    head: [u8; 32],
}

impl Stored {
    fn behind(before: &[u8; 32], line: String) -> Stored {
        let leaf = chain::leaf(line.as_bytes());
        Stored {
            head: chain::head(before, &leaf),
            line,
            leaf,
        }
    }

    fn link(&self, seq: u64) -> Link<'_> {
        Link {
            seq,
            line: self.line.as_bytes(),
            leaf: self.leaf,
            head: self.head,
        }
    }
}

/// A chain before its first entry, and its entries.
fn stored(drafts: &[Draft]) -> (Chain, Vec<Stored>) {
    let public_key = [7; 32];
    let device = chain::device_id(&public_key);
    let begin = Chain::new(&device, &BranchName([2; 16]), &public_key, &Origin::First);
    let mut before = begin.head();
    let mut links = Vec::new();
    for (draft, seq) in drafts.iter().zip(1..) {
        let of = draft.of.filter(|_| seq > 1).map(|of| Ref {
            seq: 1 + of.seq % (seq - 1),
            ..of
        });
        let line = line(
            &Draft {
                of,
                ..draft.clone()
            },
            seq,
        );
        let stored = Stored::behind(&before, line);
        before = stored.head;
        links.push(stored);
    }
    (begin, links)
}

fn person() -> impl Strategy<Value = Person> {
    any::<[u8; 16]>().prop_map(Person)
}

fn identity() -> impl Strategy<Value = Identity> {
    let who = (
        of(person()),
        prop::collection::vec(person(), 0..3),
        of(person()),
    )
        .prop_map(|(person, aliases, namesake)| Who {
            person,
            aliases,
            namesake,
        });
    (
        of(any::<String>()),
        of(0_i16..=9999),
        of(any::<String>()),
        who,
    )
        .prop_map(|(name, birth_year, last4, who)| Identity {
            name,
            birth_year,
            last4,
            who,
        })
}

fn note() -> impl Strategy<Value = Note> {
    let purpose = prop_oneof![
        (1_u8..=9).prop_map(Purpose::Key),
        any::<String>().prop_map(Purpose::Text)
    ];
    (of(purpose), of(any::<String>())).prop_map(|(purpose, note)| Note { purpose, note })
}

fn contact() -> impl Strategy<Value = Contact> {
    let text = || of(any::<String>());
    (text(), text(), text(), text()).prop_map(|(phone, address, class, guardian)| Contact {
        phone,
        address,
        class,
        guardian,
    })
}

fn is_one_line_behind_a_salt(line: &str) -> bool {
    line.starts_with("{\"salt\":\"") && !line.contains(['\r', '\n', '\0'])
}

proptest! {
    #[test]
    fn a_line_reads_back_as_what_was_written(
        draft in draft(ours), seq in 1..=MAX_NUMBER, id in id(), moment in moment(), gate: u32,
        zone in zone(), subject in of(any::<[u8; 32]>()),
    ) {
        let line = draft.line(seq, id, &moment, gate, &zone, subject).unwrap();
        assert_no_free_text("", &serde_json::from_str(&line).unwrap());
        let read = Entry::parse(line.as_bytes());
        prop_assert_eq!(read, Ok(Entry { seq, id, moment, gate, said: draft, subject }));
    }

    #[test]
    fn an_entry_line_has_no_free_text(
        draft in draft(|| prop_oneof![9 => ours(), 1 => any::<String>().prop_map(Kind::Other)]),
        seq: u64, id in prop_oneof![4 => id(), 1 => any::<u128>().prop_map(Uuid::from_u128)],
        ns in prop::num::i128::ANY, mono_ms: u64, gate: u32, zone in zone(), subject in of(any::<[u8; 32]>()),
        clock in of(any::<(i64, u64)>()),
    ) {
        let offset = clock.map(|(ms, uncertainty_ms)| ClockOffset { ms, uncertainty_ms });
        let span = Timestamp::MAX.as_nanosecond() - Timestamp::MIN.as_nanosecond();
        let at = Timestamp::from_nanosecond(Timestamp::MIN.as_nanosecond() + ns.rem_euclid(span)).unwrap();
        let moment = Moment { at, mono_ms: mono_ms >> (seq % 64), boot: Boot([3; 16]), offset };
        if let Ok(line) = draft.line(seq >> (mono_ms % 64), id, &moment, gate, &zone, subject) {
            assert_no_free_text("", &serde_json::from_str(&line).unwrap());
            prop_assert!(!line.contains(['\r', '\n', '\0']));
            let read = Entry::parse(line.as_bytes()).unwrap();
            prop_assert!(!matches!(read.said.kind, Kind::Other(_)));
        }
    }

    #[test]
    fn a_changed_byte_anywhere_in_a_chain_is_noticed_there(
        drafts in prop::collection::vec(draft(ours), 1..6), link: prop::sample::Index,
        byte: prop::sample::Index, flip in 1_u8..,
    ) {
        let (begin, links) = stored(&drafts);
        let changed = link.index(links.len());
        let Link { line, mut leaf, mut head, .. } = links[changed].link(1);
        let mut line = line.to_vec();
        match byte.index(line.len() + 64) {
            at if at < line.len() => line[at] ^= flip,
            at if at < line.len() + 32 => leaf[at - line.len()] ^= flip,
            at => head[at - line.len() - 32] ^= flip,
        }
        let mut chain = begin;
        for (seq, stored) in (1..).zip(&links[..changed]) {
            prop_assert_eq!(chain.verify(&stored.link(seq)).map(|entry| entry.seq), Ok(seq));
        }
        let (right, seq) = (chain.clone(), chain.seq() + 1);
        let bad = chain.verify(&Link { seq, line: &line, leaf, head }).unwrap_err();
        prop_assert_eq!(bad.seq, seq);
        prop_assert!(matches!(bad.flaw, Flaw::LineChanged | Flaw::HeadChanged), "{}", bad);
        prop_assert_eq!(chain, right, "a bad entry isn't gone past");
    }

    #[test]
    fn a_line_rewritten_with_fitting_hashes_is_noticed_at_the_next_head(
        drafts in prop::collection::vec(draft(ours), 2..6), link: prop::sample::Index, other in draft(ours),
    ) {
        let (begin, mut links) = stored(&drafts);
        let changed = link.index(links.len() - 1);
        let before = changed.checked_sub(1).map_or(begin.head(), |before| links[before].head);
        let forged = line(&Draft { of: None, ..other }, changed as u64 + 1);
        prop_assume!(forged != links[changed].line);
        links[changed] = Stored::behind(&before, forged);
        let mut chain = begin;
        let bad = (1..).zip(&links).find_map(|(seq, stored)| chain.verify(&stored.link(seq)).err());
        let bad = bad.unwrap();
        prop_assert_eq!((bad.seq, bad.flaw), (changed as u64 + 2, Flaw::HeadChanged));
    }

    #[test]
    fn entries_taken_out_or_exchanged_are_noticed(
        drafts in prop::collection::vec(draft(ours), 3..7), link: prop::sample::Index, exchange: bool,
    ) {
        let (begin, links) = stored(&drafts);
        let mut places: Vec<u64> = (1..=links.len() as u64).collect();
        let at = link.index(places.len() - 1);
        if exchange { places.swap(at, at + 1) } else { places.remove(at); }
        let mut chain = begin;
        let bad = places.iter().find_map(|seq| chain.verify(&links[*seq as usize - 1].link(*seq)).err());
        let bad = bad.unwrap();
        prop_assert_eq!((bad.seq, bad.flaw), (at as u64 + 2, Flaw::OutOfPlace { expected: at as u64 + 1 }));
    }

    #[test]
    fn arbitrary_bytes_never_panic_a_reader(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        let _ = Entry::parse(&bytes);
        let text = String::from_utf8_lossy(&bytes);
        let _ = (Identity::parse(&text), Note::parse(&text), Who::of_identity_line(&text));
    }

    #[test]
    fn a_damaged_line_never_panics_a_reader_and_stays_one_reading(
        draft in draft(ours), at: prop::sample::Index, cut: prop::sample::Index, byte: u8,
    ) {
        let mut line = line(&draft, 5).into_bytes();
        let place = at.index(line.len());
        line[place] = byte;
        line.truncate(cut.index(line.len()) + 1);
        if let Ok(entry) = Entry::parse(&line) {
            let plain: Value = serde_json::from_slice(&line).unwrap();
            prop_assert_eq!(plain["seq"].as_u64(), Some(entry.seq));
            prop_assert_eq!(plain["kind"].as_str(), Some(entry.said.kind.as_str()));
        }
    }

    #[test]
    fn groups_read_back_as_what_was_written(
        identity in identity(), contact in contact(), note in note(), salts: [[u8; 16]; 3],
    ) {
        let subject = Subject::identity(Salt(salts[0]), &identity)
            .and_then(|subject| subject.with_contact(Salt(salts[1]), &contact))
            .and_then(|subject| subject.with_note(Salt(salts[2]), &note))
            .unwrap();
        let line = subject.group(Group::Contact).unwrap();
        prop_assert!(is_one_line_behind_a_salt(line));
        prop_assert_eq!(Contact::parse(line), Ok(contact));
        let line = subject.group(Group::Identity).unwrap();
        prop_assert!(is_one_line_behind_a_salt(line));
        prop_assert_eq!(Who::of_identity_line(line), identity.who.clone());
        prop_assert_eq!(Identity::parse(line), Ok(identity));
        let line = subject.group(Group::Note).unwrap();
        prop_assert!(is_one_line_behind_a_salt(line));
        prop_assert_eq!(Note::parse(line), Ok(note));
    }

    #[test]
    fn a_commitment_changes_with_any_byte_and_any_place_of_a_group(
        groups: [Option<String>; 4], group in 0_usize..4, text: String,
    ) {
        let committed = Subject { groups: groups.clone() }.commitment();
        let mut other = groups.clone();
        other[group] = Some(text);
        prop_assert_eq!(Subject { groups: other.clone() }.commitment() == committed, other == groups);
        let mut moved = groups.clone();
        moved.rotate_left(1);
        prop_assert_eq!(Subject { groups: moved.clone() }.commitment() == committed, moved == groups);
    }

    #[test]
    fn folding_twice_changes_nothing(name: String) {
        let folded = fold_name(&name);
        prop_assert_eq!(fold_name(&folded), folded);
    }
}

#[test]
fn a_time_is_cut_to_the_millisecond_never_rounded_up() {
    let at: Timestamp = "2026-11-24T23:59:59.999999999+07:00".parse().unwrap();
    let moment = Moment {
        at,
        mono_ms: 0,
        boot: Boot([0; 16]),
        offset: None,
    };
    let id = Builder::from_unix_timestamp_millis(1, &[0; 10]).into_uuid();
    let line = Draft::new(Kind::Audit(Audit::Clock))
        .line(1, id, &moment, 1, &vietnam(), None)
        .unwrap();
    assert!(
        line.contains("\"at\":\"2026-11-24T23:59:59.999+07:00\""),
        "{line}"
    );
}

#[test]
fn a_line_of_more_than_16_kib_is_refused_when_written() {
    let draft = Draft {
        reasons: vec![Reason::AgainstHabit; 1100],
        ..Draft::new(Kind::Scan)
    };
    let id = Builder::from_unix_timestamp_millis(1, &[0; 10]).into_uuid();
    let moment = Moment {
        at: Timestamp::UNIX_EPOCH,
        mono_ms: 0,
        boot: Boot([0; 16]),
        offset: None,
    };
    let written = draft.line(1, id, &moment, 1, &vietnam(), None);
    assert_eq!(
        written,
        Err(LineError::Json(checkpoint::json::JsonError::TooLong))
    );
}

#[test]
fn an_entry_can_name_only_one_that_comes_before_it() {
    let of = Some(Ref {
        seq: 1,
        leaf: [0; 32],
    });
    let line = line(
        &Draft {
            of,
            ..Draft::new(Kind::Void)
        },
        1,
    );
    let (mut chain, _) = stored(&[]);
    let bad = chain.follow(1, line.as_bytes()).unwrap_err();
    assert_eq!(bad.flaw, Flaw::NamesLater { of: 1 });
}

#[test]
fn a_line_under_another_seq_is_noticed() {
    let (mut chain, _) = stored(&[]);
    let bad = chain
        .follow(
            1,
            line(&Draft::new(Kind::Audit(Audit::Clock)), 2).as_bytes(),
        )
        .unwrap_err();
    assert_eq!(bad.flaw, Flaw::SaysOtherSeq { says: 2 });
    assert_eq!(bad.to_string(), "entry 1: its line says that it is entry 2");
}

#[test]
fn a_person_key_is_never_printed() {
    assert_eq!(format!("{:?}", PersonKey([0xAB; 32])), "PersonKey(..)");
}
