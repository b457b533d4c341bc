//! The policies that every Chốt has.

use crate::findings::{asked, at, dose, pcr, recovered, shown};
use checkpoint::policy::{Action, Evidence, Fate, Need, Policy};
use checkpoint::verdict::Reason;

fn shipped(id: &str) -> Policy {
    Policy::shipped()
        .into_iter()
        .find(|policy| policy.id == id)
        .unwrap()
}

#[test]
fn there_are_five_and_identity_only_is_the_default() {
    let ids: Vec<String> = Policy::shipped()
        .into_iter()
        .map(|policy| policy.id)
        .collect();
    assert_eq!(
        ids,
        [
            "identity-only",
            "declaration-today",
            "everybody-declares-today",
            "everybody-declares-or-certifies",
            "two-doses-recovered-or-pcr"
        ]
    );
    assert_eq!(Policy::default(), shipped("identity-only"));
}

#[test]
fn identity_only_refuses_nobody_whatever_is_shown() {
    let policy = Policy::default();
    for fate in [
        Fate::Unsigned,
        Fate::Valid,
        Fate::Expired,
        Fate::NotYetValid,
        Fate::UnknownIssuer,
        Fate::Forged,
        Fate::Revoked,
    ] {
        let mut certificate = dose(1, "2021-01-01");
        certificate.fate = fate;
        for documents in [
            vec![],
            vec![certificate.clone()],
            vec![Evidence::card(None), certificate],
        ] {
            let finding = policy.finding(&documents, &asked(at("2026-11-24T08:00:00+07:00")));
            assert_ne!(finding.action, Action::Refuse, "{documents:?}");
            let doubtful = matches!(fate, Fate::Forged | Fate::Revoked) && !documents.is_empty();
            assert_eq!(finding.action == Action::Look, doubtful, "{documents:?}");
        }
    }
}

#[test]
fn identity_only_says_of_an_expired_certificate_that_it_has_expired() {
    let mut certificate = dose(2, "2021-09-01");
    certificate.fate = Fate::Expired;
    let documents = [Evidence::card(None), certificate];
    let finding = Policy::default().finding(&documents, &asked(at("2026-11-24T08:00:00+07:00")));
    assert_eq!(finding.action, Action::Admit);
    assert_eq!(finding.reasons, [Reason::DocumentExpired]);
    let told: Vec<&str> = finding
        .rules
        .iter()
        .map(|rule| rule.words.vi.as_str())
        .collect();
    assert_eq!(told, ["Giấy đã hết hạn", "Giấy tờ tùy thân"]);
}

#[test]
fn declaration_today_asks_for_one_of_this_very_day_in_the_unit_s_zone() {
    let policy = shipped("declaration-today");
    let morning = asked(at("2026-11-24T00:30:00+07:00"));
    let card = policy.finding(&[Evidence::card(None)], &morning);
    assert_eq!(card.action, Action::Look);
    assert_eq!(card.missing, [Need::Declaration]);
    assert_eq!(card.reasons, [Reason::DocumentMissing]);
    for (made, expected) in [
        ("2026-11-24T00:05:00+07:00", Action::Admit),
        // Half an hour ago, and yesterday.
        ("2026-11-23T23:59:59+07:00", Action::Look),
        ("2026-11-24T00:31:00+07:00", Action::Look),
    ] {
        let documents = [Evidence::card(None), shown::declaration(made)];
        let finding = policy.finding(&documents, &morning);
        assert_eq!(finding.action, expected, "{made}");
        assert_eq!(finding.missing, []);
    }
}

#[test]
fn in_an_epidemic_a_declaration_of_today_or_a_certificate_is_enough_for_everybody() {
    let policy = shipped("everybody-declares-or-certifies");
    let now = asked(at("2021-11-24T08:00:00+07:00"));
    let today = || shown::declaration("2021-11-24T06:00:00+07:00");
    let old = || shown::declaration("2021-11-22T06:00:00+07:00");
    let (whole, young) = (|| dose(2, "2021-11-01"), || dose(1, "2021-11-20"));
    for (shown, action, reasons, missing) in [
        (vec![today()], Action::Admit, vec![], vec![]),
        (vec![whole()], Action::Admit, vec![], vec![]),
        (vec![today(), young()], Action::Admit, vec![], vec![]),
        (vec![old(), whole()], Action::Admit, vec![], vec![]),
        (
            vec![],
            Action::Look,
            vec![Reason::DocumentMissing],
            vec![Need::DeclarationOrCertificate],
        ),
        (
            vec![young()],
            Action::Look,
            vec![Reason::DocumentUnmet],
            vec![],
        ),
        (
            vec![old()],
            Action::Look,
            vec![Reason::DocumentUnmet],
            vec![],
        ),
        (
            vec![old(), young()],
            Action::Look,
            vec![Reason::DocumentUnmet],
            vec![],
        ),
    ] {
        let documents = [vec![Evidence::card(None)], shown].concat();
        let finding = policy.finding(&documents, &now);
        assert_eq!(
            (finding.action, finding.reasons),
            (action, reasons),
            "{documents:?}"
        );
        assert_eq!(finding.missing, missing, "{documents:?}");
        // What was no condition any more isn't listed as unmet.
        let is_met = finding.rules.iter().all(|rule| rule.met);
        assert_eq!(is_met, action == Action::Admit, "{:?}", finding.rules);
    }
}

#[test]
fn the_green_card_takes_two_doses_a_recovery_or_a_pcr_test() {
    let policy = shipped("two-doses-recovered-or-pcr");
    let now = asked(at("2021-11-24T08:00:00+07:00"));
    for (certificate, expected) in [
        (dose(2, "2021-11-10"), Action::Admit),
        (dose(2, "2021-11-11"), Action::Look),
        (dose(1, "2021-09-01"), Action::Look),
        (dose(3, "2021-11-10"), Action::Admit),
        (recovered("2021-05-28"), Action::Admit),
        (recovered("2021-05-27"), Action::Look),
        (pcr("2021-11-21T08:00:00+07:00", true), Action::Admit),
        (pcr("2021-11-21T07:59:00+07:00", true), Action::Look),
        (pcr("2021-11-24T07:00:00+07:00", false), Action::Look),
        (shown::rapid("2021-11-24T07:00:00+07:00"), Action::Look),
    ] {
        let documents = [certificate, Evidence::card(None)];
        let finding = policy.finding(&documents, &now);
        assert_eq!(finding.action, expected, "{documents:?}");
    }
}

#[test]
fn a_verdict_lists_each_rule_met_and_failed_in_both_languages() {
    let policy = shipped("two-doses-recovered-or-pcr");
    let now = asked(at("2021-11-24T08:00:00+07:00"));
    let finding = policy.finding(&[Evidence::card(None), dose(1, "2021-11-10")], &now);
    let told: Vec<(bool, &str, &str)> = finding
        .rules
        .iter()
        .map(|rule| (rule.met, rule.words.vi.as_str(), rule.words.en.as_str()))
        .collect();
    assert_eq!(
        told,
        [
            (true, "Giấy tờ tùy thân", "ID document"),
            (
                false,
                "Đủ 2 mũi, mũi cuối ít nhất 14 ngày trước: mới có 1 mũi",
                "2 doses, the last at least 14 days ago: 1 so far"
            ),
            (
                false,
                "Khỏi bệnh không quá 180 ngày: chưa có",
                "Recovered at most 180 days ago: not shown"
            ),
            (
                false,
                "Xét nghiệm âm tính: PCR ≤ 72 giờ: chưa có",
                "Negative test: PCR ≤ 72 hours: not shown"
            ),
        ]
    );
    let met = policy.finding(&[Evidence::card(None), dose(2, "2021-11-10")], &now);
    assert_eq!(met.rules.iter().filter(|rule| !rule.met).count(), 0);
    assert_eq!(met.rules.len(), 2);
}
