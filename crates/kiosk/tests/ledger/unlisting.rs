//! Whoever asks for it goes from the unit's lists, and from every page of them; an older backup doesn't bring them back.

use super::backup::{Kept, backups_at, copy_tree};
use super::pages::pages_of;
use super::post::Post;
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use checkpoint::roster::Kind;
use checkpoint::subject::PersonKey;
use kiosk::backup::finish;
use kiosk::clock::Clock;
use kiosk::home::Home;
use kiosk::keys::{KeyStore, Name};
use kiosk::roster::Rosters;
use kiosk::roster::desk::{Desk, Typed};
use kiosk::roster::person::List;
use std::sync::Arc;

const NUMBER: &str = "051090000044";

fn list(kept: &Kept, home: &Home, name: &str, people: &str) {
    let clock = Arc::clone(&kept.clock) as Arc<dyn Clock>;
    let desk = Desk::new(home, Arc::clone(&kept.staff), clock);
    let typed = Typed {
        roster: None,
        kind: Kind::Staff,
        name: name.to_owned(),
    };
    let file = format!("Họ tên;Năm sinh;Số CCCD\n{people}");
    let (number, _) = desk.look(&typed, &STANDARD.encode(file), None).unwrap();
    desk.take(number, true).unwrap();
}

fn listed(home: &Home, typed: &str) -> usize {
    let rosters = Rosters::open(home).unwrap();
    rosters.of_typed(typed).unwrap().len()
}

fn forget(post: &Post, typed: &str) {
    let keys = KeyStore::of(&post.home).unwrap();
    let key = PersonKey(keys.get(Name::Person).unwrap().bytes().try_into().unwrap());
    let mut rosters = Rosters::open(&post.home).unwrap();
    for held in rosters.of_typed(typed).unwrap() {
        assert_eq!(held.list, List::Members);
        rosters.forget(&held, post.now().at, &key).unwrap();
    }
}

fn is_on_a_page(post: &Post, text: &str) -> bool {
    let key = std::fs::read(post.home.keys().join("ledger")).unwrap();
    let key = URL_SAFE_NO_PAD.decode(key.trim_ascii()).unwrap();
    let pages = pages_of(&post.home.rosters(), &key);
    let mut pages = pages.iter();
    pages.any(|page| page.windows(text.len()).any(|part| part == text.as_bytes()))
}

#[test]
fn whoever_is_taken_off_a_list_is_on_no_page_and_in_no_backup_and_comes_back_with_none() {
    let mut post = Post::new();
    let mut ledger = post.open();
    post.admit(&mut ledger, "Nguyễn Văn An");
    let kept = Kept::of(&post);
    let people = format!("Lê Văn Thôi Việc;1990;{NUMBER}\nTrần Thị Ở Lại;1985;");
    list(&kept, &post.home, "Cán bộ", &people);
    assert_eq!(listed(&post.home, NUMBER), 1);
    assert!(is_on_a_page(&post, "Lê Văn Thôi Việc"));
    kept.clock.to(post.now());
    let older = kept.made();
    let copy = post.scratch().join("copy");
    copy_tree(&older.path, &copy);

    post.pass_seconds(60);
    forget(&post, "thoi viec");
    assert_eq!(listed(&post.home, NUMBER), 0);
    for trace in ["Lê Văn Thôi Việc", NUMBER] {
        assert!(!is_on_a_page(&post, trace), "{trace}");
    }
    assert!(is_on_a_page(&post, "Trần Thị Ở Lại"));
    kept.clock.to(post.now());
    let newer = kept.made();
    assert_eq!(kept.numbers(), [2], "the one that remembered is gone");

    // Somebody kept a copy of the older one.
    copy_tree(&copy, &older.path);
    std::fs::remove_dir_all(&newer.path).unwrap();
    let new = Post::new();
    let elsewhere = backups_at(&new, &kept.clock);
    elsewhere.restore(&older.path, &kept.key, false).unwrap();
    finish(&new.home, &new.now()).unwrap();
    assert_eq!(listed(&new.home, NUMBER), 0);
    assert_eq!(listed(&new.home, "o lai"), 1);
    assert!(!is_on_a_page(&new, "Lê Văn Thôi Việc"));
}

#[test]
fn whoever_is_listed_anew_afterwards_stays_with_a_backup_of_then() {
    let mut post = Post::new();
    let mut ledger = post.open();
    post.admit(&mut ledger, "Nguyễn Văn An");
    let kept = Kept::of(&post);
    let back = format!("Lê Văn Trở Lại;1990;{NUMBER}");
    list(&kept, &post.home, "Cán bộ", &back);
    forget(&post, NUMBER);
    list(&kept, &post.home, "Hợp đồng", &back);
    post.pass_seconds(60);
    kept.clock.to(post.now());
    let made = kept.made();
    let new = Post::new();
    let elsewhere = backups_at(&new, &kept.clock);
    elsewhere.restore(&made.path, &kept.key, false).unwrap();
    finish(&new.home, &new.now()).unwrap();
    assert_eq!(listed(&new.home, NUMBER), 1);
}
