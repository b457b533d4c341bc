//! What happens while the gates are closed, and the hub that sets itself up.

use crate::post::{Post, Subjects, assert_acked};
use crate::support::{Running, exchange, number, superuser};
use hub::keyring::HubKey;
use hub::nightly::{self, Night};
use hub::store::Store;
use hub::sync::announce;
use jiff::{SignedDuration, Timestamp};
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

#[tokio::test(flavor = "multi_thread")]
async fn a_quiet_night_changes_nothing() {
    let hub = Running::start().await;
    let mut post = Post::enrolled(&hub).await;
    post.write(30);
    assert_acked(&post.post(&hub, 1, 30).await, 30);
    let night = nightly::night(&hub.store, 3660, Timestamp::now()).await;
    assert_eq!(night.unwrap(), Night::default());
}

#[tokio::test(flavor = "multi_thread")]
async fn partitions_stand_thirty_days_ahead() {
    let hub = Running::start().await;
    let later = Timestamp::now() + SignedDuration::from_hours(24 * 10);
    let night = nightly::night(&hub.store, 3660, later).await.unwrap();
    assert_eq!(night.days_made, 20, "ten of entries and ten of subjects");
}

#[tokio::test(flavor = "multi_thread")]
async fn subjects_go_after_their_days_and_entries_after_theirs() {
    let hub = Running::start().await;
    let mut post = Post::enrolled(&hub).await;
    post.write_with_note("giao hàng");
    assert_acked(&post.post(&hub, 1, 1).await, 1);
    let database = superuser(&hub.database).await;
    let left = "SELECT count(*) FROM subject WHERE history <> 0";
    let entries = "SELECT count(*) FROM entry WHERE history <> 0";
    let in_days = |days: i64| Timestamp::now() + SignedDuration::from_hours(24 * days);
    nightly::night(&hub.store, 3660, in_days(29)).await.unwrap();
    assert_eq!(number(&database, left).await, 1);
    let night = nightly::night(&hub.store, 3660, in_days(30)).await.unwrap();
    assert_eq!(night.subjects_purged, 1);
    assert_eq!(number(&database, left).await, 0);
    assert_eq!(number(&database, entries).await, 1);
    let night = nightly::night(&hub.store, 20, in_days(40)).await.unwrap();
    assert!(night.entry_days_dropped > 0 && night.subject_days_dropped > 0);
    assert_eq!(number(&database, entries).await, 0);
    let canary = "SELECT count(*) FROM entry WHERE history = 0";
    assert_eq!(number(&database, canary).await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_recount_finds_what_a_rollup_has_lost_and_mends_it() {
    let hub = Running::start().await;
    let mut post = Post::enrolled(&hub).await;
    post.write(30);
    assert_acked(&post.post(&hub, 1, 30).await, 30);
    assert_eq!(nightly::recount(&hub.store, hub.unit).await.unwrap(), []);
    let database = superuser(&hub.database).await;
    database
        .execute(
            "UPDATE rollup SET scan_in = scan_in - 2 WHERE unit_id = $1",
            &[&hub.unit],
        )
        .await
        .unwrap();
    let night = nightly::night(&hub.store, 3660, Timestamp::now())
        .await
        .unwrap();
    assert_eq!(night.units_that_differ, [hub.unit]);
    let raised = "SELECT count(*) FROM alarm WHERE kind = 'recount'";
    assert_eq!(number(&database, raised).await, 1);
    let differences = nightly::recount(&hub.store, hub.unit).await.unwrap();
    assert_eq!(differences.len(), 1);
    nightly::mend(&hub.store, hub.unit, &differences)
        .await
        .unwrap();
    assert_eq!(nightly::recount(&hub.store, hub.unit).await.unwrap(), []);
    let sum = "SELECT sum(scan_in)::bigint FROM rollup";
    assert_eq!(number(&database, sum).await, 30);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hub_of_its_own_sets_itself_up_once_and_answers() {
    let home = tempfile::tempdir().unwrap();
    // The account of the database reaches its folder through this one.
    let mode = std::os::unix::fs::PermissionsExt::from_mode(0o755);
    std::fs::set_permissions(home.path(), mode).unwrap();
    for first in [true, false] {
        let mut child = Command::new(env!("CARGO_BIN_EXE_chot-hub"))
            .arg("--home")
            .arg(home.path())
            .args(["local", "--listen", "127.0.0.1:0"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut said = BufReader::new(child.stdout.take().unwrap()).lines();
        if first {
            for start in ["first unit: ", "first admin: admin, password "] {
                let line = said.next().unwrap().unwrap();
                assert!(line.starts_with(start), "{line}");
            }
        }
        let line = said.next().unwrap().unwrap();
        let address = line.strip_prefix("http://").unwrap().parse().unwrap();
        let hello = exchange(address, b"HEAD /v1 HTTP/1.1\r\nhost: hub.example\r\n\r\n").await;
        assert_eq!(hello.status, 204);
        let told = Command::new("kill").arg(child.id().to_string()).status();
        assert!(told.unwrap().success());
        assert!(child.wait().unwrap().success(), "it ends in order");
    }
    assert!(!home.path().join("pg/files/postmaster.pid").exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_subject_whose_time_is_over_is_not_filled_in() {
    let hub = Running::start().await;
    let mut post = Post::enrolled(&hub).await;
    post.write_with_note("giao hàng");
    let text = post.batch(1, 1, Subjects::Absent);
    assert_acked(&post.post_text(&hub, &text, 1, 1).await, 1);
    let database = superuser(&hub.database).await;
    // As if it had been received forty days ago.
    database
        .batch_execute(
            "SELECT chot_provide_days((now() - interval '40 days')::date, 1);
             UPDATE entry SET day = (now() - interval '40 days')::date WHERE history <> 0",
        )
        .await
        .unwrap();
    assert_acked(&post.post(&hub, 1, 1).await, 1);
    let left = "SELECT count(*) FROM subject WHERE history <> 0";
    assert_eq!(number(&database, left).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn processes_with_homes_of_their_own_are_one_hub_below_one_root() {
    let (one, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let run = |home: &std::path::Path, arguments: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_chot-hub"))
            .arg("--home")
            .arg(home)
            .args(arguments)
            .output()
            .unwrap();
        output.status.success()
    };
    assert!(run(one.path(), &["init"]));
    assert!(!run(one.path(), &["init"]), "no key is written over");
    let root = one.path().join("root.key");
    let renew = ["renew", "--root", root.to_str().unwrap()];
    assert!(run(other.path(), &renew));
    let key = |home: &tempfile::TempDir| {
        HubKey::read(&home.path().join("hub.key"), Timestamp::now()).unwrap()
    };
    let (first, second) = (key(&one), key(&other));
    assert_ne!(first.public(), second.public());
    assert_eq!((first.hub(), first.root()), (second.hub(), second.root()));
    let database = crate::support::database();
    let store = Store::open(&database, 2).await.unwrap();
    announce(&store, &first).await.unwrap();
    announce(&store, &second).await.unwrap();
    assert!(run(one.path(), &renew));
    assert_ne!(key(&one).public(), first.public());
    // The root of another hub renews nothing here.
    let stranger = tempfile::tempdir().unwrap();
    assert!(run(stranger.path(), &["init"]));
    let root = stranger.path().join("root.key");
    assert!(!run(
        one.path(),
        &["renew", "--root", root.to_str().unwrap()]
    ));
}
