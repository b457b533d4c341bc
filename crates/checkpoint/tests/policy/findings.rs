//! A policy held against documents.

use checkpoint::document::{Recovery, Test, TestKind, Vaccination};
use checkpoint::entry::Party;
use checkpoint::policy::{
    Action, Asked, Certificate, EuCertificate, Evidence, Fate, Finding, Need, Policy, Says,
};
use checkpoint::verdict::Reason;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::json;
use std::sync::LazyLock;

static ZONE: LazyLock<TimeZone> = LazyLock::new(|| TimeZone::get("Asia/Ho_Chi_Minh").unwrap());

pub fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

pub fn asked(at: Timestamp) -> Asked<'static> {
    Asked {
        unit: Some(&[7; 16]),
        party: Party::Visitor,
        at,
        zone: &ZONE,
    }
}

pub mod shown {
    use super::*;

    pub fn certificate(certificate: Certificate) -> Evidence {
        Evidence {
            fate: Fate::Valid,
            says: Says::Certificate(Box::new(certificate)),
        }
    }

    pub fn declaration(made: &str) -> Evidence {
        Evidence {
            fate: Fate::Valid,
            says: Says::Declaration {
                made: at(made),
                yes: Vec::new(),
            },
        }
    }

    pub fn rapid(sampled: &str) -> Evidence {
        test(TestKind::Rapid, sampled, true)
    }

    pub fn test(kind: TestKind, sampled: &str, negative: bool) -> Evidence {
        certificate(Certificate {
            tests: vec![Test {
                kind,
                negative: Some(negative),
                against: None,
                sampled: at(sampled),
            }],
            ..Certificate::default()
        })
    }
}

pub fn dose(dose: u32, on: &str) -> Evidence {
    shown::certificate(Certificate {
        vaccinations: vec![Vaccination {
            dose: Some(dose),
            series: Some(2),
            on: on.parse().unwrap(),
            against: None,
            product: None,
        }],
        ..Certificate::default()
    })
}

pub fn recovered(first_positive: &str) -> Evidence {
    shown::certificate(Certificate {
        recoveries: vec![Recovery {
            first_positive: first_positive.parse().unwrap(),
            from: None,
            until: None,
            against: None,
        }],
        ..Certificate::default()
    })
}

pub fn pcr(sampled: &str, negative: bool) -> Evidence {
    shown::test(TestKind::Pcr, sampled, negative)
}

/// A policy of these rules.
pub fn policy(rules: serde_json::Value) -> Policy {
    with_logic(rules, json!([]))
}

fn with_logic(rules: serde_json::Value, logic: serde_json::Value) -> Policy {
    let text = json!({
        "v": 1,
        "id": "test",
        "name": {"vi": "Thử", "en": "Test"},
        "sentence": {"vi": "Thử", "en": "Test"},
        "rules": rules,
        "certlogic": logic,
        "value_sets": {"vaccines": ["EU/1/20/1528"]},
    });
    Policy::parse(text.to_string().as_bytes()).unwrap()
}

fn find(policy: &Policy, documents: &[Evidence]) -> Finding {
    policy.finding(documents, &asked(at("2021-11-24T08:00:00+07:00")))
}

#[test]
fn each_action_is_taken_for_its_own_cause() {
    let actions = ["admit", "look", "refuse"];
    for (index, word) in actions.iter().enumerate() {
        let then = |cause: &str| {
            let mut then = json!({});
            for other in [
                "missing", "unmet", "expired", "unknown", "forged", "revoked",
            ] {
                then[other] = json!("admit");
            }
            then[cause] = json!(word);
            json!([{
                "needs": "identity-and-certificate",
                "certificate": {"vaccination": {"doses": 2}},
                "then": then,
            }])
        };
        let expected = [Action::Admit, Action::Look, Action::Refuse][index];
        let fated = |fate: Fate| {
            let mut certificate = dose(2, "2021-09-01");
            certificate.fate = fate;
            vec![Evidence::card(None), certificate]
        };
        for (cause, documents, reason) in [
            (
                "missing",
                vec![Evidence::card(None)],
                Reason::DocumentMissing,
            ),
            (
                "unmet",
                vec![Evidence::card(None), dose(1, "2021-09-01")],
                Reason::DocumentUnmet,
            ),
            ("expired", fated(Fate::Expired), Reason::DocumentExpired),
            (
                "expired",
                fated(Fate::NotYetValid),
                Reason::DocumentNotYetValid,
            ),
            ("unknown", fated(Fate::UnknownIssuer), Reason::IssuerUnknown),
            ("forged", fated(Fate::Forged), Reason::DocumentForged),
            ("revoked", fated(Fate::Revoked), Reason::DocumentRevoked),
        ] {
            let finding = find(&policy(then(cause)), &documents);
            assert_eq!(finding.action, expected, "{cause} {word} {reason:?}");
            assert!(finding.reasons.contains(&reason), "{finding:?}");
        }
    }
}

#[test]
fn a_forged_or_revoked_document_fulfils_nothing() {
    let rules = json!([{
        "needs": "identity-and-certificate",
        "then": {"forged": "admit", "revoked": "admit", "missing": "refuse"},
    }]);
    for fate in [Fate::Forged, Fate::Revoked] {
        let mut certificate = dose(2, "2021-09-01");
        certificate.fate = fate;
        let finding = find(&policy(rules.clone()), &[Evidence::card(None), certificate]);
        assert_eq!(finding.action, Action::Refuse);
        assert_eq!(finding.missing, [Need::Certificate]);
    }
}

#[test]
fn an_id_document_may_be_asked_to_be_young_and_a_badge_never_is() {
    let policy = policy(json!([{"needs": "identity", "identity": {"days": 365}}]));
    let found = |document| {
        let finding = find(&policy, &[document]);
        (finding.action, finding.rules[0].words.en.clone())
    };
    let asked = "ID document issued at most 365 days ago";
    for (issued, action, why) in [
        (Some("2021-11-24"), Action::Admit, ""),
        (Some("2020-11-24"), Action::Admit, ""),
        (Some("2020-11-23"), Action::Look, ": 366 days have passed"),
        (
            Some("2021-11-25"),
            Action::Look,
            ": its date is still to come",
        ),
        (None, Action::Look, ": it says no date of issue"),
    ] {
        let card = Evidence::card(issued.map(|day| day.parse().unwrap()));
        assert_eq!(found(card), (action, format!("{asked}{why}")), "{issued:?}");
    }
    let badge = Evidence {
        fate: Fate::Valid,
        says: Says::DayBadge,
    };
    assert_eq!(found(badge), (Action::Admit, asked.to_owned()));
    assert_eq!(find(&policy, &[]).missing, [Need::Identity]);
}

#[test]
fn the_order_of_the_documents_changes_nothing() {
    let rules = json!([{
        "needs": "identity-and-certificate",
        "certificate": {"vaccination": {"doses": 2}},
    }]);
    let documents = [
        Evidence::card(None),
        dose(1, "2021-09-01"),
        dose(2, "2021-10-01"),
    ];
    let policy = policy(rules);
    let expected = find(&policy, &documents);
    assert_eq!(expected.action, Action::Admit);
    let mut turned = documents.to_vec();
    turned.reverse();
    assert_eq!(find(&policy, &turned), expected);
}

#[test]
fn the_first_rule_that_fits_visitor_unit_and_day_is_asked() {
    let policy = policy(json!([
        {"visitors": ["staff"], "needs": "any"},
        {"units": ["AAAAAAAAAAAAAAAAAAAAAA"], "needs": "identity-and-certificate"},
        {"to": "2021-11-23", "needs": "identity-and-certificate"},
        {"from": "2021-11-25", "needs": "identity-and-certificate"},
        {"from": "2021-11-24", "to": "2021-11-24", "needs": "identity-and-declaration"},
    ]));
    let now = asked(at("2021-11-24T08:00:00+07:00"));
    assert_eq!(policy.needs(&now), [Need::Identity, Need::Declaration]);
    let staff = Asked {
        party: Party::Staff,
        ..now
    };
    assert_eq!(policy.needs(&staff), []);
    let elsewhere = Asked {
        unit: Some(&[0; 16]),
        ..now
    };
    assert_eq!(
        policy.needs(&elsewhere),
        [Need::Identity, Need::Certificate]
    );
    // 23:30 UTC of the 23rd is the 24th in Việt Nam already.
    let late = asked(at("2021-11-23T23:30:00Z"));
    assert_eq!(policy.needs(&late), [Need::Identity, Need::Declaration]);
    let yesterday = asked(at("2021-11-23T08:00:00+07:00"));
    assert_eq!(
        policy.needs(&yesterday),
        [Need::Identity, Need::Certificate]
    );
}

#[test]
fn where_no_rule_fits_everybody_is_admitted() {
    let policy = policy(json!([{"to": "2021-01-01", "needs": "identity-and-certificate"}]));
    let finding = find(&policy, &[]);
    assert_eq!((finding.action, finding.rules.len()), (Action::Admit, 0));
}

#[test]
fn any_takes_whatever_document_counts() {
    let policy =
        policy(json!([{"needs": "any", "then": {"missing": "refuse", "forged": "admit"}}]));
    for document in [
        Evidence::card(None),
        dose(1, "2021-09-01"),
        shown::declaration("2021-01-01T00:00:00Z"),
    ] {
        assert_eq!(find(&policy, &[document]).action, Action::Admit);
    }
    let mut forged = dose(1, "2021-09-01");
    forged.fate = Fate::Forged;
    for documents in [vec![], vec![forged]] {
        assert_eq!(find(&policy, &documents).action, Action::Refuse);
    }
}

#[test]
fn a_vaccine_of_one_dose_counts_where_the_policy_takes_whole_series() {
    let single = shown::certificate(Certificate {
        vaccinations: vec![Vaccination {
            dose: Some(1),
            series: Some(1),
            on: "2021-09-01".parse().unwrap(),
            against: None,
            product: None,
        }],
        ..Certificate::default()
    });
    for (series, expected) in [(true, Action::Admit), (false, Action::Look)] {
        let policy = policy(json!([{
            "needs": "identity-and-certificate",
            "certificate": {"vaccination": {"doses": 2, "or_whole_series": series}},
        }]));
        let documents = [Evidence::card(None), single.clone()];
        assert_eq!(find(&policy, &documents).action, expected);
    }
}

#[test]
fn doses_that_are_listed_one_by_one_are_counted() {
    let on = |day: &str| Vaccination {
        dose: None,
        series: None,
        on: day.parse().unwrap(),
        against: None,
        product: None,
    };
    let card = |days: &[&str]| {
        shown::certificate(Certificate {
            vaccinations: days.iter().map(|day| on(day)).collect(),
            ..Certificate::default()
        })
    };
    let policy = policy(json!([{
        "needs": "identity-and-certificate",
        "certificate": {"vaccination": {"doses": 2, "days": 14}},
    }]));
    for (days, expected) in [
        (vec!["2021-06-01", "2021-07-01"], Action::Admit),
        (vec!["2021-07-01", "2021-06-01"], Action::Admit),
        (vec!["2021-06-01"], Action::Look),
        (vec!["2021-06-01", "2021-11-20"], Action::Look),
    ] {
        let documents = [Evidence::card(None), card(&days)];
        assert_eq!(find(&policy, &documents).action, expected, "{days:?}");
    }
}

#[test]
fn a_certificate_about_another_disease_says_nothing_of_the_one_that_is_asked() {
    let yellow_fever = |against: Option<&str>| {
        shown::certificate(Certificate {
            vaccinations: vec![Vaccination {
                dose: Some(2),
                series: Some(2),
                on: "2021-09-01".parse().unwrap(),
                against: against.map(str::to_owned),
                product: None,
            }],
            ..Certificate::default()
        })
    };
    let asks = |against: &str| {
        policy(json!([{
            "needs": "identity-and-certificate",
            "certificate": {"against": against, "vaccination": {"doses": 1}},
        }]))
    };
    for (shown, asked, expected) in [
        (Some("840539006"), "840539006", Action::Admit),
        (Some("16541001"), "840539006", Action::Look),
        (Some("16541001"), "16541001", Action::Admit),
        (None, "840539006", Action::Admit),
    ] {
        let documents = [Evidence::card(None), yellow_fever(shown)];
        assert_eq!(find(&asks(asked), &documents).action, expected, "{shown:?}");
    }
}

#[test]
fn a_recovery_ends_with_the_certificate_s_own_dates_too() {
    let policy = policy(json!([{
        "needs": "identity-and-certificate",
        "certificate": {"recovery": {"days": 180}},
    }]));
    for (from, until, expected) in [
        ("2021-11-01", "2022-04-01", Action::Admit),
        ("2021-11-25", "2022-04-01", Action::Look),
        ("2021-11-01", "2021-11-24", Action::Admit),
        ("2021-11-01", "2021-11-23", Action::Look),
    ] {
        let recovery = Recovery {
            first_positive: "2021-10-20".parse().unwrap(),
            from: Some(from.parse().unwrap()),
            until: Some(until.parse().unwrap()),
            against: None,
        };
        let certificate = shown::certificate(Certificate {
            recoveries: vec![recovery],
            ..Certificate::default()
        });
        let finding = find(&policy, &[Evidence::card(None), certificate]);
        assert_eq!(finding.action, expected, "{from} {until}");
    }
}

#[test]
fn dates_to_come_meet_nothing() {
    let policy = policy(json!([{
        "needs": "identity-and-certificate",
        "certificate": {
            "vaccination": {"doses": 2},
            "recovery": {"days": 180},
            "test": {"pcr_hours": 72, "rapid_hours": 24},
        },
    }]));
    for certificate in [
        dose(2, "2021-11-25"),
        recovered("2021-11-25"),
        pcr("2021-11-24T08:00:01+07:00", true),
    ] {
        let finding = find(&policy, &[Evidence::card(None), certificate]);
        assert_eq!(finding.action, Action::Look);
        assert_eq!(finding.reasons, [Reason::DocumentUnmet]);
    }
}

#[test]
fn a_certificate_may_be_asked_to_be_young_itself() {
    let policy = policy(json!([{
        "needs": "identity-and-certificate",
        "certificate": {"days": 30},
    }]));
    for (issued, expected) in [
        (Some("2021-10-25T00:00:00+07:00"), Action::Admit),
        (Some("2021-10-24T23:59:00+07:00"), Action::Look),
        (None, Action::Look),
    ] {
        let certificate = shown::certificate(Certificate {
            issued: issued.map(at),
            ..Certificate::default()
        });
        let finding = find(&policy, &[Evidence::card(None), certificate]);
        assert_eq!(finding.action, expected, "{issued:?}");
    }
}

fn eu_rule(
    identifier: &str,
    kind: &str,
    rule_type: &str,
    logic: serde_json::Value,
) -> serde_json::Value {
    json!({
        "Identifier": identifier,
        "Type": rule_type,
        "Country": "VN",
        "Version": "1.0.0",
        "SchemaVersion": "1.0.0",
        "Engine": "CERTLOGIC",
        "EngineVersion": "0.7.5",
        "CertificateType": kind,
        "Description": [
            {"lang": "en", "desc": "An approved vaccine"},
            {"lang": "vi", "desc": "Vắc xin được duyệt"},
        ],
        "ValidFrom": "2021-07-03T00:00:00Z",
        "ValidTo": "2030-06-01T00:00:00Z",
        "AffectedFields": ["v.0.mp"],
        "Logic": logic,
    })
}

fn of_eu(product: &str) -> Evidence {
    shown::certificate(Certificate {
        eu: Some(EuCertificate {
            payload: json!({"ver": "1.3.0", "dob": "1990-03-05", "v": [{"mp": product, "dn": 2, "sd": 2}]}),
            country: Some("DE".to_owned()),
            issued: Some(at("2021-10-01T00:00:00Z")),
            expires: Some(at("2022-10-01T00:00:00Z")),
        }),
        ..Certificate::default()
    })
}

#[test]
fn certlogic_rules_are_asked_of_eu_certificates_by_type_and_date() {
    let approved =
        json!({"in": [{"var": "payload.v.0.mp"}, {"var": "external.valueSets.vaccines"}]});
    let expired = {
        let mut rule = eu_rule("VR-VN-0003", "Vaccination", "Acceptance", json!(false));
        rule["ValidTo"] = json!("2021-11-01T00:00:00Z");
        rule
    };
    let policy = with_logic(
        json!([{"needs": "identity-and-certificate", "certificate": {"certlogic": true}}]),
        json!([
            eu_rule("VR-VN-0001", "Vaccination", "Acceptance", approved),
            eu_rule(
                "IR-VN-0001",
                "General",
                "Invalidation",
                json!({"===": [{"var": "external.issuerCountryCode"}, "XX"]})
            ),
            eu_rule("TR-VN-0001", "Test", "Acceptance", json!(false)),
            expired,
        ]),
    );
    let met = find(&policy, &[Evidence::card(None), of_eu("EU/1/20/1528")]);
    assert_eq!(met.action, Action::Admit);
    let told: Vec<&str> = met
        .rules
        .iter()
        .map(|rule| rule.words.vi.as_str())
        .collect();
    assert_eq!(
        told,
        [
            "Giấy tờ tùy thân",
            "Giấy chứng nhận",
            "Vắc xin được duyệt (VR-VN-0001)",
            "Vắc xin được duyệt (IR-VN-0001)"
        ]
    );
    let unmet = find(&policy, &[Evidence::card(None), of_eu("Sputnik-V")]);
    assert_eq!(unmet.action, Action::Look);
    assert_eq!(unmet.reasons, [Reason::DocumentUnmet]);
}

#[test]
fn a_certlogic_rule_that_fails_over_a_certificate_is_not_met() {
    for kind in ["Acceptance", "Invalidation"] {
        let policy = with_logic(
            json!([{"needs": "identity-and-certificate", "certificate": {"certlogic": true}}]),
            json!([eu_rule(
                "GR-VN-0001",
                "General",
                kind,
                json!({"<": [{"var": "payload.nothing"}, 2]})
            )]),
        );
        let finding = find(&policy, &[Evidence::card(None), of_eu("EU/1/20/1528")]);
        assert_eq!(finding.action, Action::Look, "{kind}");
    }
}
