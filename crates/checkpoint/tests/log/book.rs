//! The book: a line for everybody who came, as later entries left it.

use checkpoint::book::{Amendments, Line};
use checkpoint::entry::{Audit, Direction, Draft, Entry, Kind, Outcome, Ref, Was};
use checkpoint::moment::{Boot, Moment};
use checkpoint::subject::{Note, Purpose};

const NONE: Option<Direction> = None;
const IN: Option<Direction> = Some(Direction::In);
const OUT: Option<Direction> = Some(Direction::Out);

/// A log of drafts, each a minute after the one before, with the notes that they carry.
fn lines(log: &[(Draft, Option<u8>)]) -> Vec<Line> {
    let entries: Vec<(Entry, [u8; 32], Option<Note>)> = (1_u8..)
        .zip(log)
        .map(|(seq, (said, key))| {
            let start: jiff::Timestamp = "2026-11-24T07:00:00+07:00".parse().unwrap();
            let entry = Entry {
                seq: seq.into(),
                id: uuid::Uuid::nil(),
                moment: Moment {
                    at: start + jiff::SignedDuration::from_mins(seq.into()),
                    mono_ms: 0,
                    boot: Boot([0; 16]),
                    offset: None,
                },
                gate: 1,
                said: said.clone(),
                subject: None,
            };
            let note = key.map(|key| Note {
                purpose: Some(Purpose::Key(key)),
                note: None,
            });
            (entry, [seq; 32], note)
        })
        .collect();
    let mut amendments = Amendments::default();
    for (entry, leaf, note) in &entries {
        amendments.learn(entry, *leaf, None, note.as_ref());
    }
    entries
        .into_iter()
        .filter_map(|(entry, leaf, note)| amendments.line(&entry, leaf, None, note))
        .collect()
}

fn said(kind: Kind, direction: Option<Direction>, verdict: Outcome) -> Draft {
    let mut draft = Draft::new(kind);
    (draft.direction, draft.verdict) = (direction, Some(verdict));
    draft
}

/// An entry that names the one at `seq`, which counted with these.
fn naming(seq: u8, kind: Kind, was: (Option<Direction>, Outcome), now: Draft) -> Draft {
    Draft {
        of: Some(Ref {
            seq: seq.into(),
            leaf: [seq; 32],
        }),
        was: Some(Was {
            day: jiff::civil::date(2026, 11, 24),
            hour: 7,
            gate: 1,
            direction: was.0,
            verdict: Some(was.1),
            kind: Kind::Scan,
        }),
        kind,
        ..now
    }
}

fn passages(lines: &[Line]) -> Vec<Option<Direction>> {
    lines
        .iter()
        .map(|line| line.passage().map(|(direction, _)| direction))
        .collect()
}

#[test]
fn a_line_has_the_newest_direction_and_a_void_one_none() {
    let scan = || said(Kind::Scan, IN, Outcome::Admit);
    let turned = naming(
        1,
        Kind::Correct,
        (IN, Outcome::Admit),
        said(Kind::Correct, OUT, Outcome::Admit),
    );
    let void = naming(2, Kind::Void, (IN, Outcome::Admit), Draft::new(Kind::Void));
    let second = naming(
        3,
        Kind::SameAs,
        (IN, Outcome::Admit),
        said(Kind::SameAs, NONE, Outcome::Admit),
    );
    let log = [scan(), scan(), scan(), turned, void, second].map(|draft| (draft, None));
    let lines = lines(&log);
    assert_eq!(passages(&lines), [OUT, NONE, NONE]);
    let corrected: Vec<bool> = lines.iter().map(|line| line.is_corrected).collect();
    assert_eq!(corrected, [true, false, true]);
    assert!(lines[1].is_void);
}

#[test]
fn the_guard_s_answer_stands_on_the_line_that_it_answers_until_it_is_taken_back() {
    let look = said(Kind::Scan, NONE, Outcome::Look);
    let answer = naming(
        1,
        Kind::Decision,
        (NONE, Outcome::Look),
        said(Kind::Decision, IN, Outcome::Admit),
    );
    let void = naming(2, Kind::Void, (IN, Outcome::Admit), Draft::new(Kind::Void));
    let answered = lines(&[(look.clone(), None), (answer.clone(), None)]);
    assert_eq!(passages(&answered), [IN]);
    assert_eq!(answered[0].verdict, Some(Outcome::Look));
    assert_eq!(
        answered[0]
            .passed_at
            .duration_since(answered[0].at)
            .as_mins(),
        1,
        "they waited a minute"
    );
    let taken_back = lines(&[(look, None), (answer, None), (void, None)]);
    assert_eq!(
        (passages(&taken_back), taken_back[0].answer),
        (vec![NONE], None)
    );
}

#[test]
fn what_somebody_came_for_is_what_was_said_last_also_after_an_answer_let_them_in() {
    let scan = said(Kind::Scan, IN, Outcome::Admit);
    let noted = |seq, direction| {
        naming(
            seq,
            Kind::Correct,
            (direction, Outcome::Admit),
            said(Kind::Correct, direction, Outcome::Admit),
        )
    };
    let log = [
        (scan, None),
        (noted(1, IN), Some(2)),
        (noted(1, IN), Some(3)),
    ];
    let found = lines(&log);
    assert_eq!(found[0].purpose, Some(Purpose::Key(3)));
    assert!(!found[0].is_corrected, "a note corrects nothing");
    let look = said(Kind::Scan, NONE, Outcome::Look);
    let answer = naming(
        1,
        Kind::Decision,
        (NONE, Outcome::Look),
        said(Kind::Decision, IN, Outcome::Admit),
    );
    let found = lines(&[(look, None), (answer, None), (noted(2, IN), Some(4))]);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].purpose, Some(Purpose::Key(4)));
}

#[test]
fn what_is_about_nobody_who_came_has_no_line() {
    let kinds = [
        Kind::Gap,
        Kind::Audit(Audit::Clock),
        Kind::Audit(Audit::Config),
        Kind::Audit(Audit::BranchOpen),
        Kind::Other("vehicle-trip".into()),
    ];
    let log: Vec<_> = kinds
        .into_iter()
        .map(|kind| (Draft::new(kind), None))
        .collect();
    assert_eq!(lines(&log), []);
}

#[test]
fn who_was_closed_has_the_hour_until_the_estimate_is_taken_back() {
    let scan = || (said(Kind::Scan, IN, Outcome::Admit), None);
    let look = || (said(Kind::Scan, NONE, Outcome::Look), None);
    let was = (IN, Outcome::Admit);
    let admitted = said(Kind::Decision, IN, Outcome::Admit);
    let admitted = (naming(2, Kind::Decision, was, admitted), None);
    let closing = |seq| {
        let out = said(Kind::AutoOut, OUT, Outcome::Admit);
        (naming(seq, Kind::AutoOut, was, out), None)
    };
    // The second was let in by the guard's answer, which is what is closed.
    let mut log = vec![scan(), look(), admitted, closing(1), closing(3)];
    let closed = |log: &[(Draft, Option<u8>)]| -> Vec<bool> {
        let lines = lines(log);
        lines.iter().map(|line| line.closed_at.is_some()).collect()
    };
    assert_eq!(closed(&log), [true, true]);
    let void = naming(4, Kind::Void, (OUT, Outcome::Admit), Draft::new(Kind::Void));
    log.push((void, None));
    assert_eq!(closed(&log), [false, true]);
    assert_eq!(passages(&lines(&log)), [IN, IN]);
}
