//! CertLogic by its specification 1.3.2, one table for each of its sections.

use checkpoint::policy::certlogic::{Expression, Failure, MOST_STEPS, Malformed, Value};
use serde_json::{Value as Json, json};

fn evaluate(expression: &Json, data: &Json) -> Result<Value, Failure> {
    Expression::of(expression)
        .unwrap_or_else(|error| panic!("{expression}: {error}"))
        .evaluate(&Value::of_json(data))
}

/// Expression, data, what it comes to.
fn check(cases: &[(Json, Json, Json)]) {
    for (expression, data, expected) in cases {
        assert_eq!(
            evaluate(expression, data),
            Ok(Value::of_json(expected)),
            "{expression} over {data}"
        );
    }
}

fn refused(expressions: &[Json]) {
    for expression in expressions {
        assert!(Expression::of(expression).is_err(), "{expression}");
    }
}

fn failing(cases: &[(Json, Json)]) {
    for (expression, data) in cases {
        assert!(
            evaluate(expression, data).is_err(),
            "{expression} over {data}"
        );
    }
}

#[test]
fn literals_and_lists_are_themselves() {
    check(&[
        (json!("text"), json!(null), json!("text")),
        (json!(-3), json!(null), json!(-3)),
        (json!(2.0), json!(null), json!(2)),
        (json!(true), json!(null), json!(true)),
        (json!([]), json!(null), json!([])),
        (
            json!([1, {"var": "x"}, ["a"]]),
            json!({"x": 5}),
            json!([1, 5, ["a"]]),
        ),
    ]);
    refused(&[
        json!(null),
        json!(1.5),
        json!(9_007_199_254_740_992_i64),
        json!({}),
        json!({"var": "a", "!": [1]}),
        json!({"or": [true, false]}),
        json!([null]),
    ]);
}

#[test]
fn var_drills_into_the_data_and_finds_null_where_nothing_is() {
    check(&[
        (
            json!({"var": ""}),
            json!({"foo": "bar"}),
            json!({"foo": "bar"}),
        ),
        (json!({"var": "x"}), json!({"x": 1}), json!(1)),
        (json!({"var": "x.0"}), json!({"x": [1]}), json!(1)),
        (json!({"var": "x.1"}), json!({"x": [1]}), json!(null)),
        (
            json!({"var": "a.0.b"}),
            json!({"a": [{"b": "c"}]}),
            json!("c"),
        ),
        (json!({"var": "x"}), json!(null), json!(null)),
        (json!({"var": "x.y.z"}), json!({"x": {"z": 1}}), json!(null)),
        (json!({"var": "x.0"}), json!({"x": {"z": 1}}), json!(null)),
        (json!({"var": "x.-1"}), json!({"x": [1]}), json!(null)),
        (
            json!({"var": "x.length"}),
            json!({"x": "text"}),
            json!(null),
        ),
        (json!({"var": "1"}), json!([1, 2]), json!(2)),
    ]);
    refused(&[
        json!({"var": 1}),
        json!({"var": ["x"]}),
        json!({"var": ["x", 1]}),
        json!({"var": null}),
    ]);
}

#[test]
fn if_takes_one_of_two_ways_and_never_looks_at_the_other() {
    let fails = json!({"+": ["a", 1]});
    for (guard, truthy) in [
        (json!(false), false),
        (json!(null), false),
        (json!(""), false),
        (json!(0), false),
        (json!([]), false),
        (json!({}), false),
        (json!(true), true),
        (json!("0"), true),
        (json!(-1), true),
        (json!([null]), true),
        (json!({"a": null}), true),
    ] {
        let (then, otherwise) = if truthy {
            (json!("then"), fails.clone())
        } else {
            (fails.clone(), json!("otherwise"))
        };
        let expected = if truthy { "then" } else { "otherwise" };
        let expression = json!({"if": [{"var": "g"}, then, otherwise]});
        check(&[(expression, json!({"g": guard}), json!(expected))]);
    }
    let time = json!({"plusTime": ["2021-01-01", 0, "day"]});
    failing(&[
        (json!({"if": [{"var": "g"}, 1, 2]}), json!({"g": 1.5})),
        (json!({"if": [time, 1, 2]}), json!(null)),
    ]);
    refused(&[
        json!({"if": []}),
        json!({"if": [true, 1]}),
        json!({"if": [true, 1, 2, 3]}),
        json!({"if": true}),
    ]);
}

#[test]
fn and_gives_its_first_falsy_operand_or_the_last_one_and_stops_there() {
    let fails = json!({"+": ["a", 1]});
    check(&[
        (
            json!({"and": [{"var": "0"}, {"var": "1"}]}),
            json!([true, false]),
            json!(false),
        ),
        (
            json!({"and": [{"var": "0"}, {"var": "1"}]}),
            json!([null, true]),
            json!(null),
        ),
        (
            json!({"and": [{"var": "0"}, {"var": "1"}]}),
            json!([true, {}]),
            json!({}),
        ),
        (
            json!({"and": [{"var": "0"}, {"var": "1"}, {"var": "2"}]}),
            json!([true, null, false]),
            json!(null),
        ),
        (json!({"and": [1, "x", 2]}), json!(null), json!(2)),
        (
            json!({"and": [{"var": "dob"}, fails]}),
            json!({"dob": ""}),
            json!(""),
        ),
    ]);
    failing(&[(json!({"and": [true, {"var": "x"}]}), json!({"x": 0.5}))]);
    refused(&[
        json!({"and": []}),
        json!({"and": [true]}),
        json!({"and": true}),
    ]);
}

#[test]
fn negation_turns_truthy_and_falsy_round() {
    check(&[
        (json!({"!": [{"var": "1"}]}), json!(null), json!(true)),
        (json!({"!": [{"var": "1"}]}), json!([1]), json!(true)),
        (json!({"!": [{"var": "1"}]}), json!([1, 2]), json!(false)),
        (json!({"!": [[]]}), json!(null), json!(true)),
    ]);
    refused(&[json!({"!": []}), json!({"!": [1, 2]}), json!({"!": true})]);
}

#[test]
fn equality_coerces_nothing() {
    for (one, other, equal) in [
        (json!(1), json!(1), true),
        (json!(1), json!(1.0), true),
        (json!(1), json!("1"), false),
        (json!(0), json!(false), false),
        (json!(""), json!(null), false),
        (json!(null), json!(null), true),
        (json!(null), json!(false), false),
        (json!("a"), json!("a"), true),
        (json!(0.5), json!(0.5), false),
        (json!([]), json!([]), false),
    ] {
        let expression = json!({"===": [{"var": "0"}, {"var": "1"}]});
        check(&[(expression, json!([one, other]), json!(equal))]);
    }
    refused(&[json!({"===": [1]}), json!({"===": [1, 2, 3]})]);
}

#[test]
fn in_looks_for_a_member_of_a_list_and_nothing_else() {
    let expression = json!({"in": [{"var": "x"}, {"var": "y"}]});
    for (data, expected) in [
        (json!({"x": null, "y": []}), false),
        (json!({"x": null, "y": [null]}), true),
        (json!({"x": null, "y": ["a", "b"]}), false),
        (json!({"x": "a", "y": ["a", "b"]}), true),
        (json!({"x": "c", "y": ["a", "b"]}), false),
        (json!({"x": 1, "y": ["1", 1]}), true),
    ] {
        check(&[(expression.clone(), data, json!(expected))]);
    }
    for no_list in [
        json!({"x": "a"}),
        json!({"x": "a", "y": "abc"}),
        json!({"x": "a", "y": {"a": 1}}),
    ] {
        failing(&[(expression.clone(), no_list)]);
    }
}

#[test]
fn numbers_are_compared_in_pairs_or_as_between() {
    let two = |operator: &str| json!({operator: [{"var": "0"}, {"var": "1"}]});
    let three = |operator: &str| json!({operator: [{"var": "0"}, {"var": "1"}, {"var": "2"}]});
    for (operator, less, same, greater) in [
        ("<", true, false, false),
        ("<=", true, true, false),
        (">", false, false, true),
        (">=", false, true, true),
    ] {
        check(&[
            (two(operator), json!([0, 1]), json!(less)),
            (two(operator), json!([1, 1]), json!(same)),
            (two(operator), json!([1, 0]), json!(greater)),
        ]);
    }
    for (data, between) in [
        (json!([0, 1, 2]), true),
        (json!([0, 2, 1]), false),
        (json!([1, 0, 2]), false),
        (json!([2, 1, 0]), false),
    ] {
        check(&[(three("<="), data, json!(between))]);
    }
    for odd in [
        json!(["1", 2]),
        json!([null, 1]),
        json!([0.5, 1]),
        json!([[], 1]),
    ] {
        failing(&[(two("<"), odd)]);
    }
    refused(&[
        json!({"<": [1]}),
        json!({"<": [1, 2, 3, 4]}),
        json!({"<": 1}),
    ]);
}

#[test]
fn plus_adds_two_whole_numbers_that_stay_exact() {
    check(&[(
        json!({"+": [{"var": "n"}, -2]}),
        json!({"n": 40}),
        json!(38),
    )]);
    failing(&[
        (json!({"+": [{"var": "n"}, 1]}), json!({"n": "1"})),
        (json!({"+": [{"var": "n"}, 1]}), json!({"n": null})),
        (
            json!({"+": [{"var": "n"}, 1]}),
            json!({"n": 9_007_199_254_740_991_i64}),
        ),
    ]);
    refused(&[json!({"+": [1]}), json!({"+": [1, 2, 3]})]);
}

fn same_time(one: Json, other: &str) {
    let other = json!({"plusTime": [other, 0, "day"]});
    for operator in ["not-before", "not-after"] {
        let expression = json!({operator: [one, other]});
        assert_eq!(
            evaluate(&expression, &json!(null)),
            Ok(Value::Bool(true)),
            "{expression}"
        );
    }
}

#[test]
fn plus_time_counts_as_javascript_s_dates_do() {
    for (date, amount, unit, expected) in [
        ("2020-02-29", 1, "day", "2020-03-01"),
        ("2020-02-29", 1, "month", "2020-03-29"),
        ("2020-02-29", 1, "year", "2021-03-01"),
        ("2020-02-29", -1, "year", "2019-03-01"),
        ("2020-02-29", 4, "year", "2024-02-29"),
        ("2021-01-31", 1, "month", "2021-03-03"),
        ("2021-03-31", -1, "month", "2021-03-03"),
        ("2021-12-15", 1, "month", "2022-01-15"),
        ("2021-01-15", -13, "month", "2019-12-15"),
        ("2021-06-01", -1, "day", "2021-05-31"),
        ("2021-12-31T23:30:00Z", 1, "hour", "2022-01-01T00:30:00"),
        (
            "2021-06-15T14:00:00+02:00",
            -36,
            "hour",
            "2021-06-14T00:00:00Z",
        ),
        ("2004", 18, "year", "2022-12-31"),
        ("2004-02", 0, "hour", "2004-02-29"),
        (
            "2021-06-15T12:00:00.1239Z",
            0,
            "day",
            "2021-06-15T12:00:00.123Z",
        ),
    ] {
        same_time(json!({"plusTime": [date, amount, unit]}), expected);
    }
    refused(&[
        json!({"plusTime": ["2021-01-01", 1.5, "day"]}),
        json!({"plusTime": ["2021-01-01", {"var": "n"}, "day"]}),
        json!({"plusTime": ["2021-01-01", 1, "week"]}),
        json!({"plusTime": ["2021-01-01", 1]}),
    ]);
    failing(&[
        (
            json!({"plusTime": [{"var": "x"}, 0, "day"]}),
            json!({"x": null}),
        ),
        (
            json!({"plusTime": [{"var": "x"}, 0, "day"]}),
            json!({"x": 20210101}),
        ),
        (
            json!({"plusTime": [{"var": "x"}, 0, "day"]}),
            json!({"x": "2021-02-30"}),
        ),
        (
            json!({"plusTime": [{"var": "x"}, 0, "day"]}),
            json!({"x": "15.06.2021"}),
        ),
        (
            json!({"plusTime": ["2021-01-01", 9_007_199_254_740_991_i64, "year"]}),
            json!(null),
        ),
        (
            json!({"plusTime": ["2021-01-01", -9_000_000, "year"]}),
            json!(null),
        ),
        (
            json!({"plusTime": [{"plusTime": ["2021-01-01", 0, "day"]}, 0, "day"]}),
            json!(null),
        ),
    ]);
}

#[test]
fn times_are_compared_with_times_only() {
    let at = |text: &str| json!({"plusTime": [text, 0, "day"]});
    for (operator, earlier, same, later) in [
        ("before", true, false, false),
        ("not-after", true, true, false),
        ("after", false, false, true),
        ("not-before", false, true, true),
    ] {
        for (one, expected) in [
            ("2021-06-01", earlier),
            ("2021-06-02", same),
            ("2021-06-03", later),
        ] {
            let expression = json!({operator: [at(one), at("2021-06-02")]});
            check(&[(expression, json!(null), json!(expected))]);
        }
    }
    let between = json!({"not-after": [at("2021-01-01"), at("2021-06-01"), at("2021-12-31")]});
    check(&[(between, json!(null), json!(true))]);
    failing(&[
        (
            json!({"before": ["2021-01-01", at("2021-06-01")]}),
            json!(null),
        ),
        (json!({"before": [1, 2]}), json!(null)),
        (
            json!({"<": [at("2021-01-01"), at("2021-06-01")]}),
            json!(null),
        ),
    ]);
}

#[test]
fn a_date_of_birth_is_the_last_day_that_it_can_be() {
    same_time(json!({"dccDateOfBirth": ["2004"]}), "2004-12-31");
    same_time(json!({"dccDateOfBirth": ["2004-02"]}), "2004-02-29");
    same_time(json!({"dccDateOfBirth": ["2003-02"]}), "2003-02-28");
    same_time(json!({"dccDateOfBirth": ["2004-01-15"]}), "2004-01-15");
    for odd in [
        json!(""),
        json!(null),
        json!("2004-01-15T00:00:00"),
        json!("04"),
        json!("2004-13"),
    ] {
        failing(&[(json!({"dccDateOfBirth": [{"var": ""}]}), odd)]);
    }
    let minor = json!({"and": [
        {"var": "payload.dob"},
        {"after": [
            {"dccDateOfBirth": [{"var": "payload.dob"}]},
            {"plusTime": [{"var": "external.validationClock"}, -18, "year"]},
        ]},
    ]});
    for (born, clock, expected) in [
        ("2004-01-01", "2021-12-31T23:59:59.999Z", json!(true)),
        ("2004-01-01", "2022-01-01T00:00:00.000Z", json!(false)),
        ("2004-01", "2022-01-30T13:37:00.042Z", json!(true)),
        ("2004-01", "2022-01-31T00:00:00.000", json!(false)),
        ("2004", "2022-12-30T13:37:00.042Z", json!(true)),
        ("2004", "2022-12-31T00:00:00.000Z", json!(false)),
        ("", "2022-02-27T13:37:00.042Z", json!("")),
    ] {
        let data = json!({"payload": {"dob": born}, "external": {"validationClock": clock}});
        check(&[(minor.clone(), data, expected)]);
    }
}

#[test]
fn reduce_folds_a_list_from_its_beginning() {
    let sum = json!({"reduce": [
        {"var": "list"},
        {"+": [{"var": "accumulator"}, {"var": "current"}]},
        {"var": "start"},
    ]});
    check(&[
        (
            sum.clone(),
            json!({"list": [1, 2, 3], "start": 10}),
            json!(16),
        ),
        (sum.clone(), json!({"list": [], "start": 10}), json!(10)),
        (sum.clone(), json!({"start": 10}), json!(10)),
    ]);
    failing(&[
        (sum.clone(), json!({"list": "abc", "start": 0})),
        (sum.clone(), json!({"list": {"a": 1}, "start": 0})),
        (sum, json!({"list": [1], "start": null})),
    ]);
    // The lambda sees nothing but its own two.
    let outer = json!({"reduce": [{"var": "list"}, {"var": "start"}, 1]});
    check(&[(outer, json!({"list": [1], "start": 10}), json!(null))]);
    refused(&[json!({"reduce": [[1], 1]}), json!({"reduce": []})]);
}

#[test]
fn a_fragment_of_an_identifier_is_taken_by_its_place() {
    for (text, index, expected) in [
        (json!(null), 0, json!(null)),
        (json!(""), 0, json!("")),
        (json!(""), 1, json!(null)),
        (json!("URN:UVCI:01:NL:187/37512422923"), -1, json!(null)),
        (json!("URN:UVCI:01:NL:187/37512422923"), 0, json!("01")),
        (json!("URN:UVCI:01:NL:187/37512422923"), 1, json!("NL")),
        (json!("01:NL:187/37512422923"), 1, json!("NL")),
        (
            json!("URN:UVCI:01:AT:10807843F94AEE0EE5093FBC254BD813#B"),
            2,
            json!("10807843F94AEE0EE5093FBC254BD813"),
        ),
        (
            json!("URN:UVCI:01:AT:10807843F94AEE0EE5093FBC254BD813#B"),
            3,
            json!("B"),
        ),
        (json!("URN:UVCI:01:NL:187/37512422923"), 4, json!(null)),
        (json!("foo/bar::baz#999lizards"), 2, json!("")),
        (json!("foo/bar::baz#999lizards"), 4, json!("999lizards")),
        (json!("a::c/#/f"), 5, json!("f")),
    ] {
        let expression = json!({"extractFromUVCI": [{"var": ""}, index]});
        check(&[(expression, text, expected)]);
    }
    failing(&[(json!({"extractFromUVCI": [{"var": ""}, 0]}), json!(7))]);
    refused(&[
        json!({"extractFromUVCI": ["a", "0"]}),
        json!({"extractFromUVCI": ["a"]}),
    ]);
}

#[test]
fn an_expression_that_is_nested_too_deeply_is_refused() {
    let mut deep = json!(true);
    for _ in 0..100 {
        deep = json!({"!": [deep]});
    }
    assert_eq!(Expression::of(&deep), Err(Malformed::TooDeep));
}

#[test]
fn an_evaluation_ends_within_its_steps_and_depth() {
    let long: Vec<u32> = (0..20_000).collect();
    let inner = json!({"reduce": [{"var": "current"}, {"+": [{"var": "accumulator"}, 1]}, 0]});
    let squared = json!({"reduce": [{"var": ""}, inner, 0]});
    let doubling =
        json!({"reduce": [{"var": ""}, [{"var": "accumulator"}, {"var": "accumulator"}], 1]});
    let nesting = json!({"reduce": [{"var": ""}, {"var": ""}, 1]});
    let (data, lists) = (json!(long), json!(vec![long.clone(); 100]));
    assert_eq!(evaluate(&squared, &lists), Err(Failure::TooLong));
    assert_eq!(evaluate(&doubling, &data), Err(Failure::TooDeep));
    assert_eq!(evaluate(&nesting, &data), Err(Failure::TooDeep));
    let looking = json!({"in": [-1, {"var": ""}]});
    assert_eq!(
        evaluate(&looking, &json!(vec![0; MOST_STEPS as usize])),
        Err(Failure::TooLong)
    );
}
