//! A stick: sealed to the district alone, numbered, and *sent, not received* until its receipt is back.

use super::hub::{Authority, HUB, UNIT};
use super::post::Post;
use checkpoint::chain::BranchName;
use checkpoint::wire::batch;
use checkpoint::wire::courier::{self, Opened};
use checkpoint::wire::signed::Receipt;
use kiosk::targets::Way;
use kiosk::uplink::courier::{CarryError, carry};
use kiosk::uplink::standing::Standing;
use std::path::Path;

const PRIVATE: [u8; 32] = [0x31; 32];

/// The public half of the district's key.
fn district() -> [u8; 32] {
    let secret = x25519_dalek::StaticSecret::from(PRIVATE);
    x25519_dalek::PublicKey::from(&secret).to_bytes()
}

fn files(stick: &Path) -> Vec<Vec<u8>> {
    let mut paths: Vec<_> = std::fs::read_dir(stick)
        .unwrap()
        .map(|file| file.unwrap().path())
        .filter(|path| path.extension().is_some_and(|end| end == "chot"))
        .collect();
    paths.sort();
    paths
        .iter()
        .map(|path| std::fs::read(path).unwrap())
        .collect()
}

/// First and last entry of a file, and its number.
fn opened(file: &[u8]) -> (Opened, u64, u64) {
    let opened = courier::open(file, &PRIVATE, &district()).unwrap();
    let text = zstd::stream::decode_all(opened.body.as_slice()).unwrap();
    let header = batch::read(&text).unwrap().header;
    (opened, header.first, header.last)
}

struct Stick {
    folder: tempfile::TempDir,
    id: u32,
    authority: Authority,
}

fn stick(post: &Post) -> Stick {
    let folder = tempfile::tempdir().unwrap();
    let authority = Authority::new(40);
    let id = post.add(&Way::Courier {
        folder: folder.path().to_path_buf(),
        district: district(),
        root: authority.root_key(),
    });
    Stick {
        folder,
        id,
        authority,
    }
}

fn receipt(post: &Post, authority: &Authority, file: &[u8], acked: u64) -> Vec<u8> {
    let (opened, ..) = opened(file);
    let (branch, ..) = post.head();
    let head = head_at(post, branch, acked);
    authority.say(Receipt {
        hub: HUB,
        unit: UNIT,
        device: opened.signed.says.device,
        branch,
        acked,
        head,
        at: "2026-11-25T03:00:00Z".parse().unwrap(),
        request: opened.file,
    })
}

fn head_at(post: &Post, branch: BranchName, seq: u64) -> [u8; 32] {
    let keys = kiosk::keys::KeyStore::of(&post.home).unwrap();
    let key = keys.get(kiosk::keys::Name::Ledger).unwrap();
    let outbox = kiosk::outbox::Outbox::open(&post.home, key).unwrap();
    outbox.head_at(branch, seq).unwrap().unwrap()
}

#[test]
fn files_are_sealed_numbered_and_received_only_by_a_receipt_of_the_district() {
    let post = Post::with(5);
    let stick = stick(&post);
    let waiting = &post.send()[0];
    assert_eq!((waiting.standing, waiting.waiting), (Standing::Waiting, 5));
    assert!(files(stick.folder.path()).is_empty(), "nobody carried yet");

    let load = carry(&post.home, stick.id, post.clock.clone()).unwrap();
    assert_eq!((load.receipts, load.files, load.entries), (0, 1, 5));
    post.append(2);
    let load = carry(&post.home, stick.id, post.clock.clone()).unwrap();
    assert_eq!((load.files, load.entries), (1, 2));
    let written = files(stick.folder.path());
    let (first, from, to) = opened(&written[0]);
    assert_eq!((first.signed.says.number, from, to), (1, 1, 5));
    let (second, from, to) = opened(&written[1]);
    assert_eq!((second.signed.says.number, from, to), (2, 6, 7));
    assert!(courier::open(&written[0], &[0x32; 32], &district()).is_err());
    assert_eq!(
        post.send()[0].standing,
        Standing::Carried,
        "sent, not received"
    );

    // Somebody else's receipt, and one for entries that we don't have so.
    let forged = receipt(&post, &Authority::new(77), &written[1], 7);
    std::fs::write(stick.folder.path().join("a.receipt"), forged).unwrap();
    let load = carry(&post.home, stick.id, post.clock.clone()).unwrap();
    assert_eq!(load.receipts, 0);
    assert_eq!(post.send()[0].standing, Standing::Carried);

    for (name, file, acked) in [("b.receipt", 0, 5), ("c.receipt", 1, 7)] {
        let body = receipt(&post, &stick.authority, &written[file], acked);
        std::fs::write(stick.folder.path().join(name), body).unwrap();
    }
    let load = carry(&post.home, stick.id, post.clock.clone()).unwrap();
    assert_eq!((load.receipts, load.files), (2, 0));
    assert_eq!(post.send()[0].standing, Standing::Sent);
    let again = carry(&post.home, stick.id, post.clock.clone()).unwrap();
    assert_eq!(again.receipts, 0, "each counts once");
}

#[test]
fn a_stick_that_is_not_there_is_said_and_nothing_moves() {
    let post = Post::with(1);
    let stick = stick(&post);
    let place = stick.folder.path().to_path_buf();
    drop(stick.folder);
    let refused = carry(&post.home, stick.id, post.clock.clone());
    assert!(
        matches!(refused, Err(CarryError::Stick { .. })),
        "{place:?}"
    );
    assert_eq!(post.target(stick.id).cursor, None);
}
