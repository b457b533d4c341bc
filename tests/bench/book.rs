//! The book over a million entries: search, a day, who was inside and with whom, what an append (beside an export, too) and a
//! purge cost there, and how soon a gate with such a log is there.

use crate::numbers::{Row, Spread, ms};
use crate::visits::{Filling, sought};
use anyhow::{Context, Result, ensure};
use checkpoint::entry::{Direction, Draft, Kind, Outcome};
use checkpoint::moment::{Boot, Moment};
use checkpoint::subject::{Identity, Salt, Subject, Who};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan};
use kiosk::book::{Book, Filter};
use kiosk::home::Home;
use kiosk::ledger::Ledger;
use rusqlite::Connection;
use std::collections::BTreeMap;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

const ENTRIES: u64 = 1_000_000;
const QUICK: u64 = 50_000;
/// At least.
const ENTRIES_A_DAY: u64 = 2_100;
/// Days whose lines are exported: a hundred thousand of a million entries.
const EXPORTED_DAYS: i64 = 52;
const ROUNDS: u32 = 20;
const APPENDS: u64 = 400;
/// A rush.
const BETWEEN_APPENDS: Duration = Duration::from_millis(10);

pub fn measure(quick: bool) -> Result<Vec<Row>> {
    let entries = if quick { QUICK } else { ENTRIES };
    let folder = TempDir::new_in(chot_tests::root().join("target"))?;
    let home = Home::at(folder.path().join("ledger"));
    let zone = TimeZone::get("Asia/Ho_Chi_Minh")?;
    // Up to yesterday: what a gate reads at its start is what came lately.
    let days = i64::try_from(entries / ENTRIES_A_DAY)? + 1;
    let today = zone.to_datetime(Timestamp::now()).date();
    let begins = zone.to_timestamp((today - days.days()).at(6, 30, 0, 0))?;
    let mut rows = Vec::new();
    let started = Instant::now();
    drop(Ledger::open(&home, &moment(begins))?);
    let last = fill(&home, begins, entries)?;
    let filled = started.elapsed();
    let started = Instant::now();
    // An older program's ledger: opening it writes what entries are found by.
    let mut ledger = Ledger::open(&home, &moment(last))?;
    let size = std::fs::metadata(home.database())?.len() / 1_000_000;
    rows.push(Row::new(
        "ledger of an older program brought up",
        format!("{:.0} s", started.elapsed().as_secs_f64()),
        "",
        &format!(
            "{entries} entries, filled in {:.0} s, {size} MB",
            filled.as_secs_f64()
        ),
    ));

    let purposes: BTreeMap<u8, String> = [(1, "Một cửa".into()), (4, "Giao hàng".into())].into();
    let (name, phone) = sought()?;
    let folded = checkpoint::subject::fold_name(&name);
    let prefix: String = name.chars().take(3).collect();
    let asked: [(&str, &str); 7] = [
        ("search: 3 words, with accents", &name),
        ("search: 3 words, without", &folded),
        ("search: 3 common words", "nguyen van anh"),
        ("search: a prefix of 2 letters", "ng"),
        ("search: a prefix of 3 letters", &prefix),
        ("search: a phone number", &phone),
        ("search: no hit", "nguyen thi xyz"),
    ];
    let opened = timed(ROUNDS, || {
        Book::open(&home, zone.clone())
            .map(|_| 0)
            .map_err(Into::into)
    })?;
    rows.push(Row::new(
        "the log opened to be read",
        opened.0.quoted(),
        "",
        "part of all below",
    ));
    for (what, typed) in asked {
        let found = timed(ROUNDS, || {
            let book = Book::open(&home, zone.clone())?;
            Ok(book.search(typed, &purposes, None, 100)?.rows.len())
        })?;
        rows.push(Row::new(
            what,
            found.0.quoted(),
            "p95 ≤ 30 ms",
            &format!("{} lines, the log opened anew", found.1),
        ));
    }
    // A day in the middle, as the log stands now.
    let middle = begins + (last.duration_since(begins)) / 2;
    let date = zone.to_datetime(middle).date();
    let day = timed(ROUNDS, || {
        let book = Book::open(&home, zone.clone())?;
        let day = book.day(date, last)?;
        Ok(day.page(&Filter::default(), 0, None, 100).all)
    })?;
    rows.push(Row::new(
        "a day: figures, hours, lines",
        day.0.quoted(),
        "≤ 50 ms",
        &format!("{} lines", day.1),
    ));
    let bars = timed(ROUNDS, || {
        let (bars, _) = Book::open(&home, zone.clone())?.bars(date, 0)?;
        let coverage = bars.coverage().unwrap_or_default();
        Ok((bars.hours.len(), coverage))
    })?;
    let (hours, (counted, recorded)) = bars.1;
    ensure!(counted > 0 && hours > 0, "nobody counted on {date}");
    rows.push(Row::new(
        "its bars and coverage alone",
        bars.0.quoted(),
        "≤ 20 ms",
        &format!("{hours} hours; {recorded} of {counted} who were counted in two windows"),
    ));
    let noon = zone.to_timestamp(date.at(10, 15, 0, 0))?;
    let inside = timed(ROUNDS, || {
        let inside = Book::open(&home, zone.clone())?.inside(noon)?;
        Ok(inside.people.len())
    })?;
    rows.push(Row::new(
        "who was inside at 10:15",
        inside.0.quoted(),
        "≤ 200 ms",
        &format!("{} people", inside.1),
    ));
    let span = (date - 7.days(), date + 7.days());
    let book = Book::open(&home, zone.clone())?;
    // A visitor, not one of those who come each day.
    let visitor = book
        .inside(noon)?
        .people
        .into_iter()
        .map(|present| present.stay.person)
        .find(|person| {
            let together = book.together(*person, span, 15, last);
            together.is_ok_and(|together| together.own.len() < 3)
        })
        .context("a visitor")?;
    drop(book);
    let together = timed(ROUNDS, || {
        let book = Book::open(&home, zone.clone())?;
        Ok(book.together(visitor, span, 15, last)?.met.len())
    })?;
    rows.push(Row::new(
        "who together with a visitor, 15 days",
        together.0.quoted(),
        "≤ 200 ms",
        &format!("{} stays", together.1),
    ));

    let alone = appends(&mut ledger, last, &zone, &name, |round| round < APPENDS)?;
    rows.push(Row::new(
        "a durable append there",
        format!("{}, p99 {:.2} ms", alone.quoted(), alone.at(0.99)),
        "p99 ≤ 25 ms",
        "",
    ));
    let exported = folder.path().join("lines.xlsx");
    let span = [date - EXPORTED_DAYS.days(), date - 1.day()].map(|day| day.to_string());
    let mut export = Command::new(chot_tests::bin("chot"))
        .args([
            "report", "--list", "--from", &span[0], "--to", &span[1], "--xlsx",
        ])
        .arg(&exported)
        .env("CHOT_HOME", home.root())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()?;
    let started = Instant::now();
    let beside = appends(&mut ledger, last, &zone, &name, |_| {
        std::thread::sleep(BETWEEN_APPENDS);
        export.try_wait().is_ok_and(|ended| ended.is_none())
    })?;
    ensure!(export.wait()?.success(), "the export failed");
    rows.push(Row::new(
        "the same while lines are exported",
        format!("{}, p99 {:.2} ms", beside.quoted(), beside.at(0.99)),
        "p99 ≤ 25 ms",
        &format!(
            "{EXPORTED_DAYS} days' lines as XLSX in {:.1} s by another process, {} MB",
            started.elapsed().as_secs_f64(),
            std::fs::metadata(&exported)?.len() / 1_000_000
        ),
    ));
    let started = Instant::now();
    ledger.index(&moment(last))?;
    rows.push(Row::new(
        "words of 256 entries indexed",
        format!("{:.0} ms", ms(started.elapsed())),
        "",
        "between two visitors",
    ));

    drop(ledger);
    #[cfg(target_os = "linux")]
    rows.push(crate::screen::start_with(
        home.root(),
        &format!("{entries} entries, up to yesterday"),
    ));
    let mut ledger = Ledger::open(&home, &moment(last))?;
    let keep = SignedDuration::from_hours(24 * 30);
    ledger.purge(keep, &moment(last), 1, &zone)?;
    let mut later = moment(last);
    let month = SignedDuration::from_hours(24 * 31);
    later.at += month;
    later.mono_ms += u64::try_from(month.as_millis())?;
    let started = Instant::now();
    let purged = ledger.purge(keep, &later, 1, &zone)?.is_some();
    rows.push(Row::new(
        "a purge of 250 subjects",
        format!("{:.0} ms", ms(started.elapsed())),
        "",
        &format!("with their words: {purged}"),
    ));
    Ok(rows)
}

/// How long each append took, as long as there is to be another.
fn appends(
    ledger: &mut Ledger,
    from: Timestamp,
    zone: &TimeZone,
    name: &str,
    mut goes_on: impl FnMut(u64) -> bool,
) -> Result<Spread> {
    let mut spent = Vec::new();
    let mut round = 0;
    while goes_on(round) {
        let mut draft = Draft::new(Kind::Scan);
        (draft.direction, draft.verdict) = (Some(Direction::In), Some(Outcome::Admit));
        let identity = Identity {
            name: Some(name.to_owned()),
            birth_year: Some(1990),
            last4: Some(format!("{:04}", round % 10_000)),
            who: Who::default(),
        };
        let subject = Subject::identity(Salt(ledger.salt()?), &identity)?;
        let at = moment(from + SignedDuration::from_secs(i64::try_from(round)?));
        let started = Instant::now();
        ledger.append(&draft, Some(&subject), &at, 1, zone)?;
        spent.push(ms(started.elapsed()));
        round += 1;
    }
    Ok(Spread::of(spent))
}

fn moment(at: Timestamp) -> Moment {
    Moment {
        at,
        mono_ms: u64::try_from(at.as_millisecond()).unwrap_or(0),
        boot: Boot([1; 16]),
        offset: None,
    }
}

/// How long something takes, and what it last counted.
fn timed<T: Default>(rounds: u32, mut deed: impl FnMut() -> Result<T>) -> Result<(Spread, T)> {
    let mut spent = Vec::new();
    let mut found = T::default();
    for _ in 0..rounds {
        let started = Instant::now();
        found = deed()?;
        spent.push(ms(started.elapsed()));
    }
    Ok((Spread::of(spent), found))
}

/// In one transaction, by the schema of the program before the index; that index is what the next opening adds.
fn fill(home: &Home, begins: Timestamp, entries: u64) -> Result<Timestamp> {
    let key = std::fs::read_to_string(home.keys().join("ledger"))?;
    let key =
        checkpoint::base64url::from_base64url::<32>(key.trim()).context("the ledger's key")?;
    let hex: String = key.iter().map(|byte| format!("{byte:02x}")).collect();
    let connection = Connection::open(home.database())?;
    connection.execute_batch(&format!(
        "PRAGMA key = \"x'{hex}'\"; PRAGMA synchronous = OFF; BEGIN"
    ))?;
    connection.execute_batch(
        "DROP TABLE word; DROP TABLE indexed; DROP TABLE disposed; DROP TABLE disposing; DROP TABLE day_badge; DROP TABLE somebody; DROP INDEX entry_by_time; DROP INDEX entry_amending;
         ALTER TABLE entry DROP COLUMN counted_ms; ALTER TABLE entry DROP COLUMN amends; PRAGMA user_version = 5;",
    )?;
    let mut filling = Filling::of(&connection, begins)?;
    filling.until(entries)?;
    let last = filling.last;
    connection.execute_batch("COMMIT")?;
    Ok(last)
}
