//! The database breaks, the process is killed, and many come at once.

use crate::post::{Post, Subjects, assert_acked};
use crate::support::{Line, Running, database, get, number, superuser};
use checkpoint::wire::answer::{Because, Next, What};
use hub::cluster::{Cluster, Stop};
use hub::intake::Pace;
use hub::keyring::Root;
use hub::store::migrate;
use jiff::Timestamp;
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};

/// Connections that wait for a lock.
const WAITING: &str = "SELECT count(*) FROM pg_stat_activity \
                       WHERE datname = current_database() AND wait_event_type = 'Lock'";
const ENTRIES: &str = "SELECT count(*) FROM entry WHERE history <> 0";

#[tokio::test(flavor = "multi_thread")]
async fn twenty_posts_at_once_share_transactions() {
    let hub = Running::start().await;
    let mut posts = Vec::new();
    for _ in 0..20 {
        let mut post = Post::enrolled(&hub).await;
        post.write(50);
        posts.push(post);
    }
    // The first group is held up, so that the others gather behind it.
    let mut database = superuser(&hub.database).await;
    let holding = database.transaction().await.unwrap();
    holding
        .batch_execute("LOCK TABLE rollup IN ACCESS EXCLUSIVE MODE")
        .await
        .unwrap();
    let address = hub.address;
    let sending: Vec<_> = posts
        .into_iter()
        .map(|mut post| {
            tokio::spawn(async move {
                let text = post.batch(1, 50, Subjects::Sent);
                let mut line = Line::open(address).await;
                post.post_on(&mut line, &text, 1, 50).await.unwrap()
            })
        })
        .collect();
    // Two writers wait for the lock; what else came waits for them.
    let watching = superuser(&hub.database).await;
    while number(&watching, WAITING).await < 2 {
        tokio::task::yield_now().await;
    }
    holding.commit().await.unwrap();
    for sent in sending {
        assert_acked(&sent.await.unwrap(), 50);
    }
    assert_eq!(number(&watching, ENTRIES).await, 1000);
    let gauges = get(hub.address, "/metrics").await.text();
    let groups: u32 = gauges
        .lines()
        .find_map(|line| line.strip_prefix("chot_hub_groups "))
        .unwrap()
        .parse()
        .unwrap();
    assert!(groups < 20, "{groups} transactions for 20 posts");
}

#[tokio::test(flavor = "multi_thread")]
async fn one_branch_from_many_connections_in_any_order_is_each_entry_once() {
    let hub = Running::start().await;
    let mut post = Post::enrolled(&hub).await;
    post.write(200);
    let address = hub.address;
    // Batches of seven that overlap by three, doubled, each from a connection of its own, all at once and again until
    // everything is acknowledged.
    let ranges: Vec<(u64, u64)> = (0..50)
        .map(|at| (at * 4 + 1, (at * 4 + 7).min(200)))
        .collect();
    let mut acked = 0;
    let mut rounds = 0;
    while acked < 200 {
        rounds += 1;
        assert!(rounds < 100, "it gets on: {acked}");
        let sending: Vec<_> = ranges
            .iter()
            .rev()
            .chain(&ranges)
            .filter(|(_, last)| *last > acked)
            .map(|(first, last)| {
                let text = post.batch(*first, *last, Subjects::Sent);
                let (bytes, digest) = post.posting(&text);
                let (first, last) = (*first, *last);
                tokio::spawn(async move {
                    let answer = Line::open(address).await.exchange(&bytes).await.unwrap();
                    (answer, digest, first, last)
                })
            })
            .collect();
        for sent in sending {
            let (answer, digest, first, last) = sent.await.unwrap();
            let own = |seq| post.head_at(seq);
            let what = What::Batch {
                first,
                last,
                own: &own,
            };
            let next = post.read(&answer, digest, what);
            if let Next::Acked { to, .. } = next {
                acked = acked.max(to);
            } else {
                let later = matches!(next, Next::Goto { .. } | Next::Wait { .. });
                assert!(later, "{next:?}");
            }
        }
    }
    let database = superuser(&hub.database).await;
    assert_eq!(number(&database, ENTRIES).await, 200);
    let counted = number(&database, "SELECT sum(entries)::bigint FROM rollup").await;
    assert_eq!(counted, 200);
    assert_eq!(
        number(
            &database,
            "SELECT count(*) FROM quarantine WHERE settled_at IS NULL"
        )
        .await,
        0
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hub_that_is_told_to_stop_finishes_what_it_began() {
    let mut hub = Running::start().await;
    let mut post = Post::enrolled(&hub).await;
    post.write(5);
    let text = post.batch(1, 5, Subjects::Sent);
    let mut database = superuser(&hub.database).await;
    let holding = database.transaction().await.unwrap();
    holding
        .batch_execute("LOCK TABLE rollup IN ACCESS EXCLUSIVE MODE")
        .await
        .unwrap();
    let mut line = Line::open(hub.address).await;
    let watching = superuser(&hub.database).await;
    let (next, ()) = tokio::join!(post.post_on(&mut line, &text, 1, 5), async {
        while number(&watching, WAITING).await < 1 {
            tokio::task::yield_now().await;
        }
        hub.ask_to_stop();
        holding.commit().await.unwrap();
    });
    assert_acked(&next.unwrap(), 5);
    hub.stop().await;
    assert_eq!(number(&watching, ENTRIES).await, 5);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_process_below_another_root_doesn_t_join() {
    let hub = Running::start().await;
    // It serves, so its key is written down.
    assert_eq!(get(hub.address, "/ready").await.status, 200);
    let other = Root::new().unwrap();
    let key = other.hub_key([9; 16], Timestamp::now()).unwrap();
    let refused = hub::sync::announce(&hub.store, &key).await;
    assert!(matches!(refused, Err(hub::sync::AnnounceError::OtherRoot)));
}

#[tokio::test(flavor = "multi_thread")]
async fn no_receipt_is_given_for_a_transaction_that_was_cut_off() {
    let hub = Running::start().await;
    let mut post = Post::enrolled(&hub).await;
    post.write(5);
    let text = post.batch(1, 5, Subjects::Sent);
    let database = superuser(&hub.database).await;
    // Every COMMIT of the hub fails from here on: its connection is ended amid it.
    database
        .batch_execute(
            "CREATE FUNCTION cut() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                 PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END $$;
             ALTER FUNCTION cut() SECURITY DEFINER;
             CREATE CONSTRAINT TRIGGER cut AFTER UPDATE ON branch DEFERRABLE INITIALLY DEFERRED
                 FOR EACH ROW EXECUTE FUNCTION cut()",
        )
        .await
        .unwrap();
    let next = post.post_text(&hub, &text, 1, 5).await;
    assert!(matches!(next, Next::Wait { .. }), "{next:?}");
    assert_eq!(number(&database, ENTRIES).await, 0);
    database
        .batch_execute("DROP TRIGGER cut ON branch")
        .await
        .unwrap();
    assert_acked(&post.post_text(&hub, &text, 1, 5).await, 5);
    assert_eq!(number(&database, ENTRIES).await, 5);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_database_refuses_of_one_post_is_quarantined_and_holds_up_no_other() {
    let hub = Running::start().await;
    let mut bad = Post::enrolled(&hub).await;
    let mut good = Post::enrolled(&hub).await;
    bad.write(3);
    good.write(3);
    let database = superuser(&hub.database).await;
    let refuse = format!(
        "ALTER TABLE branch ADD CONSTRAINT odd CHECK (device <> '{}' OR seq = 0)",
        bad.device_id()
    );
    database.batch_execute(&refuse).await.unwrap();
    let (one, other) = tokio::join!(bad.post(&hub, 1, 3), good.post(&hub, 1, 3));
    assert_eq!(one, Next::SmallerThenAlarm);
    assert_acked(&other, 3);
    let kept = "SELECT count(*) FROM quarantine WHERE settled_at IS NULL AND why = 'failed'";
    assert_eq!(number(&database, kept).await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_table_that_is_gone_costs_no_bytes_and_no_connection() {
    let hub = Running::start().await;
    let mut post = Post::enrolled(&hub).await;
    post.write(1);
    let database = superuser(&hub.database).await;
    let rename = "ALTER TABLE entry RENAME TO gone";
    database.batch_execute(rename).await.unwrap();
    assert_eq!(post.post(&hub, 1, 1).await, Next::SmallerThenAlarm);
    assert_eq!(
        number(
            &database,
            "SELECT count(*) FROM quarantine WHERE settled_at IS NULL"
        )
        .await,
        1
    );
    let back = "ALTER TABLE gone RENAME TO entry";
    database.batch_execute(back).await.unwrap();
    assert_acked(&post.post(&hub, 1, 1).await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hub_without_room_says_when_to_come_again() {
    let root = Root::new().unwrap();
    let key = root.hub_key([9; 16], Timestamp::now()).unwrap();
    let narrow = Pace {
        room: 8,
        ..Pace::default()
    };
    let hub = Running::at_pace(database(), key, None, narrow).await;
    let mut post = Post::enrolled(&hub).await;
    post.write(100);
    assert_eq!(post.post(&hub, 1, 100).await, Next::Wait { seconds: 2 });
    assert_acked(&post.post(&hub, 1, 5).await, 5);
}

/// The real program with its key in a home of its own.
struct Program {
    child: Child,
    address: SocketAddr,
}

impl Program {
    fn start(home: &std::path::Path, database: &str) -> Program {
        let mut child = Command::new(env!("CARGO_BIN_EXE_chot-hub"))
            .args(["--home"])
            .arg(home)
            .args(["--database", database, "serve", "--listen", "127.0.0.1:0"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        let address = line
            .trim()
            .strip_prefix("http://")
            .unwrap()
            .parse()
            .unwrap();
        Program { child, address }
    }
}

impl Drop for Program {
    /// By SIGKILL: nothing of it is finished.
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hub_that_is_killed_under_load_keeps_what_it_acknowledged_each_once() {
    let home = tempfile::tempdir().unwrap();
    let root = Root::new().unwrap();
    let key = root.hub_key([9; 16], Timestamp::now()).unwrap();
    key.write(&home.path().join("hub.key")).unwrap();
    let address = database();
    let mut hub = Running::with(address.clone(), key, None).await;
    let mut posts = Vec::new();
    for _ in 0..4 {
        let mut post = Post::enrolled(&hub).await;
        post.write(600);
        posts.push((post, 0));
    }
    hub.stop().await;
    for _ in 0..5 {
        let program = Program::start(home.path(), &address);
        let (acked, mut seen) = tokio::sync::mpsc::unbounded_channel();
        let sending: Vec<_> = posts
            .drain(..)
            .map(|(post, from)| {
                tokio::spawn(send_until_cut(post, from, program.address, acked.clone()))
            })
            .collect();
        drop(acked);
        // It is killed while it works: after some receipts, before others.
        for _ in 0..12 {
            seen.recv().await.unwrap();
        }
        drop(program);
        for sent in sending {
            posts.push(sent.await.unwrap());
        }
        let database = superuser(&address).await;
        for (post, acked) in &posts {
            let stored = database
                .query_one(
                    "SELECT count(*), count(DISTINCT e.seq), coalesce(max(e.seq), 0) FROM entry AS e \
                     JOIN branch USING (unit_id, history) WHERE device = $1",
                    &[&post.device_id()],
                )
                .await
                .unwrap();
            let (count, distinct, newest): (i64, i64, i64) =
                (stored.get(0), stored.get(1), stored.get(2));
            assert_eq!(
                (count, distinct),
                (newest, newest),
                "each once, without a gap"
            );
            assert!(
                newest >= i64::try_from(*acked).unwrap(),
                "all that was acknowledged"
            );
        }
    }
}

/// Posts three entries at a time until the connection breaks; returns how far it was acknowledged.
async fn send_until_cut(
    mut post: Post,
    mut acked: u64,
    address: SocketAddr,
    seen: tokio::sync::mpsc::UnboundedSender<()>,
) -> (Post, u64) {
    let mut line = Line::open(address).await;
    while acked < post.newest() {
        let last = (acked + 3).min(post.newest());
        let text = post.batch(acked + 1, last, Subjects::Sent);
        match post.post_on(&mut line, &text, acked + 1, last).await {
            Some(Next::Acked { to, .. }) => {
                acked = to;
                let _ = seen.send(());
            }
            Some(Next::Again(Because::Busy) | Next::Wait { .. }) | None => break,
            Some(other) => panic!("{other:?}"),
        }
    }
    (post, acked)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_loses_its_power_under_load_loses_nothing_that_was_acknowledged() {
    let mut cluster = Cluster::throwaway().unwrap();
    let address = cluster.database("chot", None).unwrap();
    migrate(&address).await.unwrap();
    let root = Root::new().unwrap();
    let key = root.hub_key([9; 16], Timestamp::now()).unwrap();
    let hub = Running::with(address.clone(), key, None).await;
    let (acked, mut seen) = tokio::sync::mpsc::unbounded_channel();
    let mut sending = Vec::new();
    for _ in 0..4 {
        let mut post = Post::enrolled(&hub).await;
        post.write(400);
        let (to, acked) = (hub.address, acked.clone());
        sending.push(tokio::spawn(async move {
            let mut from = 0;
            while from < 400 {
                let (sent, got) = send_until_cut(post, from, to, acked.clone()).await;
                (post, from) = (sent, got);
            }
            post
        }));
    }
    drop(acked);
    for _ in 0..3 {
        for _ in 0..40 {
            seen.recv().await.unwrap();
        }
        // The posts go on trying while it is away.
        cluster = tokio::task::spawn_blocking(move || {
            cluster.stop(Stop::Immediate).unwrap();
            cluster.start().unwrap();
            cluster
        })
        .await
        .unwrap();
    }
    while seen.recv().await.is_some() {}
    for sent in sending {
        sent.await.unwrap();
    }
    let database = superuser(&address).await;
    assert_eq!(number(&database, ENTRIES).await, 1600);
    let distinct = "SELECT count(DISTINCT (history, seq)) FROM entry WHERE history <> 0";
    assert_eq!(number(&database, distinct).await, 1600);
    let counted = number(&database, "SELECT sum(entries)::bigint FROM rollup").await;
    assert_eq!(counted, 1600);
    assert_eq!(
        number(
            &database,
            "SELECT count(*) FROM quarantine WHERE settled_at IS NULL"
        )
        .await,
        0
    );
}
