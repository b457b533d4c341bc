//! The traps of FORMATS.md, *SMART Health Card*.

use crate::issuer::{Key, NOON, YEAR, deflated, judged, jws, shc_of, verified};
use checkpoint::document::{Document, Foreign, Layer, Recognised, Standing};
use checkpoint::trust::{Beside, TrustList};
use serde_json::{Value, json};

const ISS: &str = "https://issuer.example.org/cards";

struct Desk {
    key: Key,
    trust: TrustList,
}

impl Desk {
    fn new() -> Desk {
        let key = Key::p256();
        let mut trust = TrustList::default();
        trust.add_shc_keys(ISS, &json!({ "keys": [key.jwk("one")] }), "a test");
        Desk { key, trust }
    }

    fn text(&self, header: &Value, payload: &Value) -> String {
        shc_of(&jws(&self.key, header, &deflated(payload)))
    }

    #[track_caller]
    fn standing(&self, header: &Value, payload: &Value) -> Standing {
        verified(&self.text(header, payload), &self.trust, NOON).standing
    }
}

fn header() -> Value {
    json!({ "alg": "ES256", "zip": "DEF", "kid": "one" })
}

fn payload() -> Value {
    let dose = |at: usize, day: &str| {
        json!({ "fullUrl": format!("resource:{at}"), "resource": {
            "resourceType": "Immunization", "status": "completed",
            "vaccineCode": { "coding": [{ "system": "http://hl7.org/fhir/sid/cvx", "code": "208" }] },
            "patient": { "reference": "resource:0" }, "occurrenceDateTime": day,
        }})
    };
    json!({
        "iss": ISS, "nbf": NOON as f64 - 100.5,
        "vc": {
            "type": ["https://smarthealth.cards#health-card"],
            "rid": "abc",
            "credentialSubject": { "fhirVersion": "4.0.1", "fhirBundle": {
                "resourceType": "Bundle", "type": "collection", "entry": [
                    { "fullUrl": "resource:0", "resource": {
                        "resourceType": "Patient", "birthDate": "1990-03-05", "gender": "male",
                        "name": [{ "family": "Nguyen", "given": ["Bao", "Duy"] }],
                    }},
                    dose(1, "2021-04-01"), dose(2, "2021-05-01"),
                ],
            }},
        },
    })
}

#[test]
fn a_card_says_who_and_which_doses() {
    let desk = Desk::new();
    let judged = judged(&desk.text(&header(), &payload()), &desk.trust, NOON);
    assert_eq!(judged.claim.name.as_deref(), Some("Nguyen Bao Duy"));
    let proof = judged.verified.unwrap();
    assert_eq!(proof.standing, Standing::Valid);
    assert_eq!(
        proof
            .checks
            .by_layer()
            .map(|(_, check)| check)
            .iter()
            .flatten()
            .count(),
        6
    );
    let says = proof.certificate.unwrap().says;
    let doses = &says.health().unwrap().vaccinations;
    assert_eq!(doses.len(), 2);
    assert_eq!(doses[1].against.as_deref(), Some("840539006"));
}

#[test]
fn a_kid_is_looked_up_only_inside_its_own_issuer() {
    let mut desk = Desk::new();
    let mut stranger = payload();
    stranger["iss"] = json!("https://issuer.example.org/others");
    assert_eq!(desk.standing(&header(), &stranger), Standing::UnknownIssuer);
    // Known for another key of that name: then the signature is wrong, not the issuer unknown.
    let others = json!([Key::p256().jwk("one")]);
    desk.trust
        .add_shc_keys("https://issuer.example.org/others", &others, "a test");
    assert_eq!(
        desk.standing(&header(), &stranger),
        Standing::Forged(Layer::Signature)
    );
    let two = json!({ "alg": "ES256", "zip": "DEF", "kid": "two" });
    assert_eq!(desk.standing(&two, &payload()), Standing::UnknownIssuer);
}

#[test]
fn a_header_without_es256_def_and_kid_is_refused() {
    let desk = Desk::new();
    for header in [
        json!({ "zip": "DEF", "kid": "one" }),
        json!({ "alg": "none", "zip": "DEF", "kid": "one" }),
        json!({ "alg": "HS256", "zip": "DEF", "kid": "one" }),
        json!({ "alg": "ES256", "kid": "one" }),
        json!({ "alg": "ES256", "zip": "GZ", "kid": "one" }),
        json!({ "alg": "ES256", "zip": "DEF" }),
        json!({ "alg": "ES256", "zip": "DEF", "kid": "one", "crit": ["b64"] }),
    ] {
        assert_eq!(
            desk.standing(&header, &payload()),
            Standing::Forged(Layer::Cose),
            "{header}"
        );
    }
}

#[test]
fn a_signature_in_der_is_refused() {
    let desk = Desk::new();
    let jws = jws(&desk.key, &header(), &deflated(&payload()));
    let (signed, signature) = jws.rsplit_once('.').unwrap();
    use base64::Engine;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;
    let raw = URL_SAFE_NO_PAD.decode(signature).unwrap();
    let number = |bytes: &[u8]| {
        let bytes = [&[0], bytes].concat();
        [vec![2, bytes.len() as u8], bytes].concat()
    };
    let numbers = [number(&raw[..32]), number(&raw[32..])].concat();
    let der = [vec![0x30, numbers.len() as u8], numbers].concat();
    let text = shc_of(&format!("{signed}.{}", URL_SAFE_NO_PAD.encode(der)));
    let proof = verified(&text, &desk.trust, NOON);
    assert_eq!(proof.standing, Standing::Forged(Layer::Signature));
}

#[test]
fn bytes_that_trail_the_deflate_stream_are_tolerated() {
    let desk = Desk::new();
    let mut stream = deflated(&payload());
    stream.extend(b"\r\n\0more");
    let text = shc_of(&jws(&desk.key, &header(), &stream));
    assert_eq!(verified(&text, &desk.trust, NOON).standing, Standing::Valid);
    let cut = deflated(&payload());
    let text = shc_of(&jws(&desk.key, &header(), &cut[..cut.len() - 4]));
    assert_eq!(
        verified(&text, &desk.trust, NOON).standing,
        Standing::Forged(Layer::Zlib)
    );
}

#[test]
fn a_card_in_chunks_is_named() {
    for text in ["shc:/1/2/5676", "shc:/2/2/5676", "shc:/1/1/5676"] {
        assert_eq!(
            Document::recognise(text.as_bytes()),
            Recognised::Foreign(Foreign::ChunkedHealthCard)
        );
    }
}

#[test]
fn digits_that_are_no_pairs_or_stand_for_no_letter_are_refused() {
    let desk = Desk::new();
    let text = desk.text(&header(), &payload());
    for wrong in [
        format!("{text}5"),
        text.replacen("shc:/56", "shc:/78", 1),
        text.replacen("shc:/5", "shc:/x", 1),
        "shc:/".to_owned(),
    ] {
        let proof = verified(&wrong, &desk.trust, NOON);
        assert_eq!(
            proof.standing,
            Standing::Forged(Layer::Base45),
            "{wrong:.20}"
        );
    }
}

#[test]
fn what_a_reader_adds_is_taken_off_and_blanks_around_a_card_refuse_it() {
    let desk = Desk::new();
    let text = desk.text(&header(), &payload());
    for text in [format!("{text}\r\n"), format!("\u{feff}{text}\0")] {
        assert_eq!(verified(&text, &desk.trust, NOON).standing, Standing::Valid);
    }
    for text in [format!(" {text}"), format!("{text} \t\n")] {
        let proof = verified(&text, &desk.trust, NOON);
        assert_eq!(proof.standing, Standing::Forged(Layer::Prefix));
    }
}

#[test]
fn a_bare_jws_is_read_as_a_card() {
    let desk = Desk::new();
    let bare = jws(&desk.key, &header(), &deflated(&payload()));
    let proof = verified(&bare, &desk.trust, NOON);
    assert_eq!(
        (proof.standing, proof.checks.prefix),
        (Standing::Valid, None)
    );
}

#[test]
fn a_card_counts_from_nbf_to_exp() {
    let desk = Desk::new();
    let mut ending = payload();
    ending["exp"] = json!(NOON + YEAR);
    let text = desk.text(&header(), &ending);
    for (at, expected) in [
        (NOON - 200, Standing::NotYetValid),
        (NOON, Standing::Valid),
        (NOON + YEAR, Standing::Expired),
    ] {
        assert_eq!(verified(&text, &desk.trust, at).standing, expected);
    }
    let mut odd = payload();
    odd["nbf"] = json!("yesterday");
    assert_eq!(
        desk.standing(&header(), &odd),
        Standing::Forged(Layer::Shape)
    );
    odd["nbf"] = json!(-5);
    assert_eq!(
        desk.standing(&header(), &odd),
        Standing::Forged(Layer::Time)
    );
}

#[test]
fn a_revoked_id_counts_for_its_key_and_for_cards_made_before_its_moment() {
    let desk = Desk::new();
    let text = desk.text(&header(), &payload());
    for (kid, rids, expected) in [
        ("one", json!(["abc"]), Standing::Revoked),
        ("one", json!([format!("abc.{NOON}")]), Standing::Revoked),
        (
            "one",
            json!([format!("abc.{}", NOON - 200)]),
            Standing::Valid,
        ),
        ("one", json!(["other"]), Standing::Valid),
        ("two", json!(["abc"]), Standing::Valid),
    ] {
        let trust = with_crl(&desk.key, kid, rids);
        assert_eq!(verified(&text, &trust, NOON).standing, expected);
    }
}

/// A list from a snapshot as VCI writes it. Its signature is checked where snapshots come from
/// outside; here the bundle's own form carries it.
fn with_crl(key: &Key, kid: &str, rids: Value) -> TrustList {
    let mut list = TrustList::default();
    list.add_shc_keys(ISS, &json!([key.jwk("one")]), "a test");
    let rids: serde_json::Map<String, Value> = rids
        .as_array()
        .unwrap()
        .iter()
        .map(|rid| match rid.as_str().unwrap().split_once('.') {
            Some((rid, before)) => (rid.to_owned(), json!(before.parse::<i64>().unwrap())),
            None => (rid.as_str().unwrap().to_owned(), Value::Null),
        })
        .collect();
    let draft = checkpoint::trust::bundle::draft(&list);
    let draft = draft.replace("\"rids\":{}", &format!("\"rids\":{}", json!({ kid: rids })));
    checkpoint::trust::bundle::read_draft(draft.as_bytes()).unwrap()
}

#[test]
fn a_jwks_is_imported_for_the_issuer_that_is_named() {
    let desk = Desk::new();
    let jwks = json!({ "keys": [desk.key.jwk("one"), { "kty": "RSA", "kid": "two" }] }).to_string();
    let mut list = TrustList::default();
    assert!(
        list.import(jwks.as_bytes(), "a test", Beside::default())
            .is_err()
    );
    let beside = Beside {
        issuer: Some(ISS),
        ..Beside::default()
    };
    let imported = list.import(jwks.as_bytes(), "a test", beside).unwrap();
    assert_eq!((imported.keys, imported.left_out), (1, 1));
    let text = desk.text(&header(), &payload());
    assert_eq!(verified(&text, &list, NOON).standing, Standing::Valid);
}
