//! Of any expression and any document.

use crate::findings::{asked, at};
use checkpoint::policy::certlogic::{Expression, Value};
use checkpoint::policy::{Action, Evidence, Fate, Policy, Says};
use proptest::prelude::*;
use serde_json::{Value as Json, json};

const OPERATIONS: [&str; 20] = [
    "var",
    "if",
    "and",
    "!",
    "===",
    "in",
    "+",
    "<",
    "<=",
    ">",
    ">=",
    "before",
    "not-after",
    "after",
    "not-before",
    "plusTime",
    "reduce",
    "extractFromUVCI",
    "dccDateOfBirth",
    "or",
];

fn leaf() -> impl Strategy<Value = Json> {
    prop_oneof![
        Just(json!(null)),
        any::<bool>().prop_map(|value| json!(value)),
        any::<i64>().prop_map(|value| json!(value)),
        any::<f64>().prop_map(|value| json!(value)),
        "[a-z0-9.]{0,6}".prop_map(|value| json!(value)),
        "[0-9]{4}(-[0-9]{2}(-[0-9]{2}(T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?(Z|[+-][0-9]{1,2}(:?[0-9]{2})?)?)?)?)?"
            .prop_map(|value| json!(value)),
        prop_oneof![Just("year"), Just("month"), Just("day"), Just("hour")].prop_map(|unit| json!(unit)),
    ]
}

fn expression() -> impl Strategy<Value = Json> {
    leaf().prop_recursive(6, 60, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Json::from),
            (
                prop::sample::select(&OPERATIONS[..]),
                prop::collection::vec(inner, 0..4)
            )
                .prop_map(|(operation, operands)| json!({operation: operands})),
            "[a-z0-9.]{0,6}".prop_map(|path| json!({"var": path})),
        ]
    })
}

fn data() -> impl Strategy<Value = Json> {
    leaf().prop_recursive(4, 40, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Json::from),
            prop::collection::btree_map("[a-z]{1,3}", inner, 0..4)
                .prop_map(|members| json!(members)),
        ]
    })
}

proptest! {
    #[test]
    fn whatever_is_written_evaluates_or_fails_and_says_the_same_twice(
        expression in expression(),
        data in data(),
    ) {
        if let Ok(expression) = Expression::of(&expression) {
            let data = Value::of_json(&data);
            let once = expression.evaluate(&data);
            prop_assert_eq!(once, expression.evaluate(&data));
        }
    }

    #[test]
    fn no_bytes_make_the_reader_of_policies_panic(text in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = Policy::parse(&text);
    }

    #[test]
    fn another_valid_identity_document_never_makes_a_verdict_worse(
        fates in prop::collection::vec(0_usize..7, 0..4),
        policy in 0_usize..4,
    ) {
        let all = [
            Fate::Unsigned, Fate::Valid, Fate::Expired, Fate::NotYetValid,
            Fate::UnknownIssuer, Fate::Forged, Fate::Revoked,
        ];
        let mut documents: Vec<Evidence> = fates
            .iter()
            .map(|fate| Evidence { fate: all[*fate], says: Says::Certificate(Box::default()) })
            .collect();
        let policy = &Policy::shipped()[policy];
        let now = asked(at("2026-11-24T08:00:00+07:00"));
        let before = policy.finding(&documents, &now);
        documents.push(Evidence::card(None));
        let after = policy.finding(&documents, &now);
        prop_assert!(after.action <= before.action);
        prop_assert!(policy.id != "identity-only" || after.action < Action::Refuse);
    }
}
