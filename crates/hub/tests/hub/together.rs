//! Many posts at once.

use crate::post::{Post, assert_acked};
use crate::support::{Running, database, number, superuser};
use hub::keyring::Root;
use jiff::Timestamp;
use std::sync::Arc;
use tokio::task::JoinSet;

/// Each sends these of its entries, every other one to the other process.
async fn all_send(
    hubs: &[Arc<Running>; 2],
    posts: Vec<Post>,
    swapped: bool,
    last: u64,
) -> Vec<Post> {
    let mut sending = JoinSet::new();
    for (number, mut post) in posts.into_iter().enumerate() {
        let hub = Arc::clone(&hubs[(number + usize::from(swapped)) % 2]);
        sending.spawn(async move {
            assert_acked(&post.post(&hub, 1, last).await, last);
            (number, post)
        });
    }
    let mut posts = sending.join_all().await;
    posts.sort_by_key(|(number, _)| *number);
    posts.into_iter().map(|(_, post)| post).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn posts_that_come_for_the_first_time_together_are_taken_in_once_by_whichever_process() {
    let root = Root::new().unwrap();
    let key = || root.hub_key([9; 16], Timestamp::now()).unwrap();
    let database = database();
    let one = Running::with(database.clone(), key(), None).await;
    let other = Running::with(database.clone(), key(), Some(one.unit)).await;
    let mut posts = Vec::new();
    for _ in 0..24 {
        let mut post = Post::enrolled(&one).await;
        post.write(4);
        posts.push(post);
    }
    let hubs = [Arc::new(one), Arc::new(other)];
    let posts = all_send(&hubs, posts, false, 2).await;
    // Now each process has branches in its group that it knows and some that the other one opened.
    let posts = all_send(&hubs, posts, true, 3).await;
    all_send(&hubs, posts, false, 4).await;
    let database = superuser(&database).await;
    let branches = "SELECT count(*) FROM branch WHERE history <> 0 AND seq = 4";
    assert_eq!(number(&database, branches).await, 24);
    let entries = "SELECT count(*) FROM entry WHERE history <> 0";
    assert_eq!(number(&database, entries).await, 96);
    let counted = "SELECT sum(entries)::bigint FROM rollup";
    assert_eq!(number(&database, counted).await, 96);
    let alarms = "SELECT count(*) FROM alarm WHERE kind <> 'canary'";
    assert_eq!(number(&database, alarms).await, 0);
}
