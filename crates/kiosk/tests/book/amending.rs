//! What the unit head says of lines afterwards: figures follow, nothing is taken out, and the journal tells why.

use super::post::Post;
use super::writer::{Writer, act};
use checkpoint::entry::{Direction, Kind};
use checkpoint::report::{Figure, Report, Rows};
use checkpoint::subject::{Note, Salt, Subject};
use kiosk::book::{Book, Change, NotAmended};
use proptest::prelude::*;

fn book(post: &Post) -> Book {
    Book::open(&post.home, post.zone.clone()).unwrap()
}

/// Writes what the change of a line asks for; None where it can't be changed so.
fn amend(writer: &mut Writer, place: u64, change: &Change) -> Result<(), NotAmended> {
    let entries = book(&writer.post).amending(place, change).unwrap()?;
    let last = entries.len() - 1;
    for (n, amending) in entries.iter().enumerate() {
        let now = writer.now();
        let mut subject = Subject::default();
        if let Some(identity) = &amending.identity {
            subject = Subject::identity(Salt([3; 16]), identity).unwrap();
        }
        if n == last {
            let note = Note {
                purpose: None,
                note: Some("ghi nhầm".to_owned()),
            };
            subject = subject.with_note(Salt([4; 16]), &note).unwrap();
        }
        let zone = writer.post.zone.clone();
        let appended = writer
            .ledger
            .append(&amending.draft, Some(&subject), &now, 1, &zone)
            .unwrap();
        writer.written.push((appended, None));
    }
    Ok(())
}

fn total(writer: &Writer) -> Report {
    let mut rows = Rows::default();
    for (written, _) in &writer.written {
        rows.add(&written.entry, &writer.post.zone);
    }
    rows.total()
}

/// The places of the lines: nothing was written before the writer began.
fn lines(writer: &Writer) -> Vec<u64> {
    let book = book(&writer.post);
    let places = 1..=writer.written.len() as u64;
    places
        .filter(|place| book.details(*place).unwrap().is_some())
        .collect()
}

/// Figures that count people or verdicts.
const COUNTED: [Figure; 14] = [
    Figure::ScanIn,
    Figure::ScanOut,
    Figure::ManualIn,
    Figure::ManualOut,
    Figure::PassedIn,
    Figure::PassedOut,
    Figure::DecisionIn,
    Figure::DecisionOut,
    Figure::ScanAdmit,
    Figure::ScanLook,
    Figure::ScanRefuse,
    Figure::Admitted,
    Figure::TurnedAway,
    Figure::AutoOut,
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn of_lines_that_were_all_taken_back_nothing_counts(acts in prop::collection::vec(act(), 1..25)) {
        let mut writer = Writer::new();
        acts.iter().for_each(|act| writer.act(act));
        for place in lines(&writer) {
            match amend(&mut writer, place, &Change::Void) {
                Ok(()) => {}
                Err(error) => prop_assert_eq!(error, NotAmended::Void),
            }
            let details = book(&writer.post).details(place).unwrap().unwrap();
            prop_assert!(details.row.line.is_void);
            prop_assert_eq!(details.row.line.passage(), None);
            for change in [Change::Void, Change::Turn] {
                prop_assert_eq!(amend(&mut writer, place, &change), Err(NotAmended::Void));
            }
        }
        let total = total(&writer);
        for figure in COUNTED {
            prop_assert_eq!(total.get(figure), 0, "{:?}", figure);
        }
    }

    #[test]
    fn a_line_that_is_turned_goes_the_other_way_and_turned_again_counts_as_before(
        acts in prop::collection::vec(act(), 1..25),
    ) {
        let mut writer = Writer::new();
        acts.iter().for_each(|act| writer.act(act));
        let before = total(&writer);
        for place in lines(&writer) {
            let row = book(&writer.post).details(place).unwrap().unwrap().row;
            let passage = row.line.passage();
            let turned = amend(&mut writer, place, &Change::Turn);
            let Some((way, people)) = passage else {
                prop_assert!(turned.is_err());
                continue;
            };
            prop_assert_eq!(turned, Ok(()));
            let row = book(&writer.post).details(place).unwrap().unwrap().row;
            let other = if way == Direction::In { Direction::Out } else { Direction::In };
            prop_assert_eq!(row.line.passage(), Some((other, people)));
            prop_assert_eq!(amend(&mut writer, place, &Change::Turn), Ok(()));
        }
        let after = total(&writer);
        for figure in COUNTED {
            prop_assert_eq!(after.get(figure), before.get(figure), "{:?}", figure);
        }
    }

    #[test]
    fn a_name_that_was_put_right_is_the_line_s_and_moves_nobody(acts in prop::collection::vec(act(), 1..20)) {
        let mut writer = Writer::new();
        acts.iter().for_each(|act| writer.act(act));
        let before = total(&writer);
        let name = Change::Name { name: "Lê Thị Đúng".to_owned(), birth_year: Some(1991) };
        for place in lines(&writer) {
            let was = book(&writer.post).details(place).unwrap().unwrap().row.line;
            let amended = amend(&mut writer, place, &name);
            if was.is_void || was.kind == Kind::Passed || was.identity.name.is_none() {
                prop_assert!(amended.is_err());
                continue;
            }
            let details = book(&writer.post).details(place).unwrap().unwrap();
            let line = details.row.line;
            prop_assert_eq!(line.identity.name.as_deref(), Some("Lê Thị Đúng"));
            prop_assert_eq!(line.identity.birth_year, Some(1991));
            prop_assert_eq!(line.identity.who.person, was.identity.who.person);
            prop_assert!(line.is_corrected);
            prop_assert_eq!((line.direction, line.answer, line.verdict), (was.direction, was.answer, was.verdict));
            let said = details.later.last().unwrap();
            prop_assert_eq!(said.name.as_deref(), Some("Lê Thị Đúng"));
            prop_assert_eq!(said.reason.as_deref(), Some("ghi nhầm"));
        }
        let after = total(&writer);
        for figure in COUNTED {
            prop_assert_eq!(after.get(figure), before.get(figure), "{:?}", figure);
        }
    }
}
