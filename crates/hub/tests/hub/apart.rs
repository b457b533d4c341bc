//! A user of one branch never sees another.

use crate::post::{Post, assert_acked};
use crate::support::{Running, database, superuser};
use hub::store::{Store, StoreError, migrate, seeing};
use hub::tree;
use uuid::Uuid;

#[tokio::test(flavor = "multi_thread")]
async fn a_reader_sees_the_rows_of_the_units_that_were_named_and_can_change_none() {
    let hub = Running::start().await;
    let mut post = Post::enrolled(&hub).await;
    post.write(2);
    assert_acked(&post.post(&hub, 1, 2).await, 2);
    let day = "2020-01-01".parse().unwrap();
    let other = tree::add_unit(&hub.store, None, "Xã Khác", day)
        .await
        .unwrap();
    let mut reader = hub.store.reader().await.unwrap();
    for (units, expected) in [(vec![], 0), (vec![other], 0), (vec![other, hub.unit], 2)] {
        let seen = seeing(&mut reader, &units).await.unwrap();
        let count: i64 = seen
            .query_one("SELECT count(*) FROM entry", &[])
            .await
            .unwrap()
            .get(0);
        assert_eq!(count, expected);
    }
    for sql in [
        "SELECT password FROM app_user",
        "SELECT secret FROM enrolment_code",
        "DELETE FROM entry",
        "INSERT INTO unit (unit_id) VALUES (gen_random_uuid())",
    ] {
        assert!(reader.batch_execute(sql).await.is_err(), "{sql}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_hub_s_own_role_changes_no_entry_and_drops_no_table() {
    let hub = Running::start().await;
    let client = hub.store.hub().await.unwrap();
    for sql in [
        "UPDATE entry SET line = ''",
        "DELETE FROM entry",
        "DROP TABLE entry",
        "SELECT chot_drop_days('unit', '2030-01-01')",
    ] {
        assert!(client.batch_execute(sql).await.is_err(), "{sql}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hub_doesn_t_start_where_the_canary_can_be_seen_or_is_gone() {
    for sql in [
        "DROP POLICY of_units ON entry; CREATE POLICY all_of_it ON entry TO chot_reader USING (true)",
        "ALTER TABLE rollup DISABLE ROW LEVEL SECURITY",
        "DELETE FROM heartbeat",
    ] {
        let address = database();
        superuser(&address).await.batch_execute(sql).await.unwrap();
        let opened = Store::open(&address, 2).await;
        assert!(matches!(opened, Err(StoreError::Canary(_))), "{sql}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_of_a_newer_hub_is_refused_and_not_touched() {
    let address = database();
    let client = superuser(&address).await;
    client
        .batch_execute("INSERT INTO migration (number, name) VALUES (999, 'later')")
        .await
        .unwrap();
    assert!(matches!(
        Store::open(&address, 2).await,
        Err(StoreError::Newer { found: 999, .. })
    ));
    assert!(matches!(
        migrate(&address).await,
        Err(StoreError::Newer { found: 999, .. })
    ));
}

#[tokio::test(flavor = "multi_thread")]
async fn migrating_twice_takes_no_step_twice() {
    assert_eq!(migrate(&database()).await.unwrap(), Vec::<&str>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_tree_is_told_as_of_a_day() {
    let hub = Running::start().await;
    let day = |text: &str| text.parse().unwrap();
    let top = tree::add_unit(&hub.store, None, "Huyện", day("2026-01-01"))
        .await
        .unwrap();
    let one = tree::add_unit(&hub.store, Some(top), "Xã A", day("2026-01-01"))
        .await
        .unwrap();
    let two = tree::add_unit(&hub.store, Some(top), "Xã B", day("2026-01-01"))
        .await
        .unwrap();
    // Merged: B stands below A from July on.
    tree::move_unit(&hub.store, two, Some(one), "Xã B cũ", day("2026-07-01"))
        .await
        .unwrap();
    let names = async |on: &str| -> Vec<(String, i32)> {
        let tree = tree::below(&hub.store, top, day(on)).await.unwrap();
        tree.into_iter()
            .map(|unit| (unit.name, unit.depth))
            .collect()
    };
    let own = |name: &str, depth| (name.to_owned(), depth);
    assert_eq!(names("2025-12-31").await, []);
    assert_eq!(
        names("2026-06-30").await,
        [own("Huyện", 0), own("Xã A", 1), own("Xã B", 1)]
    );
    assert_eq!(
        names("2026-07-01").await,
        [own("Huyện", 0), own("Xã A", 1), own("Xã B cũ", 2)]
    );
    let looped = tree::move_unit(&hub.store, top, Some(two), "Huyện", day("2026-08-01")).await;
    assert!(matches!(looped, Err(tree::TreeError::Loop)));
    let nowhere = tree::add_unit(&hub.store, Some(Uuid::nil()), "Xã C", day("2026-01-01")).await;
    assert!(matches!(nowhere, Err(tree::TreeError::NoUnit)));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_login_that_owns_nothing_is_enough_to_serve() {
    let address = database();
    let client = superuser(&address).await;
    client
        .batch_execute(
            "CREATE ROLE serving LOGIN NOINHERIT; GRANT chot_hub, chot_reader TO serving",
        )
        .await
        .unwrap();
    let login = address.replace("user=postgres", "user=serving");
    let root = hub::keyring::Root::new().unwrap();
    let key = root.hub_key([9; 16], jiff::Timestamp::now()).unwrap();
    let hub = Running::with(login, key, None).await;
    let mut post = Post::enrolled(&hub).await;
    post.write(2);
    assert_acked(&post.post(&hub, 1, 2).await, 2);
    let own = superuser(&hub.database).await;
    assert!(own.batch_execute("SELECT * FROM entry").await.is_err());
    assert!(own.batch_execute("DROP TABLE entry").await.is_err());
}
