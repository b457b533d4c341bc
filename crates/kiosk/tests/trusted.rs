//! Whose signatures count at a post, and for how long a list is the newest.

use checkpoint::trust::TrustList;
use checkpoint::trust::bundle;
use kiosk::trusted::{Trusted, TrustedError};
use ring::signature::{Ed25519KeyPair, KeyPair};

fn root(seed: u8) -> Ed25519KeyPair {
    Ed25519KeyPair::from_seed_unchecked(&[seed; 32]).expect("a seed")
}

fn list(number: u64, root: &Ed25519KeyPair) -> String {
    let mut list = TrustList::default();
    list.number = number;
    list.issued = Some("2026-11-01T00:00:00Z".parse().expect("a time"));
    let key: [u8; 32] = root.public_key().as_ref().try_into().expect("32 bytes");
    bundle::signed(&list, &key, |bytes| {
        root.sign(bytes).as_ref().try_into().expect("64 bytes")
    })
}

#[test]
fn the_first_list_pins_its_root_and_an_older_one_never_replaces_a_newer_one() {
    let dir = tempfile::tempdir().expect("a folder");
    let ours = root(1);
    let mut trusted = Trusted::open(dir.path());
    assert!(!trusted.has_list());
    trusted.take(list(7, &ours).as_bytes()).expect("the first");
    for number in [6, 7] {
        assert!(matches!(
            trusted.take(list(number, &ours).as_bytes()),
            Err(TrustedError::NotNewer { have: 7, .. })
        ));
    }
    let others = trusted.take(list(9, &root(2)).as_bytes());
    assert!(matches!(others, Err(TrustedError::Bundle(_))));
    let mut again = Trusted::open(dir.path());
    assert_eq!(again.list().number, 7);
    again.take(list(8, &ours).as_bytes()).expect("a newer one");
    assert_eq!(Trusted::open(dir.path()).list().number, 8);
}

#[test]
fn a_lost_list_leaves_the_pin_and_its_number_behind() {
    let dir = tempfile::tempdir().expect("a folder");
    let ours = root(1);
    let mut trusted = Trusted::open(dir.path());
    trusted.take(list(7, &ours).as_bytes()).expect("the first");
    std::fs::write(dir.path().join("trust.chot"), "gone").expect("a file");
    let mut trusted = Trusted::open(dir.path());
    assert!(!trusted.has_list());
    assert!(matches!(
        trusted.take(list(6, &ours).as_bytes()),
        Err(TrustedError::NotNewer { number: 6, have: 7 })
    ));
    assert!(trusted.take(list(9, &root(2)).as_bytes()).is_err());
    trusted
        .take(list(8, &ours).as_bytes())
        .expect("a newer one");
    // An old copy that somebody lays over it doesn't count either.
    std::fs::write(dir.path().join("trust.chot"), list(7, &ours)).expect("a file");
    assert!(!Trusted::open(dir.path()).has_list());
}

#[test]
fn what_is_no_signed_list_changes_nothing_and_says_what_to_do() {
    let dir = tempfile::tempdir().expect("a folder");
    let ours = root(1);
    let mut trusted = Trusted::open(dir.path());
    let forged = list(7, &ours).replace("\"number\":7", "\"number\":9");
    for file in ["", "hello", &bundle::draft(&TrustList::default()), &forged] {
        let error = trusted.take(file.as_bytes()).expect_err("no list");
        let words = error.words();
        assert!(!words.vi.is_empty() && words.en.contains(':'), "{words:?}");
    }
    assert!(!trusted.has_list());
    assert!(!dir.path().join("trust.chot").exists());
}
