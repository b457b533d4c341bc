//! Which documents are one person's.

use crate::stand::{HOUR, MINUTE, SECOND, Stand, card, nameonly};
use checkpoint::document::Kind as DocumentKind;
use checkpoint::entry::{Direction, Kind, Mode, Outcome};
use checkpoint::gate::{NotNow, Recorded, Sighting};
use checkpoint::subject::fold_name;
use checkpoint::verdict::Reason;

/// The insurance card of whoever has the citizen's card 1.
fn insurance() -> crate::stand::Card {
    card(2, 2).named(5).of_kind(DocumentKind::InsuranceCard)
}

#[test]
fn in_by_card_and_out_by_insurance_card_leaves_nobody_inside_once_confirmed() {
    let mut stand = Stand::new();
    stand.enter(&card(1, 1).named(5));
    let first = stand.newest();
    stand.wait(4 * HOUR);
    let draft = stand.enter(&insurance());
    assert_eq!(
        draft.direction,
        Some(Direction::In),
        "nothing is joined silently"
    );
    assert_eq!(stand.counters(), (2, 2, 0));
    let offer = stand.gate.offer(&stand.now).unwrap();
    assert_eq!((offer.older, offer.newer), (first, stand.newest()));
    let joined = stand.same_as().unwrap();
    assert_eq!(joined.kind, Kind::SameAs);
    assert_eq!(
        (joined.of, joined.direction),
        (Some(offer.newer), Some(Direction::Out))
    );
    assert_eq!(joined.was.unwrap().direction, Some(Direction::In));
    assert_eq!(stand.counters(), (0, 1, 1));
    assert_eq!(stand.gate.inside(&stand.now), []);
}

#[test]
fn once_confirmed_either_document_is_the_same_person_all_day() {
    let mut stand = Stand::new();
    stand.enter(&card(1, 1).named(5));
    stand.wait(4 * HOUR);
    stand.enter(&insurance());
    stand.same_as().unwrap();
    stand.wait(HOUR);
    assert_eq!(stand.enter(&insurance()).direction, Some(Direction::In));
    assert_eq!(stand.gate.offer(&stand.now), None);
    stand.wait(HOUR);
    let out = stand.enter(&card(1, 1).named(5));
    assert_eq!(out.direction, Some(Direction::Out));
    assert_eq!(stand.counters(), (0, 2, 2));
    let replayed = stand.replayed();
    assert_eq!(
        replayed.counters(&stand.now),
        stand.gate.counters(&stand.now)
    );
}

#[test]
fn within_twenty_seconds_a_confirmed_document_moves_nobody() {
    let mut stand = Stand::new();
    stand.enter(&card(1, 1).named(5));
    stand.wait(8 * SECOND);
    stand.enter(&insurance());
    let joined = stand.same_as().unwrap();
    assert_eq!(
        (joined.direction, joined.verdict),
        (None, Some(Outcome::Admit))
    );
    assert_eq!(stand.counters(), (1, 1, 0));
    stand.wait(4 * SECOND);
    assert_eq!(stand.scan(&insurance()), Sighting::Ignored);
    assert_eq!(stand.same_as(), Err(NotNow::NobodyAlike));
}

#[test]
fn somebody_who_came_with_a_name_alone_leaves_by_their_card_once_confirmed() {
    let mut stand = Stand::new();
    stand.enter(&nameonly(1, 5));
    stand.wait(2 * HOUR);
    let draft = stand.enter(&card(2, 1).named(5));
    assert_eq!(draft.reasons, [Reason::PossibleDouble]);
    assert_eq!(stand.counters(), (2, 2, 0));
    assert_eq!(stand.same_as().unwrap().direction, Some(Direction::Out));
    assert_eq!(stand.counters(), (0, 1, 1));
    // Both entries say whom they are about: a gate that starts anew knows it too.
    let kinds: Vec<&Kind> = stand.log.iter().map(|one| &one.entry.said.kind).collect();
    assert_eq!(
        kinds,
        [&Kind::Scan, &Kind::Scan, &Kind::SameAs, &Kind::SameAs]
    );
    assert_eq!(stand.replayed().counters(&stand.now).inside, 0);
}

#[test]
fn two_documents_with_a_name_alone_are_one_person_only_because_the_guard_says_so() {
    let mut stand = Stand::new();
    stand.enter(&nameonly(1, 5));
    stand.wait(2 * HOUR);
    stand.enter(&nameonly(2, 5));
    stand.same_as().unwrap();
    assert_eq!(stand.counters(), (0, 1, 1));
    stand.wait(HOUR);
    let again = stand.enter(&nameonly(1, 5));
    assert_eq!(again.direction, Some(Direction::In));
    assert_eq!(stand.counters(), (1, 2, 1));
}

#[test]
fn two_cards_of_one_sort_with_different_numbers_are_two_people() {
    let mut stand = Stand::new();
    stand.enter(&card(1, 1).named(5));
    stand.wait(MINUTE);
    stand.enter(&card(2, 2).named(5));
    assert_eq!(stand.gate.offer(&stand.now), None);
    assert_eq!(stand.same_as(), Err(NotNow::NobodyAlike));
}

#[test]
fn nothing_is_offered_for_other_names_for_old_entries_and_for_void_ones() {
    let mut stand = Stand::new();
    stand.enter(&card(1, 1).named(5));
    stand.wait(MINUTE);
    stand.enter(&card(2, 2).named(6).of_kind(DocumentKind::InsuranceCard));
    assert_eq!(stand.gate.offer(&stand.now), None);
    stand.wait(MINUTE);
    stand.enter(&card(3, 3).named(5).of_kind(DocumentKind::InsuranceCard));
    assert!(stand.gate.offer(&stand.now).is_some());
    stand.wait(30 * SECOND + 1);
    assert_eq!(stand.gate.offer(&stand.now), None);
    stand.enter(&card(4, 4).named(5).of_kind(DocumentKind::InsuranceCard));
    stand.undo().unwrap();
    assert_eq!(stand.gate.offer(&stand.now), None);
}

#[test]
fn a_gate_set_to_in_goes_on_sending_people_in() {
    let mut stand = Stand::with(Mode::In);
    stand.enter(&card(1, 1).named(5));
    stand.wait(HOUR);
    stand.enter(&insurance());
    assert_eq!(stand.same_as().unwrap().direction, Some(Direction::In));
    assert_eq!(stand.counters(), (1, 2, 0));
}

#[test]
fn a_same_as_of_an_entry_that_nobody_knows_changes_nothing() {
    let mut stand = Stand::new();
    stand.enter(&card(1, 1).named(5));
    stand.wait(HOUR);
    stand.enter(&insurance());
    let (draft, who) = stand.gate.same_as(&stand.now).unwrap().remove(0);
    let mut gate = Stand::new().gate;
    let mut entry = stand.log[1].entry.clone();
    entry.said = draft;
    gate.record(Recorded {
        entry,
        leaf: [1; 32],
        who,
        code: None,
    });
    assert_eq!(gate.counters(&stand.now).inside, 0);
}

#[test]
fn names_are_one_however_a_document_writes_them() {
    for written in [
        "Nguyễn Bảo Duy",
        "NGUYEN BAO DUY",
        "NGUYEN<<BAO<DUY",
        "NGUYEN<<BAO<DUY<<<<<<<<",
        "nguyễn  bảo duy",
        "Nguye\u{302}\u{303}n Ba\u{309}o Duy",
    ] {
        assert_eq!(fold_name(written), "nguyen bao duy", "{written}");
    }
    assert_ne!(fold_name("Nguyễn Bảo Duyên"), "nguyen bao duy");
}
