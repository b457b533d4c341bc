//! The one rule *identity only*.

use crate::samples::{CITIZEN, INSURANCE, PERSONAL};
use crate::told::{judged, morning};
use checkpoint::document::{Birth, Document, Recognised};
use checkpoint::trust::TrustList;
use checkpoint::verdict::{Reason, Verdict, judge};

fn look(doubts: &[Reason]) -> Verdict {
    Verdict::CannotTell {
        doubts: doubts.to_vec(),
    }
}

#[test]
fn whoever_says_a_name_or_a_number_comes_in() {
    for code in CITIZEN.into_iter().chain(PERSONAL).chain(INSURANCE) {
        assert_eq!(judged(code).verdict, Verdict::Admit, "{code}");
    }
    let masked_number = "******029317|NGUYEN VAN A|1987-**-**|0|1|";
    assert_eq!(judged(masked_number).verdict, Verdict::Admit);
    let garbled_name = b"051190000002||Nguy\xea\xden|20111990|Nam||10072022";
    assert_eq!(judged(garbled_name).verdict, Verdict::Admit);
    let unknown_birth = "051190000002||An|00000000|Nam||10072022";
    assert_eq!(judged(unknown_birth).verdict, Verdict::Admit);
}

#[test]
fn an_impossible_birth_date_is_looked_at() {
    let judged = judged("051090000001||Nguyễn Văn An|31022000|Nam||12052021");
    assert_eq!(judged.verdict, look(&[Reason::BirthDateImpossible]));
    assert_eq!(judged.claim.name.as_deref(), Some("Nguyễn Văn An"));
}

#[test]
fn a_birth_to_come_is_impossible() {
    for (born, expected) in [
        ("24112026", Verdict::Admit),
        ("26112026", look(&[Reason::BirthDateImpossible])),
        ("112026", Verdict::Admit),
        ("122026", look(&[Reason::BirthDateImpossible])),
        ("2026", Verdict::Admit),
        ("2027", look(&[Reason::BirthDateImpossible])),
        ("9999", look(&[Reason::BirthDateImpossible])),
    ] {
        let code = format!("051226000001||Nguyễn Văn An|{born}|Nam||12052021");
        let judged = judged(code);
        assert_eq!(
            judged.claim.birth == Birth::Impossible,
            judged.verdict != Verdict::Admit,
            "for {born}"
        );
        assert_eq!(judged.verdict, expected, "for {born}");
    }
}

#[test]
fn a_child_is_born_on_the_day_that_its_side_of_the_earth_has() {
    let code = "051226000001||Nguyễn Văn An|24112026|Nam||24112026";
    let mut just_past_midnight = morning();
    // 00:10 in Việt Nam is still the day before in UTC.
    just_past_midnight.at = "2026-11-24T00:10:00+07:00"
        .parse()
        .expect("a literal moment");
    let Recognised::Document(document) = Document::recognise(code.as_bytes()) else {
        panic!("a citizen's card");
    };
    assert_eq!(
        judge(document, &TrustList::default(), &just_past_midnight).verdict,
        Verdict::Admit
    );
}

#[test]
fn a_document_without_name_and_number_is_looked_at() {
    for code in ["******029317||1987-**-**|0|1|", "*|N***|****-**-**|1||"] {
        assert_eq!(
            judged(code).verdict,
            look(&[Reason::IdentityMasked]),
            "{code}"
        );
    }
    assert_eq!(
        judged("******029317||1987-02-30|0|1|").verdict,
        look(&[Reason::BirthDateImpossible, Reason::IdentityMasked])
    );
}
