use super::post::{Post, coming_in, identity};
use checkpoint::entry::{Audit, Happened, Kind, Precision};
use checkpoint::subject::Person;
use kiosk::ledger::{Departure, LedgerError, Reading};
use std::sync::atomic::{AtomicBool, Ordering};

#[test]
fn an_entry_is_there_after_the_program_ended() {
    let mut post = Post::new();
    let mut ledger = post.open();
    let first = post.admit(&mut ledger, "Nguyễn Văn An");
    drop(ledger);
    let mut ledger = post.open();
    let second = post.admit(&mut ledger, "Trần Thị Bé");
    assert_eq!((first.entry.seq, second.entry.seq), (1, 2));
    assert_eq!(post.lines(), [first.line, second.line], "byte for byte");
    assert_eq!(post.proven().entries, 2);
}

#[test]
fn ids_are_uuids_of_their_moment_and_never_the_same() {
    let mut post = Post::new();
    let mut ledger = post.open();
    let first = post.admit(&mut ledger, "Nguyễn Văn An");
    let moment = post.now();
    let second = ledger
        .append(&coming_in(), None, &moment, 1, &post.zone)
        .unwrap();
    for appended in [&first, &second] {
        assert_eq!(appended.entry.id.get_version_num(), 7);
        let (seconds, _) = appended.entry.id.get_timestamp().unwrap().to_unix();
        assert_eq!(i64::try_from(seconds).unwrap(), moment.at.as_second());
    }
    assert_ne!(first.entry.id, second.entry.id);
}

#[test]
fn recent_holds_today_and_all_from_the_last_day_before_on_which_somebody_came() {
    let mut post = Post::new();
    let mut ledger = post.open();
    post.admit(&mut ledger, "Hôm Kìa");
    post.pass_seconds(24 * 3600);
    let friday = post.admit(&mut ledger, "Hôm Kia");
    post.pass_seconds(24 * 3600);
    let evening = post.note(&mut ledger);
    post.pass_seconds(17 * 3600);
    let subject = identity("Nguyễn Văn An", 1990, "0001", Some([5; 16]));
    let known = ledger
        .append(&coming_in(), Some(&subject), &post.now(), 1, &post.zone)
        .unwrap();
    let nobody = post.note(&mut ledger);
    let mut late = coming_in();
    late.kind = Kind::Manual;
    late.paper = true;
    let long_ago = post.now().at - jiff::SignedDuration::from_hours(84);
    late.happened = Some(Happened {
        at: long_ago,
        precision: Precision::Minute,
    });
    ledger
        .append(&late, None, &post.now(), 1, &post.zone)
        .unwrap();

    let recent = ledger.recent(&post.now(), &post.zone).unwrap();
    let kept: Vec<_> = recent
        .iter()
        .map(|kept| (kept.entry.seq, kept.leaf))
        .collect();
    assert_eq!(
        kept,
        [&friday, &evening, &known, &nobody].map(|kept| (kept.entry.seq, kept.leaf))
    );
    assert_eq!(recent[2].entry, known.entry);
    assert_eq!(recent[2].who.person, Some(Person([5; 16])));
    assert_eq!(recent[3].who.person, None);
}

#[test]
fn a_reader_beside_the_gate_always_finds_a_chain_that_holds() {
    let mut post = Post::new();
    let mut ledger = post.open();
    post.admit(&mut ledger, "Nguyễn Văn An");
    let home = post.home.clone();
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let reader = scope.spawn(|| {
            let mut seen = 0;
            while !done.load(Ordering::Relaxed) {
                let proven = Reading::open(&home).unwrap().verify().unwrap().unwrap();
                assert!(proven.entries >= seen, "history never shrinks");
                seen = proven.entries;
            }
        });
        for _ in 0..100 {
            post.admit(&mut ledger, "Nguyễn Văn An");
        }
        done.store(true, Ordering::Relaxed);
        reader.join().unwrap();
    });
    assert_eq!(post.proven().entries, 101);
}

#[test]
fn a_second_instance_is_told_that_one_is_running_and_readers_are_not() {
    let mut post = Post::new();
    let mut ledger = post.open();
    post.admit(&mut ledger, "Nguyễn Văn An");
    assert_eq!(post.try_open().err(), Some(LedgerError::AlreadyRunning));
    assert_eq!(post.proven().entries, 1);
    drop(ledger);
    assert!(post.try_open().is_ok());
}

#[test]
fn a_silence_of_more_than_a_minute_is_a_gap_until_its_entry_is_written() {
    let mut post = Post::new();
    let mut ledger = post.open();
    assert_eq!(ledger.gap(), None, "a new post missed nothing");
    post.admit(&mut ledger, "Nguyễn Văn An");
    post.pass_seconds(300);
    ledger.alive(&post.now());
    let alive = post.now().at;
    drop(ledger);
    post.pass_seconds(2700);
    let mut ledger = post.open();
    let gap = ledger.gap().unwrap();
    assert_eq!((gap.from, gap.to), (alive, post.now().at));
    let written = ledger
        .append(&gap.draft(), None, &post.now(), 1, &post.zone)
        .unwrap();
    assert_eq!(written.entry.said.kind, Kind::Gap);
    assert_eq!(written.entry.said.happened.unwrap().at, alive);
    assert_eq!(ledger.gap(), None);
    drop(ledger);
    post.pass_seconds(59);
    assert_eq!(post.open().gap(), None);
}

#[test]
fn a_clock_that_went_back_is_an_entry_before_any_other() {
    let mut post = Post::new();
    let mut ledger = post.open();
    let newest = post.admit(&mut ledger, "Nguyễn Văn An");
    drop(ledger);
    post.pass_seconds(-3600);
    let mut ledger = post.open();
    assert_eq!(ledger.high_water(), Some(newest.entry.moment.at));
    let next = post.admit(&mut ledger, "Trần Thị Bé");
    assert_eq!(next.entry.seq, 3);
    let recent = ledger.recent(&post.now(), &post.zone).unwrap();
    assert_eq!(recent[1].entry.said.kind, Kind::Audit(Audit::Clock));
    assert_eq!(
        recent[1].entry.said.happened.unwrap().at.as_second(),
        newest.entry.moment.at.as_second()
    );
    assert_eq!(
        post.admit(&mut ledger, "Trần Thị Bé").entry.seq,
        4,
        "said once"
    );
    assert_eq!(
        ledger.high_water(),
        Some(newest.entry.moment.at),
        "the mark never falls"
    );
}

#[test]
fn a_database_that_was_put_back_leaves_on_a_new_branch_before_its_first_entry() {
    let mut post = Post::new();
    let mut ledger = post.open();
    post.admit(&mut ledger, "Nguyễn Văn An");
    let left = post.admit(&mut ledger, "Trần Thị Bé");
    drop(ledger);
    let backup = post.scratch().join("backup.db");
    std::fs::copy(post.home.database(), &backup).unwrap();
    let mut ledger = post.open();
    let lost = post.admit(&mut ledger, "Phạm Văn Cũ");
    drop(ledger);
    std::fs::copy(&backup, post.home.database()).unwrap();

    let fault = Reading::open(&post.home)
        .unwrap()
        .verify()
        .unwrap()
        .unwrap_err();
    assert_eq!(
        fault.seq, lost.entry.seq,
        "until then, verify says what is missing"
    );
    let mut ledger = post.open();
    assert_eq!(ledger.departure(), Some(Departure::Behind));
    let opened = ledger.settle(&post.now(), 1, &post.zone).unwrap();
    assert_eq!(opened.len(), 1);
    assert_eq!(opened[0].entry.said.kind, Kind::Audit(Audit::BranchOpen));
    assert_eq!(opened[0].entry.said.of, Some(left.reference()));
    assert_eq!(ledger.departure(), None);
    let next = post.admit(&mut ledger, "Phạm Văn Cũ");
    assert_eq!(next.entry.seq, 4, "seq goes on from the origin");
    drop(ledger);
    let stats = Reading::open(&post.home).unwrap().stats().unwrap();
    assert_eq!(stats.branches.len(), 2);
    assert_eq!(stats.branches[1].origin, Some((stats.branches[0].name, 2)));
    assert_eq!(post.proven().entries, 4);
    assert_eq!(post.open().departure(), None, "said once");
}

#[test]
fn a_home_carried_to_another_machine_leaves_on_a_new_branch() {
    let mut post = Post::new();
    let mut ledger = post.open();
    post.admit(&mut ledger, "Nguyễn Văn An");
    drop(ledger);
    let mut head: serde_json::Value =
        serde_json::from_slice(&std::fs::read(post.home.head_file()).unwrap()).unwrap();
    head["machine"] = "AAAAAAAAAAAAAAAAAAAAAA".into();
    std::fs::write(post.home.head_file(), head.to_string()).unwrap();
    let mut ledger = post.open();
    if head.get("machine").is_some() && ledger.departure().is_none() {
        // A machine without an id of its own can't tell.
        return;
    }
    assert_eq!(ledger.departure(), Some(Departure::OtherMachine));
    assert_eq!(post.admit(&mut ledger, "Trần Thị Bé").entry.seq, 3);
    drop(ledger);
    assert_eq!(post.proven().branches, 2);
    assert_eq!(post.open().departure(), None);
}

#[test]
fn a_ledger_that_is_gone_is_owned_up_to_by_the_first_entry_of_the_new_one() {
    let mut post = Post::new();
    let mut ledger = post.open();
    let unit = ledger.unit();
    post.admit(&mut ledger, "Nguyễn Văn An");
    drop(ledger);
    std::fs::remove_file(post.home.database()).unwrap();
    let mut ledger = post.open();
    assert_eq!(ledger.departure(), Some(Departure::Lost));
    assert_eq!(ledger.unit(), unit);
    assert_eq!(post.admit(&mut ledger, "Trần Thị Bé").entry.seq, 2);
    let recent = ledger.recent(&post.now(), &post.zone).unwrap();
    assert_eq!(recent[0].entry.said.kind, Kind::Audit(Audit::BranchOpen));
    assert_eq!(post.proven().entries, 2);
}
