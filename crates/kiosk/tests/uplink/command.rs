//! `chot target` and `chot sync` as an admin types them.

use super::hub::join;
use super::post::Post;
use serde_json::Value;
use std::io::Write;
use std::process::{Command, Stdio};

/// The lines of JSON that a command prints, and whether it ended well.
fn chot(post: &Post, arguments: &[&str], input: &str) -> (Vec<Value>, bool, String) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_chot"))
        .args(arguments)
        .arg("--json")
        .env("CHOT_HOME", post.home.root())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(input.as_bytes())
        .unwrap();
    let output = child.wait_with_output().unwrap();
    let lines = String::from_utf8(output.stdout).unwrap();
    let errors = String::from_utf8_lossy(&output.stderr).into_owned();
    let lines = lines
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    (lines, output.status.success(), errors)
}

#[test]
fn an_admin_adds_looks_tries_picks_sends_and_removes() {
    let post = Post::with(500);
    let scratch = tempfile::tempdir().unwrap();
    let folder = scratch.path().to_str().unwrap();
    let (said, done, errors) = chot(
        &post,
        &["target", "add", "folder", folder, "--name", "Ổ chung"],
        "",
    );
    assert!(done, "{errors}");
    let id = said[0]["id"].to_string();

    let (said, _, _) = chot(&post, &["target", "list"], "");
    assert_eq!(said[0]["kind"], "folder");
    assert_eq!(said[0]["standing"], "waiting");
    assert_eq!(said[0]["waiting"], 500);
    assert_eq!(said[0]["groups"], serde_json::json!([]));

    let (said, done, _) = chot(&post, &["target", "test", &id], "");
    assert!(done);
    assert_eq!(said[0]["failed"], Value::Null);

    let (_, done, _) = chot(&post, &["target", "groups", &id, "health="], "");
    assert!(!done, "a purpose has to be named");
    let (_, done, _) = chot(&post, &["target", "groups", &id, "identity=Báo cáo"], "");
    assert!(done);
    let (said, _, _) = chot(&post, &["target", "dry-run", &id], "");
    assert_eq!(
        (&said[0]["first"], &said[0]["last"]),
        (&1.into(), &500.into())
    );
    assert_eq!(said[0]["kinds"]["scan"], 500);
    assert_eq!(said[0]["groups"][0]["purpose"], "Báo cáo");
    assert_eq!(said[0]["groups"][0]["entries"], 500);
    assert_eq!(post.target(id.parse().unwrap()).cursor, None);
    assert_eq!(std::fs::read_dir(scratch.path()).unwrap().count(), 0);

    let (said, done, _) = chot(&post, &["sync", "--once"], "");
    assert!(done);
    assert_eq!(
        (&said[0]["standing"], &said[0]["waiting"]),
        (&"written".into(), &0.into())
    );
    assert_eq!(std::fs::read_dir(scratch.path()).unwrap().count(), 1);

    let (_, done, _) = chot(&post, &["target", "require", &id], "");
    assert!(done);
    let (said, _, _) = chot(&post, &["target", "list"], "");
    assert_eq!(said[0]["required"], true);
    let (_, done, _) = chot(&post, &["target", "pause", &id], "");
    assert!(done);
    let (_, done, _) = chot(&post, &["target", "again", &id], "");
    assert!(done);
    let (said, _, _) = chot(&post, &["target", "list"], "");
    assert_eq!(
        (&said[0]["standing"], &said[0]["waiting"]),
        (&"paused".into(), &500.into())
    );
    let (_, done, _) = chot(&post, &["target", "again", &id, "--from", "2099-01-01"], "");
    assert!(done);
    let (_, done, _) = chot(&post, &["target", "remove", &id], "");
    assert!(done);
    let (said, _, _) = chot(&post, &["target", "list"], "");
    assert!(said.is_empty());
}

#[test]
fn addresses_need_the_admin_s_word_on_the_command_line_too() {
    let post = Post::with(1);
    let add = |place: &str, word: &[&str]| {
        let mut arguments = vec!["target", "add", "hub", place, "--name", "Hub"];
        arguments.extend_from_slice(word);
        chot(&post, &arguments, "").1
    };
    assert!(!add("http://127.0.0.1:8080", &[]));
    assert!(!add("https://127.0.0.1:8080", &[]));
    assert!(!add("http://127.0.0.1:8080", &["--local-network"]));
    assert!(add("http://127.0.0.1:8080", &["--this-machine"]));
    assert!(add("http://192.168.1.20:8080", &["--local-network"]));
    assert!(add("https://hub.example.vn", &[]));
}

#[test]
fn a_batch_takes_no_more_bytes_on_the_wire_than_was_promised() {
    let post = Post::with(1_000);
    let joined = join(&post, |_, _| None);
    let id = joined.id.to_string();
    let packed = || {
        let (said, _, _) = chot(&post, &["target", "dry-run", &id], "");
        said[0]["packed"].as_u64().unwrap() / said[0]["entries"].as_u64().unwrap()
    };
    // 29 MB of 300,000 entries without personal data, 40 MB with it.
    let without = packed();
    assert!(without <= 96, "{without} bytes an entry");
    let groups = ["target", "groups", &id, "identity=Thử"];
    assert!(chot(&post, &groups, "").1);
    let with = packed();
    assert!(with <= 133, "{with} bytes an entry");
}
