//! The list of targets: what is kept, and what isn't taken.

use super::post::{Post, here};
use checkpoint::chain::BranchName;
use checkpoint::subject::Group;
use jiff::Timestamp;
use kiosk::keys::Key;
use kiosk::targets::{Cursor, TargetError, Targets, Way};
use std::sync::Barrier;

fn hub(port: u16) -> Way {
    Way::Hub {
        address: here(&format!("http://127.0.0.1:{port}")),
        ca: None,
    }
}

#[test]
fn what_was_added_is_listed_and_what_was_removed_never_gives_its_number_away() {
    let post = Post::with(0);
    let mut targets = post.targets();
    let first = targets.add("Quận", &hub(1)).unwrap();
    let second = targets.add("Thành phố", &hub(2)).unwrap();
    assert_eq!(first.cursor, None);
    assert!(first.picked.is_empty());
    targets.remove(second.id).unwrap();
    let third = targets.add("Tỉnh", &hub(3)).unwrap();
    assert!(third.id > second.id);
    let names: Vec<String> = post
        .targets()
        .list()
        .unwrap()
        .into_iter()
        .map(|target| target.name)
        .collect();
    assert_eq!(names, ["Quận", "Tỉnh"]);
    assert!(matches!(
        targets.get(second.id),
        Err(TargetError::Unknown(_))
    ));
    assert!(matches!(
        targets.pause(second.id),
        Err(TargetError::Unknown(_))
    ));
    assert!(matches!(targets.add("  ", &hub(4)), Err(TargetError::Name)));
    assert!(matches!(
        targets.add("Thư mục", &Way::Folder("not/whole".into())),
        Err(TargetError::Folder(_))
    ));
}

#[test]
fn a_group_needs_its_purpose_and_picking_replaces() {
    let post = Post::with(0);
    let mut targets = post.targets();
    let id = targets.add("Quận", &hub(1)).unwrap().id;
    let now = Timestamp::from_second(1_800_000_000).unwrap();
    let none = targets.pick(id, &[(Group::Health, "  ".to_owned())], now);
    assert!(matches!(none, Err(TargetError::NoPurpose)));
    let both = [
        (Group::Identity, "Truy vết".to_owned()),
        (Group::Health, "Truy vết".to_owned()),
    ];
    targets.pick(id, &both, now).unwrap();
    let target = targets.get(id).unwrap();
    assert!(target.takes(Group::Identity) && target.takes(Group::Health));
    assert!(!target.takes(Group::Note));
    assert_eq!(target.picked[0].purpose, "Truy vết");
    targets.pick(id, &[], now).unwrap();
    assert!(targets.get(id).unwrap().picked.is_empty());
}

#[test]
fn a_cursor_that_a_person_moved_is_not_moved_by_what_was_under_way() {
    let post = Post::with(3);
    let mut targets = post.targets();
    let id = targets.add("Quận", &hub(1)).unwrap().id;
    let before = targets.get(id).unwrap();
    let at = |seq| Cursor {
        branch: BranchName([1; 16]),
        seq,
    };
    let now = Timestamp::UNIX_EPOCH;
    assert!(targets.moved(id, before.shift, at(2), (2, 0), now).unwrap());
    targets.send_again_from(id, None).unwrap();
    assert!(!targets.moved(id, before.shift, at(3), (1, 0), now).unwrap());
    assert_eq!(targets.get(id).unwrap().cursor, None);
}

#[test]
fn secrets_lie_among_the_keys_and_go_with_their_target() {
    let post = Post::with(0);
    let mut targets = post.targets();
    let way = Way::HttpsJson {
        address: here("http://127.0.0.1:1/nhan"),
        ca: None,
    };
    let id = targets.add("Bên thứ ba", &way).unwrap().id;
    assert!(targets.secret(&targets.get(id).unwrap()).unwrap().is_none());
    let key = |text: &str| Key::new(text.as_bytes().to_vec());
    assert_eq!(targets.set_secret(id, &key("một")).unwrap(), 1);
    assert_eq!(targets.set_secret(id, &key("hai")).unwrap(), 2);
    let (number, secret) = targets.secret(&targets.get(id).unwrap()).unwrap().unwrap();
    assert_eq!((number, secret.bytes()), (2, "hai".as_bytes()));
    let database = std::fs::read(post.home.targets()).unwrap();
    assert!(!database.windows(3).any(|bytes| bytes == "hai".as_bytes()));
    targets.remove(id).unwrap();
    let left: Vec<_> = std::fs::read_dir(post.home.keys())
        .unwrap()
        .map(|file| file.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.starts_with("target"))
        .collect();
    assert_eq!(left, Vec::<String>::new());
    let hub = targets.add("Quận", &hub(1)).unwrap().id;
    assert!(matches!(
        targets.set_secret(hub, &key("ba")),
        Err(TargetError::NotOfThisKind)
    ));
}

#[test]
fn whoever_begins_the_list_the_others_wait_for_it() {
    const AT_ONCE: usize = 8;
    for _ in 0..20 {
        let post = Post::with(0);
        let home = &post.home;
        let start = Barrier::new(AT_ONCE);
        std::thread::scope(|scope| {
            for _ in 0..AT_ONCE {
                scope.spawn(|| {
                    start.wait();
                    Targets::open(home).unwrap().list().unwrap();
                });
            }
        });
    }
}

#[test]
fn the_list_is_encrypted_and_needs_a_ledger() {
    let post = Post::with(0);
    post.targets().add("Một cái tên riêng", &hub(1)).unwrap();
    let bytes = std::fs::read(post.home.targets()).unwrap();
    assert!(!bytes.starts_with(b"SQLite format 3"));
    let empty = kiosk::home::Home::at(post.home.root().join("empty"));
    assert!(matches!(Targets::open(&empty), Err(TargetError::NoLedger)));
}

#[test]
fn numbers_of_requests_only_grow() {
    let post = Post::with(0);
    let joined = super::hub::join(&post, |_, _| None);
    let mut targets = post.targets();
    let first = targets.reserve_numbers(joined.id, 100, 10).unwrap();
    assert_eq!(first, 100);
    assert_eq!(
        targets.reserve_numbers(joined.id, 5, 10).unwrap(),
        110,
        "a clock that went back"
    );
    assert_eq!(targets.reserve_numbers(joined.id, 900, 10).unwrap(), 900);
}
