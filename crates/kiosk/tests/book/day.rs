//! A day's lines and figures: every number equals a recount.

use super::post::{Post, coming_in, identity};
use super::writer::{Writer, act};
use checkpoint::entry::{Direction, Kind, Outcome, UNTRUSTED_DAY, day_of};
use checkpoint::report::{Figure, Period, Rows};
use jiff::civil::Date;
use jiff::{SignedDuration, ToSpan};
use kiosk::book::{Book, Day, Filter, Need, Row, Sort};
use kiosk::targets::{Cursor, Targets, Way};
use proptest::prelude::*;

fn book(post: &Post) -> Book {
    Book::open(&post.home, post.zone.clone()).unwrap()
}

/// All that fit, page by page.
fn all(day: &Day, filter: &Filter, most: usize) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    let mut upto = None;
    loop {
        let page = day.page(filter, rows.len(), upto, most);
        upto = Some(page.upto);
        rows.extend(page.rows.iter().map(|row| (*row).clone()));
        if page.rows.is_empty() {
            assert_eq!(page.all, rows.len());
            return rows;
        }
    }
}

fn people(rows: &[Row], way: Direction, on: impl Fn(&Row) -> bool) -> i64 {
    let passed = rows.iter().filter(|row| on(row));
    let passed = passed.filter_map(|row| row.line.passage());
    passed
        .filter(|(direction, _)| *direction == way)
        .map(|(_, people)| i64::from(people))
        .sum()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, max_shrink_iters: 1000, ..ProptestConfig::default() })]

    #[test]
    fn every_number_of_a_day_is_a_recount(
        acts in proptest::collection::vec(act(), 1..90),
        ahead in -1_i64..5,
        most in 1..12_usize,
    ) {
        let mut writer = Writer::new();
        let zone = writer.post.zone.clone();
        let date = zone.to_datetime(writer.post.now().at).date() + ahead.days();
        acts.iter().for_each(|act| writer.act(act));
        let now = writer.now().at + SignedDuration::from_mins(1);
        let book = book(&writer.post);
        let day = book.day(date, now).unwrap();

        // The whole log, folded as a report is.
        let mut rows = Rows::default();
        writer.written.iter().for_each(|(written, _)| rows.add(&written.entry, &zone));
        let counted = rows.within(&Period::day(date));
        let on_the_wall = |at: jiff::Timestamp| zone.to_datetime(at).date();
        let undated = writer.written.iter().map(|(written, _)| &written.entry).filter(|entry| {
            day_of(entry, &zone) == UNTRUSTED_DAY && on_the_wall(entry.counted_at()) == date
        }).count();
        let report = counted.total();
        let is_heard = report.get(Figure::Entries) > 0 || undated > 0;
        prop_assert_eq!(day.tiles.is_some(), is_heard);
        if let Some(tiles) = day.tiles {
            prop_assert_eq!(tiles.report, report);
            prop_assert_eq!(tiles.undated, i64::try_from(undated).unwrap());
            let ends = zone.to_timestamp((date + 1.days()).at(0, 0, 0, 0)).unwrap();
            let at = now.min(ends - SignedDuration::from_millis(1));
            if on_the_wall(at) == date {
                let inside = book.inside(at).unwrap();
                prop_assert_eq!(tiles.inside, inside.people.len() as u64 + inside.unnamed);
            }
        }
        let (people_in, people_out) = day.bars.hours.values().fold((0, 0), |sum, hour| (sum.0 + hour.0, sum.1 + hour.1));
        prop_assert_eq!((people_in, people_out), (report.people_in(), report.people_out()));

        // Told alone, the bars are the day's, and so is what came behind a line of it.
        let upto = day.page(&Filter::default(), most, None, 1).rows.first().map_or(0, |row| row.place);
        let newer = all(&day, &Filter::default(), most).iter().filter(|row| row.place > upto).count();
        prop_assert_eq!(book.bars(date, upto).unwrap(), (day.bars.clone(), newer));

        // The lines, page by page, are those of the log; what passes on the day is in the figures.
        let lines = all(&day, &Filter::default(), most);
        let came = writer.written.iter().map(|(written, _)| &written.entry).filter(|entry| {
            matches!(entry.said.kind, Kind::Scan | Kind::Manual | Kind::Passed) && on_the_wall(entry.counted_at()) == date
        });
        let mut came: Vec<_> = came.map(|entry| (entry.counted_at(), entry.seq)).collect();
        came.sort_by_key(|line| std::cmp::Reverse(*line));
        let told: Vec<_> = lines.iter().map(|row| (row.line.at, row.line.seq)).collect();
        prop_assert_eq!(told, came);
        let before = book.day(date - 1.days(), now).unwrap();
        let waited = all(&before, &Filter::default(), 100);
        let counts = |row: &Row| on_the_wall(row.line.passed_at) == date && !row.needs.contains(&Need::Undated);
        for (way, figure) in [(Direction::In, report.people_in()), (Direction::Out, report.people_out())] {
            let answered_late = writer.written.iter().any(|(written, _)| written.entry.said.kind == Kind::Decision);
            // An answer may come days later, or be given twice: lines know the last alone.
            if !answered_late {
                prop_assert_eq!(people(&lines, way, counts) + people(&waited, way, counts), figure);
            }
        }

        // Each filter is the lines that fit it.
        for filter in filters() {
            let fit: Vec<Row> = lines.iter().filter(|row| fits(row, &filter, &zone)).cloned().collect();
            prop_assert_eq!(all(&day, &filter, most), fit, "{:?}", filter);
        }
        for (need, count) in day.needs() {
            prop_assert_eq!(lines.iter().filter(|row| row.needs.contains(&need)).count(), count);
        }
    }
}

fn filters() -> Vec<Filter> {
    let none = Filter::default;
    vec![
        Filter {
            gate: Some(2),
            ..none()
        },
        Filter {
            hour: Some(7),
            ..none()
        },
        Filter {
            direction: Some(Direction::Out),
            ..none()
        },
        Filter {
            verdict: Some(Outcome::Refuse),
            sort: Some(Sort::Scan),
            ..none()
        },
        Filter {
            need: Some(Need::ByHand),
            ..none()
        },
        Filter {
            sent: Some(false),
            ..none()
        },
    ]
}

fn fits(row: &Row, filter: &Filter, zone: &jiff::tz::TimeZone) -> bool {
    let line = &row.line;
    let hours = [line.at, line.passed_at].map(|at| zone.to_datetime(at).hour());
    filter.gate.is_none_or(|gate| line.gate == gate)
        && filter.hour.is_none_or(|hour| hours.contains(&hour))
        && filter
            .direction
            .is_none_or(|_| line.direction == filter.direction)
        && filter
            .verdict
            .is_none_or(|_| line.answer.or(line.verdict) == filter.verdict)
        && filter.sort.is_none_or(|_| line.kind == Kind::Scan)
        && filter.need.is_none_or(|_| line.kind == Kind::Manual)
        && filter.sent.is_none_or(|sent| sent)
}

#[test]
fn a_row_says_which_targets_have_it() {
    let mut post = Post::new();
    let mut ledger = post.open();
    let first = post.admit(&mut ledger, "Lê Văn Một");
    post.admit(&mut ledger, "Lê Văn Hai");
    let mut targets = Targets::open(&post.home).unwrap();
    let folder = Way::Folder(post.scratch().join("nowhere"));
    let target = targets.add("Thư mục", &folder).unwrap();
    let (branch, ..) = ledger.head().unwrap();
    let there = Cursor {
        branch,
        seq: first.entry.seq,
    };
    assert!(
        targets
            .moved(target.id, target.shift, there, (1, 1), post.now().at)
            .unwrap()
    );
    let today: Date = post.zone.to_datetime(post.now().at).date();
    let day = book(&post).day(today, post.now().at).unwrap();
    let page = day.page(&Filter::default(), 0, None, 10);
    let sent: Vec<&[u32]> = page.rows.iter().map(|row| &row.sent_to[..]).collect();
    assert_eq!(sent, [&[][..], &[target.id]]);
    let waits = Filter {
        sent: Some(false),
        ..Filter::default()
    };
    assert_eq!(day.page(&waits, 0, None, 10).all, 1);
}

#[test]
fn a_day_of_which_nothing_was_written_is_not_a_day_of_zero() {
    let mut post = Post::new();
    let mut ledger = post.open();
    let today = post.zone.to_datetime(post.now().at).date();
    assert_eq!(book(&post).day(today, post.now().at).unwrap().tiles, None);
    post.note(&mut ledger);
    let tiles = book(&post)
        .day(today, post.now().at)
        .unwrap()
        .tiles
        .unwrap();
    assert_eq!((tiles.inside, tiles.report.people_in()), (0, 0));
    post.pass_seconds(1);
    let subject = identity("Lê Thị Ba", 1990, "0001", None);
    ledger
        .append(&coming_in(), Some(&subject), &post.now(), 1, &post.zone)
        .unwrap();
    let day = book(&post).day(today, post.now().at).unwrap();
    assert_eq!(day.tiles.unwrap().inside, 1);
    assert_eq!(day.bars.gates, [1]);
}
