//! Several targets of which one parts ways: what was sent to the others isn't sent or counted again.

use chot_tests::travel::{Hub, Post};
use kiosk::targets::Way;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// Entries in the files of a folder, each with how often it is there.
fn written(folder: &Path) -> BTreeMap<String, usize> {
    let mut lines = BTreeMap::new();
    for file in fs::read_dir(folder).unwrap() {
        let text = fs::read_to_string(file.unwrap().path()).unwrap();
        for line in text.lines().filter(|line| line.contains("\"kind\"")) {
            *lines.entry(line.to_owned()).or_default() += 1;
        }
    }
    lines
}

#[test]
fn a_fork_at_one_hub_counts_no_line_twice_at_another_target() {
    let (one, other) = (Hub::start(), Hub::start());
    let (unit_of_one, unit_of_other) = (one.unit(), other.unit());
    let post = Post::new();
    post.append(5);
    let folder = tempfile::TempDir::new().unwrap();
    let way = Way::Folder(folder.path().to_path_buf());
    let written_to = post.targets().add("Thư mục", &way).unwrap().id;
    let at_one = one.enrol(&post, unit_of_one);
    let at_other = other.enrol(&post, unit_of_other);
    post.send();

    // A clone is at the one hub first, with two entries of its own.
    let scratch = tempfile::TempDir::new().unwrap();
    let clone = post.clone_in(scratch.path());
    clone.targets().pause(at_other).unwrap();
    clone.targets().pause(written_to).unwrap();
    clone.append(2);
    clone.send();
    assert_eq!(one.count(unit_of_one), 7);

    post.targets().pause(at_one).unwrap();
    post.append(6);
    post.send();
    assert_eq!(other.count(unit_of_other), 11);
    post.targets().pause(written_to).unwrap();
    post.targets().resume(at_one).unwrap();
    post.append(1);
    post.send();
    post.targets().resume(written_to).unwrap();
    for more in [2, 0] {
        post.append(more);
        post.send();
    }

    assert!(post.target(at_one).forked.is_some());
    assert!(post.target(at_other).forked.is_none());
    assert_eq!(post.lines().len(), 14);
    other.has_all_of(unit_of_other, &[&post]);
    assert_eq!(other.alarms(unit_of_other), [""; 0]);
    let mut both = BTreeMap::new();
    for line in post.lines().into_iter().chain(clone.lines()) {
        both.insert(line, 1);
    }
    one.has_exactly(unit_of_one, &both);
    let there = written(folder.path());
    assert_eq!(there.len(), 14);
    assert!(there.values().all(|count| *count == 1), "{there:?}");

    // The other hub's own history goes on through the branch, and heads before it are still told.
    post.append(1);
    post.send();
    other.has_all_of(unit_of_other, &[&post]);
}
