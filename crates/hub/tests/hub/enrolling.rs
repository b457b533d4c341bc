//! Posts become known.

use crate::post::{Post, assert_acked};
use crate::support::{Running, superuser};
use checkpoint::entry::Mode;
use checkpoint::wire::VERSION;
use checkpoint::wire::answer::Next;
use checkpoint::wire::config::Config;
use checkpoint::wire::enrol::{By, Invitation, Request, accept, refused};
use checkpoint::wire::heartbeat::HandedKind;
use checkpoint::wire::signed::Code;
use hub::handing;
use hub::sync::{CodeKind, invite};
use hub::tree::{self, State};

async fn invitation(hub: &Running, gate: u32, kind: CodeKind) -> Invitation {
    let place = tree::add_post(&hub.store, hub.unit, "Cổng", gate)
        .await
        .unwrap();
    invite(
        &hub.store,
        hub.unit,
        place,
        kind,
        "http://hub.example",
        &hub.root,
    )
    .await
    .unwrap()
}

async fn ask(hub: &Running, post: &mut Post, invitation: &Invitation) -> (u16, Option<Code>) {
    let asked = Request::invited(invitation, post.key(), post.unit, "chot/0.1.0");
    let (answer, _) = post.enrol(hub, &asked).await;
    (answer.status, refused(&answer.body))
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invitation_is_for_one_key_which_may_ask_again() {
    let hub = Running::start().await;
    let invitation = invitation(&hub, 1001, CodeKind::Screen).await;
    let (mut one, mut other) = (Post::stranger(&hub), Post::stranger(&hub));
    assert_eq!(ask(&hub, &mut one, &invitation).await, (201, None));
    assert_eq!(ask(&hub, &mut one, &invitation).await, (201, None));
    let used = (403, Some(Code::CodeUsed));
    assert_eq!(ask(&hub, &mut other, &invitation).await, used);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_post_is_given_its_settings_as_it_enrols() {
    let hub = Running::start().await;
    let wanted = r#"{"v":1,"mode":"out"}"#;
    let to = handing::For::Unit(hub.unit);
    handing::put(&hub.store, to, HandedKind::Config, wanted, &hub.root)
        .await
        .unwrap();
    let invitation = invitation(&hub, 1003, CodeKind::Sheet).await;
    let mut post = Post::stranger(&hub);
    let asked = Request::invited(&invitation, post.key(), post.unit, "chot/0.1.0");
    let (answer, digest) = post.enrol(&hub, &asked).await;
    let enrolled = accept(&answer.body, &invitation.root, &post.key(), &digest).unwrap();
    let config = Config::read(&enrolled.config.unwrap()).unwrap();
    assert_eq!(config.mode, Some(Mode::Out));
    assert_eq!(config.device, Some(post.device));
    assert_eq!(config.gate_name.as_deref(), Some("Cổng"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_secret_and_an_expired_code_enrol_nobody() {
    let hub = Running::start().await;
    let invitation = invitation(&hub, 1002, CodeKind::Sheet).await;
    let mut post = Post::stranger(&hub);
    let guessed = Invitation {
        secret: [1; 16],
        ..invitation.clone()
    };
    let wrong = (403, Some(Code::CodeWrong));
    assert_eq!(ask(&hub, &mut post, &guessed).await, wrong);
    let database = superuser(&hub.database).await;
    database
        .execute(
            "UPDATE enrolment_code SET expires_at = now() - interval '1 second'",
            &[],
        )
        .await
        .unwrap();
    let expired = (403, Some(Code::CodeExpired));
    assert_eq!(ask(&hub, &mut post, &invitation).await, expired);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_device_that_the_hub_lost_presents_its_certificate_and_sends_all_again() {
    let hub = Running::start().await;
    let mut post = Post::enrolled(&hub).await;
    post.write(4);
    assert_acked(&post.post(&hub, 1, 4).await, 4);
    // As after a restore from before it was enrolled.
    let database = superuser(&hub.database).await;
    for table in [
        "device",
        "branch",
        "entry",
        "rollup",
        "post",
        "enrolment_code",
    ] {
        let sql = format!("DELETE FROM {table} WHERE unit_id = $1");
        database.execute(&sql, &[&hub.unit]).await.unwrap();
    }
    assert_eq!(post.post(&hub, 1, 4).await, Next::Unknown);
    let asked = Request {
        v: VERSION,
        key: post.key(),
        unit: post.unit,
        by: By::Certificates {
            chain: post.certificates.clone(),
        },
        app: "chot/0.1.0".to_owned(),
    };
    let (answer, digest) = post.enrol(&hub, &asked).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    let root = ring::digest::digest(&ring::digest::SHA256, &hub.root);
    let root = root.as_ref().try_into().unwrap();
    accept(&answer.body, &root, &post.key(), &digest).unwrap();
    assert_acked(&post.post(&hub, 1, 4).await, 4);
    // Another hub's certificate is nobody's.
    let mut stranger = Post::stranger(&hub);
    let foreign = Request {
        key: stranger.key(),
        ..asked
    };
    let (answer, _) = stranger.enrol(&hub, &foreign).await;
    assert_eq!(refused(&answer.body), Some(Code::Unknown));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_distrusted_device_doesn_t_come_back_by_its_certificate() {
    let hub = Running::start().await;
    let mut post = Post::enrolled(&hub).await;
    tree::set_state(&hub.store, hub.unit, post.device_id(), State::Distrusted)
        .await
        .unwrap();
    let asked = Request {
        v: VERSION,
        key: post.key(),
        unit: post.unit,
        by: By::Certificates {
            chain: post.certificates.clone(),
        },
        app: "chot/0.1.0".to_owned(),
    };
    post.enrol(&hub, &asked).await;
    post.write(1);
    assert_eq!(post.post(&hub, 1, 1).await, Next::Distrusted);
}
