//! Our own documents: issued by one machine, verified by another that never met it.

use crate::issuer::{NOON, YEAR, base45, bytes_of, judged, verified};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use checkpoint::document::chot1::{Issue, IssueError, IssuedAs, Signature, issue};
use checkpoint::document::{Birth, Kind, Layer, Says, Standing};
use checkpoint::keys::{KeyCertificate, Use};
use checkpoint::trust::{TrustList, TrustedHub};
use checkpoint::verdict::Reason;
use jiff::Timestamp;
use ring::signature::{Ed25519KeyPair, KeyPair};

const UNIT: [u8; 16] = [1; 16];
const HOUR: i64 = 3600;

fn pair(seed: u8) -> Ed25519KeyPair {
    Ed25519KeyPair::from_seed_unchecked(&[seed; 32]).unwrap()
}

fn public(pair: &Ed25519KeyPair) -> [u8; 32] {
    pair.public_key().as_ref().try_into().unwrap()
}

fn signing(pair: &Ed25519KeyPair) -> impl FnOnce(&[u8]) -> [u8; 64] + '_ {
    |bytes| pair.sign(bytes).as_ref().try_into().unwrap()
}

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(seconds).unwrap()
}

fn certificate(of: &Ed25519KeyPair, unit: Option<[u8; 16]>, uses: &[Use]) -> KeyCertificate {
    KeyCertificate {
        serial: [of.public_key().as_ref()[0]; 8],
        subject: [9; 16],
        unit,
        key: public(of),
        uses: uses.to_vec(),
        nbf: at(NOON - YEAR),
        exp: at(NOON + YEAR),
    }
}

/// A post that trusts one root.
fn post(root: &Ed25519KeyPair) -> TrustList {
    let mut trust = TrustList::default();
    trust.units.roots.insert(public(root));
    trust.here = Some(UNIT);
    trust
}

fn pass() -> IssuedAs {
    IssuedAs::Pass {
        cti: [7; 16],
        name: "Nguyễn Bảo Duy".to_owned(),
        birth_year: Some(1990),
        last_four: Some("0001".to_owned()),
        answers: vec![(1, false), (2, true)],
        heads: 3,
    }
}

fn of(document: IssuedAs) -> Issue {
    Issue {
        iss: UNIT,
        aud: UNIT,
        iat: at(NOON - HOUR),
        exp: at(NOON + HOUR),
        document,
    }
}

/// Root 1, unit key 2 with every use.
fn by_unit(what: Issue) -> (String, TrustList) {
    let (root, unit) = (pair(1), pair(2));
    let link = certificate(&unit, Some(UNIT), &Use::ALL).signed(signing(&root));
    let text = issue(what, Signature::Chain(&[link]), signing(&unit)).unwrap();
    (text, post(&root))
}

#[test]
fn each_kind_is_issued_and_read_back_by_a_post_that_knows_the_root_alone() {
    let day_badge = IssuedAs::DayBadge {
        cti: Some([9; 16]),
        name: "Trần Thị Bé".to_owned(),
        birth_year: Some(1990),
        last_four: None,
    };
    let staff_badge = IssuedAs::StaffBadge {
        cti: [8; 16],
        token: vec![1, 2, 3],
        name: Some("Đỗ Ánh".to_owned()),
    };
    let place = IssuedAs::Place {
        code: "QN-0042".to_owned(),
        version: 3,
    };
    for (document, kind, name) in [
        (pass(), Kind::DeclarationPass, Some("NGUYEN BAO DUY")),
        (day_badge, Kind::DayBadge, Some("TRAN THI BE")),
        (staff_badge, Kind::StaffBadge, Some("DO ANH")),
        (place, Kind::PlacePoster, None),
    ] {
        let (text, trust) = by_unit(of(document));
        assert!(
            text.starts_with("CHOT1:") && text.len() < 600,
            "{}",
            text.len()
        );
        let judged = judged(&text, &trust, NOON);
        assert_eq!(judged.claim.kind, kind);
        assert_eq!(judged.claim.name.as_deref(), name);
        assert_eq!(
            judged.verified.unwrap().standing,
            Standing::Valid,
            "{kind:?}"
        );
    }
}

#[test]
fn a_pass_says_what_was_declared() {
    let (text, trust) = by_unit(of(pass()));
    let judged = judged(&text, &trust, NOON);
    assert_eq!(judged.claim.birth, Birth::Year(1990));
    let certificate = judged.verified.unwrap().certificate.unwrap();
    let Says::Declaration(declaration) = certificate.says else {
        panic!("a declaration");
    };
    assert_eq!(declaration.answers, [(1, false), (2, true)]);
    assert_eq!((declaration.heads, declaration.cti), (3, [7; 16]));
    assert_eq!(certificate.issued, Some(at(NOON - HOUR)));
}

#[test]
fn it_is_read_wherever_it_stands_in_a_text() {
    let (text, trust) = by_unit(of(pass()));
    for around in [
        format!("https://example.vn/p#{text}"),
        format!("Xin chào {text}\r\n"),
        format!("\u{feff}{text}"),
    ] {
        assert_eq!(
            verified(&around, &trust, NOON).standing,
            Standing::Valid,
            "{around}"
        );
    }
}

#[test]
fn a_key_that_the_list_names_needs_no_certificate_in_the_code() {
    let (root, unit) = (pair(1), pair(2));
    let text = issue(of(pass()), Signature::Key(&public(&unit)), signing(&unit)).unwrap();
    let mut trust = post(&root);
    assert_eq!(
        verified(&text, &trust, NOON).standing,
        Standing::UnknownIssuer
    );
    trust
        .units
        .keys
        .push(certificate(&unit, Some(UNIT), &[Use::Pass]));
    assert_eq!(verified(&text, &trust, NOON).standing, Standing::Valid);
    trust.units.keys[0].uses = vec![Use::Place];
    assert_eq!(
        verified(&text, &trust, NOON).standing,
        Standing::Forged(Layer::KeyUsage)
    );
}

#[test]
fn what_was_changed_or_signed_by_another_key_is_forged() {
    let (root, unit, other) = (pair(1), pair(2), pair(3));
    let link = certificate(&unit, Some(UNIT), &Use::ALL).signed(signing(&root));
    let text = issue(of(pass()), Signature::Chain(&[link]), signing(&other)).unwrap();
    let proof = verified(&text, &post(&root), NOON);
    assert_eq!(proof.standing, Standing::Forged(Layer::Signature));
    assert_eq!(proof.certificate, None);
    let (text, _) = by_unit(of(pass()));
    assert_eq!(
        verified(&text, &post(&pair(9)), NOON).standing,
        Standing::UnknownIssuer
    );
}

#[test]
fn uses_are_checked_and_never_inferred() {
    let (root, hub, device) = (pair(1), pair(2), pair(3));
    let chain = |hub_uses: &[Use], device_uses: &[Use]| {
        let hub_link = certificate(&hub, None, hub_uses).signed(signing(&root));
        let device_link = certificate(&device, Some(UNIT), device_uses).signed(signing(&hub));
        let links = [device_link, hub_link];
        let text = issue(of(pass()), Signature::Chain(&links), signing(&device)).unwrap();
        verified(&text, &post(&root), NOON).standing
    };
    let wrong = Standing::Forged(Layer::Signature);
    assert_eq!(
        chain(&[Use::Certify, Use::Pass], &[Use::Pass]),
        Standing::Valid
    );
    assert_eq!(chain(&[Use::Pass], &[Use::Pass]), wrong, "may not certify");
    assert_eq!(
        chain(&[Use::Certify], &[Use::Pass]),
        wrong,
        "gives more than it has"
    );
    assert_eq!(
        chain(&[Use::Certify, Use::DayBadge], &[Use::DayBadge]),
        Standing::Forged(Layer::KeyUsage)
    );
}

#[test]
fn a_chain_is_at_most_three_deep_and_stays_in_its_unit() {
    let root = pair(1);
    let keys: Vec<Ed25519KeyPair> = (2..7).map(pair).collect();
    let both = [Use::Certify, Use::Pass];
    let chain = |deep: usize, unit: [u8; 16]| {
        let links: Vec<Vec<u8>> = (0..deep)
            .map(|level| {
                let above = keys[..deep].get(level + 1).unwrap_or(&root);
                let within = if level == 0 { unit } else { UNIT };
                certificate(&keys[level], Some(within), &both).signed(signing(above))
            })
            .collect();
        let mut what = of(pass());
        what.iss = unit;
        let text = issue(what, Signature::Chain(&links), signing(&keys[0])).unwrap();
        verified(&text, &post(&root), NOON).standing
    };
    for deep in 1..=3 {
        assert_eq!(chain(deep, UNIT), Standing::Valid, "{deep}");
    }
    assert_eq!(chain(4, UNIT), Standing::Forged(Layer::Signature));
    assert_eq!(chain(2, [2; 16]), Standing::Forged(Layer::Signature));
}

#[test]
fn another_units_document_is_not_for_here() {
    let mut elsewhere = of(pass());
    elsewhere.aud = [2; 16];
    let (text, mut trust) = by_unit(elsewhere);
    let judged = judged(&text, &trust, NOON);
    assert_eq!(judged.remark(), Some(Reason::IssuerUnknown));
    assert_eq!(judged.verified.unwrap().standing, Standing::Elsewhere);
    trust.here = Some([2; 16]);
    assert_eq!(verified(&text, &trust, NOON).standing, Standing::Valid);
}

#[test]
fn it_ends_with_exp_and_with_its_signers_certificate() {
    let (text, trust) = by_unit(of(pass()));
    assert_eq!(
        verified(&text, &trust, NOON + HOUR - 1).standing,
        Standing::Valid
    );
    assert_eq!(
        verified(&text, &trust, NOON + HOUR).standing,
        Standing::Expired
    );
    let mut long = of(pass());
    long.exp = at(NOON + 5 * YEAR);
    let (text, trust) = by_unit(long);
    assert_eq!(
        verified(&text, &trust, NOON + 2 * YEAR).standing,
        Standing::Expired
    );
}

#[test]
fn a_pass_is_revoked_by_its_cti_and_a_key_by_its_serial() {
    let (text, trust) = by_unit(of(pass()));
    let mut by_cti = trust.clone();
    by_cti.revoked.cti.insert([7; 16]);
    assert_eq!(verified(&text, &by_cti, NOON).standing, Standing::Revoked);
    let mut by_serial = trust;
    by_serial
        .revoked
        .serials
        .insert([pair(2).public_key().as_ref()[0]; 8]);
    assert_eq!(
        verified(&text, &by_serial, NOON).standing,
        Standing::Revoked
    );
}

#[test]
fn what_says_too_little_or_lives_too_long_is_not_issued() {
    let unit = pair(2);
    let refused =
        |what: Issue| issue(what, Signature::Key(&public(&unit)), signing(&unit)).unwrap_err();
    let badge = || IssuedAs::DayBadge {
        cti: None,
        name: "Trần Thị Bé".to_owned(),
        birth_year: None,
        last_four: None,
    };
    let mut long = of(badge());
    long.exp = at(NOON - HOUR + 24 * HOUR + 1);
    assert_eq!(refused(long), IssueError::Incomplete);
    let mut backwards = of(badge());
    backwards.exp = backwards.iat;
    assert_eq!(refused(backwards), IssueError::Incomplete);
    let mut four = of(pass());
    if let IssuedAs::Pass { last_four, .. } = &mut four.document {
        *last_four = Some("00001".to_owned());
    }
    assert_eq!(refused(four), IssueError::Incomplete);
    let token = IssuedAs::StaffBadge {
        cti: [8; 16],
        token: noise(),
        name: None,
    };
    assert_eq!(refused(of(token)), IssueError::TooLong);
}

/// What no compression makes shorter.
fn noise() -> Vec<u8> {
    let hash = |at: u8| ring::digest::digest(&ring::digest::SHA256, &[at]);
    (0..60).flat_map(|at| hash(at).as_ref().to_vec()).collect()
}

#[test]
fn only_eddsa_is_read() {
    let (text, trust) = by_unit(of(pass()));
    let message =
        miniz_oxide::inflate::decompress_to_vec_zlib(&bytes_of(&text["CHOT1:".len()..])).unwrap();
    // The protected header begins with a map of three: 1 => -8 (27).
    let at = message.windows(2).position(|at| at == [1, 0x27]).unwrap();
    let mut other = message.clone();
    other[at + 1] = 0x26;
    let text = format!(
        "CHOT1:{}",
        base45(&miniz_oxide::deflate::compress_to_vec_zlib(&other, 9))
    );
    assert_eq!(
        verified(&text, &trust, NOON).standing,
        Standing::Forged(Layer::Cose)
    );
}

/// What is signed can't be changed after the first release: the same keys and claims give the same
/// code for ever.
#[test]
fn the_bytes_of_a_pass_and_its_certificate_are_as_they_were_first_written() {
    let (root, unit) = (pair(1), pair(2));
    let link = certificate(&unit, Some(UNIT), &[Use::Pass]).signed(signing(&root));
    let hex: String = link.iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(hex, include_str!("certificate.hex").trim());
    let text = issue(of(pass()), Signature::Key(&public(&unit)), signing(&unit)).unwrap();
    let message =
        miniz_oxide::inflate::decompress_to_vec_zlib(&bytes_of(&text["CHOT1:".len()..])).unwrap();
    let hex: String = message.iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(hex, include_str!("pass.hex").trim());
}

#[test]
fn keys_and_revocations_of_ours_are_imported_with_the_chain_that_vouches_for_them() {
    let (root, unit) = (pair(1), pair(2));
    let link = |by: &Ed25519KeyPair| {
        let link = certificate(&unit, Some(UNIT), &[Use::Pass]).signed(signing(by));
        URL_SAFE_NO_PAD.encode(link)
    };
    let text = issue(of(pass()), Signature::Key(&public(&unit)), signing(&unit)).unwrap();
    let file = serde_json::json!({
        "chot": 1,
        "roots": [URL_SAFE_NO_PAD.encode(public(&root))],
        "chains": [[link(&root)], [link(&pair(9))]],
    });
    let mut trust = TrustList::default();
    let imported = trust.import(file.to_string().as_bytes(), "ours", Default::default());
    assert_eq!(imported.map(|it| (it.keys, it.left_out)), Ok((2, 1)));
    assert_eq!(verified(&text, &trust, NOON).standing, Standing::Valid);
    let revoked = serde_json::json!({ "chot": 1, "cti": [URL_SAFE_NO_PAD.encode([7; 16])] });
    let imported = trust.import(revoked.to_string().as_bytes(), "ours", Default::default());
    assert_eq!(imported.map(|it| it.keys), Ok(1));
    assert_eq!(verified(&text, &trust, NOON).standing, Standing::Revoked);
}

/// A hub's key, number 3 below root 4, and a post that the hub took in and files under `named`; it has no trust list.
fn by_hub(what: Issue, named: [u8; 16]) -> (String, TrustList) {
    let (root, hub) = (pair(4), pair(3));
    let uses = [Use::Certify, Use::Pass, Use::DayBadge];
    let link = certificate(&hub, None, &uses).signed(signing(&root));
    let text = issue(what, Signature::Chain(&[link]), signing(&hub)).unwrap();
    let mut trust = TrustList::default();
    trust.here = Some([77; 16]);
    trust.hubs.push(TrustedHub {
        root: public(&root),
        unit: named,
    });
    (text, trust)
}

#[test]
fn a_pass_of_the_post_s_own_hub_counts_for_the_name_that_its_unit_has_there() {
    let standing = |text: &str, trust: &TrustList, at| verified(text, trust, at).standing;
    let (text, trust) = by_hub(of(pass()), UNIT);
    assert_eq!(standing(&text, &trust, NOON), Standing::Valid);
    assert_eq!(standing(&text, &trust, NOON + HOUR), Standing::Expired);
    let (_, elsewhere) = by_hub(of(pass()), [2; 16]);
    assert_eq!(standing(&text, &elsewhere, NOON), Standing::Elsewhere);
    let mut nobody = trust.clone();
    nobody.hubs.clear();
    assert_eq!(standing(&text, &nobody, NOON), Standing::UnknownIssuer);
    // A hub is not trusted with the name that the unit gave itself.
    let mut own = of(pass());
    own.aud = [77; 16];
    let (text, trust) = by_hub(own, UNIT);
    assert_eq!(standing(&text, &trust, NOON), Standing::Elsewhere);
}

#[test]
fn a_hub_is_trusted_with_passes_alone_and_a_list_of_its_root_doesn_t_take_them_away() {
    let badge = IssuedAs::DayBadge {
        cti: None,
        name: "Nguyễn Bảo Duy".to_owned(),
        birth_year: None,
        last_four: None,
    };
    let (text, mut trust) = by_hub(of(badge), UNIT);
    assert_eq!(
        verified(&text, &trust, NOON).standing,
        Standing::UnknownIssuer
    );
    let (text, _) = by_hub(of(pass()), UNIT);
    trust.units.roots.insert(public(&pair(4)));
    assert_eq!(verified(&text, &trust, NOON).standing, Standing::Valid);
}
