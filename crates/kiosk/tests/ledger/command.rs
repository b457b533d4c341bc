//! `chot ledger`, by its real binary.

use super::post::Post;
use serde_json::Value;
use std::process::Command;

/// Exit code, what it printed, what it complained of.
fn chot(post: &Post, words: &[&str]) -> (i32, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_chot"))
        .arg("ledger")
        .args(words)
        .env("CHOT_HOME", post.home.root())
        .output()
        .unwrap();
    (
        output.status.code().unwrap(),
        String::from_utf8(output.stdout).unwrap(),
        String::from_utf8(output.stderr).unwrap(),
    )
}

fn json(line: &str) -> Value {
    assert_eq!(line.lines().count(), 1, "one object a line");
    serde_json::from_str(line).unwrap()
}

#[test]
fn a_home_without_a_ledger_is_code_3_and_stays_as_it_is() {
    let post = Post::new();
    for command in ["verify", "stats", "export"] {
        let (code, out, complaint) = chot(&post, &[command, "--json"]);
        assert_eq!((code, out.as_str()), (3, ""));
        assert!(complaint.contains("no ledger"), "{complaint}");
    }
    assert!(!post.home.root().exists(), "a reader makes nothing");
}

#[test]
fn verify_says_by_its_code_whether_the_chain_holds_beside_a_running_gate() {
    let mut post = Post::new();
    let mut ledger = post.open();
    post.admit(&mut ledger, "Nguyễn Văn An");
    post.admit(&mut ledger, "Trần Thị Bé");
    let (code, out, _) = chot(&post, &["verify", "--json"]);
    let said = json(&out);
    assert_eq!(
        (code, &said["chain"], &said["entries"]),
        (0, &"holds".into(), &2.into())
    );
    drop(ledger);

    post.intruder()
        .execute("DELETE FROM entry WHERE seq = 1", [])
        .unwrap();
    let (code, out, _) = chot(&post, &["verify", "--json"]);
    let said = json(&out);
    assert_eq!(
        (code, &said["chain"], &said["seq"]),
        (1, &"broken".into(), &1.into())
    );
    let (code, out, _) = chot(&post, &["verify"]);
    assert_eq!(code, 1);
    assert!(out.contains("entry 1"), "{out}");
}

#[test]
fn export_prints_the_stored_lines_byte_for_byte_and_nobodys_name() {
    let mut post = Post::new();
    let mut ledger = post.open();
    let first = post.admit(&mut ledger, "Nguyễn Văn An");
    let second = post.note(&mut ledger);
    for words in [&["export"][..], &["export", "--json"][..]] {
        let (code, out, _) = chot(&post, words);
        assert_eq!(
            (code, out),
            (0, format!("{}\n{}\n", first.line, second.line))
        );
    }
}

#[test]
fn stats_count_by_day_kind_and_verdict() {
    let mut post = Post::new();
    let mut ledger = post.open();
    post.admit(&mut ledger, "Nguyễn Văn An");
    post.admit(&mut ledger, "Trần Thị Bé");
    post.note(&mut ledger);
    let (code, out, _) = chot(&post, &["stats", "--json"]);
    let said = json(&out);
    assert_eq!(
        (code, &said["entries"], &said["head"]["seq"]),
        (0, &3.into(), &3.into())
    );
    let counts: Vec<_> = said["counts"].as_array().unwrap().iter().collect();
    assert_eq!(counts.len(), 2);
    assert_eq!(counts[0]["kind"], "config");
    assert_eq!(counts[1]["kind"], "scan");
    assert_eq!(counts[1]["day"], "2026-11-24");
    assert_eq!(counts[1]["verdict"], "admit");
    assert_eq!(counts[1]["entries"], 2);
}

#[test]
fn a_misspelt_command_is_code_2() {
    assert_eq!(chot(&Post::new(), &["verifye"]).0, 2);
}
