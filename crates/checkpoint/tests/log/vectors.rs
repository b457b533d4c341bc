//! Known answers: `tests/fixtures/wire`, computed by `make.py` there with Python's standard library.

use crate::drafts::{DAY, drafts, happened, was};
use crate::vietnam;
use checkpoint::base64url::{base64url, from_base64url};
use checkpoint::chain::{self, BranchName, Chain, DeviceId, Link, Origin};
use checkpoint::document::{Birth, Claim, Kind as DocumentKind, Number};
use checkpoint::entry::{
    Draft, Entry, Kind, LineError, Outcome, Precision, UNTRUSTED_DAY, Was, day_of, hour_of,
    on_the_wall,
};
use checkpoint::json::JsonError;
use checkpoint::moment::{Boot, Moment, Offset};
use checkpoint::subject::fold_name;
use checkpoint::subject::{Group, Identity, Note, Person, PersonKey, Purpose, Salt, Subject, Who};
use checkpoint::verdict::Reason;
use jiff::Timestamp;
use jiff::civil::{Date, date};
use serde_json::Value;

pub const ENTRIES: &str = include_str!("../../../../tests/fixtures/wire/entries.jsonl");
pub const BRANCH: &str = include_str!("../../../../tests/fixtures/wire/branch.jsonl");
const CHAIN: &str = include_str!("../../../../tests/fixtures/wire/chain.json");
const SUBJECTS: &str = include_str!("../../../../tests/fixtures/wire/subjects.jsonl");
const PERSONS: &str = include_str!("../../../../tests/fixtures/wire/persons.json");
const NEWER: &str = include_str!("../../../../tests/fixtures/wire/newer.jsonl");
const REFUSED: &str = include_str!("../../../../tests/fixtures/wire/refused.jsonl");

const ADMIT: Option<Outcome> = Some(Outcome::Admit);

fn rows(lines: &str) -> Vec<Value> {
    lines
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

fn bytes<const N: usize>(value: &Value) -> [u8; N] {
    from_base64url(value.as_str().unwrap()).unwrap()
}

/// The line of `seq` in the history that ends with the given branch.
pub fn stored(branch: &'static str, seq: u64) -> &'static str {
    let place = usize::try_from(seq).unwrap();
    if branch == BRANCH && seq > 12 {
        BRANCH.lines().nth(place - 13).unwrap()
    } else {
        ENTRIES.lines().nth(place - 1).unwrap()
    }
}

fn moment(clock: &str) -> Moment {
    let at: Timestamp = format!("2026-11-24T{clock}+07:00").parse().unwrap();
    let started: Timestamp = "2026-11-24T06:57:00+07:00".parse().unwrap();
    let mut boot = [0; 16];
    (boot[0], boot[1], boot[15]) = (0xb0, 0x07, 0x01);
    Moment {
        at,
        mono_ms: u64::try_from(at.as_millisecond() - started.as_millisecond()).unwrap(),
        boot: Boot(boot),
        // This line was written when a hub had told its time.
        offset: (clock == "10:00:30.000").then_some(Offset {
            ms: -120,
            uncertainty_ms: 35,
        }),
    }
}

#[test]
fn each_kind_of_entry_is_written_byte_for_byte_as_known() {
    for (branch, seq, clock, draft) in drafts() {
        let known = stored(branch, seq);
        let row: Value = serde_json::from_str(known).unwrap();
        let id = row["id"].as_str().unwrap().parse().unwrap();
        let subject = row.get("subject").map(bytes);
        let line = draft
            .line(seq, id, &moment(clock), 1, &vietnam(), subject)
            .unwrap();
        assert_eq!(line, known);
    }
}

#[test]
fn each_known_line_reads_as_what_was_drafted() {
    let drafts = drafts();
    assert_eq!(
        drafts.len(),
        ENTRIES.lines().count() + BRANCH.lines().count()
    );
    for (branch, seq, clock, draft) in drafts {
        let entry = Entry::parse(stored(branch, seq).as_bytes()).unwrap();
        assert_eq!(
            (entry.seq, entry.gate, entry.moment),
            (seq, 1, moment(clock))
        );
        assert_eq!(entry.said, draft);
    }
}

#[test]
fn device_genesis_leaves_and_heads_are_the_known_ones_on_both_branches() {
    let chain: Value = serde_json::from_str(CHAIN).unwrap();
    let public_key: [u8; 32] = bytes(&chain["public_key"]);
    let device = DeviceId(bytes(&chain["device"]));
    assert_eq!(chain::device_id(&public_key), device);
    let mut walked = Vec::new();
    for branch in chain["branches"].as_array().unwrap() {
        let name = BranchName(bytes(&branch["branch"]));
        let origin = match branch["origin"].get("branch") {
            None => Origin::First,
            Some(from) => Origin::From {
                branch: BranchName(bytes(from)),
                seq: branch["origin"]["seq"].as_u64().unwrap(),
                head: bytes(&branch["origin"]["head"]),
            },
        };
        let lines = if branch["file"] == "entries.jsonl" {
            ENTRIES
        } else {
            BRANCH
        };
        let mut stored = Chain::new(&device, &name, &public_key, &origin);
        if origin == Origin::First {
            assert_eq!(stored.head(), bytes(&chain["genesis"]));
        }
        let mut sent = stored.clone();
        let hashes = branch["leaves"]
            .as_array()
            .unwrap()
            .iter()
            .zip(branch["heads"].as_array().unwrap());
        assert_eq!(hashes.len(), lines.lines().count());
        for (line, (leaf, head)) in lines.lines().map(str::as_bytes).zip(hashes) {
            let (seq, leaf, head) = (stored.seq() + 1, bytes(leaf), bytes(head));
            assert_eq!(chain::leaf(line), leaf);
            assert_eq!(chain::head(&stored.head(), &leaf), head);
            stored
                .verify(&Link {
                    seq,
                    line,
                    leaf,
                    head,
                })
                .unwrap();
            sent.follow(seq, line).unwrap();
        }
        assert_eq!(stored, sent);
        walked.push(stored.seq());
    }
    assert_eq!(walked, [54, 15]);
}

fn row(branch: &str, seq: u64) -> Value {
    let found = rows(SUBJECTS)
        .into_iter()
        .find(|row| row["branch"] == branch && row["seq"] == seq);
    found.unwrap()
}

fn salt(row: &Value, group: &str) -> Salt {
    let line: Value = serde_json::from_str(row[group].as_str().unwrap()).unwrap();
    Salt(bytes(&line["salt"]))
}

fn id(number: &str) -> Number {
    Number::Id(number.into())
}

fn claim(name: &str, numbers: Vec<Number>, birth: Birth) -> Claim {
    Claim {
        kind: DocumentKind::CitizenCard,
        name: Some(name.into()),
        numbers,
        birth,
        sex: None,
        address: Some("Bình Châu".into()),
        phone: Some("0900000001".into()),
        issued: None,
    }
}

fn key() -> PersonKey {
    let persons: Value = serde_json::from_str(PERSONS).unwrap();
    PersonKey(bytes(&persons["key"]))
}

#[test]
fn identity_groups_of_documents_are_written_byte_for_byte_as_known() {
    let an = claim(
        "Nguyễn Văn An",
        vec![id("051090000001"), id("212345678")],
        Birth::Day(date(1990, 3, 5)),
    );
    let insured = claim(
        "Nguyễn Văn An",
        vec![Number::Bhyt("5100000001".into())],
        Birth::Day(date(1990, 3, 5)),
    );
    let be = claim("Trần Thị Bé", vec![id("051190000002")], Birth::Impossible);
    let han = claim(
        "NGUYEN LE KHA HAN",
        vec![id("001093029317"), Number::Bhyt("0120878821".into())],
        Birth::Day(date(1987, 1, 18)),
    );
    let masked = Claim {
        name: None,
        ..claim("", vec![], Birth::Unknown)
    };
    let cases = [
        ("first", 3, an),
        ("first", 4, insured),
        ("first", 5, be),
        ("first", 16, masked),
        ("first", 22, han.clone()),
        ("second", 14, han),
    ];
    for (branch, seq, claim) in cases {
        let row = row(branch, seq);
        let identity = Identity::of_claim(&claim, &key());
        let subject = Subject::identity(salt(&row, "identity"), &identity).unwrap();
        assert_eq!(subject.group(Group::Identity), row["identity"].as_str());
        let line = row["identity"].as_str().unwrap();
        assert_eq!(Identity::parse(line), Ok(identity));
        assert_eq!(Who::of_identity_line(line), Who::of_claim(&claim, &key()));
    }
}

#[test]
fn typed_identities_and_notes_are_written_byte_for_byte_as_known() {
    let paper = row("first", 8);
    let typed = Identity {
        name: Some("Đặng \"Tư\" Đỏ".into()),
        birth_year: Some(1971),
        ..Identity::default()
    };
    let note = Note {
        purpose: Some(Purpose::Text("Họp \\ nộp hồ sơ".into())),
        note: None,
    };
    let subject = Subject::identity(salt(&paper, "identity"), &typed)
        .and_then(|subject| subject.with_note(salt(&paper, "note"), &note))
        .unwrap();
    assert_eq!(subject.group(Group::Identity), paper["identity"].as_str());
    assert_eq!(subject.group(Group::Note), paper["note"].as_str());
    assert_eq!(subject.commitment(), bytes(&paper["commitment"]));

    let corrected = row("first", 31);
    let right = Identity {
        name: Some("Nguyễn Văn Ân".into()),
        birth_year: Some(1990),
        last4: Some("0001".into()),
        who: Who {
            person: Some(Person::of_number(&id("051090000001"), &key())),
            aliases: vec![Person::of_number(&id("212345678"), &key())],
            namesake: None,
        },
    };
    let why = Note {
        purpose: None,
        note: Some("đọc nhầm tên".into()),
    };
    let subject = Subject::identity(salt(&corrected, "identity"), &right)
        .and_then(|subject| subject.with_note(salt(&corrected, "note"), &why))
        .unwrap();
    assert_eq!(
        subject.group(Group::Identity),
        corrected["identity"].as_str()
    );
    assert_eq!(subject.group(Group::Note), corrected["note"].as_str());
    assert_eq!(subject.commitment(), bytes(&corrected["commitment"]));

    let pressed = row("first", 10);
    let note = Note {
        purpose: Some(Purpose::Key(1)),
        note: None,
    };
    let subject = Subject::note(salt(&pressed, "note"), &note).unwrap();
    assert_eq!(subject.group(Group::Note), pressed["note"].as_str());
    assert_eq!(subject.commitment(), bytes(&pressed["commitment"]));
    assert_eq!(Note::parse(pressed["note"].as_str().unwrap()), Ok(note));
}

#[test]
fn every_known_subject_has_the_commitment_that_its_entry_names() {
    for row in rows(SUBJECTS) {
        let groups = ["identity", "contact", "health", "note"]
            .map(|group| row.get(group).map(|line| line.as_str().unwrap().to_owned()));
        let commitment = Subject { groups }.commitment();
        assert_eq!(commitment, bytes(&row["commitment"]));
        let history = match row["branch"].as_str().unwrap() {
            "first" => ENTRIES,
            "second" => BRANCH,
            _ => continue,
        };
        let line = stored(history, row["seq"].as_u64().unwrap());
        assert_eq!(
            Entry::parse(line.as_bytes()).unwrap().subject,
            Some(commitment)
        );
    }
}

#[test]
fn numbers_and_names_become_the_known_pseudonyms() {
    let persons: Value = serde_json::from_str(PERSONS).unwrap();
    for row in persons["numbers"].as_array().unwrap() {
        let number = row["number"].as_str().unwrap().to_owned();
        let number = match row["scheme"].as_str().unwrap() {
            "id" => Number::Id(number),
            "bhyt" => Number::Bhyt(number),
            passport => Number::Passport {
                country: passport.strip_prefix("passport:").unwrap().to_owned(),
                number,
            },
        };
        assert_eq!(
            Person::of_number(&number, &key()),
            Person(bytes(&row["person"]))
        );
    }
    for row in persons["names"].as_array().unwrap() {
        let name = row["name"].as_str().unwrap();
        assert_eq!(fold_name(name), row["folded"].as_str().unwrap());
        let born: Date = row["born"].as_str().unwrap().parse().unwrap();
        assert_eq!(
            Person::of_namesake(name, born, &key()),
            Person(bytes(&row["namesake"]))
        );
    }
}

#[test]
fn lines_of_a_newer_program_are_read_as_far_as_they_are_understood() {
    let entries: Vec<Entry> = NEWER
        .lines()
        .map(|line| Entry::parse(line.as_bytes()).unwrap())
        .collect();
    let said: Vec<&Draft> = entries.iter().map(|entry| &entry.said).collect();
    assert_eq!(said[0].kind, Kind::Other("vehicle-trip".into()));
    assert_eq!(said[1].kind.as_str(), "day-settled");
    assert_eq!((said[2].verdict, said[2].document), (ADMIT, None));
    assert_eq!(
        (said[3].reasons.as_slice(), said[3].mode),
        (&[Reason::IdentityMasked][..], None)
    );
    assert!(!said[4].paper);
    assert_eq!(entries[5].moment.at, entries[0].moment.at);
    assert_eq!(entries[6].moment.at.subsec_nanosecond(), 1);
    assert_eq!(
        said[7].of, None,
        "an entry of another device has no place in this history"
    );
    let elsewhere = said[7].elsewhere.as_deref().unwrap();
    assert_eq!(elsewhere.of.seq, 9);
    let again = said[7].line(1, entries[7].id, &entries[7].moment, 1, &vietnam(), None);
    assert_eq!(
        again.unwrap().as_bytes(),
        NEWER.lines().nth(7).unwrap().as_bytes()
    );
    assert_eq!(said[0].by, Some(71));
    assert_eq!(entries.len(), 8);
}

/// The words by which the fixture tells errors apart.
fn because(error: LineError) -> String {
    match error {
        LineError::Json(JsonError::TooLong) => "too-long".into(),
        LineError::Json(JsonError::ControlCharacter) => "control-character".into(),
        LineError::Json(JsonError::NotAnObject) => "not-an-object".into(),
        LineError::Json(JsonError::DuplicateKey) => "duplicate-key".into(),
        LineError::Json(JsonError::TooDeep) => "too-deep".into(),
        LineError::Version(_) => "version".into(),
        LineError::Missing(member) => format!("missing {member}"),
        LineError::Wrong(member) => format!("wrong {member}"),
        LineError::NotOurs => "not-ours".into(),
    }
}

#[test]
fn every_line_that_has_to_be_refused_is_refused_for_its_reason() {
    for row in rows(REFUSED) {
        let line = row["line"].as_str().unwrap();
        let error = Entry::parse(line.as_bytes())
            .map(|entry| entry.seq)
            .map_err(because);
        assert_eq!(
            error,
            Err(row["because"].as_str().unwrap().to_owned()),
            "{line}"
        );
    }
}

#[test]
fn a_report_counts_by_the_clock_put_right_and_a_clock_that_nobody_trusts_counts_for_no_day() {
    let draft = Draft::new(Kind::Scan);
    let id = uuid::Builder::from_unix_timestamp_millis(1, &[0; 10]).into_uuid();
    let entry = |draft: &Draft, offset| {
        let moment = Moment {
            offset,
            ..moment("23:59:59.500")
        };
        let line = draft.line(1, id, &moment, 1, &vietnam(), None).unwrap();
        Entry::parse(line.as_bytes()).unwrap()
    };
    let counted = |entry: &Entry| (day_of(entry, &vietnam()), hour_of(entry, &vietnam()));
    let off = |ms, uncertainty_ms| Some(Offset { ms, uncertainty_ms });
    let next = DAY.tomorrow().unwrap();
    assert_eq!(counted(&entry(&draft, None)), (DAY, 23));
    assert_eq!(counted(&entry(&draft, off(-499, 1))), (DAY, 23));
    assert_eq!(counted(&entry(&draft, off(500, 299_999))), (next, 0));
    let ten_years = 3_652 * 24 * 3_600_000;
    let day = jiff::civil::date(2036, 11, 23);
    assert_eq!(counted(&entry(&draft, off(ten_years, 60))), (day, 23));
    let untrusted = entry(&draft, off(500, 300_000));
    assert_eq!(counted(&untrusted), (UNTRUSTED_DAY, 0));
    assert_eq!(untrusted.counted_at(), untrusted.moment.at);
    assert_eq!(Was::of(&untrusted, &vietnam()).day, UNTRUSTED_DAY);
    let wall = on_the_wall(&untrusted, &vietnam());
    assert_eq!((wall.date(), wall.hour()), (DAY, 23));
    let typed_in = Draft {
        happened: happened("2026-11-24T06:40:00+07:00", Precision::Minute),
        ..draft
    };
    assert_eq!(counted(&entry(&typed_in, off(0, 300_000))), (DAY, 6));
}

#[test]
fn an_entry_counts_for_the_day_and_hour_in_which_it_happened() {
    let entry = |seq| Entry::parse(stored(ENTRIES, seq).as_bytes()).unwrap();
    let paper = entry(8);
    assert_eq!(
        (day_of(&paper, &vietnam()), hour_of(&paper, &vietnam())),
        (DAY, 6)
    );
    let scan = entry(3);
    assert_eq!(
        (day_of(&scan, &vietnam()), hour_of(&scan, &vietnam())),
        (DAY, 7)
    );
    let utc = jiff::tz::TimeZone::UTC;
    assert_eq!(
        (day_of(&paper, &utc), hour_of(&paper, &utc)),
        (date(2026, 11, 23), 23)
    );
    assert_eq!(Was::of(&scan, &vietnam()), was(7, Kind::Scan).unwrap());
}

#[test]
fn a_subject_without_groups_still_has_a_commitment() {
    let empty = Subject::default().commitment();
    assert!(
        rows(SUBJECTS)
            .iter()
            .any(|row| row["commitment"] == base64url(&empty))
    );
}
