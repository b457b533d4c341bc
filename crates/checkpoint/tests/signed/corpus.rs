//! Official vectors. They are read from `CHOT_CORPUS`, or from `shared/data/certificates` beside the
//! repository; where they are absent, these tests say so and pass.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use checkpoint::document::{Checks, Document, Recognised};
use checkpoint::moment::{Boot, Moment};
use checkpoint::trust::TrustList;
use checkpoint::verdict::judge;
use serde_json::Value;
use std::path::PathBuf;

/// A file of vectors; None where there is none.
fn vectors(name: &str) -> Option<Value> {
    let folder = std::env::var_os("CHOT_CORPUS").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/certificates"),
        PathBuf::from,
    );
    let path = folder.join(name);
    let Ok(text) = std::fs::read(&path) else {
        println!("skipped: there is no {}", path.display());
        return None;
    };
    Some(serde_json::from_slice(&text).expect("vectors are JSON"))
}

fn moment(at: &Value) -> Moment {
    Moment {
        at: checkpoint::moment::read(at.as_str().unwrap()).expect("a moment"),
        mono_ms: 0,
        boot: Boot([0; 16]),
    }
}

/// The check that an expectation of the EU's vectors asserts; None for what isn't ours to check
/// (pictures, encoding).
fn asserted(checks: &Checks, name: &str) -> Option<Option<bool>> {
    match name {
        "EXPECTEDUNPREFIX" => Some(checks.prefix),
        "EXPECTEDB45DECODE" => Some(checks.base45),
        "EXPECTEDCOMPRESSION" => Some(checks.zlib),
        "EXPECTEDDECODE" | "EXPECTEDVALIDJSON" => Some(checks.cose),
        "EXPECTEDVERIFY" => Some(checks.signature),
        "EXPECTEDKEYUSAGE" => Some(checks.key_usage),
        "EXPECTEDEXPIRATIONCHECK" | "EXPTECTEDEXPIRED" => Some(checks.time),
        _ => None,
    }
}

#[test]
fn every_vector_of_the_eu_comes_out_as_its_authors_assert() {
    let Some(vectors) = vectors("dcc.json") else {
        return;
    };
    let mut wrong = Vec::new();
    let mut right = 0;
    for vector in vectors.as_array().unwrap() {
        if !vector["broken_vector"].is_null() {
            continue;
        }
        let mut trust = TrustList::default();
        if let Some(der) = vector["signer_der_base64"].as_str() {
            let der = STANDARD.decode(der).unwrap();
            if let Err(e) = trust.add_certificate(&der, "vectors") {
                wrong.push(format!("{}: {e}", vector["id"]));
            }
        }
        let text = vector["text"].as_str().unwrap();
        let (checks, standing) = match Document::recognise(text.as_bytes()) {
            Recognised::Document(document) => {
                let judged = judge(document, &trust, &moment(&vector["at"]));
                let verified = judged.verified.expect("it is signed");
                (verified.checks, Some(verified.standing))
            }
            Recognised::Number(_) | Recognised::Foreign(_) | Recognised::Unknown => (
                Checks {
                    prefix: Some(false),
                    ..Checks::default()
                },
                None,
            ),
        };
        let must_fail = vector["must_fail"].as_array().unwrap();
        let before = wrong.len();
        for name in vector["tested"].as_array().unwrap() {
            let expected = Some(!must_fail.contains(name));
            if let Some(found) = asserted(&checks, name.as_str().unwrap())
                && found != expected
            {
                wrong.push(format!(
                    "{}: {name} is {found:?}, {standing:?}",
                    vector["id"]
                ));
            }
        }
        if wrong.len() == before {
            right += 1;
            if vector["accept"] == true && standing != Some(checkpoint::document::Standing::Valid) {
                println!(
                    "refused by an untested check alone: {} ({standing:?})",
                    vector["id"]
                );
            }
        }
    }
    assert!(wrong.is_empty(), "{right} right, and\n{}", wrong.join("\n"));
    assert!(right > 0, "there are vectors");
}
