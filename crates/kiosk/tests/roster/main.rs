//! A unit's lists of people: taken from files, renewed, compared with the log, noted, saved.

#![allow(clippy::unwrap_used, reason = "a test says what is wrong by failing")]

mod by_hand;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use checkpoint::document::{Kind as Document, Number};
use checkpoint::entry::{Direction, Draft, Happened, Kind, Outcome, Precision, Ref};
use checkpoint::moment::{Boot, Moment};
use checkpoint::roster::{Figures, Kind as RosterKind};
use checkpoint::subject::{Identity, Person, PersonKey, Salt, Subject, Who};
use jiff::civil::date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use kiosk::clock::Clock;
use kiosk::home::Home;
use kiosk::keys::{KeyStore, Name};
use kiosk::ledger::Ledger;
use kiosk::roster::desk::{Desk, Format, Typed};
use kiosk::roster::{
    Chosen, Column, File, FileError, Plan, Progress, RosterError, Rosters, Stands, Why,
};
use kiosk::staff::Staff;
use std::process::Command;
use std::sync::{Arc, Mutex};
use tempfile::TempDir;

/// Thursday, 26 November 2026, 07:00 in Vietnam.
const MORNING: &str = "2026-11-26T07:00:00+07:00";
const DAY: i64 = 86_400;

struct Turned(Mutex<Moment>);

impl Clock for Turned {
    fn now(&self) -> Moment {
        *self.0.lock().unwrap()
    }
}

struct Unit {
    scratch: TempDir,
    clock: Arc<Turned>,
    ledger: Ledger,
    desk: Desk,
    key: PersonKey,
}

impl Unit {
    fn new() -> Unit {
        let scratch = tempfile::tempdir().unwrap();
        let home = Home::at(scratch.path().join("home"));
        let clock = Arc::new(Turned(Mutex::new(Moment {
            at: MORNING.parse::<Timestamp>().unwrap() - SignedDuration::from_secs(12 * DAY),
            mono_ms: 1_000,
            boot: Boot([7; 16]),
            offset: None,
        })));
        let ledger = Ledger::open(&home, &clock.now()).unwrap();
        let keys = KeyStore::of(&home).unwrap();
        let key = PersonKey(keys.get(Name::Person).unwrap().bytes().try_into().unwrap());
        let staff = Arc::new(Staff::of(&home));
        Unit {
            desk: Desk::new(&home, staff, Arc::clone(&clock) as Arc<dyn Clock>),
            scratch,
            clock,
            ledger,
            key,
        }
    }

    fn turn_to(&self, days_before: i64) {
        let mut now = self.clock.0.lock().unwrap();
        now.at =
            MORNING.parse::<Timestamp>().unwrap() - SignedDuration::from_secs(days_before * DAY);
        now.mono_ms += 60_000;
    }

    fn enter(
        &mut self,
        document: Option<Document>,
        outcome: Outcome,
        name: &str,
        year: i16,
        id: Option<&str>,
    ) {
        let mut draft = Draft::new(document.map_or(Kind::Manual, |_| Kind::Scan));
        draft.document = document;
        draft.verdict = Some(outcome);
        draft.direction = (outcome == Outcome::Admit).then_some(Direction::In);
        let identity = Identity {
            name: Some(name.to_owned()),
            birth_year: Some(year),
            last4: None,
            who: Who {
                person: id.map(|id| Person::of_number(&Number::Id(id.to_owned()), &self.key)),
                ..Who::default()
            },
        };
        let subject = Subject::identity(Salt([9; 16]), &identity).unwrap();
        let zone = TimeZone::get("Asia/Ho_Chi_Minh").unwrap();
        let now = self.clock.now();
        self.ledger
            .append(&draft, Some(&subject), &now, 1, &zone)
            .unwrap();
    }

    fn home(&self) -> Home {
        Home::at(self.scratch.path().join("home"))
    }

    /// By hand, of a time before.
    fn enter_later(&mut self, at: Timestamp, name: &str, year: i16) -> Ref {
        let mut draft = Draft::new(Kind::Manual);
        draft.verdict = Some(Outcome::Admit);
        draft.direction = Some(Direction::In);
        draft.happened = Some(Happened {
            at,
            precision: Precision::Minute,
        });
        let identity = Identity {
            name: Some(name.to_owned()),
            birth_year: Some(year),
            ..Identity::default()
        };
        let subject = Subject::identity(Salt([8; 16]), &identity).unwrap();
        let zone = TimeZone::get("Asia/Ho_Chi_Minh").unwrap();
        let now = self.clock.now();
        let appended = self.ledger.append(&draft, Some(&subject), &now, 1, &zone);
        appended.unwrap().reference()
    }

    fn look(
        &self,
        roster: Option<u32>,
        name: &str,
        text: &str,
    ) -> Result<(u32, Plan), RosterError> {
        let typed = Typed {
            roster,
            kind: RosterKind::Pupil,
            name: name.to_owned(),
        };
        self.desk.look(&typed, &STANDARD.encode(text), None)
    }

    fn take(&self, roster: Option<u32>, name: &str, text: &str) -> Stands {
        let (token, _) = self.look(roster, name, text).unwrap();
        self.desk.take(token, false).unwrap();
        let all = self.desk.all().unwrap();
        let number = all
            .iter()
            .find(|roster| roster.name == name)
            .unwrap()
            .number;
        self.desk.stands(number).unwrap()
    }
}

const CLASS: &str = "TRƯỜNG THCS THỬ,,,\nHọ và tên,Ngày sinh,CCCD,Lớp\n\
Nguyễn Văn An,5/6/2014,001214000001,6A\n\
Trần Thị Bé,2014,,6A\n\
Phạm Văn Cũ,9/8/2014,001214000003,6B\n\
Lê Hữu Đạt,1/2/2014,001214000004,6B\n";

fn names(stands: &Stands) -> Vec<&str> {
    stands
        .people
        .iter()
        .map(|one| one.listed.member.name.as_str())
        .collect()
}

#[test]
fn a_list_is_compared_with_the_log_day_by_day_and_by_code() {
    let mut unit = Unit::new();
    let number = unit.take(None, "Khối 6", CLASS).roster.number;
    // Longer ago than this week, by a card; on Monday by the app; today by hand, turned away, and somebody else's name.
    unit.turn_to(10);
    unit.enter(
        Some(Document::CitizenCard),
        Outcome::Admit,
        "PHAM VAN CU",
        2014,
        Some("001214000003"),
    );
    unit.turn_to(3);
    unit.enter(
        Some(Document::PersonalCode),
        Outcome::Admit,
        "Nguyễn Văn An",
        2014,
        Some("001214000001"),
    );
    unit.turn_to(0);
    unit.enter(None, Outcome::Admit, "tran thi be", 2014, None);
    unit.enter(
        Some(Document::CitizenCard),
        Outcome::Refuse,
        "Lê Hữu Đạt",
        2014,
        Some("001214000004"),
    );
    unit.enter(None, Outcome::Admit, "Nguyễn Văn Đức", 1978, None);
    let stands = unit.desk.stands(number).unwrap();
    assert_eq!(
        names(&stands),
        ["Nguyễn Văn An", "Trần Thị Bé", "Phạm Văn Cũ", "Lê Hữu Đạt"]
    );
    let expected = Figures {
        people: 4,
        today: 1,
        this_week: 2,
        never: 1,
        card: 1,
        app: 1,
        pass: 0,
        badge: 0,
    };
    assert_eq!(stands.figures(None), expected);
    assert_eq!(stands.since.to_string(), "2026-11-16");
    assert_eq!(stands.groups()["6A"].this_week, 2);
    assert_eq!(stands.groups()["6B"].today, 0);
    let by: Vec<_> = stands.people[1].told.by.iter().collect();
    assert_eq!(by, [&None]);
}

#[test]
fn a_second_file_says_who_is_new_changed_and_gone_and_keeps_what_was_noted() {
    let unit = Unit::new();
    unit.turn_to(0);
    let first = unit.take(None, "Khối 6", CLASS);
    let number = first.roster.number;
    unit.desk.mark(first.people[1].listed.number, true).unwrap();
    // Bé has a number and another class by now, Cũ is gone, Hân is new, An and Đạt are as they were.
    let second = "Lớp;Tên;Họ đệm;Ngày sinh;Số định danh\n\
                  6A;An;Nguyễn Văn;05/06/2014;1214000001\n\
                  6C;Bé;TRẦN THỊ;2014;001214000002\n\
                  6B;Đạt;Lê Hữu;1/2/2014;001214000004\n\
                  6B;Hân;Nguyễn Lê Khả;2014;\n";
    let (token, plan) = unit.look(Some(number), "Khối 6", second).unwrap();
    let gone: Vec<_> = plan
        .gone
        .iter()
        .map(|gone| gone.member.name.as_str())
        .collect();
    assert_eq!((plan.added(), plan.changed(), plan.rows.len()), (1, 1, 4));
    assert_eq!(
        (gone, plan.padded, plan.unlisted.len()),
        (vec!["Phạm Văn Cũ"], 1, 0)
    );
    assert_eq!(
        names(&unit.desk.stands(number).unwrap()).len(),
        4,
        "nothing is taken before somebody says so"
    );
    unit.desk.take(token, false).unwrap();
    assert!(matches!(
        unit.desk.take(token, false),
        Err(RosterError::Stale)
    ));
    let stands = unit.desk.stands(number).unwrap();
    assert_eq!(
        names(&stands),
        [
            "Nguyễn Văn An",
            "Lê Hữu Đạt",
            "Nguyễn Lê Khả Hân",
            "TRẦN THỊ Bé"
        ]
    );
    let absent: Vec<_> = stands.people.iter().filter(|one| one.is_absent).collect();
    assert_eq!(absent.len(), 1);
    assert_eq!(absent[0].listed.number, first.people[1].listed.number);
    // Tomorrow is another day, and what was noted goes when its time is over.
    unit.turn_to(-1);
    assert!(
        unit.desk
            .stands(number)
            .unwrap()
            .people
            .iter()
            .all(|one| !one.is_absent)
    );
    unit.turn_to(-40);
    unit.desk.mark(first.people[0].listed.number, true).unwrap();
    unit.turn_to(0);
    assert!(
        unit.desk
            .stands(number)
            .unwrap()
            .people
            .iter()
            .all(|one| !one.is_absent)
    );
    unit.desk.remove(number).unwrap();
    assert!(matches!(
        unit.desk.stands(number),
        Err(RosterError::Unknown)
    ));
    assert_eq!(unit.desk.all().unwrap(), []);
}

#[test]
fn each_row_that_is_not_taken_is_named_with_what_to_do() {
    let unit = Unit::new();
    let text = "Họ tên,Ngày sinh,CCCD,Điện thoại\n\
                An,,,\n\
                ,2014,,\n\
                Bé,31/2/2014,,\n\
                Cũ,,12345,\n\
                Đạt,,,12\n\
                Hân,,001214000001,0912345678\n\
                Khả,,001214000001,\n\
                an,,,\n\
                Mai,2030,,\n";
    let (_, plan) = unit.look(None, "Khối 6", text).unwrap();
    let wrong: Vec<_> = plan
        .unlisted
        .iter()
        .map(|unlisted| (unlisted.place.line, unlisted.why.clone()))
        .collect();
    let expected = [
        (3, Why::NoName),
        (4, Why::Birth("31/2/2014".into())),
        (5, Why::Id("12345".into())),
        (6, Why::Phone("12".into())),
        (8, Why::SameId(7)),
        (9, Why::Same(2)),
        (10, Why::Birth("2030".into())),
    ];
    assert_eq!(wrong, expected);
    assert_eq!(plan.rows.len(), 2);
    for why in expected.map(|(_, why)| why) {
        assert_ne!(why.words().vi, why.words().en);
    }
}

#[test]
fn what_is_no_list_and_what_has_no_name_of_its_own_is_refused() {
    let unit = Unit::new();
    unit.turn_to(0);
    unit.take(None, "Khối 6", CLASS);
    let file = |text| match unit.look(None, "Khối 7", text) {
        Err(RosterError::File(error)) => error,
        other => panic!("{other:?}"),
    };
    assert_eq!(
        file("1,2\n"),
        FileError::NoHeading(vec![vec!["1".to_owned(), "2".to_owned()]])
    );
    assert_eq!(file("Họ tên\n"), FileError::Nobody);
    assert!(matches!(
        unit.look(None, " khoi 6", CLASS),
        Err(RosterError::NameTaken)
    ));
    assert!(matches!(
        unit.look(None, " ", CLASS),
        Err(RosterError::Name)
    ));
    assert!(matches!(
        unit.look(Some(9), "Khối 9", CLASS),
        Err(RosterError::Unknown)
    ));
}

#[test]
fn a_list_is_saved_as_a_table_that_a_list_is_taken_from_again() {
    let mut unit = Unit::new();
    unit.turn_to(0);
    let number = unit.take(None, "Khối 6", CLASS).roster.number;
    unit.enter(
        Some(Document::PersonalCode),
        Outcome::Admit,
        "Nguyễn Văn An",
        2014,
        Some("001214000001"),
    );
    let folder = unit.scratch.path().join("usb");
    let typed = folder.to_str().unwrap();
    assert!(matches!(
        unit.desk.save(number, None, typed, Format::Csv),
        Err(RosterError::Folder(_))
    ));
    std::fs::create_dir(&folder).unwrap();
    let csv = unit
        .desk
        .save(number, Some("6A"), typed, Format::Csv)
        .unwrap();
    assert!(csv.ends_with("khoi-6-6a-2026-11-26.csv"), "{csv:?}");
    let text = std::fs::read_to_string(csv).unwrap();
    assert_eq!(text.lines().count(), 3);
    assert!(
        text.contains(
            "1,Nguyễn Văn An,05/06/2014,6A,có,có,07:00 26/11/2026,Mã định danh cá nhân,có,"
        )
    );
    assert!(!text.contains("001214000001"), "numbers aren't in a table");
    let xlsx = unit.desk.save(number, None, typed, Format::Xlsx).unwrap();
    let bytes = STANDARD.encode(std::fs::read(xlsx).unwrap());
    let typed = Typed {
        roster: None,
        kind: RosterKind::Pupil,
        name: "Lại".to_owned(),
    };
    let (_, plan) = unit.desk.look(&typed, &bytes, None).unwrap();
    assert_eq!(plan.rows.len(), 4);
    let progress = Progress::default();
    let file = File {
        bytes: CLASS.as_bytes(),
        columns: None,
        progress: &progress,
    };
    let rosters = Rosters::open(&unit.home()).unwrap();
    rosters.plan(&typed, file, date(2026, 11, 23)).unwrap();
    assert_eq!(progress.rows(), 6, "those above the people are read, too");
}

#[test]
fn whom_a_row_may_mean_that_is_not_taken_is_not_missing() {
    let unit = Unit::new();
    unit.turn_to(0);
    let number = unit.take(None, "Khối 6", CLASS).roster.number;
    let second = "Họ và tên,Ngày sinh,CCCD,Lớp\n\
        Nguyễn Văn An,5/6/2014,001214000001,6A\n\
        Tran Thi Be,31/2/2014,,6A\n\
        ,9/8/2014,001214000003,6B\n";
    let (_, plan) = unit.look(Some(number), "Khối 6", second).unwrap();
    assert_eq!(plan.unlisted.len(), 2);
    let gone: Vec<_> = plan.gone.iter().map(|one| &one.member.name).collect();
    assert_eq!(gone, ["Lê Hữu Đạt"]);
}

#[test]
fn columns_without_headings_are_what_somebody_says() {
    let unit = Unit::new();
    unit.turn_to(0);
    let text = "STT,A,B\n1,Nguyễn Văn An,6A\n2,Trần Thị Bé,6A\n";
    let first = match unit.look(None, "Khối 6", text) {
        Err(RosterError::File(FileError::NoHeading(rows))) => rows,
        other => panic!("{other:?}"),
    };
    assert_eq!((first.len(), first[1][1].as_str()), (3, "Nguyễn Văn An"));
    let said = |columns: Vec<Option<Column>>| {
        let typed = Typed {
            roster: None,
            kind: RosterKind::Pupil,
            name: "Khối 6".to_owned(),
        };
        let columns = Chosen { columns, above: 1 };
        unit.desk
            .look(&typed, &STANDARD.encode(text), Some(&columns))
    };
    let (_, plan) = said(vec![None, Some(Column::Name), Some(Column::Group)]).unwrap();
    let rows: Vec<_> = plan
        .rows
        .iter()
        .map(|row| (row.place.line, row.member.name.as_str(), row.group.as_str()))
        .collect();
    assert_eq!(rows, [(2, "Nguyễn Văn An", "6A"), (3, "Trần Thị Bé", "6A")]);
    let nameless = said(vec![None, None, Some(Column::Group)]);
    assert!(matches!(
        nameless,
        Err(RosterError::File(FileError::NoHeading(_)))
    ));
}

/// A list that keeps what it read says the same as one that reads all.
#[test]
fn what_was_read_is_as_if_it_were_read_anew() {
    let mut unit = Unit::new();
    let number = unit.take(None, "Khối 6", CLASS).roster.number;
    let fresh = |unit: &Unit| {
        let staff = Arc::new(Staff::of(&unit.home()));
        let clock = Arc::clone(&unit.clock) as Arc<dyn Clock>;
        Desk::new(&unit.home(), staff, clock)
            .stands(number)
            .unwrap()
    };
    let card = Some(Document::CitizenCard);
    let same = |unit: &Unit| {
        let stands = unit.desk.stands(number).unwrap();
        assert_eq!(stands, fresh(unit));
        stands.figures(None)
    };
    unit.turn_to(3);
    unit.enter(
        card,
        Outcome::Admit,
        "Phạm Văn Cũ",
        2014,
        Some("001214000003"),
    );
    unit.turn_to(0);
    assert_eq!(same(&unit).this_week, 1);
    unit.enter(
        card,
        Outcome::Admit,
        "Nguyễn Văn An",
        2014,
        Some("001214000001"),
    );
    assert_eq!(same(&unit).this_week, 2);
    // The paper book of two days ago is typed in.
    let at = unit.clock.now().at - SignedDuration::from_secs(2 * DAY);
    let of = unit.enter_later(at, "Trần Thị Bé", 2014);
    assert_eq!(same(&unit).this_week, 3);
    // She has it erased.
    let zone = TimeZone::get("Asia/Ho_Chi_Minh").unwrap();
    let now = unit.clock.now();
    let erased = unit.ledger.erase(&of, None, &now, 1, &zone);
    erased.unwrap().unwrap();
    assert_eq!(same(&unit).this_week, 2);
    // The list itself is another.
    unit.take(Some(number), "Khối 6", "Họ tên\nPhạm Văn Cũ\n");
    assert_eq!(same(&unit).people, 1);
}

#[test]
fn the_command_line_lists_imports_and_compares() {
    let unit = Unit::new();
    unit.turn_to(0);
    let file = unit.scratch.path().join("khoi 6.csv");
    let chot = |words: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_chot"))
            .env("CHOT_HOME", unit.home().root())
            .arg("roster")
            .args(words)
            .arg("--json")
            .output()
            .unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        let line = serde_json::from_str(&text).unwrap_or(serde_json::Value::Null);
        (output.status.code().unwrap(), line)
    };
    let import = |more: &[&str], text: &str| {
        std::fs::write(&file, text).unwrap();
        let words = ["import", file.to_str().unwrap(), "--name", "Khối 6"];
        chot(&[&words[..], more].concat())
    };
    let (code, told) = import(&["--kind", "pupil", "--dry-run"], CLASS);
    assert_eq!((code, &told["added"]), (0, &4.into()));
    assert_eq!(chot(&["list"]).1["lists"], serde_json::json!([]));
    assert_eq!(import(&["--kind", "pupil"], CLASS).0, 0);
    let lists = chot(&["list"]).1["lists"].clone();
    assert_eq!(
        (&lists[0]["kind"], &lists[0]["people"]),
        (&"pupil".into(), &4.into())
    );
    // Nobody goes unless it is said; a row that isn't taken is named.
    let second = "Họ và tên,Ngày sinh\nNguyễn Văn An,5/6/2014\nTrần Thị Bé,31/2/2014\n";
    let (code, told) = import(&[], second);
    assert_eq!(
        (code, &told["missing"], &told["removed"]),
        (1, &2.into(), &0.into())
    );
    assert_eq!(told["wrong"][0]["row"], 3);
    assert_eq!(import(&["--drop-missing"], second).1["removed"], 2);
    let (code, seen) = chot(&["seen", "khoi 6"]);
    assert_eq!((code, &seen["all"]["people"]), (0, &2.into()));
    assert_eq!(seen["people"][0]["today"], false);
    assert_eq!(chot(&["seen", "Khối 7"]).0, 1);
    // Badges of those who have none; one is lost.
    let pdf = unit.scratch.path().join("the.pdf");
    let print = |more: &[&str]| {
        let words = ["badges", "khoi 6", "--pdf", pdf.to_str().unwrap()];
        chot(&[&words[..], more].concat())
    };
    assert_eq!(print(&[]).1["badges"], 2);
    assert!(std::fs::read(&pdf).unwrap().starts_with(b"%PDF"));
    assert_eq!(print(&[]).0, 1);
    assert_eq!(print(&["--again"]).1["badges"], 2);
    let (code, lost) = chot(&["revoke", "khoi 6", "tran thi be"]);
    assert_eq!((code, &lost["revoked"]["name"]), (0, &"Trần Thị Bé".into()));
    assert_eq!(chot(&["revoke", "khoi 6", "tran thi be"]).0, 1);
    assert_eq!(chot(&["revoke", "khoi 6", "le huu dat"]).0, 1);
    assert_eq!(print(&[]).1["badges"], 1);
    assert_eq!(import(&[], "1,2\n").0, 1);
}
