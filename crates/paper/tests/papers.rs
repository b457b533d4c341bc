//! Papers: what they say, that they say it the same way twice, and that nothing in them does anything.
#![allow(clippy::unwrap_used, reason = "a test says what is wrong by failing")]

use checkpoint::book::Line;
use checkpoint::entry::{Direction, Kind, Outcome, Precision};
use checkpoint::report::{Figure, Period, Report, Rows, Slot};
use checkpoint::subject::{Identity, Person, Purpose, Who};
use jiff::civil::{date, datetime};
use jiff::tz::TimeZone;
use paper::account::{Account, GapLine, UnitLine, Window};
use paper::letter::{Behalf, Letter, Signer};
use paper::list::{self, GuestBook, Names};
use paper::page::{Cell, Part, Table};
use paper::{csv, docx, pdf, sheet, xlsx};
use std::io::Read;

/// Every vowel of Vietnamese with every tone, and what else it has.
const TONES: &str =
    "Nguyễn Thị Ừng Ỷ Đặng Hoàng Khuê Lộc Mỹ Quỳnh Trầm Vương Ấn Ẫm Ẵng Ặt Ể Ỗi Ợt Ữu Ỵ";

fn letter() -> Letter {
    Letter {
        superior: "UBND tỉnh Minh Hoạ".into(),
        body: "UBND xã Minh Hoạ".into(),
        symbol: "Số: 12/BC-UBND".into(),
        place: "Minh Hoạ".into(),
        addressees: vec!["Như trên".into(), "Lưu: VT, VP".into()],
        signer: Signer {
            behalf: Behalf::Deputy,
            of: "CHỦ TỊCH".into(),
            office: "PHÓ CHỦ TỊCH".into(),
            name: "Nguyễn Văn Đức".into(),
        },
    }
}

fn report(figures: &[(Figure, i64)]) -> Report {
    let mut all = [0; Figure::ALL.len()];
    for (figure, count) in figures {
        all[*figure as usize] = *count;
    }
    Report::of(all)
}

fn account() -> Account {
    let day = date(2026, 11, 23);
    let mut rows = Rows::default();
    for (hour, gate, people) in [(7, 1, 412), (8, 1, 31), (8, 2, 5), (16, 2, 1)] {
        let figures = [
            (Figure::Entries, people + 3),
            (Figure::ScanIn, people),
            (Figure::ScanOut, people / 2),
            (Figure::ManualIn, 2),
            (Figure::PaperIn, 1),
            (Figure::ScanAdmit, people + people / 2),
            (Figure::ScanLook, 1),
            (Figure::TurnedAway, 1),
        ];
        rows.0.insert(Slot { day, hour, gate }, report(&figures));
    }
    let mut account = Account::new("UBND xã Minh Hoạ", Period::day(day), rows);
    account.cut = Some(datetime(2026, 11, 23, 16, 30, 0, 0));
    account.before = Some(report(&[(Figure::ScanIn, 500)]));
    account.gates = [(1, "Cổng chính".to_owned())].into();
    account.gaps = vec![GapLine {
        from: datetime(2026, 11, 23, 9, 10, 0, 0),
        to: datetime(2026, 11, 23, 9, 55, 0, 0),
        gate: 1,
    }];
    account
}

fn cells(table: &Table, row: usize) -> Vec<String> {
    table.rows[row].cells.iter().map(Cell::text).collect()
}

fn under<'a>(parts: &'a [Part], heading: &str) -> &'a Part {
    let at = parts
        .iter()
        .position(|part| matches!(part, Part::Heading { text } if text.ends_with(heading)));
    &parts[at.unwrap() + 1]
}

fn table<'a>(parts: &'a [Part], heading: &str) -> &'a Table {
    match under(parts, heading) {
        Part::Table(table) => table,
        Part::Text { text } | Part::Heading { text } => panic!("{text}"),
    }
}

#[test]
fn the_report_of_a_drill_says_so_at_its_head() {
    let mut account = account();
    assert_eq!(account.page(&letter(), date(2026, 11, 23)).mark, "");
    account.drills = vec![date(2026, 11, 23)];
    let page = account.page(&letter(), date(2026, 11, 23));
    assert_eq!(page.mark, "Diễn tập");
    let Part::Text { text } = &page.parts[1] else {
        panic!("a sentence")
    };
    assert!(text.starts_with("DIỄN TẬP ngày 23/11/2026"), "{text}");
    account.period = Period::month_of(date(2026, 11, 1));
    let page = account.page(&letter(), date(2026, 12, 1));
    assert_eq!(page.mark, "Có ngày diễn tập");
}

#[test]
fn a_day_s_report_says_its_hours_gates_means_and_gaps_with_their_sums() {
    let page = account().page(&letter(), date(2026, 11, 23));
    assert_eq!(page.about, "Lượt vào, ra ngày 23/11/2026");
    assert_eq!(page.cut, "Số liệu tính đến 16 giờ 30 ngày 23/11/2026");
    assert_eq!(page.date_line(), "Minh Hoạ, ngày 23 tháng 11 năm 2026");
    let overall = table(&page.parts, "Số liệu chung");
    assert_eq!(cells(overall, 0), ["Lượt vào", "457", "500", "−43"]);
    let hours = table(&page.parts, "Theo giờ");
    assert_eq!(cells(hours, 1), ["08:00–08:59", "40", "17", "42"]);
    assert_eq!(cells(hours, 3), ["Cộng", "457", "223", "461"]);
    let gates = table(&page.parts, "Theo cổng");
    assert_eq!(cells(gates, 0), ["Cổng chính", "447", "221", "449"]);
    assert_eq!(cells(gates, 1)[0], "Cổng số 2");
    let gaps = table(&page.parts, "Thời gian máy ngừng");
    assert_eq!(
        cells(gaps, 0),
        ["09:10–09:55 ngày 23/11/2026", "Cổng chính", "45"]
    );
    match under(&page.parts, "Tỷ lệ quét") {
        Part::Text { text } => assert!(text.starts_with("Chưa đếm")),
        Part::Table(_) | Part::Heading { .. } => panic!("nobody counted"),
    }
}

#[test]
fn what_was_written_by_a_clock_that_nobody_trusts_stands_apart_and_only_where_there_is_any() {
    let mut account = account();
    let said = |account: &Account| account.page(&letter(), date(2026, 11, 23)).parts.len();
    let without = said(&account);
    account.untrusted = report(&[(Figure::Entries, 7), (Figure::ScanIn, 5)]);
    assert_eq!(said(&account), without + 2);
    let page = account.page(&letter(), date(2026, 11, 23));
    match under(&page.parts, "Đồng hồ chưa tin được") {
        Part::Text { text } => assert!(text.starts_with("7 dòng") && text.contains("5 lượt vào")),
        Part::Table(_) | Part::Heading { .. } => panic!("a sentence"),
    }
    let overall = table(&page.parts, "Số liệu chung");
    assert_eq!(cells(overall, 0)[1], "457", "not among the others");
}

#[test]
fn a_share_is_told_of_thirty_passages_and_more_alone() {
    let mut account = account();
    let window = |passed, recorded| Window {
        from: datetime(2026, 11, 23, 7, 0, 0, 0),
        to: datetime(2026, 11, 23, 7, 10, 0, 0),
        counter: "Bảo vệ 1".into(),
        passed,
        recorded,
    };
    account.windows = vec![window(29, 29), window(60, 55)];
    let page = account.page(&letter(), date(2026, 11, 23));
    let windows = table(&page.parts, "Tỷ lệ quét");
    assert_eq!(cells(windows, 0)[2..], ["29", "29", ""]);
    assert_eq!(cells(windows, 1)[2..], ["60", "55", "91,7%"]);
    assert_eq!(cells(windows, 2)[2..], ["89", "84", "94,4%"]);
}

#[test]
fn a_branch_s_report_stands_by_its_units_and_not_by_gates_that_each_count_from_one() {
    let mut account = account();
    account.units = vec![
        UnitLine {
            name: "Xã A".into(),
            depth: 1,
            report: account.rows.total(),
            standing: "có số".into(),
        },
        UnitLine {
            name: "Xã B".into(),
            depth: 1,
            report: Report::default(),
            standing: "im lặng từ 20/11".into(),
        },
    ];
    let page = account.page(&Letter::default(), date(2026, 11, 23));
    let units = table(&page.parts, "Theo đơn vị");
    assert_eq!(
        cells(units, 1),
        ["\u{2003}Xã B", "0", "0", "0", "im lặng từ 20/11"]
    );
    assert_eq!(cells(units, 2)[..2], ["Cộng", "457"]);
    let by_gate =
        |part: &Part| matches!(part, Part::Heading { text } if text.ends_with("Theo cổng"));
    assert!(!page.parts.iter().any(by_gate));
    assert_eq!(
        page.body(),
        "UBND xã Minh Hoạ",
        "the whole's name stands in"
    );
}

fn names() -> Names {
    Names {
        zone: TimeZone::get("Asia/Ho_Chi_Minh").unwrap(),
        gates: [(1, "Cổng chính".to_owned())].into(),
        purposes: [(2, "Gặp lãnh đạo".to_owned())].into(),
    }
}

fn line(seq: u64, time: &str, direction: Direction, person: u8) -> Line {
    let at = format!("2026-11-23T{time}+07:00").parse().unwrap();
    Line {
        seq,
        at,
        passed_at: at,
        gate: 1,
        kind: Kind::Scan,
        document: Some(checkpoint::document::Kind::CitizenCard),
        direction: Some(direction),
        verdict: Some(Outcome::Admit),
        answer: None,
        people: 1,
        party: None,
        paper: false,
        precision: Precision::Second,
        is_corrected: false,
        is_void: false,
        closed_at: None,
        identity: Identity {
            name: Some("Nguyễn Văn Đức".into()),
            birth_year: Some(1990),
            last4: Some("0123".into()),
            who: Who {
                person: (person > 0).then_some(Person([person; 16])),
                ..Who::default()
            },
        },
        purpose: Some(Purpose::Key(2)),
        note: None,
    }
}

#[test]
fn a_line_of_the_list_masks_its_number_and_says_what_it_came_for() {
    let row = list::cells(1, &line(5, "07:42:10", Direction::In, 1), &names());
    let row: Vec<String> = row.iter().map(Cell::text).collect();
    let expected = [
        "1",
        "23/11/2026",
        "07:42:10",
        "Nguyễn Văn Đức",
        "1990",
        "••••0123",
        "Thẻ căn cước",
        "Gặp lãnh đạo",
        "Cổng chính",
        "Vào",
        "Đạt",
        "",
    ];
    assert_eq!(row, expected);
    assert_eq!(list::columns().len(), row.len());
}

#[test]
fn the_guest_book_has_a_visit_s_way_out_beside_its_way_in_and_each_once() {
    let mut book = GuestBook::default();
    book.take(line(1, "07:00:00", Direction::In, 1));
    book.take(line(2, "07:10:00", Direction::In, 0));
    book.take(line(3, "08:00:00", Direction::Out, 1));
    book.take(line(4, "08:30:00", Direction::Out, 2));
    book.take(line(5, "09:00:00", Direction::In, 1));
    let mut void = line(6, "09:30:00", Direction::In, 3);
    void.is_void = true;
    book.take(void);
    let names = names();
    let times: Vec<(String, String)> = book
        .rows(&names)
        .map(|row| (row[6].text(), row[7].text()))
        .collect();
    let expected = [
        ("07:00:00", "08:00:00"),
        ("07:10:00", ""),
        ("", "08:30:00"),
        ("09:00:00", ""),
    ];
    assert_eq!(
        times,
        expected.map(|(came, went)| (came.to_owned(), went.to_owned()))
    );
}

/// The page with a list that tries to be more than text.
fn page() -> paper::Page {
    let mut page = account().page(&letter(), date(2026, 11, 23));
    let mut lines = Table::new("Danh sách", list::columns());
    lines.is_wide = true;
    for (number, name) in (1..).zip([
        TONES,
        "=1+1",
        "#panic()",
        "<w:p>&",
        "*đậm* _nghiêng_ $x$ @a",
    ]) {
        let mut line = line(5, "07:42:10", Direction::In, 1);
        line.identity.name = Some(name.into());
        line.identity.last4 = Some("0012".into());
        lines.row(list::cells(number, &line, &names()));
    }
    page.parts.push(Part::Table(lines));
    page
}

#[test]
fn the_same_page_gives_the_same_bytes_on_every_kind_of_paper() {
    let page = page();
    let pdf_bytes = pdf::page(&page).unwrap();
    assert!(pdf_bytes.starts_with(b"%PDF-1."));
    assert_eq!(pdf_bytes, pdf::page(&page).unwrap());
    assert_eq!(docx::page(&page).unwrap(), docx::page(&page).unwrap());
    assert_eq!(xlsx::page(&page).unwrap(), xlsx::page(&page).unwrap());
    assert_eq!(csv::page(&page).unwrap(), csv::page(&page).unwrap());
}

fn part(zip: &[u8], name: &str) -> String {
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(zip)).unwrap();
    let mut text = String::new();
    zip.by_name(name)
        .unwrap()
        .read_to_string(&mut text)
        .unwrap();
    text
}

#[test]
fn a_document_for_clerks_holds_every_figure_and_name_as_text() {
    let docx = docx::page(&page()).unwrap();
    let document = part(&docx, "word/document.xml");
    for said in [
        TONES,
        "457",
        "−43",
        "=1+1",
        "&lt;w:p&gt;&amp;",
        "KT. CHỦ TỊCH",
        "Nơi nhận:",
    ] {
        assert!(document.contains(said), "{said}");
    }
    assert!(part(&docx, "word/header1.xml").contains(" PAGE "));
}

#[test]
fn a_spreadsheet_has_numbers_as_numbers_ids_as_text_and_no_formula() {
    let xlsx = xlsx::page(&page()).unwrap();
    let sheet = part(&xlsx, "xl/worksheets/sheet1.xml");
    assert!(sheet.contains("<v>457</v>"));
    assert!(sheet.contains("••••0012") && sheet.contains("=1+1"));
    assert!(!sheet.contains("<f>"), "a formula");
    assert!(part(&xlsx, "docProps/core.xml").contains("2026-11-23T00:00:00Z"));
}

#[test]
fn the_same_sheets_are_the_same_bytes() {
    let sheets: Vec<sheet::Enrolment> = (1..=12)
        .map(|gate| sheet::Enrolment {
            unit: "UBND xã Minh Hoạ".into(),
            post: format!("Cổng {gate}"),
            gate,
            address: "https://hub.example".into(),
            code: format!("CHOTHUB1:{}", "0123456789ABCDEF $%*".repeat(8)),
            expiry: "Dùng được đến 16 giờ 30 ngày 30/11/2026.".into(),
            note: String::new(),
        })
        .collect();
    let bytes = sheet::enrolments(&sheets).unwrap();
    assert_eq!(bytes, sheet::enrolments(&sheets).unwrap());
}

#[test]
fn a_text_too_long_for_a_code_is_refused_by_its_length() {
    let said = sheet::code(&"A".repeat(3_000)).unwrap_err().to_string();
    assert!(said.contains("3000"), "{said}");
}

#[test]
fn an_exposure_list_is_marked_keeps_kinds_of_time_apart_and_drops_nobody() {
    use checkpoint::presence::Time;
    use paper::exposure::{Exposure, MARK, StayLine};
    let stay = |name: &str, time| StayLine {
        name: Some(name.to_owned()),
        birth_year: Some(1990),
        last4: Some("0002".to_owned()),
        phone: None,
        gate: "Cổng chính".to_owned(),
        came: Some(datetime(2026, 11, 23, 9, 40, 0, 0)),
        left: None,
        minutes: 75,
        time,
    };
    let sheet = Exposure {
        whole: "UBND xã Minh Hoạ".to_owned(),
        person: "Nguyễn Văn Đức".to_owned(),
        first: date(2026, 11, 23),
        last: date(2026, 11, 23),
        least: 15,
        requester: "Trạm y tế".to_owned(),
        document: "12/TYT".to_owned(),
        asked_at: datetime(2026, 11, 24, 8, 0, 0, 0),
        asked_by: "Trần Thị Quản".to_owned(),
        own: vec![stay("Nguyễn Văn Đức", Time::Real)],
        met: vec![
            stay("Trần Thị Bé", Time::Real),
            stay("Phạm Văn Cũ", Time::Paper),
            stay("=1+1", Time::Estimated),
        ],
        unnamed: 4,
    };
    let page = sheet.page(&letter(), date(2026, 11, 24));
    assert_eq!(page.mark, MARK);
    let tables: Vec<_> = page.tables().collect();
    assert_eq!(tables.len(), 4);
    let names: Vec<_> = tables
        .iter()
        .map(|table| cells(table, 0)[1].clone())
        .collect();
    assert_eq!(
        names,
        ["Nguyễn Văn Đức", "Trần Thị Bé", "Phạm Văn Cũ", "=1+1"]
    );
    assert_eq!(cells(tables[3], 0)[7], "không thấy");
    let said = serde_json::to_string(&page).unwrap();
    for word in ["Trạm y tế", "12/TYT", "4 lượt"] {
        assert!(said.contains(word), "{word}");
    }
    assert!(paper::pdf::page(&page).unwrap().starts_with(b"%PDF"));
    let xlsx = paper::xlsx::page(&page).unwrap();
    assert_eq!(xlsx, paper::xlsx::page(&page).unwrap(), "the same bytes");
}

#[test]
fn a_roll_call_ticks_who_was_found_and_counts_who_has_no_name() {
    use paper::roll::{Called, Roll};
    let called = |name: &str, is_found| Called {
        name: Some(name.to_owned()),
        birth_year: None,
        last4: None,
        came: datetime(2026, 11, 23, 9, 40, 0, 0),
        gate: "Cổng chính".to_owned(),
        is_found,
    };
    let roll = Roll {
        whole: "UBND xã Minh Hoạ".to_owned(),
        at: datetime(2026, 11, 23, 10, 15, 0, 0),
        inside: vec![called("Trần Thị Bé", true), called("Phạm Văn Cũ", false)],
        maybe: vec![called("Võ Thị Ca", false)],
        unnamed: 5,
        unclear: vec![called("Lý Thị Dần", true)],
    };
    let page = roll.page(&letter());
    let tables: Vec<_> = page.tables().collect();
    assert_eq!(cells(tables[0], 0)[1], "x");
    assert_eq!(cells(tables[0], 1)[1], "");
    assert_eq!(cells(tables[1], 0)[2], "Võ Thị Ca");
    let says = |text: &str| {
        page.parts
            .iter()
            .any(|part| matches!(part, Part::Heading { text: said } if said.contains(text)))
    };
    assert!(says("Có thể còn trong nhà (1)") && says("theo số đếm: 5"));
    assert_eq!(cells(tables[2], 0)[1..3], ["x", "Lý Thị Dần"]);
}
