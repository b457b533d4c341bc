//! The same lines on two branches, because a post gave them another one while they were on their way.

use crate::post::{Post, Subjects};
use crate::support::{Line, Running, number, superuser};
use checkpoint::wire::answer::{Next, What};

/// Connections that wait for a lock.
const WAITING: &str = "SELECT count(*) FROM pg_stat_activity \
                       WHERE datname = current_database() AND wait_event_type = 'Lock'";

/// The lines of `post` behind `seq` on a branch of their own, unchanged.
fn moved(post: &Post, seq: u64) -> Post {
    let mut moved = post.leave(seq);
    moved.log = post.log[usize::try_from(seq).unwrap()..].to_vec();
    moved
}

/// The very lines arrive under their old branch and their new one in the same instant; `old_first` says in which order
/// the two transactions begin.
async fn twins(old_first: bool) {
    let hub = Running::start().await;
    let mut post = Post::enrolled(&hub).await;
    post.write(3);
    let acked = post.post(&hub, 1, 3).await;
    assert!(matches!(acked, Next::Acked { to: 3, .. }));
    post.write(3);
    let new = moved(&post, 3);
    let mut database = superuser(&hub.database).await;
    let watching = superuser(&hub.database).await;
    // Whoever writes entries comes as far as the rollups, and no further.
    let holding = database.transaction().await.unwrap();
    holding
        .batch_execute("LOCK TABLE rollup IN ACCESS EXCLUSIVE MODE")
        .await
        .unwrap();
    let address = hub.address;
    let mut order = [post, new];
    if !old_first {
        order.reverse();
    }
    let mut sending = Vec::new();
    for (at, mut post) in order.into_iter().enumerate() {
        sending.push(tokio::spawn(async move {
            let text = post.batch(4, 6, Subjects::Sent);
            let mut line = Line::open(address).await;
            let (bytes, digest) = post.posting(&text);
            let answer = line.exchange(&bytes).await.unwrap();
            let own = |seq| post.head_at(seq);
            let what = What::Batch {
                first: 4,
                last: 6,
                own: &own,
            };
            post.read(&answer, digest, what)
        }));
        while number(&watching, WAITING).await < i64::try_from(at + 1).unwrap() {
            tokio::task::yield_now().await;
        }
    }
    holding.commit().await.unwrap();
    for sent in sending {
        let next = sent.await.unwrap();
        let known = matches!(
            next,
            Next::Acked { to: 6, .. } | Next::Branch { seq: 3, .. }
        );
        assert!(known, "{next:?}");
    }
    let entries = "SELECT count(*) FROM entry WHERE history <> 0";
    assert_eq!(number(&watching, entries).await, 6, "each line once");
    let counted = number(&watching, "SELECT sum(entries)::bigint FROM rollup").await;
    assert_eq!(counted, 6, "and counted once");
    let alarms = "SELECT count(*) FROM alarm WHERE kind <> 'canary'";
    assert_eq!(
        number(&watching, alarms).await,
        0,
        "nobody did anything wrong"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn lines_that_come_on_their_old_branch_and_then_on_their_new_one_are_there_once() {
    twins(true).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn lines_that_come_on_their_new_branch_and_then_on_their_old_one_are_there_once() {
    twins(false).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_branch_that_goes_on_after_it_was_left_is_two_machines_and_its_lines_are_kept() {
    let hub = Running::start().await;
    let mut post = Post::enrolled(&hub).await;
    post.write(3);
    post.post(&hub, 1, 3).await;
    let mut other = post.leave(3);
    other.write(2);
    let next = other.post(&hub, 4, 5).await;
    assert!(matches!(next, Next::Acked { to: 5, .. }));
    post.write(2);
    let next = post.post(&hub, 4, 5).await;
    assert!(matches!(next, Next::Acked { to: 5, .. }));
    let database = superuser(&hub.database).await;
    let alarms = "SELECT count(*) FROM alarm WHERE kind = 'two-machines'";
    assert_eq!(number(&database, alarms).await, 1);
    let entries = "SELECT count(*) FROM entry WHERE history <> 0";
    assert_eq!(number(&database, entries).await, 7);
}
