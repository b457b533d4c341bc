//! What comes after the hour at which a report is cut, and after a day was settled.

use super::post::Post;
use checkpoint::entry::{Audit, Direction, Draft, Happened, Kind, Outcome, Precision};
use checkpoint::report::{Figure, Period};
use jiff::civil::{Date, Time, time};
use jiff::{SignedDuration, Timestamp, ToSpan};
use kiosk::accounts::papers::asked;
use kiosk::ledger::{Ledger, Reading};
use kiosk::settings::Settings;
use paper::Account;
use paper::list::Names;
use proptest::prelude::*;
use std::collections::BTreeMap;

/// Somebody comes in now, or came so many minutes ago and is typed in from the paper book.
fn come(post: &Post, ledger: &mut Ledger, ago: Option<i64>) {
    let mut draft = Draft::new(Kind::Manual);
    (draft.direction, draft.verdict) = (Some(Direction::In), Some(Outcome::Admit));
    if let Some(ago) = ago {
        draft.paper = true;
        draft.happened = Some(Happened {
            at: post.now().at - SignedDuration::from_mins(ago),
            precision: Precision::Minute,
        });
    }
    draft.by = Some(7);
    ledger
        .append(&draft, None, &post.now(), 1, &post.zone)
        .unwrap();
}

fn account(post: &Post, day: Date, cut_at: Option<Time>, now: Timestamp) -> Account {
    let settings = Settings {
        cut_at,
        ..Settings::default()
    };
    let staff = [(7, "Lê Văn Bảo".to_owned())].into();
    let asked = asked(&settings, &post.zone, now, Period::day(day), None, staff);
    let names = Names {
        zone: post.zone.clone(),
        gates: BTreeMap::new(),
        purposes: BTreeMap::new(),
    };
    let reading = Reading::open(&post.home).unwrap();
    let learnt = reading.learn(&asked, &names.zone).unwrap();
    reading.account(&learnt, &asked, &names).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    /// What is written at any hour, for its own day or the day before, is in one report and in no other.
    #[test]
    fn every_line_is_in_one_report_whatever_the_hour_of_the_cut(
        lines in prop::collection::vec((0..400_i64, prop::option::of(0..600_i64)), 1..40),
        hour in 0..24_i8,
    ) {
        let mut post = Post::new();
        let mut ledger = post.open();
        let first = post.zone.to_datetime(post.now().at).date();
        for (wait, ago) in &lines {
            post.pass_seconds(wait * 60);
            come(&post, &mut ledger, *ago);
        }
        let last = post.zone.to_datetime(post.now().at).date();
        let cut = Some(time(hour, 30, 0, 0));
        let now = post.now().at + SignedDuration::from_hours(72);
        let mut sum = 0;
        let mut day = first.saturating_sub(2.days());
        while day <= last.saturating_add(2.days()) {
            let account = account(&post, day, cut, now);
            sum += account.rows.total().people_in();
            sum += account.carried.unwrap().people_in();
            day = day.saturating_add(1.days());
        }
        let written = i64::try_from(lines.len()).unwrap();
        prop_assert_eq!(sum, written);
    }
}

#[test]
fn what_comes_for_a_settled_day_is_told_apart_and_the_staff_by_name() {
    let mut post = Post::new();
    let mut ledger = post.open();
    come(&post, &mut ledger, None);
    post.pass_seconds(60);
    let mut settled = Draft::new(Kind::Audit(Audit::DaySettled));
    settled.happened = Some(Happened {
        at: post.now().at,
        precision: Precision::Second,
    });
    settled.by = Some(7);
    ledger
        .append(&settled, None, &post.now(), 1, &post.zone)
        .unwrap();
    let settled_at = post.zone.to_datetime(post.now().at);
    post.pass_seconds(60);
    come(&post, &mut ledger, Some(1));
    come(&post, &mut ledger, None);
    let account = account(&post, settled_at.date(), None, post.now().at);
    assert_eq!(account.rows.total().people_in(), 3, "all are of the day");
    let [day] = &account.settled[..] else {
        panic!("one day was settled: {:?}", account.settled);
    };
    assert_eq!((day.at, day.by.as_str()), (settled_at, "Lê Văn Bảo"));
    assert_eq!(
        (day.since.people_in(), day.since.get(Figure::Entries)),
        (2, 2)
    );
    assert_eq!(account.carried, None, "nothing is cut");
    let staff = account.staff.unwrap();
    assert_eq!(staff[&Some("Lê Văn Bảo".to_owned())].by_hand, 3);
}
