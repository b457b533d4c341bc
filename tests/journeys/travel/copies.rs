//! Databases that were put back, and two machines that use one identity.

use chot_tests::travel::post::copied;
use chot_tests::travel::{Hub, Post};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

fn database_files(home: &Path) -> Vec<PathBuf> {
    ["ledger.db", "ledger.db-wal", "ledger.db-shm"]
        .map(|name| home.join(name))
        .to_vec()
}

fn union(posts: &[Vec<String>]) -> BTreeMap<String, usize> {
    let lines = posts.iter().flatten().cloned();
    lines.map(|line| (line, 1)).collect()
}

/// A home's old database is put back over the new one; with `all`, everything beside it too.
fn put_back(all: bool) {
    let hub = Hub::start();
    let unit = hub.unit();
    let post = Post::new();
    post.append(5);
    let id = hub.enrol(&post, unit);
    post.send_all();
    post.close();
    let backup = tempfile::TempDir::new().unwrap();
    copied(post.home.root(), backup.path());
    post.reopen();
    post.append(4);
    post.send_all();
    // What is on its way to nobody when the disk dies is lost with it.
    let lost = post.lines();
    post.close();

    if all {
        fs::remove_dir_all(post.home.root()).unwrap();
        copied(backup.path(), post.home.root());
    } else {
        for file in database_files(post.home.root()) {
            let _ = fs::remove_file(&file);
            let old = backup.path().join(file.file_name().unwrap());
            if old.exists() {
                fs::copy(old, &file).unwrap();
            }
        }
    }
    post.reopen();
    let (old_branch, ..) = post.head();
    post.append(3);
    post.send_all();
    post.append(1);
    post.send_all();

    let (branch, seq, _) = post.head();
    assert_ne!(branch, old_branch, "it left on a branch of its own");
    assert!(seq >= 9);
    hub.has_exactly(unit, &union(&[lost, post.lines()]));
    let told = post.target(id).forked.is_some();
    if all {
        // Only the hub could know; the kiosk and the district are told.
        assert!(told);
        assert_eq!(hub.alarms(unit), ["fork"]);
    } else {
        // The head file knew better: it left before its first entry, and its log says so.
        assert!(!told);
        assert_eq!(hub.alarms(unit), [""; 0]);
        assert!(
            post.lines()
                .iter()
                .any(|line| line.contains("\"branch-open\""))
        );
    }
}

#[test]
fn a_ledger_that_was_put_back_leaves_on_a_branch_and_both_histories_are_at_the_hub() {
    put_back(false);
}

#[test]
fn a_home_that_was_put_back_whole_finds_out_at_the_hub_and_both_histories_are_there() {
    put_back(true);
}

#[test]
fn two_live_clones_are_one_alarm_and_both_histories_are_whole() {
    let hub = Hub::start();
    let unit = hub.unit();
    let first = Post::new();
    first.append(5);
    hub.enrol(&first, unit);
    first.send_all();
    let scratch = tempfile::TempDir::new().unwrap();
    let second = first.clone_in(scratch.path());
    for _ in 0..4 {
        first.append(3);
        second.append(2);
        first.send_all();
        second.send_all();
    }
    second.append(1);
    second.send_all();
    first.append(1);
    first.send_all();
    assert_ne!(first.head().0, second.head().0);
    hub.has_exactly(unit, &union(&[first.lines(), second.lines()]));
    assert_eq!(hub.alarms(unit), ["two-machines"], "exactly one");
}
