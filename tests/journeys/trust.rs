//! `chot judge` and `chot trust`, as an integrator and a keeper of lists use them.

use crate::issuer::{Envelope, Key, NOON, Signer, YEAR, vaccination};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chot_tests::bin;
use serde_json::{Value, json};
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

fn chot(home: &Path, arguments: &[&str], input: &str) -> Output {
    let mut child = Command::new(bin("chot"))
        .args(arguments)
        .env("CHOT_HOME", home)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(input.as_bytes()).unwrap();
    drop(stdin);
    child.wait_with_output().unwrap()
}

fn judged(home: &Path, questions: &[Value]) -> Vec<Value> {
    let input: String = questions
        .iter()
        .map(|question| format!("{question}\n"))
        .collect();
    let output = chot(home, &["judge"], &input);
    let text = String::from_utf8(output.stdout).unwrap();
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&[&output.stdout[..], &output.stderr[..]].concat()).into_owned()
}

#[test]
fn each_question_gets_one_answer_judged_by_its_own_moment_alone() {
    let home = TempDir::new().unwrap();
    let key = Key::p256();
    let certificate = Signer::default().certificate(&key);
    let text = Envelope::new(&key, &crate::issuer::kid(&certificate), vaccination()).text();
    let signers = json!([STANDARD.encode(&certificate)]);
    let at = |seconds| jiff::Timestamp::from_second(seconds).unwrap().to_string();
    let damaged = text.replacen("HC1:NC", "HC1:NN", 1);
    let answers = judged(
        home.path(),
        &[
            json!({ "text": text, "at": at(NOON), "signers": signers }),
            json!({ "text": text, "at": at(NOON + 2 * YEAR), "signers": signers }),
            json!({ "text": text, "at": at(NOON), "signers": [] }),
            json!({ "text": text, "at": at(NOON) }),
            json!({ "text": damaged, "at": at(NOON), "signers": signers }),
            json!({ "text": "NZCP:/1/2KCEVIQ" }),
            json!({ "text": "https://example.org" }),
            json!({ "text": text, "at": "yesterday" }),
            json!({ "text": text, "at": "2021-06-01T12:00:00", "signers": signers,
                "policy": "two-doses-recovered-or-pcr" }),
        ],
    );
    let outcomes: Vec<&str> = answers
        .iter()
        .map(|answer| answer["outcome"].as_str().unwrap_or("error"))
        .collect();
    assert_eq!(
        outcomes,
        [
            "valid",
            "expired",
            "unknown-issuer",
            "unknown-issuer",
            "forged",
            "unsupported",
            "not-a-certificate",
            "error",
            "valid"
        ]
    );
    let members: Vec<&String> = answers[0].as_object().unwrap().keys().collect();
    assert_eq!(
        members,
        ["checks", "document", "outcome", "reasons", "verdict"]
    );
    let checks = answers[0]["checks"].as_object().unwrap();
    assert!(checks.len() == 9 && checks.values().all(|check| *check == true));
    assert_eq!(answers[1]["checks"]["time"], false);
    assert_eq!(answers[1]["checks"]["signature"], true);
    assert_eq!(answers[2]["checks"]["key_usage"], Value::Null);
    assert_eq!(answers[5]["document"], "nzcp");
    // Two doses, and a card is still to be shown.
    assert_ne!(answers[8]["verdict"], "admit", "{}", answers[8]);
}

#[test]
fn a_list_is_built_signed_taken_to_another_post_and_never_rolled_back() {
    let (keeper, post, stick) = (
        TempDir::new().unwrap(),
        TempDir::new().unwrap(),
        TempDir::new().unwrap(),
    );
    let on_stick = |name: &str| stick.path().join(name).display().to_string();
    let key = Key::p256();
    let certificate = Signer::default().certificate(&key);
    std::fs::write(on_stick("signer.der"), &certificate).unwrap();
    let text = Envelope::new(&key, &crate::issuer::kid(&certificate), vaccination()).text();
    let question = [json!({ "text": text, "at": "2021-06-01T12:00:00Z" })];

    let trust = |home: &TempDir, arguments: &[&str]| {
        chot(home.path(), &[&["trust"], arguments].concat(), "")
    };
    let imported = trust(&keeper, &["import", &on_stick("signer.der")]);
    assert!(imported.status.success(), "{}", said(&imported));
    // A draft counts nowhere.
    assert_eq!(
        judged(keeper.path(), &question)[0]["outcome"],
        "unknown-issuer"
    );
    let unsigned = trust(&keeper, &["export", &on_stick("list.chot")]);
    assert_eq!(unsigned.status.code(), Some(1));
    let signed = trust(&keeper, &["sign", "--key", &on_stick("root.key"), "--new"]);
    assert!(signed.status.success(), "{}", said(&signed));
    assert_eq!(judged(keeper.path(), &question)[0]["outcome"], "valid");
    let exported = trust(&keeper, &["export", &on_stick("1.chot")]);
    assert!(exported.status.success(), "{}", said(&exported));

    // Another post takes it only when somebody names the root.
    let stranger = trust(&post, &["import", &on_stick("1.chot")]);
    assert_eq!(stranger.status.code(), Some(1));
    assert!(said(&stranger).contains("--root"), "{}", said(&stranger));
    let shown = trust(&keeper, &["show", "--json"]);
    let shown: Value = serde_json::from_slice(&shown.stdout).unwrap();
    assert_eq!(
        (&shown["number"], &shown["countries"]["VN"]["keys"]),
        (&json!(1), &json!(1))
    );
    let root = shown["root"].as_str().unwrap();
    let taken = trust(&post, &["import", &on_stick("1.chot"), "--root", root]);
    assert!(taken.status.success(), "{}", said(&taken));
    assert_eq!(judged(post.path(), &question)[0]["outcome"], "valid");

    // The next list needs no name any more, and the first never comes back.
    trust(&keeper, &["import", &on_stick("signer.der")]);
    let signed = trust(&keeper, &["sign", "--key", &on_stick("root.key")]);
    assert!(signed.status.success(), "{}", said(&signed));
    trust(&keeper, &["export", &on_stick("2.chot")]);
    assert!(
        trust(&post, &["import", &on_stick("2.chot")])
            .status
            .success()
    );
    let back = trust(&post, &["import", &on_stick("1.chot")]);
    assert_eq!(back.status.code(), Some(1));
    assert!(said(&back).contains("older"), "{}", said(&back));
    let mut changed = std::fs::read(on_stick("2.chot")).unwrap();
    let at = changed.len() / 3;
    changed[at] ^= 1;
    std::fs::write(on_stick("3.chot"), changed).unwrap();
    assert_eq!(
        trust(&post, &["import", &on_stick("3.chot")]).status.code(),
        Some(1)
    );
}
