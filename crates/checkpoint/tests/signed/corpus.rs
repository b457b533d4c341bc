//! Official vectors. They are read from `CHOT_CORPUS`, or from `shared/data/certificates` beside the
//! repository; where they are absent, these tests say so and pass.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use checkpoint::document::{Checks, Document, Recognised, Standing};
use checkpoint::moment::{Boot, Moment};
use checkpoint::trust::{Beside, ImportError, Imported, TrustList, bundle};
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
        offset: None,
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
            if vector["accept"] == true && standing != Some(Standing::Valid) {
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

#[test]
fn every_smart_health_card_of_the_vectors_is_accepted_or_refused_as_wanted() {
    let Some(file) = vectors("shc.json") else {
        return;
    };
    let mut trust = TrustList::default();
    for (iss, keys) in file["issuers"].as_object().unwrap() {
        trust.add_shc_keys(iss, keys, "vectors");
    }
    let mut wrong = Vec::new();
    let vectors = file["vectors"].as_array().unwrap();
    for vector in vectors {
        let text = vector["text"].as_str().unwrap();
        let standing = match Document::recognise(text.as_bytes()) {
            Recognised::Document(document) => judge(document, &trust, &moment(&file["at"]))
                .verified
                .map(|verified| verified.standing),
            Recognised::Number(_) | Recognised::Foreign(_) | Recognised::Unknown => None,
        };
        let accepted = standing == Some(Standing::Valid);
        if accepted != (vector["accept"] == true) {
            wrong.push(format!("{}: {standing:?}", vector["id"]));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    println!("{} as wanted", vectors.len());
}

/// Public trust lists as they were, where they are.
fn trust_file(name: &str) -> Option<Vec<u8>> {
    let folder = std::env::var_os("CHOT_TRUST_CORPUS").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/trust"),
        PathBuf::from,
    );
    let path = folder.join(name);
    let file = std::fs::read(&path);
    if file.is_err() {
        println!("skipped: there is no {}", path.display());
    }
    file.ok()
}

#[test]
fn public_lists_are_imported_whole_and_travel_unchanged() {
    let mut list = TrustList::default();
    for (name, keys) in [
        ("eu-dcc-de-2024-03-25.json", 832),
        ("who-gdhcn-2026-08-22.json", 438),
    ] {
        let Some(file) = trust_file(name) else {
            return;
        };
        let imported = list.import(&file, name, Beside::default()).unwrap();
        assert_eq!(
            imported,
            Imported { keys, left_out: 0 },
            "{name}: every certificate can be used"
        );
    }
    let (Some(snapshot), Some(signature), Some(certificate)) = (
        trust_file("vci_snapshot.json"),
        trust_file("vci_snapshot.sig"),
        trust_file("vci_snapshot.crt"),
    ) else {
        return;
    };
    let signed = Beside {
        signature: Some((&signature, &certificate)),
        ..Beside::default()
    };
    let imported = list.import(&snapshot, "vci", signed).unwrap();
    assert_eq!((imported.keys, imported.left_out), (961, 0));
    let tally = list.tally("2026-11-23T00:00:00Z".parse().unwrap());
    assert_eq!(tally.shc_issuers, 651);
    assert_eq!(tally.revoked, 1343);
    assert_eq!(
        tally.countries["VN"].valid, 0,
        "Vietnam's signer has expired"
    );
    assert_eq!(
        bundle::read_draft(bundle::draft(&list).as_bytes()),
        Ok(list.clone())
    );
    let mut changed = snapshot.clone();
    let at = changed.len() / 2;
    changed[at] ^= 1;
    assert_eq!(
        list.import(&changed, "vci", signed),
        Err(ImportError::SignatureWrong)
    );
    assert_eq!(
        list.import(&snapshot, "vci", Beside::default()),
        Err(ImportError::SignatureMissing)
    );
}
