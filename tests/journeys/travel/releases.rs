//! A newer program at a hub comes down to its posts, and only one that the release key signed.

use checkpoint::update::Manifest;
use chot_tests::travel::{Hub, Post};
use hub::releases::{self, ReleaseError};
use kiosk::update::{Own, Place, own_version, target};
use ring::digest::{SHA256, digest};
use ring::signature::{Ed25519KeyPair, KeyPair};
use std::path::PathBuf;
use tempfile::TempDir;

fn pair(seed: u8) -> Ed25519KeyPair {
    Ed25519KeyPair::from_seed_unchecked(&[seed; 32]).unwrap()
}

fn public(pair: &Ed25519KeyPair) -> [u8; 32] {
    pair.public_key().as_ref().try_into().unwrap()
}

/// A file of three parts and a half that `pair` signs; what is in it is nobody's to read on the way.
fn file(version: &str, pair: &Ed25519KeyPair) -> Vec<u8> {
    let payload: Vec<u8> = (0_u8..=250).cycle().take(230_000).collect();
    let manifest = Manifest {
        version: version.parse().unwrap(),
        target: target(),
        min_from: "0.0.1".parse().unwrap(),
        expires: "2126-01-01T00:00:00Z".parse().unwrap(),
        size: u64::try_from(payload.len()).unwrap(),
        sha256: digest(&SHA256, &payload).as_ref().try_into().unwrap(),
    };
    let head = manifest.head(|text| pair.sign(text).as_ref().try_into().unwrap());
    [head.into_bytes(), payload].concat()
}

/// A post whose program takes what the key signs.
struct Takes {
    post: Post,
    _programs: TempDir,
}

impl Takes {
    fn new(hub: &Hub) -> Takes {
        let programs = TempDir::new().unwrap();
        let own = Own {
            place: Some(Place::at(programs.path())),
            key: Some(public(&pair(5))),
        };
        let post = Post::new().of_program(own);
        post.append(2);
        hub.enrol(&post, hub.unit());
        Takes {
            post,
            _programs: programs,
        }
    }

    /// The files that were handed down, by name.
    fn handed(&self) -> Vec<(String, Vec<u8>)> {
        let mut files: Vec<_> = std::fs::read_dir(self.post.home.updates())
            .into_iter()
            .flatten()
            .map(|file| {
                let path: PathBuf = file.unwrap().path();
                let name = path.file_name().unwrap().to_str().unwrap().to_owned();
                (name, std::fs::read(path).unwrap())
            })
            .collect();
        files.sort();
        files
    }
}

fn offered(version: &str) -> String {
    format!("chot-{version}-{}.chot-update", target())
}

#[test]
fn a_release_comes_down_in_parts_after_the_entries_and_a_newer_one_takes_its_place() {
    let hub = Hub::start();
    let takes = Takes::new(&hub);
    takes.post.send_all();
    assert_eq!(takes.handed(), [], "the hub keeps none");

    let newer = file("9.1.0", &pair(5));
    hub.block_on(releases::put(&hub.store, &newer, &public(&pair(5))))
        .unwrap();
    takes.post.append(1);
    takes.post.send_all();
    assert_eq!(takes.handed(), [(offered("9.1.0"), newer.clone())]);

    let newest = file("9.2.0", &pair(5));
    hub.block_on(releases::put(&hub.store, &newest, &public(&pair(5))))
        .unwrap();
    takes.post.send_all();
    assert_eq!(takes.handed(), [(offered("9.2.0"), newest)]);
    let older = hub.block_on(releases::put(&hub.store, &newer, &public(&pair(5))));
    assert!(matches!(older, Err(ReleaseError::NotNewer(_))));
}

#[test]
fn a_release_that_was_cut_off_goes_on_where_it_stopped() {
    let hub = Hub::start();
    let takes = Takes::new(&hub);
    let newer = file("9.1.0", &pair(5));
    hub.block_on(releases::put(&hub.store, &newer, &public(&pair(5))))
        .unwrap();
    takes.post.send_all();
    let [(name, whole)] = takes.handed().try_into().unwrap();
    assert_eq!(whole, newer);
    // As it was after the first part and some of the second, with a mark in it.
    let folder = takes.post.home.updates();
    let rows = hub.ask("SELECT encode(name, 'hex') FROM release", &[]);
    let part = folder.join(format!("{}.part", rows[0].get::<_, String>(0)));
    std::fs::rename(folder.join(&name), &part).unwrap();
    let mut begun = whole[..100_000].to_vec();
    begun[99_999] ^= 1;
    std::fs::write(&part, &begun).unwrap();
    takes.post.send_all();
    let [(_, resumed)] = takes.handed().try_into().unwrap();
    assert_eq!(resumed[..100_000], begun, "nothing was fetched twice");
    assert_eq!(resumed[100_000..], newer[100_000..]);
}

#[test]
fn what_the_release_key_has_not_signed_or_is_not_newer_is_neither_kept_nor_fetched() {
    let hub = Hub::start();
    let takes = Takes::new(&hub);
    let put = |file: &[u8]| hub.block_on(releases::put(&hub.store, file, &public(&pair(5))));
    let forged = file("9.1.0", &pair(6));
    assert!(matches!(put(&forged), Err(ReleaseError::NotOurs(_))));
    let whole = file("9.1.0", &pair(5));
    let short = &whole[..whole.len() - 1];
    assert!(matches!(put(short), Err(ReleaseError::Length { .. })));
    let mut other = whole.clone();
    *other.last_mut().unwrap() ^= 1;
    assert!(matches!(put(&other), Err(ReleaseError::Damaged)));

    // A hub in other hands keeps it all the same.
    let sql = "INSERT INTO release (target, version, name, content) VALUES ($1, '9.1.0', decode(repeat('ab', 8), 'hex'), $2)";
    hub.ask(sql, &[&target(), &forged]);
    takes.post.send_all();
    assert!(!takes.post.home.updates().exists());

    hub.ask("DELETE FROM release", &[]);
    put(&file(&own_version().to_string(), &pair(5))).unwrap();
    takes.post.append(1);
    takes.post.send_all();
    assert_eq!(takes.handed(), []);
}
