//! Files in a folder: whole or not there, and *written*, never *received*.

use super::post::Post;
use checkpoint::subject::Group;
use checkpoint::wire::batch::{self, Subject};
use kiosk::targets::Way;
use kiosk::uplink::standing::Standing;
use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Stdio};

fn files(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|file| file.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

/// How often each entry is in one of the files.
fn entries(folder: &Path) -> BTreeMap<Vec<u8>, usize> {
    let mut found = BTreeMap::new();
    for name in files(folder)
        .iter()
        .filter(|name| name.ends_with(".ndjson"))
    {
        let text = std::fs::read(folder.join(name)).unwrap();
        for item in batch::read(&text).unwrap().items {
            *found.entry(item.line.to_vec()).or_default() += 1;
        }
    }
    found
}

#[track_caller]
fn each_once(folder: &Path, count: usize) {
    let found = entries(folder);
    assert_eq!(found.len(), count);
    assert!(found.values().all(|times| *times == 1), "{found:?}");
}

#[test]
fn a_kill_between_the_file_and_the_cursor_s_move_leaves_each_entry_in_one_file() {
    for _ in 0..12 {
        let scratch = tempfile::tempdir().unwrap();
        let folder = scratch.path();
        let post = Post::with(5);
        post.add(&Way::Folder(folder.to_path_buf()));
        let mut child = Command::new(env!("CARGO_BIN_EXE_chot"))
            .args(["sync", "--once"])
            .env("CHOT_HOME", post.home.root())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        while entries(folder).is_empty() {
            assert!(child.try_wait().unwrap().is_none() || !entries(folder).is_empty());
        }
        child.kill().unwrap();
        child.wait().unwrap();
        post.append(1);
        post.send();
        each_once(folder, 6);
    }
}

#[test]
fn lines_that_were_given_another_branch_are_not_written_again() {
    let scratch = tempfile::tempdir().unwrap();
    let post = Post::with(9);
    let id = post.add(&Way::Folder(scratch.path().to_path_buf()));
    post.send();
    // A file that was on its way meanwhile names its entries by the branch that they had.
    let cursor = post.target(id).cursor;
    post.part_behind(5);
    assert_eq!(post.target(id).cursor, cursor);
    post.append(1);
    let cards = post.send();
    assert_eq!(cards[0].waiting, 0);
    each_once(scratch.path(), 10);
}

#[test]
fn batches_are_written_whole_and_without_personal_data_until_groups_are_picked() {
    let scratch = tempfile::tempdir().unwrap();
    let post = Post::with(4);
    let id = post.add(&Way::Folder(scratch.path().to_path_buf()));
    let cards = post.send();
    assert_eq!(cards[0].standing, Standing::Written);
    assert!(cards[0].words.vi.contains("chưa biết nơi nhận đã lấy chưa"));
    let names = files(scratch.path());
    assert_eq!(names.len(), 1);
    assert!(names[0].ends_with("-0000000000000001-0000000000000004.ndjson"));
    let text = std::fs::read(scratch.path().join(&names[0])).unwrap();
    let batch = batch::read(&text).unwrap();
    assert!(
        batch
            .items
            .iter()
            .all(|item| item.subject == Subject::Absent)
    );
    assert!(!String::from_utf8(text).unwrap().contains("NGUYỄN"));

    let groups = [(Group::Identity, "Báo cáo y tế".to_owned())];
    post.targets()
        .pick(id, &groups, jiff::Timestamp::now())
        .unwrap();
    post.append(1);
    post.send();
    let names = files(scratch.path());
    assert_eq!(names.len(), 2);
    let text = std::fs::read(scratch.path().join(&names[1])).unwrap();
    let batch = batch::read(&text).unwrap();
    let Subject::Sent(groups) = batch.items[0].subject else {
        panic!("identity was picked");
    };
    assert!(groups.lines[0].unwrap().contains("NGUYỄN VĂN THỬ"));
    assert_eq!(groups.lines[3], None, "the note wasn't");
    assert!(groups.withheld[3].is_some());
    assert_eq!(post.target(id).files, 2);
}

#[test]
fn a_folder_that_is_gone_waits_and_goes_on_when_it_is_back() {
    let scratch = tempfile::tempdir().unwrap();
    let folder = scratch.path().join("usb");
    let post = Post::with(2);
    let id = post.add(&Way::Folder(folder.clone()));
    let cards = post.send();
    assert_eq!(cards[0].standing, Standing::Failing);
    assert!(cards[0].words.vi.contains("Không thấy thư mục"));
    assert!(
        !folder.exists(),
        "nobody makes a folder where a stick should be"
    );
    std::fs::create_dir(&folder).unwrap();
    post.send();
    assert_eq!(post.target(id).cursor.unwrap().seq, 2);
    assert_eq!(post.target(id).problem, None);
}
