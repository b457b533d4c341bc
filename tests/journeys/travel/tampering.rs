//! Somebody who holds the database's key, and changes what was recorded so that the chain holds again.

use checkpoint::chain;
use chot_tests::bin;
use chot_tests::travel::{Hub, Post};
use kiosk::home::Home;
use kiosk::keys::{KeyStore, Name};
use kiosk::ledger::Reading;
use rusqlite::{Connection, params};
use std::collections::BTreeMap;
use std::process::Command;

fn intruder(home: &Home) -> Connection {
    let keys = KeyStore::of(home).unwrap();
    let key = keys.get(Name::Ledger).unwrap();
    let hex: String = key
        .bytes()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let database = Connection::open(home.database()).unwrap();
    database
        .pragma_update(None, "key", format!("x'{hex}'"))
        .unwrap();
    database
}

/// The entry at `from` says the opposite, and everything behind it is hashed anew; nothing outside knows better.
fn rewrite(post: &Post, from: usize) {
    post.close();
    let database = intruder(&post.home);
    let rows: Vec<(usize, Vec<u8>, Vec<u8>)> = database
        .prepare("SELECT seq, line, head FROM entry ORDER BY place")
        .unwrap()
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    let mut head = [0; 32];
    for (seq, line, old) in rows {
        if seq < from {
            head.copy_from_slice(&old);
            continue;
        }
        let mut text = String::from_utf8(line).unwrap();
        if seq == from {
            let changed = text.replace("\"in\"", "\"out\"");
            assert_ne!(changed, text);
            text = changed;
        }
        let leaf = chain::leaf(text.as_bytes());
        head = chain::head(&head, &leaf);
        database
            .execute(
                "UPDATE entry SET line = ?2, leaf = ?3, head = ?4 WHERE seq = ?1",
                params![seq, text.as_bytes(), leaf, head],
            )
            .unwrap();
    }
    drop(database);
    std::fs::remove_file(post.home.head_file()).unwrap();
    post.reopen();
}

/// What `chot ledger verify` says, and whether it is content.
fn verified(post: &Post) -> (bool, String) {
    let output = Command::new(bin("chot"))
        .args(["ledger", "verify"])
        .env("CHOT_HOME", post.home.root())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    (output.status.success(), said)
}

#[test]
fn what_was_changed_at_or_before_a_witnessed_head_is_found() {
    for from in [2, 6] {
        let hub = Hub::start();
        let unit = hub.unit();
        let post = Post::new();
        post.append(6);
        let id = hub.enrol(&post, unit);
        post.send_all();
        let witnessed = post.lines();
        rewrite(&post, from);
        // The chain holds: whoever has the key can do that much.
        assert!(Reading::open(&post.home).unwrap().verify().unwrap().is_ok());
        post.append(1);
        post.send_all();
        post.send_all();
        assert_eq!(hub.alarms(unit), ["fork"], "changed from {from}");
        assert!(post.target(id).forked.is_some());
        // What was witnessed stands, and so does what was made of it.
        let ours = post.lines().split_off(from - 1);
        let mut both: BTreeMap<String, usize> = BTreeMap::new();
        for line in witnessed.into_iter().chain(ours) {
            *both.entry(line).or_default() += 1;
        }
        hub.has_exactly(unit, &both);
    }
}

#[test]
fn what_was_changed_behind_the_last_witnessed_head_is_reported_as_not_witnessed() {
    let hub = Hub::start();
    let unit = hub.unit();
    let post = Post::new();
    post.append(6);
    let (content, said) = verified(&post);
    assert!(
        content && said.contains("6 entries not yet witnessed"),
        "{said}"
    );
    hub.enrol(&post, unit);
    post.send_all();
    let (content, said) = verified(&post);
    assert!(content && said.contains("all of it witnessed"), "{said}");
    post.append(3);
    rewrite(&post, 8);
    let (content, said) = verified(&post);
    assert!(content, "nobody can tell: {said}");
    assert!(said.contains("3 entries not yet witnessed"), "{said}");
    post.send_all();
    hub.has_all_of(unit, &[&post]);
    assert_eq!(hub.alarms(unit), [""; 0]);
}
