//! What the policy makes of a visitor's documents together.

use crate::stand::{Card, MINUTE, SECOND, Stand, card, nameonly};
use checkpoint::document::{
    Birth, Certificate, Checks, Declaration, Health, Kind as DocumentKind, Number, Question, Says,
    Standing, Vaccination, Verified,
};
use checkpoint::entry::{Audit, Direction, Kind, Mode, Outcome, Ref};
use checkpoint::gate::{NotNow, Sighting};
use checkpoint::policy::{Need, Policy};
use checkpoint::subject::Who;
use checkpoint::verdict::{Judged, Reason, Verdict};
use jiff::civil::date;

fn shipped(id: &str) -> Policy {
    Policy::shipped()
        .into_iter()
        .find(|policy| policy.id == id)
        .unwrap()
}

/// A gate under a policy that every Chốt has.
pub fn under(id: &str) -> Stand {
    let mut stand = Stand::with(Mode::Auto);
    stand.gate.ask(shipped(id), None);
    stand
}

const GREEN: &str = "two-doses-recovered-or-pcr";

/// A document with what it says of its holder's name.
pub struct Shown {
    pub card: Card,
    pub judged: Judged,
}

pub fn named(card: Card, name: &str) -> Shown {
    let mut judged = card.judged();
    judged.claim.name = Some(name.to_owned());
    judged.claim.birth = Birth::Day(date(1990, 3, 5));
    Shown { card, judged }
}

fn verified(standing: Standing, says: Says) -> Verified {
    Verified {
        standing,
        checks: Checks::default(),
        warnings: Vec::new(),
        issuer: None,
        certificate: Some(Certificate {
            issued: Some("2026-11-24T06:30:00+07:00".parse().unwrap()),
            not_before: None,
            expires: None,
            issuer: None,
            payload: [9; 32],
            says,
        }),
    }
}

/// A certificate of `dose` doses, the last a month ago, under a name with the namesake 5.
fn certificate(code: u8, name: &str, dose: u32, standing: Standing) -> Shown {
    let namesake = if name == "NGUYEN VAN AN" { 5 } else { 6 };
    let mut shown = named(
        nameonly(code, namesake).of_kind(DocumentKind::VaccineCertificate),
        name,
    );
    let health = Health {
        vaccinations: vec![Vaccination {
            dose: Some(dose),
            series: Some(2),
            on: date(2026, 10, 20),
            against: None,
            product: None,
        }],
        ..Health::default()
    };
    shown.judged.verified = Some(verified(standing, Says::Health(health)));
    shown
}

/// A declaration pass, which tells a name, a birth year and four digits.
fn pass(code: u8, name: &str, digits: &str) -> Shown {
    pass_for(code, name, digits, 1)
}

/// The same for a group.
pub fn pass_for(code: u8, name: &str, digits: &str, heads: u32) -> Shown {
    let mut shown = named(
        Card {
            who: Who::default(),
            ..card(code, 0).of_kind(DocumentKind::DeclarationPass)
        },
        name,
    );
    shown.judged.claim.birth = Birth::Year(1990);
    let declaration = Declaration {
        cti: [1; 16],
        answers: Vec::new(),
        heads,
        last_four: Some(digits.to_owned()),
    };
    shown.judged.verified = Some(verified(Standing::Valid, Says::Declaration(declaration)));
    shown
}

fn an(code: u8) -> Shown {
    let mut shown = named(card(code, 1).named(5), "Nguyễn Văn An");
    shown.judged.claim.numbers = vec![Number::Id("051090000001".to_owned())];
    shown
}

impl Stand {
    pub fn bring(&mut self, shown: &Shown) -> checkpoint::entry::Draft {
        let Shown { card, judged } = shown;
        let sighting = self.gate.sighted(card.code, judged, &card.who, &self.now);
        let Sighting::Enter(draft) = sighting else {
            panic!("expected an entry, got {sighting:?}")
        };
        self.write(draft.clone(), card.who.clone(), Some(card.code));
        draft
    }

    /// What the gate answers by itself, written.
    pub fn complete(&mut self) -> Option<checkpoint::entry::Draft> {
        let draft = self.gate.completes(&self.now)?;
        self.write(draft.clone(), Who::default(), None);
        Some(draft)
    }

    pub fn missing(&self, of: Ref) -> Vec<Need> {
        let standing = self.gate.standing(of, &self.now).unwrap();
        standing.finding.missing
    }
}

#[test]
fn a_card_alone_waits_for_what_the_policy_asks_and_moves_nobody() {
    let mut stand = under(GREEN);
    let draft = stand.bring(&an(1));
    assert_eq!(
        (draft.verdict, draft.direction),
        (Some(Outcome::Look), None)
    );
    assert_eq!(draft.reasons, [Reason::DocumentMissing]);
    assert_eq!(stand.missing(stand.newest()), [Need::Certificate]);
    assert_eq!(stand.counters(), (0, 0, 0));
}

#[test]
fn a_certificate_of_the_same_name_completes_the_visit_once_the_guard_has_confirmed_it() {
    for card_first in [true, false] {
        let mut stand = under(GREEN);
        let certificate = certificate(2, "NGUYEN VAN AN", 2, Standing::Valid);
        let (first, second) = if card_first {
            (an(1), certificate)
        } else {
            (certificate, an(1))
        };
        stand.bring(&first);
        stand.wait(9 * SECOND);
        let draft = stand.bring(&second);
        assert_eq!(draft.of, None, "nothing is joined silently");
        assert_eq!(draft.verdict, Some(Outcome::Look));
        assert_eq!(stand.complete(), None);
        assert!(stand.gate.offer(&stand.now).is_some());
        stand.same_as().unwrap();
        let decision = stand.complete().unwrap();
        assert_eq!(decision.kind, Kind::Decision);
        assert_eq!(decision.direction, Some(Direction::In));
        assert_eq!(decision.reasons, [Reason::VisitComplete]);
        assert_eq!(stand.counters(), (1, 1, 0));
        assert_eq!(stand.gate.open_matters(), []);
        assert_eq!(stand.complete(), None, "once");
        assert_eq!(
            stand.replayed().counters(&stand.now),
            stand.gate.counters(&stand.now)
        );
    }
}

#[test]
fn a_certificate_that_falls_short_leaves_the_visit_open() {
    let mut stand = under(GREEN);
    stand.bring(&an(1));
    let first = stand.newest();
    stand.wait(5 * SECOND);
    stand.bring(&certificate(2, "NGUYEN VAN AN", 1, Standing::Valid));
    stand.same_as().unwrap();
    assert_eq!(stand.complete(), None);
    let standing = stand.gate.standing(first, &stand.now).unwrap();
    assert!(standing.is_open);
    assert_eq!(standing.finding.reasons, [Reason::DocumentUnmet]);
    assert_eq!(standing.finding.missing, []);
    assert_eq!(stand.gate.open_matters(), [first]);
}

#[test]
fn a_certificate_of_another_name_is_looked_at_and_never_joined() {
    let mut stand = under(GREEN);
    stand.bring(&an(1));
    stand.wait(5 * SECOND);
    let draft = stand.bring(&certificate(2, "TRAN THI BE", 2, Standing::Valid));
    assert_eq!(draft.verdict, Some(Outcome::Look));
    assert!(draft.reasons.contains(&Reason::IdentitiesDiffer));
    assert_eq!(stand.gate.offer(&stand.now), None);
    assert_eq!(stand.complete(), None);
    assert_eq!(stand.counters(), (0, 0, 0));
}

#[test]
fn under_identity_only_the_next_visitor_s_certificate_accuses_nobody() {
    let mut stand = Stand::new();
    assert_eq!(stand.bring(&an(1)).verdict, Some(Outcome::Admit));
    stand.wait(5 * SECOND);
    let draft = stand.bring(&certificate(2, "TRAN THI BE", 2, Standing::Expired));
    assert_eq!(draft.verdict, Some(Outcome::Admit));
    assert!(!draft.reasons.contains(&Reason::IdentitiesDiffer));
}

#[test]
fn a_pass_agrees_by_name_birth_year_and_four_digits() {
    for (digits, offered) in [("0001", true), ("0002", false)] {
        let mut stand = under("declaration-today");
        stand.bring(&an(1));
        stand.wait(5 * SECOND);
        stand.bring(&pass(2, "nguyen van an", digits));
        assert_eq!(stand.gate.offer(&stand.now).is_some(), offered, "{digits}");
        if offered {
            stand.same_as().unwrap();
            assert_eq!(stand.complete().unwrap().direction, Some(Direction::In));
            assert_eq!(stand.counters(), (1, 1, 0));
        }
    }
}

#[test]
fn a_declaration_or_a_certificate_completes_a_visit_that_needs_one_of_the_two() {
    for declares in [true, false] {
        let mut stand = under("everybody-declares-or-certifies");
        stand.bring(&an(1));
        let card = stand.newest();
        assert_eq!(stand.missing(card), [Need::DeclarationOrCertificate]);
        stand.wait(5 * SECOND);
        stand.bring(&if declares {
            pass(2, "nguyen van an", "0001")
        } else {
            certificate(2, "NGUYEN VAN AN", 2, Standing::Valid)
        });
        stand.same_as().unwrap();
        assert_eq!(stand.complete().unwrap().direction, Some(Direction::In));
        assert_eq!(stand.counters(), (1, 1, 0));
    }
}

#[test]
fn whoever_leaves_needs_nothing() {
    let mut stand = under(GREEN);
    stand.bring(&an(1));
    let matter = stand.newest();
    stand.decide(matter.seq, true).unwrap();
    stand.wait(30 * MINUTE);
    let draft = stand.bring(&an(1));
    assert_eq!(draft.direction, Some(Direction::Out));
    assert_eq!(draft.verdict, Some(Outcome::Admit));
    assert_eq!(stand.gate.standing(stand.newest(), &stand.now), None);
}

#[test]
fn a_forged_certificate_is_refused_where_the_policy_says_so_and_never_under_identity_only() {
    for (id, expected) in [(GREEN, Outcome::Refuse), ("identity-only", Outcome::Look)] {
        let mut stand = under(id);
        let mut forged = certificate(
            1,
            "NGUYEN VAN AN",
            2,
            Standing::Forged(checkpoint::document::Layer::Signature),
        );
        forged.judged.verdict = Verdict::Forged {
            flaw: checkpoint::document::Layer::Signature,
        };
        let draft = stand.bring(&forged);
        assert_eq!(draft.verdict, Some(expected), "{id}");
        assert!(draft.reasons.contains(&Reason::DocumentForged));
    }
}

#[test]
fn a_clock_that_is_set_back_revives_no_document() {
    let mut stand = under("declaration-today");
    stand.wait(20 * 3_600 * SECOND);
    stand.bring(&an(1));
    let latest = stand.now.at;
    stand.set_clock(-24 * 3_600_000);
    assert_eq!(stand.gate.judging_at(&stand.now), latest);
    stand.wait(5 * SECOND);
    // Made yesterday by the entries, today by the clock that was set back.
    let draft = stand.bring(&pass(2, "nguyen van an", "0001"));
    assert!(draft.reasons.contains(&Reason::DocumentUnmet), "{draft:?}");
}

#[test]
fn a_doubt_that_no_document_makes_good_is_left_to_the_guard() {
    let mut stand = under(GREEN);
    let mut doubtful = an(1);
    doubtful.judged.verdict = Verdict::CannotTell {
        doubts: vec![Reason::BirthDateImpossible],
    };
    stand.bring(&doubtful);
    stand.wait(5 * SECOND);
    stand.bring(&certificate(2, "NGUYEN VAN AN", 2, Standing::Valid));
    stand.same_as().unwrap();
    assert_eq!(stand.complete(), None);
}

#[test]
fn a_visitor_who_comes_back_within_the_minutes_goes_on_where_they_were() {
    let mut stand = under(GREEN);
    stand.bring(&an(1));
    stand.wait(50 * SECOND);
    let card = an(1);
    let again = stand
        .gate
        .sighted(card.card.code, &card.judged, &card.card.who, &stand.now);
    assert!(
        matches!(
            again,
            Sighting::Already {
                verdict: Outcome::Look,
                ..
            }
        ),
        "{again:?}"
    );
    stand.wait(8 * SECOND);
    stand.bring(&certificate(2, "NGUYEN VAN AN", 2, Standing::Valid));
    stand.same_as().unwrap();
    assert_eq!(stand.complete().unwrap().direction, Some(Direction::In));
    assert_eq!(stand.counters(), (1, 1, 0));
}

#[test]
fn whoever_has_no_phone_declares_to_the_guard_and_comes_in_as_with_a_pass() {
    let mut stand = under("declaration-today");
    stand.bring(&an(1));
    let first = stand.newest();
    // The guard takes the time that the questions need.
    stand.wait(2 * MINUTE);
    let (draft, who) = stand.gate.declare(first.seq, &stand.now).unwrap();
    assert_eq!(draft.kind, Kind::Audit(Audit::Declaration));
    assert_eq!((draft.of, draft.count), (Some(first), Some(1)));
    assert_eq!(who, card(1, 1).named(5).who);
    stand.write(draft, who, None);
    stand.gate.declared(first, Vec::new(), &stand.now);
    let decision = stand.complete().unwrap();
    assert_eq!(decision.of, Some(first));
    assert_eq!(decision.direction, Some(Direction::In));
    assert_eq!(stand.counters(), (1, 1, 0));
    assert_eq!(
        stand.gate.declare(first.seq, &stand.now),
        Err(NotNow::NotOpen)
    );
}

#[test]
fn nobody_declares_to_the_guard_where_nothing_asks_for_it() {
    let mut stand = under(GREEN);
    stand.bring(&an(1));
    let seq = stand.newest().seq;
    assert_eq!(stand.gate.declare(seq, &stand.now), Err(NotNow::NotOpen));
    assert_eq!(stand.gate.declaring(&stand.now), None);
    let mut draft = stand.by_hand(&Who::default(), None);
    assert_eq!(stand.gate.weigh_by_hand(&mut draft, None, &stand.now), []);
    assert_eq!(draft.reasons, []);
}

#[test]
fn a_yes_that_the_policy_does_not_take_leaves_the_visit_to_the_guard() {
    let mut policy = shipped("declaration-today");
    policy.rules[0].declaration.no_to = vec![Question::Fever, Question::Cough];
    let mut stand = Stand::with(Mode::Auto);
    stand.gate.ask(policy, None);
    let asked = stand.gate.declaring(&stand.now).unwrap();
    assert_eq!(asked, [Question::Fever, Question::Cough]);
    stand.bring(&an(1));
    let first = stand.newest();
    let yes = vec![Question::Cough, Question::Tired];
    stand.gate.declared(first, yes, &stand.now);
    assert_eq!(stand.complete(), None);
    let standing = stand.gate.standing(first, &stand.now).unwrap();
    assert_eq!(standing.finding.reasons, [Reason::DocumentUnmet]);
    let failed = standing.finding.rules.iter().find(|rule| !rule.met);
    let words = &failed.unwrap().words;
    assert_eq!(
        words.vi,
        "Tờ khai làm trong ngày, không có: sốt, ho: khai có: ho"
    );

    // As it is with a pass that says the same.
    stand.wait(MINUTE);
    stand.bring(&named(card(3, 3), "Lê Văn Hai"));
    stand.wait(5 * SECOND);
    let mut pass = pass(4, "Lê Văn Hai", "0003");
    let verified = pass.judged.verified.as_mut().unwrap();
    let Some(Certificate {
        says: Says::Declaration(said),
        ..
    }) = &mut verified.certificate
    else {
        panic!("a pass");
    };
    said.answers = vec![
        (Question::Fever.number(), false),
        (Question::Cough.number(), true),
    ];
    let draft = stand.bring(&pass);
    assert!(
        draft.reasons.contains(&Reason::DocumentUnmet),
        "{:?}",
        draft.reasons
    );
}

#[test]
fn somebody_without_a_code_is_entered_with_what_they_declared_or_with_that_it_is_missing() {
    let mut stand = under("declaration-today");
    let entered = |stand: &mut Stand, yes: Option<&[Question]>| {
        let mut draft = stand
            .gate
            .manual(&Who::default(), None, None, false, &stand.now);
        stand.gate.weigh_by_hand(&mut draft, yes, &stand.now);
        draft
    };
    let draft = entered(&mut stand, None);
    assert_eq!(draft.reasons, [Reason::DocumentMissing]);
    assert_eq!(
        (draft.verdict, draft.direction),
        (Some(Outcome::Admit), Some(Direction::In))
    );
    let draft = entered(&mut stand, Some(&[]));
    assert_eq!(draft.reasons, [Reason::DeclaredToGuard]);
    assert_eq!(
        (draft.verdict, draft.direction),
        (Some(Outcome::Admit), Some(Direction::In))
    );

    let mut policy = shipped("declaration-today");
    policy.rules[0].declaration.no_to = vec![Question::Fever];
    stand.gate.ask(policy, None);
    let draft = entered(&mut stand, Some(&[Question::Fever]));
    assert_eq!(
        draft.reasons,
        [Reason::DeclaredToGuard, Reason::DocumentUnmet]
    );
    assert_eq!(
        (draft.verdict, draft.direction),
        (Some(Outcome::Look), None)
    );
    stand.write(draft, Who::default(), None);
    let seq = stand.newest().seq;
    let decision = stand.decide(seq, true).unwrap();
    assert_eq!(decision.direction, Some(Direction::In));

    // Whoever leaves is asked nothing.
    stand.choose(Mode::Out);
    assert_eq!(entered(&mut stand, None).reasons, []);
}
