//! What Citus asks of a schema and its statements, so that units can lie on many machines. The extension itself isn't
//! here: these are its rules, held against the real schema and the sources.

use crate::post::{Post, assert_acked};
use crate::support::{Running, database, number, superuser};
use hub::intake::Pace;
use hub::keyring::Root;
use hub::tree;
use jiff::Timestamp;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// What grows: rows of one unit lie on one machine.
const DISTRIBUTED: &[&str] = &[
    "act",
    "adoption",
    "alarm",
    "branch",
    "declaration",
    "declared",
    "device",
    "disclosure",
    "entry",
    "erasure",
    "handed_to",
    "heartbeat",
    "hub_device",
    "inspection",
    "opening_hours",
    "period",
    "period_row",
    "phone_figure",
    "place",
    "place_done",
    "place_number",
    "place_register",
    "post",
    "quarantine",
    "rollup",
    "subject",
    "tombstone",
    "trip",
];

/// What everyone asks: whole on every machine.
const EVERYWHERE: &[&str] = &[
    "app_user",
    "asking",
    "district_key",
    "enrolment_code",
    "handed",
    "hub_key",
    "release",
    "rest_day",
    "session",
    "unit",
    "unit_place",
];

fn sources() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

fn statements(folder: &Path, found: &mut Vec<(String, String)>) {
    for file in fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        if path.is_dir() {
            statements(&path, found);
        } else if path.extension().is_some_and(|end| end == "sql") {
            let name = path.strip_prefix(sources()).unwrap().display().to_string();
            let text = fs::read_to_string(&path).unwrap();
            let code = text
                .lines()
                .filter(|line| !line.trim_start().starts_with("--"));
            found.push((name, code.collect::<Vec<_>>().join("\n")));
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_table_has_its_place_and_the_migrations_give_it_that() {
    let database = superuser(&database()).await;
    let tables = database
        .query(
            "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace \
             AND relkind IN ('r', 'p') AND NOT relispartition",
            &[],
        )
        .await
        .unwrap();
    let mut found = Vec::new();
    statements(&sources().join("store/migrations"), &mut found);
    for table in tables {
        let name: String = table.get(0);
        if name == "migration" {
            continue;
        }
        let places = [DISTRIBUTED, EVERYWHERE].map(|list| list.contains(&name.as_str()));
        assert!(
            places[0] != places[1],
            "{name} lies either by unit or everywhere"
        );
        let quoted = format!("'{name}'");
        let is_laid_out = found.iter().any(|(_, text)| {
            text.contains("extname = 'citus'")
                && text.contains(&quoted)
                && text.contains(if places[0] {
                    "create_distributed_table"
                } else {
                    "create_reference_table"
                })
        });
        assert!(is_laid_out, "no migration lays {name} out");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_key_of_a_table_that_lies_by_unit_holds_the_unit() {
    let database = superuser(&database()).await;
    let keys = database
        .query(
            "SELECT c.relname, i.indexrelid::regclass::text, \
                    bool_or(a.attname = 'unit_id') \
             FROM pg_index AS i JOIN pg_class AS c ON c.oid = i.indrelid \
             JOIN pg_attribute AS a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey) \
             WHERE i.indisunique AND c.relnamespace = 'public'::regnamespace AND NOT c.relispartition \
             GROUP BY 1, 2",
            &[],
        )
        .await
        .unwrap();
    let mut seen = BTreeSet::new();
    for key in &keys {
        let table: String = key.get(0);
        if DISTRIBUTED.contains(&table.as_str()) {
            let holds: bool = key.get(2);
            assert!(holds, "{} of {table}", key.get::<_, &str>(1));
            seen.insert(table);
        }
    }
    assert_eq!(seen.len(), DISTRIBUTED.len(), "each has a key");
    // Rows of one machine can't be held by what lies on another.
    let references = database
        .query(
            "SELECT conrelid::regclass::text, confrelid::regclass::text FROM pg_constraint \
             WHERE contype = 'f' AND connamespace = 'public'::regnamespace",
            &[],
        )
        .await
        .unwrap();
    for reference in references {
        let (from, to): (String, String) = (reference.get(0), reference.get(1));
        let among_all = [&from, &to].map(|table| EVERYWHERE.contains(&table.as_str()));
        assert_eq!(among_all, [true, true], "{from} refers to {to}");
    }
}

#[test]
fn every_statement_about_a_table_that_lies_by_unit_names_the_unit() {
    let mut found = Vec::new();
    statements(&sources(), &mut found);
    assert!(found.len() > 100);
    for (name, text) in &found {
        if name.starts_with("store/migrations") {
            continue;
        }
        let words: BTreeSet<&str> = text
            .split(|letter: char| !letter.is_alphanumeric() && letter != '_')
            .collect();
        let is_about = DISTRIBUTED.iter().any(|table| words.contains(table));
        if is_about {
            assert!(words.contains("unit_id"), "{name}");
        }
    }
}

#[test]
fn no_row_s_unit_is_ever_changed() {
    let mut found = Vec::new();
    statements(&sources(), &mut found);
    for (name, text) in &found {
        let sets = text.split("SET").skip(1);
        for set in sets {
            let assigned = set.split("WHERE").next().unwrap_or_default();
            assert!(!assigned.trim_start().starts_with("unit_id ="), "{name}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn posts_of_many_units_share_transactions_where_each_unit_is_asked_for_apart() {
    let root = Root::new().unwrap();
    let key = root.hub_key([9; 16], Timestamp::now()).unwrap();
    let pace = Pace {
        by_unit: true,
        ..Pace::default()
    };
    let hub = Running::at_pace(database(), key, None, pace).await;
    let mut posts = Vec::new();
    for at in 0..12 {
        let day = "2020-01-01".parse().unwrap();
        let unit = match at % 4 {
            0 => hub.unit,
            _ => tree::add_unit(&hub.store, None, "Xã Khác", day)
                .await
                .unwrap(),
        };
        let mut post = Post::enrolled_in(&hub, unit).await;
        post.write(20);
        posts.push(post);
    }
    for round in 0..4 {
        let sent = posts
            .iter_mut()
            .map(|post| post.post(&hub, round * 5 + 1, round * 5 + 5));
        for next in futures_util::future::join_all(sent).await {
            assert_acked(&next, round * 5 + 5);
        }
    }
    let database = superuser(&hub.database).await;
    let entries = "SELECT count(*) FROM entry WHERE history <> 0";
    assert_eq!(number(&database, entries).await, 240);
    let counted = "SELECT sum(entries)::bigint FROM rollup";
    assert_eq!(number(&database, counted).await, 240);
}
