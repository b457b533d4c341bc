//! A machine died, and a new device goes on behind its log from a backup.

use crate::post::{Post, assert_acked};
use crate::support::{Running, number, superuser};
use checkpoint::chain::{BranchName, Origin};
use checkpoint::wire::answer::Next;

/// A new device that goes on behind an entry of another one's branch.
async fn behind(hub: &Running, branch: BranchName, seq: u64, head: [u8; 32]) -> Post {
    let mut post = Post::enrolled(hub).await;
    post.origin = Origin::From { branch, seq, head };
    post
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_device_goes_on_behind_another_ones_log_as_far_as_its_backup_had_it() {
    let hub = Running::start().await;
    let mut old = Post::enrolled(&hub).await;
    old.write(6);
    assert_acked(&old.post(&hub, 1, 4).await, 4);
    // The backup is older than what was sent, and newer.
    for seq in [3, 6] {
        let head = old.head_at(seq).unwrap();
        let mut new = behind(&hub, old.branch, seq, head).await;
        new.write(3);
        assert_acked(&new.post(&hub, seq + 1, seq + 2).await, seq + 2);
        assert_acked(&new.post(&hub, seq + 2, seq + 3).await, seq + 3);
    }
    let database = superuser(&hub.database).await;
    let count = format!("SELECT count(*) FROM entry WHERE unit_id = '{}'", hub.unit);
    assert_eq!(number(&database, &count).await, 10);
    // What nobody of the unit has is still asked for.
    let mut unknown = behind(&hub, BranchName([9; 16]), 3, [9; 32]).await;
    unknown.write(1);
    let next = unknown.post(&hub, 4, 4).await;
    assert!(matches!(next, Next::Goto { seq: 1, .. }), "{next:?}");
}
