//! The log arrives, each entry once.

use crate::post::{Post, Subjects, assert_acked};
use crate::support::{Running, number, superuser};
use checkpoint::entry::{Draft, Kind};
use checkpoint::wire::answer::Next;
use hub::tree::{self, State};

/// Entries of the hub, without the canary's.
const ENTRIES: &str = "SELECT count(*) FROM entry WHERE history <> 0";
const ALARMS: &str = "SELECT count(*) FROM alarm WHERE kind <> 'canary'";

#[tokio::test(flavor = "multi_thread")]
async fn a_signed_batch_becomes_entries_byte_for_byte_and_a_receipt() {
    let hub = Running::start().await;
    let mut post = Post::enrolled(&hub).await;
    post.write(3);
    assert_acked(&post.post(&hub, 1, 3).await, 3);
    let database = superuser(&hub.database).await;
    let rows = database
        .query(
            "SELECT seq, line, head FROM entry WHERE history <> 0 ORDER BY seq",
            &[],
        )
        .await
        .unwrap();
    assert_eq!(rows.len(), 3);
    for (row, written) in rows.iter().zip(&post.log) {
        assert_eq!(row.get::<_, &[u8]>(1), written.line);
        assert_eq!(row.get::<_, &[u8]>(2), written.head);
    }
    let sums = database
        .query_one(
            "SELECT sum(entries)::bigint, sum(scan_in)::bigint FROM rollup",
            &[],
        )
        .await
        .unwrap();
    assert_eq!((sums.get::<_, i64>(0), sums.get::<_, i64>(1)), (3, 3));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_batch_that_is_sent_again_or_overlaps_changes_nothing_twice() {
    let hub = Running::start().await;
    let mut post = Post::enrolled(&hub).await;
    post.write(10);
    assert_acked(&post.post(&hub, 1, 6).await, 6);
    assert_acked(&post.post(&hub, 1, 6).await, 6);
    assert_acked(&post.post(&hub, 2, 4).await, 4);
    assert_acked(&post.post(&hub, 4, 10).await, 10);
    let database = superuser(&hub.database).await;
    assert_eq!(number(&database, ENTRIES).await, 10);
    let counted = number(&database, "SELECT sum(entries)::bigint FROM rollup").await;
    assert_eq!(counted, 10, "rollups count each entry once");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_gap_is_told_with_the_seq_that_is_wanted() {
    let hub = Running::start().await;
    let mut post = Post::enrolled(&hub).await;
    post.write(10);
    let branch = post.branch;
    assert_eq!(post.post(&hub, 5, 8).await, Next::Goto { branch, seq: 1 });
    assert_acked(&post.post(&hub, 1, 2).await, 2);
    assert_eq!(post.post(&hub, 5, 8).await, Next::Goto { branch, seq: 3 });
    let database = superuser(&hub.database).await;
    assert_eq!(number(&database, ENTRIES).await, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_post_whose_first_lines_are_past_begins_behind_them_and_goes_on() {
    let hub = Running::start().await;
    let mut post = Post::enrolled(&hub).await;
    post.write(10);
    let branch = post.branch;
    assert_eq!(post.post(&hub, 5, 6).await, Next::Goto { branch, seq: 1 });
    post.past = true;
    assert_acked(&post.post(&hub, 5, 6).await, 6);
    post.past = false;
    assert_acked(&post.post(&hub, 5, 8).await, 8);
    let Next::Has { seq: 8, head, .. } = post.ask_head(&hub, 8).await else {
        panic!("the hub has entry 8");
    };
    assert_eq!(Some(head), post.head_at(8));
    let database = superuser(&hub.database).await;
    assert_eq!(number(&database, ENTRIES).await, 4);
    assert_eq!(number(&database, ALARMS).await, 0);

    // A branch whose origin is past, too.
    let mut leaves = post.leave(8);
    leaves.write(6);
    leaves.past = true;
    assert_acked(&leaves.post(&hub, 12, 13).await, 13);
    leaves.past = false;
    assert_acked(&leaves.post(&hub, 14, 14).await, 14);
    assert_eq!(number(&database, ENTRIES).await, 7);

    // A hub that was put back to long ago goes on behind what nobody has any more, and says so.
    post.write(4);
    post.past = true;
    assert_acked(&post.post(&hub, 11, 14).await, 14);
    assert_eq!(number(&database, ENTRIES).await, 11);
    assert_eq!(number(&database, ALARMS).await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn other_bytes_at_a_known_seq_are_a_fork_and_both_histories_are_kept() {
    let hub = Running::start().await;
    let mut post = Post::enrolled(&hub).await;
    post.write(6);
    assert_acked(&post.post(&hub, 1, 6).await, 6);
    // The database is put back to entry 3, and goes on differently.
    let mut restored = post.leave(3);
    restored.branch = post.branch;
    restored.origin = post.origin;
    restored.log = post.log[..3].to_vec();
    restored.write(5);
    let expected = Next::Branch {
        branch: post.branch,
        seq: 6,
        head: post.head_at(6).unwrap(),
    };
    assert_eq!(restored.post(&hub, 4, 8).await, expected);
    assert_eq!(restored.post(&hub, 4, 5).await, expected);
    // It finds the last common entry and leaves from it on a new branch.
    let Next::Has { seq: 3, head, .. } = restored.ask_head(&hub, 3).await else {
        panic!("the hub has entry 3");
    };
    assert_eq!(Some(head), post.head_at(3));
    let mut branch = post.leave(3);
    branch.write(5);
    assert_acked(&branch.post(&hub, 4, 8).await, 8);
    let database = superuser(&hub.database).await;
    assert_eq!(number(&database, ENTRIES).await, 11);
    assert_eq!(number(&database, ALARMS).await, 1);
    // The history before the branch is its history too.
    let Next::Has { seq: 2, head, .. } = branch.ask_head(&hub, 2).await else {
        panic!("entry 2 is behind the origin");
    };
    assert_eq!(Some(head), post.head_at(2));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_branch_waits_for_the_entries_that_it_leaves_from() {
    let hub = Running::start().await;
    let mut post = Post::enrolled(&hub).await;
    post.write(6);
    let mut branch = post.leave(4);
    branch.write(2);
    let parent = post.branch;
    let from = |seq| Next::Goto {
        branch: parent,
        seq,
    };
    assert_eq!(branch.post(&hub, 5, 6).await, from(1));
    assert_acked(&post.post(&hub, 1, 3).await, 3);
    assert_eq!(branch.post(&hub, 5, 6).await, from(4));
    assert_acked(&post.post(&hub, 4, 6).await, 6);
    assert_acked(&branch.post(&hub, 5, 6).await, 6);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_machines_with_one_identity_raise_one_alarm() {
    let hub = Running::start().await;
    let mut post = Post::enrolled(&hub).await;
    post.write(9);
    assert_acked(&post.post(&hub, 1, 3).await, 3);
    let mut clone = post.leave(3);
    clone.write(4);
    assert_acked(&clone.post(&hub, 4, 7).await, 7);
    let database = superuser(&hub.database).await;
    assert_eq!(
        number(&database, ALARMS).await,
        0,
        "a restored post is no alarm"
    );
    assert_acked(&post.post(&hub, 4, 6).await, 6);
    assert_acked(&post.post(&hub, 7, 9).await, 9);
    let alarms = database
        .query("SELECT kind FROM alarm WHERE kind <> 'canary'", &[])
        .await
        .unwrap();
    assert_eq!(alarms.len(), 1);
    assert_eq!(alarms[0].get::<_, &str>(0), "two-machines");
    assert_eq!(number(&database, ENTRIES).await, 13);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_tampered_with_or_signed_by_another_key_is_not_taken_in() {
    let hub = Running::start().await;
    let mut post = Post::enrolled(&hub).await;
    post.write(3);
    // A line that was changed after it was hashed: its chain doesn't hold.
    let text = post.batch(1, 3, Subjects::Sent);
    let changed = String::from_utf8(text)
        .unwrap()
        .replacen("\"admit\"", "\"adnit\"", 1);
    assert_eq!(
        post.post_text(&hub, changed.as_bytes(), 1, 3).await,
        Next::SmallerThenAlarm
    );
    // The device's name under another's signature.
    let own = std::mem::replace(&mut post.pair, Post::stranger(&hub).pair);
    assert_eq!(post.post(&hub, 1, 3).await, Next::Unknown);
    post.pair = own;
    // A device that nobody enrolled.
    let mut stranger = Post::stranger(&hub);
    stranger.write(1);
    assert_eq!(stranger.post(&hub, 1, 1).await, Next::Unknown);
    let database = superuser(&hub.database).await;
    assert_eq!(number(&database, ENTRIES).await, 0);
    assert_acked(&post.post(&hub, 1, 3).await, 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_retired_device_delivers_what_it_had_and_a_distrusted_one_s_bytes_wait() {
    let hub = Running::start().await;
    let mut post = Post::enrolled(&hub).await;
    post.write(6);
    let set = |state| tree::set_state(&hub.store, hub.unit, post.device_id(), state);
    set(State::Retired).await.unwrap();
    assert_acked(&post.post(&hub, 1, 3).await, 3);
    let set = |state| tree::set_state(&hub.store, hub.unit, post.device_id(), state);
    set(State::Distrusted).await.unwrap();
    let text = post.batch(4, 6, Subjects::Sent);
    let later = String::from_utf8(text.clone()).unwrap();
    let later = later.replacen("\"waiting\":0", "\"waiting\":7", 1);
    assert_ne!(text, later.as_bytes());
    for text in [&text[..], later.as_bytes()] {
        let next = post.post_text(&hub, text, 4, 6).await;
        assert_eq!(next, Next::Distrusted);
    }
    let database = superuser(&hub.database).await;
    assert_eq!(number(&database, ENTRIES).await, 3);
    let kept = database
        .query("SELECT body FROM quarantine WHERE settled_at IS NULL", &[])
        .await
        .unwrap();
    assert_eq!(kept.len(), 1, "the same entries are kept once");
    assert_eq!(zstd::decode_all(kept[0].get::<_, &[u8]>(0)).unwrap(), text);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_post_that_is_trusted_again_and_goes_on_behind_its_quarantine_is_no_hub_that_lost_anything()
 {
    let hub = Running::start().await;
    let mut post = Post::enrolled(&hub).await;
    post.write(9);
    assert_acked(&post.post(&hub, 1, 3).await, 3);
    let set = |state| tree::set_state(&hub.store, hub.unit, post.device_id(), state);
    set(State::Distrusted).await.unwrap();
    assert_eq!(post.post(&hub, 4, 6).await, Next::Distrusted);
    let set = |state| tree::set_state(&hub.store, hub.unit, post.device_id(), state);
    set(State::Active).await.unwrap();
    let branch = post.branch;
    assert_eq!(post.post(&hub, 7, 9).await, Next::Goto { branch, seq: 4 });
    let database = superuser(&hub.database).await;
    let restored = "SELECT count(*) FROM alarm WHERE kind = 'restored'";
    assert_eq!(number(&database, restored).await, 0);
    assert_acked(&post.post(&hub, 4, 9).await, 9);
    // Another post, of which nothing waits, is taken at its word.
    let mut other = Post::enrolled(&hub).await;
    other.write(9);
    assert_acked(&other.post(&hub, 1, 3).await, 3);
    let branch = other.branch;
    assert_eq!(other.post(&hub, 7, 9).await, Next::Goto { branch, seq: 4 });
    assert_eq!(number(&database, restored).await, 1);
    // Somebody has looked at it; the next time is another matter.
    let settle = "UPDATE alarm SET settled_at = now() WHERE kind = 'restored'";
    database.batch_execute(settle).await.unwrap();
    assert_eq!(other.post(&hub, 7, 9).await, Next::Goto { branch, seq: 4 });
    let open = format!("{restored} AND settled_at IS NULL");
    assert_eq!(number(&database, &open).await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_of_a_newer_program_is_stored_and_flagged() {
    let hub = Running::start().await;
    let mut post = Post::enrolled(&hub).await;
    post.write(1);
    post.write_line(br#"{"seq":2,"v":9,"new":true}"#.to_vec(), None);
    post.write(1);
    assert_acked(&post.post(&hub, 1, 3).await, 3);
    let database = superuser(&hub.database).await;
    assert_eq!(number(&database, ENTRIES).await, 3);
    let flagged = "SELECT count(*) FROM alarm WHERE kind = 'unreadable'";
    assert_eq!(number(&database, flagged).await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_void_takes_back_what_its_original_counted() {
    let hub = Running::start().await;
    let mut post = Post::enrolled(&hub).await;
    post.write(2);
    let zone = hub::store::zone("Asia/Ho_Chi_Minh");
    let original = checkpoint::entry::Entry::parse(&post.log[1].line).unwrap();
    let mut void = Draft::new(Kind::Void);
    void.of = Some(post.of(2));
    void.was = Some(checkpoint::entry::Was::of(&original, &zone));
    post.write_draft(&void, None);
    assert_acked(&post.post(&hub, 1, 3).await, 3);
    let database = superuser(&hub.database).await;
    assert_eq!(
        number(&database, "SELECT sum(scan_in)::bigint FROM rollup").await,
        1
    );
    assert_eq!(
        number(&database, "SELECT sum(entries)::bigint FROM rollup").await,
        3
    );
}
