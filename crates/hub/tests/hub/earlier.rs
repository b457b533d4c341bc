//! A database of an earlier hub is brought up to this one's, with what it held.

use crate::support::{cluster, superuser};
use hub::store;
use std::fs;
use std::path::Path;
use uuid::Uuid;

/// A database as the hub of step `last` left it.
async fn of_step(name: &str, last: u32) -> String {
    let address = cluster().database(name, None).unwrap();
    let client = superuser(&address).await;
    let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/store");
    let begin = fs::read_to_string(sources.join("migrate_begin.sql")).unwrap();
    client.batch_execute(&begin).await.unwrap();
    let mut steps = Vec::new();
    for file in fs::read_dir(sources.join("migrations")).unwrap() {
        let file = file.unwrap();
        let name = file.file_name().into_string().unwrap();
        let number: u32 = name.split('_').next().unwrap().parse().unwrap();
        steps.push((number, file.path()));
    }
    steps.sort();
    for (number, path) in steps.into_iter().take_while(|(number, _)| *number <= last) {
        let step = fs::read_to_string(path).unwrap();
        client.batch_execute(&step).await.unwrap();
        let done = format!("INSERT INTO migration (number, name) VALUES ({number}, 'step')");
        client.batch_execute(&done).await.unwrap();
    }
    address
}

#[tokio::test(flavor = "multi_thread")]
async fn places_and_what_was_done_with_them_outlive_the_step_to_registers() {
    let address = of_step("of_step_17", 17).await;
    let client = superuser(&address).await;
    let unit = Uuid::from_bytes([3; 16]);
    let lines = [
        r#"{"seq":1,"v":1,"kind":"place","at":"2026-11-26T07:00:00+07:00","gate":1,"place":7,"version":1,"state":"made"}"#,
        r#"{"seq":2,"v":1,"kind":"scan","at":"2026-11-26T07:01:00+07:00","gate":1}"#,
        // What can't be read stays where it is.
        r#"{"seq":3,"v":1,"kind":"place","place":"seven"}"#,
    ];
    client
        .batch_execute(
            "SELECT chot_provide_days('2026-11-26', 1);
             INSERT INTO place (unit_id, code, version, name, kind, state)
             VALUES ('03030303-0303-0303-0303-030303030303', 'BS-1', 1, 'Phòng họp', 'room', 'posted')",
        )
        .await
        .unwrap();
    for (seq, line) in (1_i64..).zip(lines) {
        client
            .execute(
                "INSERT INTO entry (unit_id, history, seq, day, received_at, counted_at, line, head) \
                 VALUES ($1, 5, $2, '2026-11-26', now(), '2026-11-26T00:00:00Z', $3, '')",
                &[&unit, &seq, &line.as_bytes()],
            )
            .await
            .unwrap();
    }
    let taken = store::migrate(&address).await.unwrap();
    assert_eq!(taken[0], "register");
    let kind = "SELECT kind FROM place WHERE unit_id = $1 AND code = 'BS-1'";
    let kind: String = client.query_one(kind, &[&unit]).await.unwrap().get(0);
    assert_eq!(kind, "meeting-room");
    let done = "SELECT seq, number, version, state FROM place_done WHERE unit_id = $1";
    let done = client.query(done, &[&unit]).await.unwrap();
    let done: Vec<(i64, i64, i64, String)> = done
        .iter()
        .map(|row| (row.get(0), row.get(1), row.get(2), row.get(3)))
        .collect();
    assert_eq!(done, [(1, 7, 1, "made".to_owned())]);
    // And nothing that no register knows is taken any more.
    let room = "UPDATE place SET kind = 'room' WHERE code = 'BS-1'";
    assert!(client.batch_execute(room).await.is_err());
}
