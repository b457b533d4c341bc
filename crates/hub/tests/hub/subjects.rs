//! Personal data, apart from the entries that commit to it.

use crate::post::{Post, Subjects, assert_acked};
use crate::support::{Running, exchange, number, superuser};
use checkpoint::entry::{Audit, Draft, Kind};
use checkpoint::wire::heartbeat::{self, Erase, Heartbeat};
use checkpoint::wire::request::JSON_TYPE;
use checkpoint::wire::signed::{Head, Signed};
use checkpoint::wire::{VERSION, answer};
use jiff::Timestamp;
use uuid::Uuid;

const NOTES: &str = "SELECT count(*) FROM subject WHERE history <> 0 AND note LIKE '%bảo trì%'";

#[tokio::test(flavor = "multi_thread")]
async fn a_subject_comes_with_its_entry_or_later_and_fills_what_was_absent() {
    let hub = Running::start().await;
    let mut post = Post::enrolled(&hub).await;
    post.write_with_note("bảo trì thang máy");
    post.write_with_note("bảo trì điện");
    assert_acked(&post.post(&hub, 1, 1).await, 1);
    let text = post.batch(2, 2, Subjects::Absent);
    assert_acked(&post.post_text(&hub, &text, 2, 2).await, 2);
    let database = superuser(&hub.database).await;
    assert_eq!(number(&database, NOTES).await, 1);
    assert_acked(&post.post(&hub, 1, 2).await, 2);
    assert_eq!(number(&database, NOTES).await, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_erased_subject_never_comes_back() {
    let hub = Running::start().await;
    let mut post = Post::enrolled(&hub).await;
    post.write_with_note("bảo trì thang máy");
    post.write_with_note("bảo trì điện");
    assert_acked(&post.post(&hub, 1, 2).await, 2);
    let database = superuser(&hub.database).await;
    assert_eq!(number(&database, NOTES).await, 2);
    let text = post.batch(1, 1, Subjects::Erased);
    assert_acked(&post.post_text(&hub, &text, 1, 1).await, 1);
    assert_eq!(number(&database, NOTES).await, 1);
    assert_acked(&post.post(&hub, 1, 2).await, 2);
    assert_eq!(number(&database, NOTES).await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_erasure_in_the_log_reaches_the_hub_s_copy_also_behind_a_branch() {
    let hub = Running::start().await;
    let mut post = Post::enrolled(&hub).await;
    post.write_with_note("bảo trì thang máy");
    post.write(1);
    assert_acked(&post.post(&hub, 1, 2).await, 2);
    let mut branch = post.leave(2);
    let mut erase = Draft::new(Kind::Audit(Audit::Erase));
    erase.of = Some(post.of(1));
    branch.write_draft(&erase, None);
    let database = superuser(&hub.database).await;
    assert_eq!(number(&database, NOTES).await, 1);
    assert_acked(&branch.post(&hub, 3, 3).await, 3);
    assert_eq!(number(&database, NOTES).await, 0);
    assert_acked(&post.post(&hub, 1, 2).await, 2);
    assert_eq!(number(&database, NOTES).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_subject_that_is_not_what_was_committed_to_is_not_kept() {
    let hub = Running::start().await;
    let mut post = Post::enrolled(&hub).await;
    post.write_with_note("bảo trì thang máy");
    post.log[0].note = post.log[0]
        .note
        .as_ref()
        .map(|note| note.replace("thang", "Thang"));
    assert_acked(&post.post(&hub, 1, 1).await, 1);
    let database = superuser(&hub.database).await;
    assert_eq!(number(&database, NOTES).await, 0);
    let flagged = "SELECT count(*) FROM alarm WHERE kind = 'unproven'";
    assert_eq!(number(&database, flagged).await, 1);
}

fn beat(post: &Post, waiting: u64) -> Heartbeat {
    let head = Head {
        device: post.device,
        unit: post.unit,
        branch: post.branch,
        seq: post.newest(),
        head: post.head_at(post.newest()).unwrap(),
        at: Timestamp::now(),
    };
    Heartbeat {
        v: VERSION,
        head: Signed::new(head, post.certificates.clone(), |text| {
            post.pair.sign(text).as_ref().try_into().unwrap()
        }),
        waiting,
        app: "chot/0.1.0".to_owned(),
        system: "linux".to_owned(),
        disk_free: 1 << 30,
        clock: "2026-01-05T08:00:00Z".parse().unwrap(),
        config: None,
        lists: None,
    }
}

pub async fn heard(hub: &Running, post: &mut Post, waiting: u64) -> heartbeat::Heard {
    let body = beat(post, waiting).body();
    let (bytes, digest) = post.signed("POST", "heartbeat", "", (JSON_TYPE, "identity"), &body);
    let came = exchange(hub.address, &bytes).await;
    let asked = answer::Asked {
        device: post.device,
        branch: post.branch,
        request: digest,
        what: answer::What::Other,
    };
    let pin = checkpoint::wire::signed::Pin {
        root: &hub.root,
        revoked: &std::collections::BTreeSet::new(),
        unit: post.unit,
        heard: None,
    };
    let came = answer::Answer {
        status: came.status,
        chot_sync: came.header("chot-sync"),
        content_type: came.header("content-type"),
        retry_after: came.header("retry-after"),
        body: &came.body,
    };
    heartbeat::heard(&came, &asked, &pin).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_somebody_asked_to_erase_is_told_until_the_post_says_that_it_has() {
    let hub = Running::start().await;
    let mut post = Post::enrolled(&hub).await;
    post.write_with_note("bảo trì thang máy");
    assert_acked(&post.post(&hub, 1, 1).await, 1);
    assert_eq!(heard(&hub, &mut post, 0).await.erase, []);
    let client = hub.store.hub().await.unwrap();
    let which = [post.elsewhere(1)];
    hub::erasure::ask(&client, hub.unit, &which, Uuid::nil())
        .await
        .unwrap();
    let database = superuser(&hub.database).await;
    assert_eq!(number(&database, NOTES).await, 0, "here it is gone at once");
    let told = Erase {
        branch: post.branch,
        seq: 1,
        leaf: post.of(1).leaf,
    };
    assert_eq!(heard(&hub, &mut post, 0).await.erase, [told]);
    let mut erase = Draft::new(Kind::Audit(Audit::Erase));
    erase.of = Some(post.of(1));
    post.write_draft(&erase, None);
    assert_acked(&post.post(&hub, 2, 2).await, 2);
    assert_eq!(heard(&hub, &mut post, 0).await.erase, []);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_heartbeat_that_is_not_newer_changes_nothing() {
    let hub = Running::start().await;
    let mut post = Post::enrolled(&hub).await;
    post.write(2);
    heard(&hub, &mut post, 2).await;
    post.n -= 2;
    heard(&hub, &mut post, 77).await;
    let database = superuser(&hub.database).await;
    let waiting = "SELECT waiting FROM heartbeat WHERE n > 0";
    assert_eq!(number(&database, waiting).await, 2);
    post.n += 5;
    heard(&hub, &mut post, 1).await;
    assert_eq!(number(&database, waiting).await, 1);
}
