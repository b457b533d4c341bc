//! Every figure of a report equals a recount in SQL over the same ledger.

use super::post::Post;
use checkpoint::document::Kind as DocumentKind;
use checkpoint::entry::{Audit, Direction, Draft, Happened, Kind, Outcome, Precision, Ref, Was};
use checkpoint::report::Period;
use checkpoint::subject::{Note, Purpose, Salt, Subject};
use jiff::civil::date;
use jiff::{SignedDuration, Timestamp};
use kiosk::ledger::{Appended, Asked, Ledger, Reading};
use paper::list::Names;
use paper::page::{Page, Part};
use paper::{Letter, csv, words};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use rusqlite::Connection;
use std::collections::BTreeMap;

#[derive(Clone, Debug)]
enum Act {
    Scan(Option<Direction>, Outcome, DocumentKind, u32),
    Manual(Direction),
    /// So many minutes ago.
    Paper(Direction, i64, Option<u8>),
    Passed(Direction, u32),
    Decide(Index, bool, Direction),
    Void(Index),
    Turn(Index),
    SameAs(Index, Option<Direction>),
    Purpose(Index, u8),
    Gap(i64),
    Newer,
    Wait(i64),
}

fn act() -> impl Strategy<Value = Act> {
    let way = || select(vec![Direction::In, Direction::Out]);
    let outcome = select(vec![
        Outcome::Admit,
        Outcome::Admit,
        Outcome::Look,
        Outcome::Refuse,
    ]);
    let document = select(vec![DocumentKind::CitizenCard, DocumentKind::PersonalCode]);
    prop_oneof![
        6 => (way(), any::<bool>(), outcome, document, 1..4_u32).prop_map(|(way, moves, outcome, document, gate)| {
            let way = (moves && outcome == Outcome::Admit).then_some(way);
            Act::Scan(way, outcome, document, gate)
        }),
        2 => way().prop_map(Act::Manual),
        2 => (way(), 0..2_000_i64, prop::option::of(1..9_u8)).prop_map(|(way, ago, key)| Act::Paper(way, ago, key)),
        2 => (way(), 1..40_u32).prop_map(|(way, count)| Act::Passed(way, count)),
        4 => (any::<Index>(), any::<bool>(), way()).prop_map(|(of, yes, way)| Act::Decide(of, yes, way)),
        2 => any::<Index>().prop_map(Act::Void),
        2 => any::<Index>().prop_map(Act::Turn),
        1 => (any::<Index>(), prop::option::of(way())).prop_map(|(of, way)| Act::SameAs(of, way)),
        3 => (any::<Index>(), 1..9_u8).prop_map(|(of, key)| Act::Purpose(of, key)),
        1 => (2..90_i64).prop_map(Act::Gap),
        1 => Just(Act::Newer),
        3 => (1..400_i64).prop_map(Act::Wait),
    ]
}

/// A fact as it counts at present.
struct Fact {
    of: Ref,
    was: Was,
    paper: bool,
    count: Option<u32>,
    is_void: bool,
    is_answered: bool,
}

/// The gate's part: it writes what a post would write.
struct Writer {
    post: Post,
    ledger: Ledger,
    facts: Vec<Fact>,
}

impl Writer {
    fn append(&mut self, draft: &Draft, key: Option<u8>, gate: u32) -> Appended {
        self.post.pass_seconds(1);
        let note = key.map(|key| {
            let note = Note {
                purpose: Some(Purpose::Key(key)),
                note: None,
            };
            Subject::note(Salt([3; 16]), &note).unwrap()
        });
        let now = self.post.now();
        self.ledger
            .append(draft, note.as_ref(), &now, gate, &self.post.zone)
            .unwrap()
    }

    fn fact(&mut self, draft: &Draft, key: Option<u8>, gate: u32) {
        let written = self.append(draft, key, gate);
        self.facts.push(Fact {
            of: written.reference(),
            was: Was::of(&written.entry, &self.post.zone),
            paper: draft.paper,
            count: draft.count,
            is_void: false,
            is_answered: false,
        });
    }

    /// The draft of an entry that names a fact, as the gate makes it.
    fn naming(fact: &Fact, kind: Kind) -> Draft {
        let mut draft = Draft::new(kind);
        draft.of = Some(fact.of);
        draft.was = Some(fact.was.clone());
        (draft.direction, draft.verdict) = (fact.was.direction, fact.was.verdict);
        (draft.paper, draft.count) = (fact.paper, fact.count);
        draft
    }

    fn amend(
        &mut self,
        of: &Index,
        wanted: impl Fn(&Fact) -> bool,
        kind: Kind,
        key: Option<u8>,
        now: impl Fn(&mut Was),
    ) {
        let open: Vec<usize> = (0..self.facts.len())
            .filter(|at| !self.facts[*at].is_void && wanted(&self.facts[*at]))
            .collect();
        if open.is_empty() {
            return;
        }
        let at = *of.get(&open);
        let mut draft = Writer::naming(&self.facts[at], kind.clone());
        let mut becomes = self.facts[at].was.clone();
        now(&mut becomes);
        if kind == Kind::Void {
            (draft.direction, draft.verdict) = (None, None);
            self.facts[at].is_void = true;
        } else {
            (draft.direction, draft.verdict) = (becomes.direction, becomes.verdict);
        }
        self.append(&draft, key, 1);
        self.facts[at].was = becomes;
    }

    fn act(&mut self, act: &Act) {
        match act {
            Act::Scan(way, outcome, document, gate) => {
                let mut draft = Draft::new(Kind::Scan);
                (draft.direction, draft.verdict) = (*way, Some(*outcome));
                draft.document = Some(*document);
                self.fact(&draft, None, *gate);
            }
            Act::Manual(way) => {
                let mut draft = Draft::new(Kind::Manual);
                (draft.direction, draft.verdict) = (Some(*way), Some(Outcome::Admit));
                self.fact(&draft, None, 1);
            }
            Act::Paper(way, ago, key) => {
                let mut draft = Draft::new(Kind::Manual);
                (draft.direction, draft.verdict) = (Some(*way), Some(Outcome::Admit));
                draft.paper = true;
                draft.happened = Some(Happened {
                    at: self.post.now().at - SignedDuration::from_mins(*ago),
                    precision: Precision::Minute,
                });
                self.fact(&draft, *key, 2);
            }
            Act::Passed(way, count) => {
                let mut draft = Draft::new(Kind::Passed);
                (draft.direction, draft.count) = (Some(*way), Some(*count));
                self.fact(&draft, None, 1);
            }
            Act::Decide(of, yes, way) => {
                let open: Vec<usize> = (0..self.facts.len())
                    .filter(|at| {
                        let fact = &self.facts[*at];
                        let waits =
                            matches!(fact.was.verdict, Some(Outcome::Look | Outcome::Refuse));
                        fact.was.kind == Kind::Scan && waits && !fact.is_void && !fact.is_answered
                    })
                    .collect();
                if open.is_empty() {
                    return;
                }
                let at = *of.get(&open);
                self.facts[at].is_answered = true;
                let mut draft = Draft::new(Kind::Decision);
                draft.of = Some(self.facts[at].of);
                draft.verdict = Some(if *yes {
                    Outcome::Admit
                } else {
                    Outcome::Refuse
                });
                draft.direction = yes.then_some(*way);
                let gate = self.facts[at].was.gate;
                self.fact(&draft, None, gate);
            }
            // An answered document's own entry isn't taken back while its answer stands.
            Act::Void(of) => self.amend(of, |fact| !fact.is_answered, Kind::Void, None, |_| {}),
            Act::Turn(of) => self.amend(
                of,
                |fact| fact.was.direction.is_some(),
                Kind::Correct,
                None,
                |was| {
                    was.direction = match was.direction {
                        Some(Direction::In) => Some(Direction::Out),
                        Some(Direction::Out) | None => Some(Direction::In),
                    };
                },
            ),
            Act::SameAs(of, way) => self.amend(
                of,
                |fact| fact.was.kind == Kind::Scan && fact.was.verdict == Some(Outcome::Admit),
                Kind::SameAs,
                None,
                |was| was.direction = *way,
            ),
            Act::Purpose(of, key) => self.amend(
                of,
                |fact| fact.was.verdict == Some(Outcome::Admit),
                Kind::Correct,
                Some(*key),
                |_| {},
            ),
            Act::Gap(minutes) => {
                let mut draft = Draft::new(Kind::Gap);
                draft.happened = Some(Happened {
                    at: self.post.now().at - SignedDuration::from_mins(*minutes),
                    precision: Precision::Second,
                });
                self.append(&draft, None, 1);
            }
            Act::Newer => {
                self.append(&Draft::new(Kind::Audit(Audit::Config)), None, 3);
            }
            Act::Wait(minutes) => self.post.pass_seconds(minutes * 60),
        }
    }
}

type Table = BTreeMap<String, Vec<i64>>;

/// The rows of a table of the page by their first cell; of sums too.
fn printed(page: &Page, heading: &str) -> Table {
    let is_it = |part: &Part| matches!(part, Part::Heading { text } if text.ends_with(heading));
    let at = page.parts.iter().position(is_it).unwrap();
    let Part::Table(table) = &page.parts[at + 1] else {
        return Table::new();
    };
    let number = |cell: &paper::page::Cell| match cell {
        paper::page::Cell::Number(number) => *number,
        paper::page::Cell::Text(_) | paper::page::Cell::Share(_) | paper::page::Cell::Nothing => 0,
    };
    let row = |row: &paper::page::Row| {
        let figures = row.cells[1..].iter().map(number).collect();
        (row.cells[0].text(), figures)
    };
    table.rows.iter().map(row).collect()
}

/// Names and figures, as SQL has them.
fn recount(connection: &Connection, sql: &str, name: impl Fn(String) -> String) -> Table {
    let mut statement = connection.prepare(sql).unwrap();
    let columns = statement.column_count();
    let rows = statement.query_map([], |row| {
        let figures: rusqlite::Result<Vec<i64>> = (1..columns).map(|at| row.get(at)).collect();
        Ok((
            row.get::<_, Option<String>>(0)?.unwrap_or_default(),
            figures?,
        ))
    });
    let rows: rusqlite::Result<Vec<(String, Vec<i64>)>> = rows.unwrap().collect();
    rows.unwrap()
        .into_iter()
        .map(|(key, figures)| (name(key), figures))
        .collect()
}

/// With the sum of each column under *Cộng*.
fn summed(mut table: Table, columns: usize) -> Table {
    let sums = (0..columns).map(|at| table.values().map(|figures| figures[at]).sum());
    let sums: Vec<i64> = sums.collect();
    table.insert("Cộng".to_owned(), sums);
    table
}

/// People in, people out and lines by a column, over the days `first` to `last`.
fn moved(column: &str, days: &str) -> String {
    format!(
        "SELECT CAST({column} AS TEXT) AS by,
            (SELECT coalesce(sum(people), 0) FROM moved AS m WHERE m.{column} = s.{column} AND direction = 'in' AND {days}),
            (SELECT coalesce(sum(people), 0) FROM moved AS m WHERE m.{column} = s.{column} AND direction = 'out' AND {days}),
            count(*)
         FROM said AS s WHERE {days} GROUP BY {column}"
    )
}

fn check(post: &Post, period: Period, until: Timestamp) -> Result<(), TestCaseError> {
    let reading = Reading::open(&post.home).unwrap();
    let names = Names {
        zone: post.zone.clone(),
        gates: BTreeMap::new(),
        purposes: (1..=9).map(|key| (key, format!("Việc số {key}"))).collect(),
    };
    let asked = Asked {
        period,
        until,
        since: None,
        is_cut: true,
        whole: "Đơn vị".into(),
        staff: BTreeMap::new(),
    };
    let learnt = reading.learn(&asked, &names.zone).unwrap();
    let account = reading.account(&learnt, &asked, &names).unwrap();
    let page = account.page(&Letter::default(), period.last());

    let connection = post.intruder();
    connection
        .execute(include_str!("recount.sql"), [until.as_millisecond()])
        .unwrap();
    connection
        .execute_batch(include_str!("recount_facts.sql"))
        .unwrap();
    let days = format!("date BETWEEN '{}' AND '{}'", period.first(), period.last());
    let before = period.before();
    let days_before = format!("date BETWEEN '{}' AND '{}'", before.first(), before.last());
    let whole = |sql: &str| {
        connection
            .query_row(sql, [], |row| row.get::<_, i64>(0))
            .unwrap()
    };

    let hours = recount(&connection, &moved("hour", &days), |hour| {
        words::hour(hour.parse().unwrap())
    });
    prop_assert_eq!(printed(&page, "Theo giờ"), summed(hours, 3));
    let gates = recount(&connection, &moved("gate", &days), |gate| {
        format!("Cổng số {gate}")
    });
    prop_assert_eq!(printed(&page, "Theo cổng"), summed(gates, 3));
    if period.days() > 1 {
        let by_day = recount(&connection, &moved("date", &days), |day| {
            words::date(day.parse().unwrap())
        });
        prop_assert_eq!(printed(&page, "Theo ngày"), summed(by_day, 3));
    }

    let means = printed(&page, "Theo cách ghi");
    for (name, of) in [
        ("Quét giấy tờ", "kind = 'scan'"),
        ("Bảo vệ quyết định", "kind = 'decision'"),
        ("Nhập tay", "kind = 'manual'"),
        ("Đếm, không quét", "kind = 'passed'"),
        ("Trong đó nhập bù từ sổ giấy", "paper"),
        ("Cộng", "true"),
    ] {
        let people = |way: &str| {
            whole(&format!(
                "SELECT coalesce(sum(people), 0) FROM moved WHERE {of} AND direction = '{way}' AND {days}"
            ))
        };
        prop_assert_eq!(&means[name], &vec![people("in"), people("out")], "{}", name);
    }

    let verdicts = printed(&page, "Theo kết quả kiểm tra giấy tờ");
    for (name, of) in [
        ("Đạt", "verdict = 'admit'"),
        ("Cần xem lại", "verdict = 'look'"),
        ("Không đạt", "verdict = 'refuse'"),
        ("Cộng", "verdict IS NOT NULL"),
    ] {
        let scans = whole(&format!(
            "SELECT count(*) FROM fact WHERE kind = 'scan' AND {of} AND {days}"
        ));
        prop_assert_eq!(&verdicts[name], &vec![scans], "{}", name);
    }

    let documents = recount(
        &connection,
        &format!(
            "SELECT document, count(*) FROM fact WHERE kind = 'scan' AND verdict IS NOT NULL AND {days} GROUP BY document"
        ),
        |kind| {
            let kind: DocumentKind = serde_json::from_value(kind.into()).unwrap();
            words::document(kind).to_owned()
        },
    );
    prop_assert_eq!(printed(&page, "Theo loại giấy tờ"), summed(documents, 1));
    let purposes = recount(
        &connection,
        &format!(
            "SELECT CAST(purpose AS TEXT), sum(people) FROM moved WHERE direction = 'in' AND {days} GROUP BY purpose"
        ),
        |key| {
            if key.is_empty() {
                "Không ghi".to_owned()
            } else {
                format!("Việc số {key}")
            }
        },
    );
    prop_assert_eq!(printed(&page, "Theo việc"), summed(purposes, 1));

    let overall = printed(&page, "Số liệu chung");
    for (name, sql) in [
        (
            "Lượt vào",
            "SELECT coalesce(sum(people), 0) FROM moved WHERE direction = 'in' AND",
        ),
        (
            "Lượt ra",
            "SELECT coalesce(sum(people), 0) FROM moved WHERE direction = 'out' AND",
        ),
        (
            "Giấy tờ được quét",
            "SELECT count(*) FROM fact WHERE kind = 'scan' AND verdict IS NOT NULL AND",
        ),
        (
            "– cần xem lại",
            "SELECT count(*) FROM fact WHERE kind = 'scan' AND verdict = 'look' AND",
        ),
        (
            "– không đạt",
            "SELECT count(*) FROM fact WHERE kind = 'scan' AND verdict = 'refuse' AND",
        ),
        (
            "Bảo vệ cho vào, ra",
            "SELECT count(*) FROM fact WHERE kind = 'decision' AND verdict = 'admit' AND",
        ),
        (
            "Bảo vệ không cho vào",
            "SELECT count(*) FROM fact WHERE kind = 'decision' AND verdict = 'refuse' AND",
        ),
        (
            "Lượt nhập tay",
            "SELECT coalesce(sum(people), 0) FROM moved WHERE kind = 'manual' AND",
        ),
        (
            "Lượt nhập bù từ sổ giấy (nằm trong các lượt trên)",
            "SELECT coalesce(sum(people), 0) FROM moved WHERE paper AND",
        ),
        (
            "Lượt đếm, không quét",
            "SELECT coalesce(sum(people), 0) FROM moved WHERE kind = 'passed' AND",
        ),
        (
            "Dòng đã huỷ",
            "SELECT count(*) FROM said WHERE kind = 'void' AND",
        ),
        (
            "Dòng đính chính, ghi thêm việc",
            "SELECT count(*) FROM said WHERE kind = 'correct' AND",
        ),
        (
            "Lần máy ngừng",
            "SELECT count(*) FROM said WHERE kind = 'gap' AND",
        ),
    ] {
        let (now, then) = (
            whole(&format!("{sql} {days}")),
            whole(&format!("{sql} {days_before}")),
        );
        prop_assert_eq!(&overall[name], &vec![now, then, now - then], "{}", name);
    }
    let gaps = printed(&page, "Thời gian máy ngừng").len();
    prop_assert!(i64::try_from(gaps).unwrap() <= overall["Lần máy ngừng"][0]);
    prop_assert_eq!(csv::page(&page).unwrap(), csv::page(&page).unwrap());
    Ok(())
}

fn cases() -> u32 {
    if std::env::var_os("CHOT_FULL").is_some() {
        256
    } else {
        24
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), max_shrink_iters: 200, ..ProptestConfig::default() })]

    #[test]
    fn every_figure_of_a_report_equals_a_recount_in_sql(
        acts in prop::collection::vec(act(), 1..60),
        cut in 0..3_000_i64,
    ) {
        let post = Post::new();
        let ledger = post.open();
        let start = post.now().at;
        let mut writer = Writer { post, ledger, facts: Vec::new() };
        for act in &acts {
            writer.act(act);
        }
        let Writer { post, ledger, .. } = writer;
        drop(ledger);
        let day = date(2026, 11, 24);
        let tomorrow = date(2026, 11, 25);
        check(&post, Period::day(day), Timestamp::MAX)?;
        check(&post, Period::day(tomorrow), Timestamp::MAX)?;
        check(&post, Period::week_of(day), start + SignedDuration::from_mins(cut))?;
        check(&post, Period::month_of(day), Timestamp::MAX)?;
    }
}
