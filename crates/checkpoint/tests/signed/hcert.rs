//! The traps of FORMATS.md, *EU DCC, and Vietnam's vaccine passport*.

use crate::cbor::Item;
use crate::issuer::{
    Envelope, Key, NOON, PS256, Signer, YEAR, base45, judged, kid, recovery, test, text_of,
    vaccination, verified,
};
use crate::map;
use checkpoint::document::{Kind, Layer, Standing, Warning};
use checkpoint::trust::{ImportError, TrustList};
use checkpoint::verdict::{Reason, Verdict};
use miniz_oxide::deflate::compress_to_vec_zlib;

/// One signer in one list.
struct Desk {
    key: Key,
    kid: Vec<u8>,
    trust: TrustList,
}

impl Desk {
    fn new() -> Desk {
        Desk::with(Key::p256(), Signer::default())
    }

    fn with(key: Key, signer: Signer) -> Desk {
        let (trust, kid) = signer.trusted(&key);
        Desk { key, kid, trust }
    }

    fn envelope(&self, hcert: Item) -> Envelope<'_> {
        Envelope::new(&self.key, &self.kid, hcert)
    }

    #[track_caller]
    fn standing(&self, envelope: &Envelope) -> Standing {
        verified(&envelope.text(), &self.trust, NOON).standing
    }
}

#[test]
fn vietnam_signs_with_ps256_and_an_authentic_passport_of_it_is_authentic_and_expired() {
    let desk = Desk::with(Key::rsa(), Signer::default());
    let text = desk.envelope(vaccination()).text();
    let now = judged(&text, &desk.trust, NOON);
    assert_eq!(now.verdict, Verdict::Admit);
    assert_eq!(now.claim.name.as_deref(), Some("Nguyễn Bảo Duy"));
    let proof = now.verified.unwrap();
    assert_eq!(proof.standing, Standing::Valid);
    assert_eq!(proof.issuer.unwrap().country.as_deref(), Some("VN"));
    let doses = &proof.certificate.unwrap().says;
    let dose = &doses.health().unwrap().vaccinations[0];
    assert_eq!((dose.dose, dose.series), (Some(2), Some(2)));
    // The code lived a year; its signer until 14 July 2026.
    for later in [NOON + YEAR, NOON + 6 * YEAR] {
        let later = judged(&text, &desk.trust, later);
        assert_eq!(later.remark(), Some(Reason::DocumentExpired));
        assert_eq!(later.verdict, Verdict::Admit);
        let later = later.verified.unwrap();
        assert_eq!(later.standing, Standing::Expired);
        assert_eq!(later.checks.signature, Some(true));
    }
}

#[test]
fn the_algorithm_comes_from_the_trusted_key_and_the_header_must_equal_it() {
    for key in [Key::p256(), Key::rsa()] {
        let desk = Desk::with(key, Signer::default());
        for alg in [-7, -37, -8, -257, -35, 0] {
            let mut envelope = desk.envelope(vaccination());
            envelope.protected = map! { 1 => alg, 4 => Item::Bytes(desk.kid.clone()) };
            let expected = if alg == desk.key.alg() {
                Standing::Valid
            } else {
                Standing::Forged(Layer::Signature)
            };
            assert_eq!(desk.standing(&envelope), expected, "{alg}");
        }
        let mut envelope = desk.envelope(vaccination());
        envelope.protected = map! { 4 => Item::Bytes(desk.kid.clone()) };
        assert_eq!(desk.standing(&envelope), Standing::Forged(Layer::Signature));
        envelope.unprotected = map! { 1 => desk.key.alg() };
        assert_eq!(desk.standing(&envelope), Standing::Valid);
    }
}

#[test]
fn an_es256_signature_of_another_length_than_64_bytes_is_wrong() {
    let desk = Desk::new();
    let message = desk.envelope(vaccination()).message();
    // The last item of the message: 58 40 and 64 bytes. One byte less, one more.
    let at = message.len() - 66;
    let mut shorter = message.clone();
    shorter[at + 1] = 63;
    shorter.pop();
    let mut longer = message;
    longer[at + 1] = 65;
    longer.push(0);
    for message in [shorter, longer] {
        let proof = verified(&text_of(&message), &desk.trust, NOON);
        assert_eq!(proof.standing, Standing::Forged(Layer::Signature));
    }
}

#[test]
fn a_protected_kid_wins_and_either_is_accepted() {
    let desk = Desk::new();
    let ours = || Item::Bytes(desk.kid.clone());
    let other = || Item::Bytes(b"foo".to_vec());
    for (protected, unprotected, expected) in [
        (Some(ours()), None, Standing::Valid),
        (None, Some(ours()), Standing::Valid),
        (Some(ours()), Some(other()), Standing::Valid),
        (Some(other()), Some(ours()), Standing::UnknownIssuer),
        (None, Some(other()), Standing::UnknownIssuer),
        (None, None, Standing::UnknownIssuer),
    ] {
        let mut envelope = desk.envelope(vaccination());
        envelope.protected = map! { 1 => desk.key.alg() };
        if let Some(kid) = protected {
            envelope.protected.push(4, kid);
        }
        if let Some(kid) = unprotected {
            envelope.unprotected.push(4, kid);
        }
        assert_eq!(desk.standing(&envelope), expected);
    }
}

#[test]
fn every_key_with_that_kid_is_tried() {
    let desk = Desk::new();
    let others: Vec<Key> = (0..3).map(|_| Key::p256()).collect();
    let mut lines: Vec<serde_json::Value> = Vec::new();
    for key in others.iter().chain([&desk.key]) {
        let certificate = Signer::default().certificate(key);
        lines.push(serde_json::json!({
            "certificateType": "DSC", "country": "VN",
            "kid": base64(&desk.kid), "rawData": base64(&certificate),
        }));
    }
    let list = serde_json::json!({ "certificates": lines }).to_string();
    let mut trust = TrustList::default();
    let imported = trust.import(list.as_bytes(), "a list", Default::default());
    assert_eq!(imported.map(|imported| imported.keys), Ok(4));
    let text = desk.envelope(vaccination()).text();
    assert_eq!(verified(&text, &trust, NOON).standing, Standing::Valid);
}

fn base64(bytes: &[u8]) -> String {
    use base64::Engine;
    base64::engine::general_purpose::STANDARD.encode(bytes)
}

#[test]
fn a_kid_of_any_other_length_is_an_unknown_issuer() {
    let desk = Desk::new();
    for length in [0, 1, 7, 9, 32, 500] {
        let mut envelope = desk.envelope(vaccination());
        envelope.protected = map! { 1 => desk.key.alg(), 4 => Item::Bytes(vec![7; length]) };
        let proof = verified(&envelope.text(), &desk.trust, NOON);
        assert_eq!(proof.standing, Standing::UnknownIssuer, "{length}");
        assert_eq!(proof.checks.signature, Some(false));
        assert_eq!(proof.checks.key_usage, None);
    }
    let empty = TrustList::default();
    let text = desk.envelope(vaccination()).text();
    let judged = judged(&text, &empty, NOON);
    assert_eq!(
        judged.verdict,
        Verdict::Admit,
        "an unknown issuer is no forgery"
    );
    assert_eq!(judged.remark(), Some(Reason::IssuerUnknown));
}

#[test]
fn key_usages_count_in_both_spellings_and_none_or_foreign_ones_mean_any() {
    let kinds = [
        (Kind::TestCertificate, test(), "1"),
        (Kind::VaccineCertificate, vaccination(), "2"),
        (Kind::RecoveryCertificate, recovery(), "3"),
    ];
    let old = "1.3.6.1.4.1.1847.2021.1.";
    let new = "1.3.6.1.4.1.0.1847.2021.1.";
    let spelt = |spelling: &str, last: &str| -> &'static str {
        Box::leak(format!("{spelling}{last}").into_boxed_str())
    };
    for spelling in [old, new] {
        for allowed in ["1", "2", "3"] {
            let signer = Signer {
                uses: vec!["1.3.6.1.5.5.7.3.1", spelt(spelling, allowed)],
                ..Signer::default()
            };
            let desk = Desk::with(Key::p256(), signer);
            for (kind, hcert, number) in &kinds {
                let text = desk.envelope(hcert.clone()).text();
                let judged = judged(&text, &desk.trust, NOON);
                assert_eq!(judged.claim.kind, *kind);
                let expected = if *number == allowed {
                    Standing::Valid
                } else {
                    Standing::Forged(Layer::KeyUsage)
                };
                assert_eq!(judged.verified.unwrap().standing, expected);
            }
        }
    }
    for uses in [Vec::new(), vec!["1.3.6.1.5.5.7.3.1"]] {
        let signer = Signer {
            uses,
            ..Signer::default()
        };
        let desk = Desk::with(Key::p256(), signer);
        for (_, hcert, _) in &kinds {
            assert_eq!(
                desk.standing(&desk.envelope(hcert.clone())),
                Standing::Valid
            );
        }
    }
}

#[test]
fn exactly_one_of_v_t_r_with_exactly_one_entry_and_null_and_empty_lists_are_absent() {
    let desk = Desk::new();
    let entry = |hcert: &Item, group: &str| {
        let mut hcert = hcert.clone();
        match hcert.at(group) {
            Item::List(entries) => entries[0].clone(),
            _ => panic!("a list"),
        }
    };
    let (v, t) = (entry(&vaccination(), "v"), entry(&test(), "t"));
    let bare = vaccination().without("v");
    let with = |groups: Vec<(&'static str, Item)>| {
        let mut hcert = bare.clone();
        for (group, value) in groups {
            hcert.push(group, value);
        }
        desk.standing(&desk.envelope(hcert))
    };
    let one = |entry: &Item| Item::List(vec![entry.clone()]);
    let none = || Item::List(Vec::new());
    let wrong = Standing::Forged(Layer::Shape);
    assert_eq!(
        with(vec![("v", one(&v)), ("t", Item::Null), ("r", none())]),
        Standing::Valid
    );
    assert_eq!(with(vec![("v", none()), ("t", one(&t))]), Standing::Valid);
    assert_eq!(with(vec![]), wrong);
    assert_eq!(with(vec![("v", none())]), wrong);
    assert_eq!(with(vec![("v", one(&v)), ("t", one(&t))]), wrong);
    assert_eq!(
        with(vec![("v", Item::List(vec![v.clone(), v.clone()]))]),
        wrong
    );
    assert_eq!(with(vec![("v", v)]), wrong);
    assert_eq!(with(vec![("v", Item::List(vec![Item::Int(1)]))]), wrong);
}

#[test]
fn duplicate_cbor_map_keys_are_refused_at_every_depth() {
    let desk = Desk::new();
    let mut inner = vaccination();
    inner.push("dob", "1991-01-01");
    assert_eq!(
        desk.standing(&desk.envelope(inner)),
        Standing::Forged(Layer::Cose)
    );
    let mut claims = desk.envelope(vaccination());
    claims.claims.push(4, NOON + 100 * YEAR);
    assert_eq!(desk.standing(&claims), Standing::Forged(Layer::Cose));
    let mut header = desk.envelope(vaccination());
    header.protected.push(1, PS256);
    assert_eq!(desk.standing(&header), Standing::Forged(Layer::Cose));
    let mut header = desk.envelope(vaccination());
    header.unprotected = map! { 4 => 1, 4 => 1 };
    assert_eq!(desk.standing(&header), Standing::Forged(Layer::Cose));
}

#[test]
fn unknown_fields_are_ignored() {
    let desk = Desk::new();
    let mut hcert = vaccination();
    hcert.push(
        "zz",
        map! { "a" => Item::List(vec![Item::Null, Item::Float(1.5)]) },
    );
    let mut envelope = desk.envelope(hcert);
    envelope.claims.push(99, "x");
    envelope.claims.push("word", 1);
    envelope.protected.push(99, Item::Null);
    assert_eq!(desk.standing(&envelope), Standing::Valid);
}

#[test]
fn exp_and_iat_may_be_floats_and_nothing_but_a_finite_number_from_zero_on() {
    let desk = Desk::new();
    let with = |exp: Item, iat: Item| {
        let mut envelope = desk.envelope(vaccination());
        envelope.claims = map! {
            1 => "VN", 4 => exp, 6 => iat, -260 => map! { 1 => vaccination() },
        };
        desk.standing(&envelope)
    };
    let (exp, iat) = ((NOON + YEAR) as f64, (NOON - YEAR) as f64);
    assert_eq!(
        with(Item::Float(exp + 0.5), Item::Float(iat + 0.25)),
        Standing::Valid
    );
    assert_eq!(with(Item::Float(1e300), Item::Float(0.0)), Standing::Valid);
    let wrong = [
        Item::Float(f64::NAN),
        Item::Float(f64::INFINITY),
        Item::Float(f64::NEG_INFINITY),
        Item::Float(-1.0),
        Item::Int(-1),
        Item::Text("1654084800"),
        Item::Null,
    ];
    for wrong in wrong {
        let flawed = Standing::Forged(Layer::Time);
        assert_eq!(
            with(wrong.clone(), Item::Float(iat)),
            flawed,
            "exp {wrong:?}"
        );
        assert_eq!(
            with(Item::Float(exp), wrong.clone()),
            flawed,
            "iat {wrong:?}"
        );
    }
}

#[test]
fn it_ends_at_exp_and_not_a_second_later() {
    let desk = Desk::new();
    let text = desk.envelope(vaccination()).text();
    let exp = NOON - 2_592_000 + YEAR;
    let standing = |at| verified(&text, &desk.trust, at).standing;
    assert_eq!(standing(exp - 1), Standing::Valid);
    assert_eq!(standing(exp), Standing::Expired);
}

#[test]
fn a_signer_that_is_not_valid_yet_makes_it_not_yet_valid() {
    let signer = Signer {
        from: "230101000000Z",
        ..Signer::default()
    };
    let desk = Desk::with(Key::p256(), signer);
    assert_eq!(
        desk.standing(&desk.envelope(vaccination())),
        Standing::NotYetValid
    );
}

#[test]
fn an_iat_in_the_future_is_a_warning() {
    let desk = Desk::new();
    let text = desk.envelope(vaccination()).text();
    let before = verified(&text, &desk.trust, NOON - 3_000_000);
    assert_eq!(before.standing, Standing::Valid);
    assert_eq!(before.warnings, [Warning::IssuedInFuture]);
    assert!(verified(&text, &desk.trust, NOON).warnings.is_empty());
}

#[test]
fn whos_icvp_has_no_exp_and_is_read_in_the_same_envelope() {
    let desk = Desk::new();
    let mut icvp = map! {
        "n" => "Nguyễn Bảo Duy", "dob" => "1990-03-05", "s" => "male", "ntl" => "VNM",
        "nid" => "051090000001",
        "v" => map! {
            "dn" => "1", "tg" => "XN109", "vp" => "YellowFeverProductd2c75a15ed309658b3968519ddb31690",
            "dt" => "2021-05-01", "bo" => "123456789", "is" => "Bộ Y tế", "vls" => "2021-05-11",
        },
    };
    let with = |icvp: &Item| {
        let mut envelope = desk.envelope(vaccination());
        envelope.claims = map! { 1 => "VNM", 6 => NOON - 100, -260 => map! { -6 => icvp.clone() } };
        judged(&envelope.text(), &desk.trust, NOON + 3 * YEAR)
    };
    let judged = with(&icvp);
    assert_eq!(judged.claim.numbers.len(), 1);
    let proof = judged.verified.unwrap();
    assert_eq!(proof.standing, Standing::Valid);
    let certificate = proof.certificate.unwrap();
    assert_eq!(certificate.expires, None);
    assert_eq!(
        certificate.says.health().unwrap().vaccinations[0].dose,
        Some(1)
    );
    let entry = icvp.at("v").clone();
    *icvp.at("v") = Item::List(vec![entry.clone()]);
    assert_eq!(with(&icvp).verified.unwrap().standing, Standing::Valid);
    *icvp.at("v") = Item::List(vec![entry.clone(), entry]);
    let two = with(&icvp).verified.unwrap().standing;
    assert_eq!(two, Standing::Forged(Layer::Shape));
}

#[test]
fn iss_and_co_are_bound_to_the_country_that_the_signers_certificate_names() {
    for (country, iss, co, expected) in [
        (Some("VN"), "VN", "VN", Standing::Valid),
        (Some("vn"), "VNM", "VN", Standing::Valid),
        (Some("VN"), "DE", "VN", Standing::Forged(Layer::Country)),
        (Some("VN"), "VN", "DE", Standing::Forged(Layer::Country)),
        (Some("DE"), "VN", "VN", Standing::Forged(Layer::Country)),
        (None, "VN", "DE", Standing::Valid),
    ] {
        let signer = Signer {
            country,
            ..Signer::default()
        };
        let desk = Desk::with(Key::p256(), signer);
        let mut hcert = vaccination();
        if let Item::List(entries) = hcert.at("v") {
            *entries[0].at("co") = Item::Text(co);
        }
        let mut envelope = desk.envelope(vaccination());
        envelope.claims = map! {
            1 => iss, 4 => NOON + YEAR, 6 => NOON - 100, -260 => map! { 1 => hcert },
        };
        assert_eq!(desk.standing(&envelope), expected, "{country:?} {iss} {co}");
    }
}

#[test]
fn a_message_may_be_untagged_or_tagged_18_or_61_and_18() {
    let desk = Desk::new();
    for (tags, expected) in [
        (vec![], Standing::Valid),
        (vec![18], Standing::Valid),
        (vec![61, 18], Standing::Valid),
        (vec![61], Standing::Forged(Layer::Cose)),
        (vec![18, 18], Standing::Forged(Layer::Cose)),
        (vec![98], Standing::Forged(Layer::Cose)),
    ] {
        let mut envelope = desk.envelope(vaccination());
        envelope.tags.clone_from(&tags);
        assert_eq!(desk.standing(&envelope), expected, "{tags:?}");
    }
}

#[test]
fn a_header_that_has_to_be_understood_and_is_not_refuses_the_message() {
    let desk = Desk::new();
    let mut envelope = desk.envelope(vaccination());
    envelope.protected.push(2, Item::List(vec![Item::Int(99)]));
    assert_eq!(desk.standing(&envelope), Standing::Forged(Layer::Cose));
}

#[test]
fn a_text_of_more_than_4296_characters_is_refused() {
    let desk = Desk::new();
    let mut deflated = compress_to_vec_zlib(&desk.envelope(vaccination()).message(), 9);
    let text = |deflated: &[u8]| format!("HC1:{}", base45(deflated));
    // What follows the stream is left alone, as long as the text isn't too long.
    let room = (4296 - 4) / 3 * 2;
    deflated.resize(room, 0);
    let whole = text(&deflated);
    assert!(whole.len() <= 4296);
    assert_eq!(
        verified(&whole, &desk.trust, NOON).standing,
        Standing::Valid
    );
    deflated.resize(room + 2, 0);
    let longer = verified(&text(&deflated), &desk.trust, NOON);
    assert_eq!(longer.standing, Standing::Forged(Layer::Base45));
}

#[test]
fn more_than_ten_kibibytes_inflated_is_refused() {
    let desk = Desk::new();
    for (padding, expected) in [
        (9_000, Standing::Valid),
        (10_240, Standing::Forged(Layer::Zlib)),
        (1_000_000, Standing::Forged(Layer::Zlib)),
    ] {
        let mut hcert = vaccination();
        hcert.push("pad", Item::Owned("a".repeat(padding)));
        assert_eq!(desk.standing(&desk.envelope(hcert)), expected, "{padding}");
    }
}

#[test]
fn a_truncated_stream_ends_in_a_refusal() {
    let desk = Desk::new();
    let deflated = compress_to_vec_zlib(&desk.envelope(vaccination()).message(), 9);
    for end in 0..deflated.len() {
        let text = format!("HC1:{}", base45(&deflated[..end]));
        let proof = verified(&text, &desk.trust, NOON);
        assert_eq!(proof.standing, Standing::Forged(Layer::Zlib), "{end}");
        assert_eq!(proof.certificate, None);
    }
}

#[test]
fn one_certificate_in_many_texts_is_the_same_certificate() {
    let desk = Desk::new();
    let mut envelope = desk.envelope(vaccination());
    let mut texts = Vec::new();
    for tags in [vec![], vec![18], vec![61, 18]] {
        envelope.tags = tags;
        texts.push(envelope.text());
        let slow = format!(
            "HC1:{}",
            base45(&compress_to_vec_zlib(&envelope.message(), 1))
        );
        texts.push(slow);
    }
    let payloads: Vec<[u8; 32]> = texts
        .iter()
        .map(|text| {
            let proof = verified(text, &desk.trust, NOON);
            assert_eq!(proof.standing, Standing::Valid);
            proof.certificate.unwrap().payload
        })
        .collect();
    assert!(payloads.iter().all(|payload| *payload == payloads[0]));
    let other = desk.envelope(test()).text();
    let other = verified(&other, &desk.trust, NOON).certificate.unwrap();
    assert_ne!(other.payload, payloads[0]);
}

#[test]
fn a_changed_payload_is_forged_and_says_nothing() {
    let desk = Desk::new();
    let mut message = desk.envelope(vaccination()).message();
    let at = message
        .windows(10)
        .position(|at| at == b"1990-03-05")
        .unwrap();
    message[at + 3] = b'1';
    let judged = judged(&text_of(&message), &desk.trust, NOON);
    let flaw = Layer::Signature;
    assert_eq!(judged.verdict, Verdict::Forged { flaw });
    let proof = judged.verified.unwrap();
    assert_eq!(proof.certificate, None);
    assert_eq!(proof.issuer, None);
}

#[test]
fn what_is_revoked_by_identifier_country_or_signature_is_revoked() {
    let desk = Desk::new();
    let envelope = desk.envelope(vaccination());
    let message = envelope.message();
    let text = text_of(&message);
    let uci = b"URN:UVCI:01:VN:0001";
    let print = |parts: &[&[u8]]| checkpoint::trust::fingerprint(parts);
    let r = &message[message.len() - 64..message.len() - 32];
    let lists: [fn(&mut TrustList, [u8; 16]); 3] = [
        |list, print| drop(list.revoked.uci.insert(print)),
        |list, print| drop(list.revoked.country_uci.insert(print)),
        |list, print| drop(list.revoked.signature.insert(print)),
    ];
    let prints = [print(&[uci]), print(&[b"VN", uci]), print(&[r])];
    for (at, revoke) in lists.into_iter().enumerate() {
        for (of, print) in prints.into_iter().enumerate() {
            let mut trust = desk.trust.clone();
            revoke(&mut trust, print);
            let expected = if at == of {
                Standing::Revoked
            } else {
                Standing::Valid
            };
            assert_eq!(
                verified(&text, &trust, NOON).standing,
                expected,
                "{at} {of}"
            );
        }
    }
}

#[test]
fn a_list_that_is_old_warns_and_refuses_nothing() {
    let mut desk = Desk::new();
    desk.trust.old_from = Some(jiff::Timestamp::from_second(NOON - 1).unwrap());
    let proof = verified(&desk.envelope(vaccination()).text(), &desk.trust, NOON);
    assert_eq!(proof.standing, Standing::Valid);
    assert_eq!(proof.warnings, [Warning::TrustListOld]);
}

#[test]
fn only_p256_and_rsa_keys_are_taken_into_a_list() {
    let certificate = Signer::default().certificate(&Key::p256());
    let mut list = TrustList::default();
    assert_eq!(list.add_certificate(&certificate, "a test"), Ok(()));
    // The curve's name: P-256 becomes one that nobody knows.
    let curve = [0x2a, 0x86, 0x48, 0xce, 0x3d, 3, 1, 7];
    let at = certificate.windows(8).position(|at| at == curve).unwrap();
    let mut other = certificate.clone();
    other[at + 7] = 6;
    assert_eq!(
        list.add_certificate(&other, "a test"),
        Err(ImportError::KeyUnsupported)
    );
    let cut = &certificate[..certificate.len() - 1];
    assert_eq!(
        list.add_certificate(cut, "a test"),
        Err(ImportError::NotACertificate)
    );
    assert_eq!(kid(&certificate).len(), 8);
}
