//! What someone with this account's key changes, `verify` names.

use super::post::Post;
use kiosk::ledger::{Fault, Reading};

fn fault_after(change: &str) -> Fault {
    let mut post = Post::new();
    let mut ledger = post.open();
    for name in ["Nguyễn Văn An", "Trần Thị Bé", "Phạm Văn Cũ", "Lê Thị Dung"] {
        post.admit(&mut ledger, name);
    }
    drop(ledger);
    post.intruder().execute_batch(change).unwrap();
    Reading::open(&post.home)
        .unwrap()
        .verify()
        .unwrap()
        .unwrap_err()
}

#[test]
fn a_changed_line_is_named() {
    let fault = fault_after(
        "UPDATE entry SET line = CAST(replace(CAST(line AS TEXT), '\"in\"', '\"out\"') AS BLOB) WHERE seq = 2",
    );
    assert_eq!(fault.seq, 2, "{}", fault.what);
}

#[test]
fn a_changed_leaf_is_named() {
    assert_eq!(
        fault_after("UPDATE entry SET leaf = zeroblob(32) WHERE seq = 3").seq,
        3
    );
}

#[test]
fn a_changed_head_is_named() {
    assert_eq!(
        fault_after("UPDATE entry SET head = zeroblob(32) WHERE seq = 1").seq,
        1
    );
}

#[test]
fn an_entry_that_was_taken_out_is_named() {
    assert_eq!(fault_after("DELETE FROM entry WHERE seq = 2").seq, 2);
    assert_eq!(fault_after("DELETE FROM entry WHERE seq = 1").seq, 1);
}

#[test]
fn a_tail_that_was_cut_off_is_named_by_the_head_file() {
    assert_eq!(fault_after("DELETE FROM entry WHERE seq > 2").seq, 4);
}

#[test]
fn entries_that_changed_places_are_named() {
    let fault = fault_after(
        "UPDATE entry SET seq = 90 WHERE seq = 2; UPDATE entry SET seq = 2 WHERE seq = 3;
         UPDATE entry SET seq = 3 WHERE seq = 90;",
    );
    assert_eq!(fault.seq, 2, "{}", fault.what);
}

#[test]
fn an_entry_that_was_filed_as_another_kind_is_named() {
    assert_eq!(
        fault_after("UPDATE entry SET kind = 'void' WHERE seq = 2").seq,
        2
    );
    assert_eq!(
        fault_after("UPDATE entry SET day = 20200101 WHERE seq = 3").seq,
        3
    );
    assert_eq!(
        fault_after("UPDATE entry SET verdict = 'refuse' WHERE seq = 3").seq,
        3
    );
}

#[test]
fn personal_data_that_was_changed_added_or_taken_out_is_named() {
    let changed = "UPDATE subject SET line = replace(line, '1990', '1991') WHERE place = 2";
    assert_eq!(fault_after(changed).seq, 2);
    assert_eq!(
        fault_after("INSERT INTO subject VALUES (3, 3, '{}')").seq,
        3
    );
    assert_eq!(fault_after("DELETE FROM subject WHERE place = 4").seq, 4);
}

#[test]
fn a_branch_that_was_hung_elsewhere_is_named() {
    let mut post = Post::new();
    let mut ledger = post.open();
    for name in ["Nguyễn Văn An", "Trần Thị Bé"] {
        post.admit(&mut ledger, name);
    }
    drop(ledger);
    let backup = post.scratch().join("backup.db");
    std::fs::copy(post.home.database(), &backup).unwrap();
    let mut ledger = post.open();
    post.admit(&mut ledger, "Phạm Văn Cũ");
    drop(ledger);
    std::fs::copy(&backup, post.home.database()).unwrap();
    let mut ledger = post.open();
    post.admit(&mut ledger, "Lê Thị Dung");
    drop(ledger);
    post.proven();
    let whole = post.scratch().join("whole.db");
    std::fs::copy(post.home.database(), &whole).unwrap();
    post.intruder()
        .execute("DELETE FROM entry WHERE seq > 3", [])
        .unwrap();
    let fault = Reading::open(&post.home)
        .unwrap()
        .verify()
        .unwrap()
        .unwrap_err();
    assert_eq!(
        fault.seq, 4,
        "also a tail that was cut off behind a departure"
    );
    std::fs::copy(&whole, post.home.database()).unwrap();
    post.intruder()
        .execute_batch("UPDATE branch SET origin_head = zeroblob(32) WHERE number = 2")
        .unwrap();
    let fault = Reading::open(&post.home)
        .unwrap()
        .verify()
        .unwrap()
        .unwrap_err();
    assert_eq!(fault.seq, 3, "{}", fault.what);
}

#[test]
fn a_history_of_another_device_is_named() {
    let fault = fault_after("UPDATE meta SET device_public_key = zeroblob(32)");
    assert_eq!(fault.seq, 1, "{}", fault.what);
}
