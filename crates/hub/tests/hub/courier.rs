//! Files that a person carried here go through the same intake, and a receipt goes back.

use crate::desk::{read, sign_in, user};
use crate::post::{Post, Subjects, assert_acked};
use crate::support::{Running, database, exchange, number, superuser};
use checkpoint::wire::courier::{self, Courier, Encoding};
use checkpoint::wire::signed::{Pin, Receipt, Signed};
use hub::courier::{Counter, District, NotTaken};
use hub::intake::{Intake, Pace};
use hub::keyring::{HubKey, Root};
use hub::users::Role;
use jiff::Timestamp;
use ring::digest::{SHA256, digest};
use std::collections::BTreeSet;
use uuid::Uuid;

const ENTRIES: &str = "SELECT count(*) FROM entry WHERE history <> 0";

fn hash(bytes: &[u8]) -> [u8; 32] {
    digest(&SHA256, bytes).as_ref().try_into().unwrap()
}

fn file(post: &Post, number: u64, (first, last): (u64, u64), district: &District) -> Vec<u8> {
    let text = post.batch(first, last, Subjects::Sent);
    let body = zstd::encode_all(text.as_slice(), 3).unwrap();
    let says = Courier {
        device: post.device,
        key: post.key(),
        unit: post.unit,
        number,
        encoding: Encoding::Zstd,
        body: hash(&body),
        at: Timestamp::now(),
    };
    let signed = Signed::new(says, Vec::new(), |text| {
        post.pair.sign(text).as_ref().try_into().unwrap()
    });
    courier::write(&signed, &body, &district.public(), [7; 32]).unwrap()
}

struct Stand {
    hub: Running,
    key: HubKey,
    intake: Intake,
    district: District,
}

impl Stand {
    async fn new() -> Stand {
        let root = Root::new().unwrap();
        let key = |root: &Root| root.hub_key(root.hub_id(), Timestamp::now()).unwrap();
        let hub = Running::with(database(), key(&root), None).await;
        let (intake, _) = Intake::start(hub.store.clone(), Pace::default());
        let district = District::of(&hub.store, root.hub_id()).await.unwrap();
        Stand {
            hub,
            key: key(&root),
            intake,
            district,
        }
    }

    async fn take(&self, file: &[u8], adopt: Option<Uuid>) -> Result<hub::courier::Took, NotTaken> {
        let counter = Counter {
            store: &self.hub.store,
            intake: &self.intake,
            key: &self.key,
            district: &self.district,
            only: None,
            adopt,
        };
        counter.take(file).await
    }

    /// As the post believes it: `acked` and head, and which file it is for.
    fn receipt(&self, body: &[u8]) -> Receipt {
        let signed = Signed::<Receipt>::read(body).unwrap();
        let revoked = BTreeSet::new();
        let pin = Pin {
            root: &self.hub.root,
            revoked: &revoked,
            unit: signed.says.unit,
            heard: None,
        };
        signed.verify(&pin).unwrap();
        signed.says
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn files_and_batches_of_one_post_are_one_log() {
    let stand = Stand::new().await;
    let mut post = Post::enrolled(&stand.hub).await;
    post.write(6);
    let second = file(&post, 2, (4, 6), &stand.district);
    assert!(matches!(
        stand.take(&second, None).await,
        Err(NotTaken::Gap(1))
    ));
    let first = file(&post, 1, (1, 3), &stand.district);
    let took = stand.take(&first, None).await.unwrap();
    assert_eq!((took.unit, took.number), (stand.hub.unit, 1));
    let receipt = stand.receipt(&took.receipt);
    assert_eq!(receipt.acked, 3);
    assert_eq!(Some(receipt.head), post.head_at(3));
    assert_eq!(receipt.request, hash(&first));
    assert_acked(&post.post(&stand.hub, 2, 5).await, 5);
    stand.take(&second, None).await.unwrap();
    stand.take(&first, None).await.unwrap();
    let database = superuser(&stand.hub.database).await;
    assert_eq!(number(&database, ENTRIES).await, 6, "each once");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_post_that_was_never_enrolled_is_taken_up_only_by_somebody_s_word() {
    let stand = Stand::new().await;
    let mut post = Post::stranger(&stand.hub);
    // The id that its unit made for itself is none of this hub's.
    post.unit = checkpoint::wire::UnitId([0x77; 16]);
    post.write(2);
    let brought = file(&post, 1, (1, 2), &stand.district);
    assert!(matches!(
        stand.take(&brought, None).await,
        Err(NotTaken::Unknown(_))
    ));
    let nowhere = Some(Uuid::from_bytes([9; 16]));
    assert!(matches!(
        stand.take(&brought, nowhere).await,
        Err(NotTaken::NoUnit)
    ));
    let took = stand.take(&brought, Some(stand.hub.unit)).await.unwrap();
    assert_eq!(took.unit, stand.hub.unit);
    assert_eq!(stand.receipt(&took.receipt).acked, 2);
    post.write(1);
    let next = file(&post, 2, (3, 3), &stand.district);
    stand.take(&next, None).await.unwrap();
    let database = superuser(&stand.hub.database).await;
    assert_eq!(number(&database, ENTRIES).await, 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn another_district_s_file_and_a_second_history_are_refused() {
    let stand = Stand::new().await;
    let mut post = Post::enrolled(&stand.hub).await;
    post.write(3);
    let other = District::of(&stand.hub.store, [1; 16]).await.unwrap();
    let sealed = file(&post, 1, (1, 3), &other);
    assert!(matches!(
        stand.take(&sealed, None).await,
        Err(NotTaken::Courier(_))
    ));
    assert_acked(&post.post(&stand.hub, 1, 3).await, 3);
    post.log.truncate(1);
    post.write(1);
    post.write_with_note("khác");
    let fork = file(&post, 1, (1, 3), &stand.district);
    assert!(matches!(stand.take(&fork, None).await, Err(NotTaken::Fork)));
}

#[tokio::test(flavor = "multi_thread")]
async fn quarantine_has_room_for_so_much_and_then_tells_a_person() {
    let hub = Running::start().await;
    let mut post = Post::enrolled(&hub).await;
    post.write(2);
    hub::tree::set_state(
        &hub.store,
        hub.unit,
        post.device_id(),
        hub::tree::State::Distrusted,
    )
    .await
    .unwrap();
    post.post(&hub, 1, 1).await;
    let database = superuser(&hub.database).await;
    let kept = "SELECT count(*) FROM quarantine WHERE settled_at IS NULL";
    assert_eq!(number(&database, kept).await, 1);
    // As if it had brought 64 MiB.
    database
        .batch_execute("UPDATE quarantine SET body = decode(repeat('00', 64 * 1024 * 1024), 'hex') WHERE settled_at IS NULL")
        .await
        .unwrap();
    post.post(&hub, 1, 2).await;
    assert_eq!(number(&database, kept).await, 1);
    let told = "SELECT count(*) FROM alarm WHERE kind = 'quarantine' AND about = 'full'";
    assert_eq!(number(&database, told).await, 1);
    post.post(&hub, 1, 1).await;
    let again = "SELECT count(*) FROM alarm WHERE kind = 'quarantine'";
    assert_eq!(
        number(&database, again).await,
        2,
        "what is kept is kept once"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_brings_a_file_of_its_own_units_and_takes_the_receipt_away() {
    let stand = Stand::new().await;
    let hub = &stand.hub;
    let since = "2020-01-01".parse().unwrap();
    let own = hub::tree::add_unit(&hub.store, Some(hub.unit), "Trường Thử", since)
        .await
        .unwrap();
    let (mut post, mut other) = (Post::enrolled_in(hub, own).await, Post::enrolled(hub).await);
    post.write(2);
    other.write(2);
    let mut stranger = Post::stranger(hub);
    stranger.write(1);
    user(hub, own, "head", Role::Head).await;
    user(hub, own, "admin", Role::Admin).await;
    let bring = async |name: &str, how: &str, file: &[u8]| {
        let (cookie, csrf) = sign_in(hub, name).await;
        let head = format!(
            "POST /api/units/{own}/courier{how} HTTP/1.1\r\nhost: {}\r\ncookie: {cookie}\r\nchot-csrf: {csrf}\r\n\
             content-type: application/octet-stream\r\ncontent-length: {}\r\n\r\n",
            hub.address,
            file.len()
        );
        exchange(hub.address, &[head.as_bytes(), file].concat()).await
    };
    let (cookie, _) = sign_in(hub, "head").await;
    let (status, keys) = read(hub, &cookie, "/api/courier").await;
    let district = checkpoint::base64url::base64url(&stand.district.public());
    assert_eq!((status, &keys["district"]), (200, &district.into()));
    let brought = file(&post, 1, (1, 2), &stand.district);
    let came = bring("head", "", &brought).await;
    assert_eq!(came.status, 200, "{}", came.text());
    assert_eq!(stand.receipt(&came.body).acked, 2);
    let theirs = file(&other, 1, (1, 2), &stand.district);
    assert_eq!(bring("head", "", &theirs).await.status, 422);
    let unknown = file(&stranger, 1, (1, 1), &stand.district);
    assert_eq!(bring("head", "?adopt=true", &unknown).await.status, 403);
    assert_eq!(bring("admin", "?adopt=true", &unknown).await.status, 200);
    assert_eq!(bring("admin", "", b"no courier").await.status, 422);
    let database = superuser(&hub.database).await;
    assert_eq!(number(&database, ENTRIES).await, 3);
}
