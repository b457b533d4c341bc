//! What posts tell of a day beside who passed: counting windows, drills, names put right.

use crate::desk::{ask, read, sign_in, user};
use crate::figures::change;
use crate::post::{Post, assert_acked};
use crate::printed::{fetch, part};
use crate::support::{Running, number, superuser};
use checkpoint::entry::{Audit, Direction, Draft, Happened, Kind, Outcome, Precision, Was};
use checkpoint::subject::{Identity, Person, Salt, Subject, Who};
use checkpoint::verdict::Reason;
use hub::users::Role;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

/// The day of all that is written here, a Monday.
const DAY: &str = "2026-01-05";

/// So many seconds behind three in the afternoon of that day.
fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(1_767_600_000 + seconds).unwrap()
}

fn passes(kind: Kind, direction: Direction) -> Draft {
    let mut draft = Draft::new(kind);
    draft.direction = Some(direction);
    draft.verdict = Some(Outcome::Admit);
    draft
}

/// A count of who passed from one second until another.
fn counted(from: i64, until: i64, count: Option<u32>) -> Draft {
    let mut draft = Draft::new(Kind::Audit(Audit::Headcount));
    draft.happened = Some(Happened {
        at: at(from),
        precision: Precision::Minute,
    });
    draft.until = Some(at(until));
    draft.count = count;
    draft
}

fn taken_back(post: &Post, seq: u64, draft: &Draft) -> Draft {
    let mut void = Draft::new(Kind::Void);
    void.of = Some(post.of(seq));
    void.was = Some(Was {
        day: DAY.parse().unwrap(),
        hour: 15,
        gate: 1,
        direction: draft.direction,
        verdict: draft.verdict,
        kind: draft.kind.clone(),
    });
    void.count = draft.count;
    void
}

async fn today(hub: &Running, cookie: &str) -> Value {
    let (status, overview) = read(hub, cookie, &format!("/api/overview?day={DAY}")).await;
    assert_eq!(status, 200, "{overview}");
    overview["units"][0].clone()
}

/// Who passed from one second until another and was recorded, told by SQL alone: scans and entries by hand that nobody took
/// back and that moved somebody by themselves, and answers that let somebody through.
fn recount(from: i64, until: i64) -> String {
    format!(
        "WITH said AS (SELECT convert_from(line, 'UTF8')::jsonb AS s, counted_at FROM entry WHERE history <> 0)
         SELECT count(*) FROM said AS one
         WHERE s ->> 'kind' IN ('scan', 'manual', 'decision') AND s ->> 'verdict' = 'admit' AND s ? 'direction'
           AND extract(epoch FROM counted_at) >= {} AND extract(epoch FROM counted_at) < {}
           AND NOT EXISTS (SELECT FROM said AS later WHERE later.s ->> 'kind' = 'void'
                           AND later.s -> 'of' ->> 'seq' = one.s ->> 'seq')",
        1_767_600_000 + from,
        1_767_600_000 + until
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn coverage_is_that_of_the_windows_and_equals_a_recount() {
    let hub = Running::start().await;
    user(&hub, hub.unit, "viewer", Role::Viewer).await;
    let (viewer, _) = sign_in(&hub, "viewer").await;
    let mut post = Post::enrolled(&hub).await;
    assert_eq!(today(&hub, &viewer).await.get("coverage"), None);
    // Any numbers that differ.
    let mut dice = 7_u64;
    let mut roll = |sides: u64| {
        dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (dice >> 33) % sides
    };
    for second in 0..400 {
        let way = [Direction::In, Direction::Out][roll(2) as usize];
        let draft = match roll(6) {
            0 => passes(Kind::Manual, way),
            1 => passes(Kind::Passed, way),
            2 => {
                let mut look = Draft::new(Kind::Scan);
                look.verdict = Some(Outcome::Look);
                look
            }
            _ => passes(Kind::Scan, way),
        };
        post.write_at(at(second), &draft, None);
        let seq = post.newest();
        match (draft.verdict, roll(8)) {
            (Some(Outcome::Look), 0..4) => {
                let mut answer = passes(Kind::Decision, way);
                answer.of = Some(post.of(seq));
                post.write_at(at(second + 5), &answer, None);
            }
            (Some(Outcome::Admit), 0) => {
                let void = taken_back(&post, seq, &draft);
                // Some are taken back when nobody counts any more.
                post.write_at(at(second + 300 * i64::from(second % 2 == 0)), &void, None);
            }
            (_, _) => {}
        }
    }
    post.write_at(at(800), &counted(50, 150, Some(90)), None);
    post.write_at(at(801), &counted(200, 300, Some(80)), None);
    // A count that was wrong, and one that is taken back.
    post.write_at(at(802), &counted(50, 150, Some(99)), None);
    post.write_at(at(803), &counted(310, 380, Some(1)), None);
    post.write_at(at(804), &counted(310, 380, None), None);
    assert_acked(&post.post(&hub, 1, post.newest()).await, post.newest());

    let database = superuser(&hub.database).await;
    let recorded =
        number(&database, &recount(50, 150)).await + number(&database, &recount(200, 300)).await;
    assert!(recorded > 60, "{recorded}");
    let share = (recorded * 2_000 / 179 + 1) / 2;
    let told = json!({"passed": 179, "recorded": recorded, "share": share});
    assert_eq!(today(&hub, &viewer).await["coverage"], told);
    let path = format!("/api/report?unit={}&first={DAY}&last={DAY}", hub.unit);
    let (_, report) = read(&hub, &viewer, &path).await;
    assert_eq!(report["coverage"], told);
    assert_eq!(report["units"][0]["coverage"], told);
    let span = format!("first={DAY}&last={DAY}");
    let paper = fetch(&hub, &viewer, hub.unit, "docx", &span).await;
    let said = part(&paper.body, "word/document.xml");
    assert!(said.contains(&recorded.to_string()) && said.contains("179"));
    let path = format!("/api/report.csv?unit={}&{span}", hub.unit);
    let csv = ask(&hub, "GET", &path, &[("cookie", &viewer)], None).await;
    let end = format!(",179,{recorded},{}.{}\r\n", share / 10, share % 10);
    assert!(csv.text().ends_with(&end), "{}", csv.text());
}

/// What each entry is to others by its own words, told by SQL alone.
const MARKS: &str = "
    SELECT count(*) FROM (
        SELECT mark, convert_from(line, 'UTF8')::jsonb AS s FROM entry WHERE history <> 0
    ) AS said
    WHERE mark <> CASE
        WHEN s ->> 'kind' = 'headcount' OR s -> 'reasons' ? 'drill-began' THEN 1
        WHEN s ? 'was' THEN 2
        WHEN s ->> 'kind' = 'decision' THEN 3
        ELSE 0 END";

#[tokio::test(flavor = "multi_thread")]
async fn entries_are_marked_as_they_come_and_where_they_came_before_there_were_marks() {
    let hub = Running::start().await;
    let mut post = Post::enrolled(&hub).await;
    let mut look = Draft::new(Kind::Scan);
    look.verdict = Some(Outcome::Look);
    post.write_at(at(0), &look, None);
    let mut answer = passes(Kind::Decision, Direction::In);
    answer.of = Some(post.of(1));
    post.write_at(at(1), &answer, None);
    let void = taken_back(&post, 2, &answer);
    post.write_at(at(2), &void, None);
    post.write_at(at(3), &counted(0, 60, Some(40)), None);
    let mut began = Draft::new(Kind::Audit(Audit::Config));
    began.reasons = vec![Reason::DrillBegan];
    post.write_at(at(4), &began, None);
    assert_acked(&post.post(&hub, 1, 5).await, 5);
    let database = superuser(&hub.database).await;
    let sum = "SELECT sum(mark)::bigint FROM entry WHERE history <> 0";
    assert_eq!(number(&database, sum).await, 3 + 2 + 1 + 1);
    assert_eq!(number(&database, MARKS).await, 0);
    // As the tables were before.
    database
        .batch_execute(
            "ALTER TABLE entry DROP COLUMN mark;
             CREATE INDEX entry_told ON entry (unit_id);
             CREATE INDEX entry_amends ON entry (unit_id);",
        )
        .await
        .unwrap();
    let step = include_str!("../../src/store/migrations/15_marks.sql");
    database.batch_execute(step).await.unwrap();
    assert_eq!(number(&database, sum).await, 3 + 2 + 1 + 1);
    assert_eq!(number(&database, MARKS).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn under_thirty_passages_count_and_have_no_share() {
    let hub = Running::start().await;
    user(&hub, hub.unit, "viewer", Role::Viewer).await;
    let (viewer, _) = sign_in(&hub, "viewer").await;
    let mut post = Post::enrolled(&hub).await;
    post.write(20);
    post.write_at(at(100), &counted(0, 60, Some(29)), None);
    assert_acked(&post.post(&hub, 1, 21).await, 21);
    let told = json!({"passed": 29, "recorded": 20});
    assert_eq!(today(&hub, &viewer).await["coverage"], told);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_drill_is_marked_and_in_no_sum() {
    let hub = Running::start().await;
    user(&hub, hub.unit, "head", Role::Head).await;
    let head = sign_in(&hub, "head").await;
    let mut post = Post::enrolled(&hub).await;
    post.write(3);
    let mut began = Draft::new(Kind::Audit(Audit::Config));
    began.reasons = vec![Reason::DrillBegan];
    post.write_at(at(10), &began, None);
    post.write_at(at(11), &counted(0, 9, Some(40)), None);
    let tomorrow = at(0) + SignedDuration::from_hours(24);
    post.write_at(tomorrow, &passes(Kind::Scan, Direction::In), None);
    assert_acked(&post.post(&hub, 1, 6).await, 6);
    assert_eq!(
        today(&hub, &head.0).await["standing"],
        json!({"kind": "drill"})
    );
    let path = format!("/api/report?unit={}&first={DAY}&last=2026-01-06", hub.unit);
    let (_, report) = read(&hub, &head.0, &path).await;
    let people = |of: &Value| of["people_in"].clone();
    assert_eq!(people(&report["total"]), json!(1));
    assert_eq!(people(&report["drill"]), json!(3));
    assert_eq!(people(&report["units"][0]["drill"]), json!(3));
    assert_eq!(report["units"][0]["drills"], json!([DAY]));
    assert_eq!(people(&report["days"][0]["drill"]), json!(3));
    assert_eq!(people(&report["days"][0]["sum"]), json!(0));
    assert_eq!(report.get("coverage"), None);
    assert_eq!(report["ways"]["scanned"], json!(1));
    assert_eq!(report["hours"][0]["people_in"], json!(1));
    let span = format!("first={DAY}&last=2026-01-06");
    let paper = fetch(&hub, &head.0, hub.unit, "docx", &span).await;
    let said = part(&paper.body, "word/document.xml");
    for expected in [
        "DIỄN TẬP ngày 05/01/2026: 3 lượt vào, 0 lượt ra của nơi diễn tập để riêng",
        "1 lượt vào, 0 lượt ra",
        "diễn tập (vào 3, ra 0): 1 ngày",
    ] {
        assert!(said.contains(expected), "{expected}: {said}");
    }
    let form = json!({"unit": hub.unit.to_string(), "first": DAY, "last": "2026-01-06"});
    let frozen = change(&hub, &head, "POST", "/api/periods", form).await;
    assert_eq!(frozen.status, 201, "{}", frozen.text());
    let frozen: Value = serde_json::from_slice(&frozen.body).unwrap();
    let path = format!("/api/periods/{}", frozen["period"].as_str().unwrap());
    let (_, period) = read(&hub, &head.0, &path).await;
    let sums = ["people_in", "drill_in", "change_in"].map(|sum| period[sum].clone());
    assert_eq!(sums, [json!(1), json!(3), json!(0)]);
    assert_eq!(period.get("coverage"), None);
    assert_eq!(period["rows"][0]["standing"], json!("drill"));
    assert_eq!(period["rows"][0]["coverage"]["passed"], json!(40));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_put_right_is_the_one_that_is_shown_and_a_line_taken_back_later_holds_nobody() {
    let hub = Running::start().await;
    user(&hub, hub.unit, "head", Role::Head).await;
    let (head, _) = sign_in(&hub, "head").await;
    let mut post = Post::enrolled(&hub).await;
    let named = |name: &str, person: u8| {
        let identity = Identity {
            name: Some(name.to_owned()),
            who: Who {
                person: Some(Person([person; 16])),
                ..Who::default()
            },
            ..Identity::default()
        };
        let salt = Salt(hub::keyring::random().unwrap());
        Subject::identity(salt, &identity).unwrap()
    };
    let came = passes(Kind::Manual, Direction::In);
    post.write_at(at(0), &came, Some(named("Trần Văn Sai", 1)));
    post.write_at(at(1), &came, Some(named("Lê Thị Nhầm", 2)));
    // Both on the day after.
    let later = at(0) + SignedDuration::from_hours(20);
    let mut right = taken_back(&post, 1, &came);
    right.kind = Kind::Correct;
    right.direction = came.direction;
    right.verdict = came.verdict;
    post.write_at(later, &right, Some(named("Trần Văn Đúng", 1)));
    let void = taken_back(&post, 2, &came);
    post.write_at(later, &void, None);
    assert_acked(&post.post(&hub, 1, 4).await, 4);
    let unit = format!("/api/units/{}", hub.unit);
    let (_, inside) = read(&hub, &head, &format!("{unit}/inside?at={}", at(60))).await;
    let people = inside["people"].as_array().unwrap();
    assert_eq!(people.len(), 1, "{inside}");
    assert_eq!(people[0]["name"], json!("Trần Văn Đúng"));
    let (_, book) = read(&hub, &head, &format!("{unit}/entries?to={DAY}")).await;
    let names: Vec<&Value> = book["entries"].as_array().unwrap().iter().collect();
    assert_eq!(
        names[1]["subject"]["identity"]["name"],
        json!("Trần Văn Đúng")
    );
    let (_, found) = read(&hub, &head, &format!("{unit}/entries?to={DAY}&q=sai")).await;
    assert_eq!(found["entries"], json!([]));
}
