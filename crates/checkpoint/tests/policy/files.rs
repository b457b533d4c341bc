//! A policy's file, and what a wrong one is told.

use checkpoint::policy::{Policy, PolicyError};
use serde_json::{Value as Json, json};

fn good() -> Json {
    json!({
        "v": 1,
        "id": "test",
        "name": {"vi": "Thử", "en": "Test"},
        "sentence": {"vi": "Thử", "en": "Test"},
        "rules": [{
            "visitors": ["visitor", "pupil"],
            "units": ["AAAAAAAAAAAAAAAAAAAAAA"],
            "from": "2021-09-01",
            "to": "2021-12-31",
            "needs": "identity-and-certificate",
            "identity": {"days": 3650},
            "certificate": {
                "days": 365,
                "vaccination": {"doses": 2, "days": 14, "most_days": 270},
                "recovery": {"days": 180},
                "test": {"pcr_hours": 72, "rapid_hours": 24},
                "certlogic": true,
            },
            "then": {"missing": "refuse"},
        }],
        "certlogic": [{
            "Identifier": "VR-VN-0001",
            "Type": "Acceptance",
            "Country": "VN",
            "Version": "1.0.0",
            "SchemaVersion": "1.0.0",
            "Engine": "CERTLOGIC",
            "EngineVersion": "0.7.5",
            "CertificateType": "Vaccination",
            "Description": [{"lang": "en", "desc": "Something"}],
            "ValidFrom": "2021-07-03T00:00:00Z",
            "ValidTo": "2030-06-01T00:00:00Z",
            "AffectedFields": ["v.0.mp"],
            "Logic": {"!": [{"var": "payload.v.1"}]},
        }],
        "order": "1234/UBND-VX",
        "used_again_hours": 72,
    })
}

fn parse(json: &Json) -> Result<Policy, PolicyError> {
    Policy::parse(json.to_string().as_bytes())
}

#[test]
fn a_policy_that_was_written_is_read_as_it_was() {
    let policy = parse(&good()).unwrap();
    assert_eq!(Policy::parse(policy.to_text().as_bytes()), Ok(policy));
    for shipped in Policy::shipped() {
        assert_eq!(Policy::parse(shipped.to_text().as_bytes()), Ok(shipped));
    }
}

#[test]
fn an_editor_s_byte_order_mark_is_no_error() {
    let text = format!("\u{feff}{}", good());
    assert!(Policy::parse(text.as_bytes()).is_ok());
}

/// Changes the good file and says what it is told.
fn told(change: impl FnOnce(&mut Json)) -> String {
    let mut json = good();
    change(&mut json);
    parse(&json).unwrap_err().to_string()
}

#[test]
fn a_wrong_file_is_told_what_to_mend() {
    assert!(told(|json| json["v"] = json!(2)).contains("install the newer program"));
    assert!(told(|json| json["id"] = json!("../x")).contains("small letters"));
    assert!(told(|json| json["id"] = json!("")).contains("small letters"));
    assert!(told(|json| json["name"]["en"] = json!(" ")).contains("\"name\" is empty"));
    assert!(
        told(|json| json["rules"][0]["to"] = json!("2021-08-31"))
            .contains("rule 1: \"from\" is later")
    );
    assert!(
        told(|json| json["rules"][0]["units"] = json!(["here"]))
            .contains("\"here\" is no unit's name")
    );
    let rule = |name: &'static str, value: Json| {
        told(move |json| json["rules"][0]["certificate"][name] = value)
    };
    assert!(rule("vaccination", json!({"doses": 0})).contains("0 doses"));
    assert!(
        rule(
            "vaccination",
            json!({"doses": 2, "days": 14, "most_days": 13})
        )
        .contains("nobody could meet")
    );
    assert!(rule("recovery", json!({"days": 4_000_000})).contains("recovery.days"));
    assert!(rule("test", json!({})).contains("name one"));
    assert!(
        told(|json| json["rules"][0]["needs"] = json!("identity")).contains("add it to \"needs\"")
    );
    assert!(
        told(|json| json["rules"][0]["declaration"] = json!({"today": true}))
            .contains("\"declaration\" is said")
    );
    let either = |json: &mut Json| {
        json["rules"][0]["needs"] = json!("identity-and-declaration-or-certificate");
        json["rules"][0]["declaration"] = json!({"today": true});
    };
    let mut both = good();
    either(&mut both);
    assert!(
        Policy::parse(both.to_string().as_bytes()).is_ok(),
        "it asks for both kinds"
    );
    assert!(told(|json| json["rules"][0]["needs"] = json!("any")).contains("\"identity\" is said"));
    assert!(told(|json| json["certlogic"] = json!([])).contains("the policy has no such rules"));
    assert!(
        told(|json| json["certlogic"][0]["Engine"] = json!("JS"))
            .contains("VR-VN-0001: its engine is \"JS\"")
    );
    let logic = told(|json| json["certlogic"][0]["Logic"] = json!({"or": [1, 2]}));
    assert!(
        logic.contains("VR-VN-0001: \"or\" is no operation"),
        "{logic}"
    );
}

#[test]
fn a_misspelt_member_is_an_error_with_its_line() {
    let text = "{\n  \"v\": 1,\n  \"idd\": \"x\"\n}";
    let told = Policy::parse(text.as_bytes()).unwrap_err().to_string();
    assert!(told.starts_with("line 3, column"), "{told}");
    assert!(told.contains("unknown field `idd`"), "{told}");
    for wrong in [
        told_of(json!({"needs": "identities"})),
        told_of(json!({"needs": "identity", "then": {"missing": "reject"}})),
        told_of(json!({"needs": "identity", "than": {}})),
        told_of(json!({"needs": "identity", "from": "1/9/2021"})),
    ] {
        assert!(wrong.starts_with("line "), "{wrong}");
    }
}

fn told_of(rule: Json) -> String {
    told(|json| json["rules"][0] = rule)
}

#[test]
fn what_is_no_json_at_all_is_an_error_too() {
    for odd in [&b""[..], b"{", b"\xff\xfe", b"[]", b"null"] {
        assert!(Policy::parse(odd).is_err());
    }
    let huge = vec![b' '; (1 << 20) + 1];
    assert_eq!(Policy::parse(&huge), Err(PolicyError::TooLong));
}
