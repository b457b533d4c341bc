//! Paper: lines of the book as XLSX and CSV, a day's list and a unit's posters as PDF.

use crate::numbers::{Row, ms};
use anyhow::Result;
use checkpoint::book::Line;
use checkpoint::document::Kind as DocumentKind;
use checkpoint::entry::{Direction, Kind, Outcome, Precision};
use checkpoint::report::{Period, Rows};
use checkpoint::subject::{Identity, Purpose, Who};
use jiff::civil::date;
use jiff::tz::TimeZone;
use paper::csv::Csv;
use paper::list::{self, Names};
use paper::page::{Part, Table};
use paper::poster::{Poster, Size, posters};
use paper::xlsx::Spreadsheet;
use paper::{Account, Letter, Printing, pdf};
use std::fs::{self, File};
use std::io::BufWriter;
use std::time::Instant;
use tempfile::TempDir;

const LINES: u64 = 100_000;
const OF_A_DAY: u64 = 2_000;

const FAMILIES: [&str; 8] = ["Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Đặng", "Vũ", "Bùi"];
const MIDDLES: [&str; 5] = ["Văn", "Thị", "Hữu", "Ngọc", "Quang"];
const GIVEN: [&str; 10] = [
    "Đức", "Hằng", "Khuê", "Lộc", "Mỹ", "Quỳnh", "Trầm", "Vượng", "Ân", "Yến",
];

fn line(seq: u64, period_ms: i64) -> Result<Line> {
    let start: jiff::Timestamp = "2026-11-23T06:00:00+07:00".parse()?;
    let at = start + jiff::SignedDuration::from_millis(i64::try_from(seq)? * period_ms);
    let pick = |from: &[&str], step: u64| {
        let place = usize::try_from(seq * step).unwrap_or(0) % from.len();
        from[place].to_owned()
    };
    let name = [pick(&FAMILIES, 3), pick(&MIDDLES, 7), pick(&GIVEN, 11)].join(" ");
    Ok(Line {
        seq,
        at,
        passed_at: at,
        gate: 1 + u32::try_from(seq % 3)?,
        kind: Kind::Scan,
        document: Some(DocumentKind::CitizenCard),
        direction: Some(if seq.is_multiple_of(2) {
            Direction::Out
        } else {
            Direction::In
        }),
        verdict: Some(Outcome::Admit),
        answer: None,
        people: 1,
        party: None,
        paper: false,
        precision: Precision::Second,
        is_corrected: seq.is_multiple_of(50),
        is_void: false,
        closed_at: None,
        identity: Identity {
            name: Some(name),
            birth_year: Some(1950 + i16::try_from(seq % 60)?),
            last4: Some(format!("{:04}", seq % 10_000)),
            who: Who::default(),
        },
        purpose: Some(Purpose::Key(1 + u8::try_from(seq % 9)?)),
        note: None,
    })
}

/// MB of this process at its largest since [`forget_peak`], and now.
fn memory() -> (f64, f64) {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mb = |name: &str| {
        let line = status.lines().find(|line| line.starts_with(name));
        let kib = line.and_then(|line| line.split_whitespace().nth(1)?.parse::<f64>().ok());
        kib.unwrap_or(f64::NAN) / 1024.0
    };
    (mb("VmHWM:"), mb("VmRSS:"))
}

fn forget_peak() -> std::io::Result<()> {
    fs::write("/proc/self/clear_refs", "5")
}

pub fn measure() -> Result<Vec<Row>> {
    let folder = TempDir::new_in(chot_tests::root().join("target"))?;
    let day = date(2026, 11, 23);
    let names = Names {
        zone: TimeZone::get("Asia/Ho_Chi_Minh")?,
        gates: [(1, "Cổng chính".to_owned()), (2, "Cổng sau".to_owned())].into(),
        purposes: [(1, "Một cửa".to_owned())].into(),
    };
    let lines = (1..=LINES)
        .map(|seq| line(seq, 400))
        .collect::<Result<Vec<Line>>>()?;

    forget_peak()?;
    let (_, before) = memory();
    let started = Instant::now();
    let mut spreadsheet = Spreadsheet::new("Danh sách", day, Some(folder.path()))?;
    spreadsheet.list("Danh sách", &list::columns())?;
    for (number, line) in (1..).zip(&lines) {
        spreadsheet.row(&list::cells(number, line, &names))?;
    }
    let to = folder.path().join("list.xlsx");
    spreadsheet.done(File::create_new(&to)?)?;
    let (spent, (peak, _)) = (ms(started.elapsed()), memory());
    let size = fs::metadata(&to)?.len() as f64 / 1e6;
    let xlsx = Row::new(
        "XLSX of 100,000 lines × 12",
        format!(
            "{:.2} s, {:.0} MB more, {size:.1} MB",
            spent / 1e3,
            peak - before
        ),
        "≤ 4 s, ≤ 100 MB more",
        "rows made of lines, written to a file",
    );

    let started = Instant::now();
    let to = folder.path().join("list.csv");
    let mut csv = Csv::new(BufWriter::new(File::create(&to)?))?;
    csv.titles(&list::columns())?;
    for (number, line) in (1..).zip(&lines) {
        csv.row(&list::cells(number, line, &names))?;
    }
    csv.done()?;
    let csv = Row::new(
        "CSV of the same",
        format!("{:.2} s", ms(started.elapsed()) / 1e3),
        "≤ 0.8 s",
        "",
    );

    let mut page = Account::new("UBND xã Minh Hoạ", Period::day(day), Rows::default())
        .page(&Letter::default(), day);
    let mut table = Table::new("Danh sách", list::columns());
    table.is_wide = true;
    for (number, line) in (1..).zip(&lines).take(usize::try_from(OF_A_DAY)?) {
        table.row(list::cells(number, line, &names));
    }
    page.parts.push(Part::Table(table));
    let started = Instant::now();
    let bytes = pdf::page(&page)?;
    let pdf = Row::new(
        "PDF of a day with its 2,000 entries",
        format!(
            "{:.2} s, {:.1} MB",
            ms(started.elapsed()) / 1e3,
            bytes.len() as f64 / 1e6
        ),
        "≤ 3 s",
        "with the list of twelve columns, the first of this process",
    );
    Ok(vec![xlsx, csv, pdf])
}

/// The text of a poster where there is no hub: words, and our signed form behind them.
fn poster(number: usize) -> Poster {
    let code = format!("BS-{number:03}");
    let name = format!("Cửa hàng số {number}, chợ Bình Trung");
    // As long as a signed form is, of base45's letters.
    let letters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
    let signed: String = (0..240)
        .filter_map(|at| letters.chars().nth((at * (number + 7)) % letters.len()))
        .collect();
    Poster {
        unit: "UBND xã Minh Hoạ".to_owned(),
        kind: "shop",
        kind_vi: "Cửa hàng",
        kind_en: "Shop",
        address: "Thôn Phú Lễ 1, xã Minh Hoạ".to_owned(),
        contact: "0255 3 850 100".to_owned(),
        capacity: Some(20),
        version: 1,
        dates_vi: "Dùng từ 23/11/2026".to_owned(),
        dates_en: "Valid from 23/11/2026".to_owned(),
        text: format!(
            "UBND xã Minh Hoạ – {name} – mã {code}. Vào cổng mời đưa thẻ căn cước cho máy quét. CHOT1:{signed}"
        ),
        name,
        code,
    }
}

/// 200 places' posters as one file.
pub fn posters_of_a_unit() -> Result<Row> {
    let places: Vec<Poster> = (1..=200).map(poster).collect();
    let started = Instant::now();
    let bytes = posters(&places, Size::A4, &Printing::default())?;
    Ok(Row::new(
        "PDF of 200 places' posters, A4",
        format!(
            "{:.2} s, {:.1} MB",
            ms(started.elapsed()) / 1e3,
            bytes.len() as f64 / 1e6
        ),
        "≤ 10 s",
        "codes of words and a signed form",
    ))
}
