//! What posts are told: the nearer word counts, every other text has a greater number, and all of it is signed.

use crate::post::{Post, assert_acked};
use crate::subjects::heard;
use crate::support::{Answer, Running, exchange, number, superuser};
use checkpoint::base64url::base64url;
use checkpoint::chain::DeviceId;
use checkpoint::entry::{Audit, Draft, Kind, Mode};
use checkpoint::policy::Policy;
use checkpoint::trust::{TrustList, bundle};
use checkpoint::wire::answer;
use checkpoint::wire::config::Config;
use checkpoint::wire::heartbeat::{self, Handed, HandedKind};
use checkpoint::wire::request::NO_TYPE;
use checkpoint::wire::signed::{Code, Pin, Refusal, Signed};
use hub::handing::{self, For, HandError};
use hub::tree::{self, State};
use ring::signature::{Ed25519KeyPair, KeyPair};
use std::collections::BTreeSet;
use uuid::Uuid;

async fn asked(hub: &Running, post: &mut Post, kind: HandedKind, had: Option<&str>) -> Answer {
    let (bytes, _) = post.signed("GET", kind.word(), "", (NO_TYPE, "identity"), b"");
    let had = had.map_or(String::new(), |etag| format!("if-none-match: {etag}\r\n"));
    let text = String::from_utf8(bytes).unwrap();
    let text = text.replacen("\r\n", &format!("\r\n{had}"), 1);
    exchange(hub.address, text.as_bytes()).await
}

/// As a kiosk believes it.
fn believed(hub: &Running, post: &Post, kind: HandedKind, came: &Answer) -> Option<Handed> {
    let revoked = BTreeSet::new();
    let pin = Pin {
        root: &hub.root,
        revoked: &revoked,
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
    heartbeat::handed(&came, kind, &pin)
}

async fn config(hub: &Running, post: &mut Post) -> (u64, Config) {
    let came = asked(hub, post, HandedKind::Config, None).await;
    let handed = believed(hub, post, HandedKind::Config, &came).unwrap();
    let etag = format!("\"{}\"", base64url(&handed.digest()));
    assert_eq!(came.header("etag"), Some(etag.as_str()));
    let told = heard(hub, post, 0).await;
    assert_eq!(told.config, Some(handed.digest()), "heartbeats name it");
    (handed.number, Config::read(&handed.content).unwrap())
}

async fn put(hub: &Running, to: For, config: &Config) {
    handing::put(
        &hub.store,
        to,
        HandedKind::Config,
        &config.text(),
        &hub.root,
    )
    .await
    .unwrap();
}

fn mode(mode: Mode) -> Config {
    Config {
        mode: Some(mode),
        ..Config::default()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_post_is_told_its_names_and_the_nearest_word_of_its_units_under_growing_numbers() {
    let hub = Running::start().await;
    let since = "2020-01-01".parse().unwrap();
    let below = tree::add_unit(&hub.store, Some(hub.unit), "Trường Thử", since)
        .await
        .unwrap();
    let mut post = Post::enrolled_in(&hub, below).await;
    let mut other = Post::enrolled(&hub).await;
    let (first, told) = config(&hub, &mut post).await;
    assert_eq!(told.device, Some(DeviceId(post.device.0)));
    assert_eq!(told.unit_name.as_deref(), Some("Trường Thử"));
    assert_eq!(told.gate_name.as_deref(), Some("Cổng thử"));
    assert_eq!((told.mode, told.policies.len()), (None, 0));

    let district = Config {
        policy: Some("declaration-today".to_owned()),
        policies: Policy::shipped(),
        ..mode(Mode::In)
    };
    put(&hub, For::Unit(hub.unit), &district).await;
    let (second, told) = config(&hub, &mut post).await;
    assert_eq!(told.mode, Some(Mode::In));
    assert_eq!(told.policies.len(), Policy::shipped().len());
    put(&hub, For::Unit(below), &mode(Mode::Out)).await;
    let (third, told) = config(&hub, &mut post).await;
    assert_eq!(told.mode, Some(Mode::Out));
    assert_eq!(told.policy, district.policy, "what it leaves open stays");
    put(&hub, For::Post(below, post.post), &mode(Mode::Auto)).await;
    let (fourth, told) = config(&hub, &mut post).await;
    assert_eq!(told.mode, Some(Mode::Auto));
    let (_, others) = config(&hub, &mut other).await;
    assert_eq!(others.mode, Some(Mode::In), "those above aren't told");
    assert!(first < second && second < third && third < fourth);
    assert_eq!(config(&hub, &mut post).await.0, fourth, "the same text");

    let own = For::Post(below, post.post);
    let back = handing::take_back(&hub.store, own, HandedKind::Config).await;
    assert!(back.unwrap());
    let (fifth, told) = config(&hub, &mut post).await;
    assert_eq!(told.mode, Some(Mode::Out));
    assert!(fifth > fourth, "a text of before is news again");
    tree::move_unit(&hub.store, below, None, "Tên Mới", since)
        .await
        .unwrap();
    let (sixth, told) = config(&hub, &mut post).await;
    assert_eq!(told.unit_name.as_deref(), Some("Tên Mới"));
    assert_eq!(told.policy, None, "it stands elsewhere now");
    assert!(sixth > fifth);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_has_the_text_is_told_only_that_and_whoever_is_retired_nothing() {
    let hub = Running::start().await;
    let mut post = Post::enrolled(&hub).await;
    let came = asked(&hub, &mut post, HandedKind::Config, None).await;
    let etag = came.header("etag").unwrap().to_owned();
    let again = asked(&hub, &mut post, HandedKind::Config, Some(&etag)).await;
    assert_eq!((again.status, again.body.len()), (304, 0));
    let none = asked(&hub, &mut post, HandedKind::Trust, None).await;
    assert_eq!(none.status, 204);
    tree::set_state(&hub.store, hub.unit, post.device_id(), State::Retired)
        .await
        .unwrap();
    let came = asked(&hub, &mut post, HandedKind::Config, Some(&etag)).await;
    let refused = Signed::<Refusal>::read(&came.body).unwrap().says;
    assert_eq!((came.status, refused.code), (403, Code::Retired));
    let mut stranger = Post::stranger(&hub);
    let came = asked(&hub, &mut stranger, HandedKind::Config, None).await;
    assert_eq!(came.status, 401);
}

fn list(seed: u8, number: u64) -> String {
    let root = Ed25519KeyPair::from_seed_unchecked(&[seed; 32]).unwrap();
    let key: [u8; 32] = root.public_key().as_ref().try_into().unwrap();
    let mut list = TrustList::default();
    list.number = number;
    bundle::signed(&list, &key, |bytes| {
        root.sign(bytes).as_ref().try_into().unwrap()
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn a_trust_list_is_handed_on_as_its_root_signed_it_and_no_other_root_s_is() {
    let hub = Running::start().await;
    let mut post = Post::enrolled(&hub).await;
    let root = Ed25519KeyPair::from_seed_unchecked(&[3; 32]).unwrap();
    let root: [u8; 32] = root.public_key().as_ref().try_into().unwrap();
    let put = async |content: &str, root: &[u8; 32]| {
        let to = For::Unit(hub.unit);
        handing::put(&hub.store, to, HandedKind::Trust, content, root).await
    };
    assert!(matches!(
        put(&list(3, 1), &hub.root).await,
        Err(HandError::OtherRoot)
    ));
    assert!(matches!(
        put("chot/trust/1\n", &root).await,
        Err(HandError::Trust(_))
    ));
    put(&list(3, 1), &root).await.unwrap();
    let came = asked(&hub, &mut post, HandedKind::Trust, None).await;
    let handed = believed(&hub, &post, HandedKind::Trust, &came).unwrap();
    assert_eq!(handed.content, list(3, 1));
    let told = heard(&hub, &mut post, 0).await;
    assert_eq!(told.lists, Some(handed.digest()));
    assert!(believed(&hub, &post, HandedKind::Config, &came).is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_no_post_could_do_is_refused_here() {
    let hub = Running::start().await;
    let put = async |to: For, content: &str| {
        handing::put(&hub.store, to, HandedKind::Config, content, &hub.root).await
    };
    let unit = For::Unit(hub.unit);
    assert!(matches!(
        put(unit, r#"{"v":1,"mode":"sideways"}"#).await,
        Err(HandError::Config(_))
    ));
    let long = format!(r#"{{"v":1,"perhaps":"{}"}}"#, "x".repeat(1 << 20));
    assert!(matches!(put(unit, &long).await, Err(HandError::TooLarge)));
    let nowhere = Uuid::from_bytes([9; 16]);
    let text = r#"{"v":1}"#;
    assert!(matches!(
        put(For::Unit(nowhere), text).await,
        Err(HandError::NoUnit)
    ));
    assert!(matches!(
        put(For::Post(hub.unit, nowhere), text).await,
        Err(HandError::NoPost)
    ));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_post_that_has_erased_by_itself_is_not_asked_to() {
    let hub = Running::start().await;
    let mut post = Post::enrolled(&hub).await;
    post.write_with_note("bảo trì thang máy");
    let mut erase = Draft::new(Kind::Audit(Audit::Erase));
    erase.of = Some(post.of(1));
    post.write_draft(&erase, None);
    assert_acked(&post.post(&hub, 1, 2).await, 2);
    let database = superuser(&hub.database).await;
    let notes = "SELECT count(*) FROM subject WHERE history <> 0 AND note IS NOT NULL";
    assert_eq!(number(&database, notes).await, 0);
    let client = hub.store.hub().await.unwrap();
    let which = [post.elsewhere(1)];
    hub::erasure::ask(&client, hub.unit, &which, Uuid::nil())
        .await
        .unwrap();
    assert_eq!(heard(&hub, &mut post, 0).await.erase, []);
}
