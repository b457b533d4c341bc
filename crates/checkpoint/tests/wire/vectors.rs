//! Known answers, and the examples of the RFCs.

use crate::known::{BATCH, Known, bytes, long};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use checkpoint::chain::device_id;
use checkpoint::document::{Document, Foreign, Recognised};
use checkpoint::keys::{KeyCertificate, Use};
use checkpoint::wire::courier::{self, Courier, CourierError};
use checkpoint::wire::enrol::{self, EnrolError, Enrolled, Invitation, Request};
use checkpoint::wire::heartbeat::{Handed, Heard, Heartbeat};
use checkpoint::wire::register::{Kept, digest};
use checkpoint::wire::request::{Claimed, Parts, RequestError, content_digest, hub_name};
use checkpoint::wire::request::{head_query, path, signature_base};
use checkpoint::wire::signed::{Code, Head, Receipt, Refusal, Signed, Statement, Unbelieved};
use ring::signature::{ED25519, UnparsedPublicKey};
use serde::Serialize;
use serde::de::DeserializeOwned;

#[test]
fn the_ed25519_example_of_rfc_9421_b_2_6_has_our_signature_base() {
    let base = signature_base(
        &[
            ("date", "Tue, 20 Apr 2021 02:07:55 GMT"),
            ("@method", "POST"),
            ("@path", "/foo"),
            ("@authority", "example.com"),
            ("content-type", "application/json"),
            ("content-length", "18"),
        ],
        "(\"date\" \"@method\" \"@path\" \"@authority\" \"content-type\" \"content-length\")\
         ;created=1618884473;keyid=\"test-key-ed25519\"",
    );
    let key = STANDARD
        .decode("JrQLj5P/89iXES9+vFgrIy29clF9CC/oPPsw3c5D0bs=")
        .unwrap();
    let signature = STANDARD
        .decode(
            "wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw==",
        )
        .unwrap();
    UnparsedPublicKey::new(&ED25519, key)
        .verify(base.as_bytes(), &signature)
        .unwrap();
}

#[test]
fn the_digest_of_rfc_9530_is_ours() {
    // Appendix B.1: {"hello": "world"} and a line feed.
    assert_eq!(
        content_digest(b"{\"hello\": \"world\"}\n"),
        "sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:"
    );
}

fn parts<'a>(known: &'a serde_json::Value, method: &'a str) -> Parts<'a> {
    let text = |name: &str| known[name].as_str().unwrap();
    Parts {
        method,
        path: text("path"),
        query: text("query"),
        content_type: "application/x-ndjson",
        content_encoding: "identity",
        content_digest: text("content_digest"),
        chot_hub: text("chot_hub"),
        chot_n: text("chot_n"),
    }
}

#[test]
fn requests_are_signed_as_known_and_verified() {
    let known = Known::new();
    let hub = hub_name(&known.root);
    let bodies = [BATCH.as_bytes(), b""];
    for (row, body) in known.all["requests"].as_array().unwrap().iter().zip(bodies) {
        let parts = parts(row, "POST");
        assert_eq!(parts.content_digest, content_digest(body));
        let base = parts.base(&known.device).unwrap();
        assert_eq!(base.bytes(), row["base"].as_str().unwrap().as_bytes());
        assert_eq!(base.digest(), bytes(&row["digest"]));
        let headers = base.signed(&known.device, known.signs("device"));
        assert_eq!(headers.signature_input, row["signature_input"]);
        assert_eq!(headers.signature, row["signature"]);
        let claimed = Claimed::read(&headers.signature_input, &headers.signature).unwrap();
        assert_eq!(claimed.device, known.device);
        let key = known.public("device");
        let verified = parts.verify(&claimed, &key, &hub, body).unwrap();
        assert_eq!(verified.digest, base.digest());
        assert_eq!(
            parts.verify(&claimed, &key, &hub, b"other"),
            Err(RequestError::Digest)
        );
        assert_eq!(
            parts.verify(&claimed, &key, "elsewhere", body),
            Err(RequestError::OtherHub)
        );
        assert_eq!(
            parts.verify(&claimed, &known.root, &hub, body),
            Err(RequestError::Signature)
        );
        let moved = Parts {
            path: "/v1/other",
            ..parts
        };
        assert_eq!(
            moved.verify(&claimed, &key, &hub, body),
            Err(RequestError::Signature)
        );
    }
    assert_eq!(
        path(&known.unit, &known.device, "batches"),
        known.all["requests"][0]["path"]
    );
    assert_eq!(
        head_query(&known.branch, 8),
        known.all["requests"][1]["query"]
    );
}

#[test]
fn a_part_that_could_be_read_as_two_is_not_signed() {
    let known = Known::new();
    let row = &known.all["requests"][0];
    for wrong in ["", " a", "a\n\"chot-n\": 9", "a\u{e9}", &"a".repeat(1025)] {
        let parts = Parts {
            content_type: wrong,
            ..parts(row, "POST")
        };
        assert_eq!(
            parts.base(&known.device),
            Err(RequestError::Form("content-type"))
        );
    }
    let claimed = Claimed::read(
        row["signature_input"].as_str().unwrap(),
        row["signature"].as_str().unwrap(),
    );
    for n in ["041", "+41", "-1", "", "9007199254740992"] {
        let parts = Parts {
            chot_n: n,
            ..parts(row, "POST")
        };
        let verified = parts.verify(
            &claimed.clone().unwrap(),
            &known.public("device"),
            &hub_name(&known.root),
            BATCH.as_bytes(),
        );
        assert_eq!(verified, Err(RequestError::Form("chot-n")), "{n}");
    }
}

#[test]
fn signature_headers_of_any_other_form_are_refused() {
    let known = Known::new();
    let row = &known.all["requests"][0];
    let (input, signature) = (
        row["signature_input"].as_str().unwrap(),
        row["signature"].as_str().unwrap(),
    );
    for wrong in [
        input.replace("chot=", "sig1="),
        input.replace("\"@query\" ", ""),
        input.replace("\"chot-n\")", "\"chot-n\" \"date\")"),
        input.replace("ed25519", "hmac-sha256"),
        format!("{input};created=1"),
        format!("{input}, b=()"),
        input.replace(";alg", " ;alg"),
    ] {
        assert_eq!(
            Claimed::read(&wrong, signature),
            Err(RequestError::Form("signature-input")),
            "{wrong}"
        );
    }
    for wrong in [
        signature.replace("==:", ":"),
        signature.replace("chot=", ""),
        format!("{signature}, b=:AA==:"),
        "chot=::".into(),
    ] {
        assert_eq!(
            Claimed::read(input, &wrong),
            Err(RequestError::Form("signature")),
            "{wrong}"
        );
    }
}

/// A statement reads, verifies and is written as known.
fn known_statement<T>(known: &Known, name: &str, signer: &str) -> T
where
    T: Statement + Serialize + DeserializeOwned + Clone + std::fmt::Debug + PartialEq,
{
    let body = known.body(name);
    let signed = Signed::<T>::read(&body).unwrap();
    assert_eq!(signed.says.text(), known.text(name), "{name}");
    signed.verify(&known.pin()).unwrap();
    signed.verify_by(&known.public(signer)).unwrap();
    let again = Signed::new(
        signed.says.clone(),
        signed.certificates.clone(),
        known.signs(signer),
    );
    assert_eq!(again.body(), body, "{name}");
    signed.says
}

#[test]
fn every_statement_is_signed_byte_for_byte_as_known() {
    let known = Known::new();
    let head: Head = known_statement(&known, "head", "device");
    assert_eq!((head.seq, head.head), (8, known.head(8)));
    let receipt: Receipt = known_statement(&known, "receipt", "hub");
    assert_eq!((receipt.acked, receipt.head), (8, known.head(8)));
    for code in Code::ALL {
        let name = format!("refusal {}", code.word());
        let refusal: Refusal = known_statement(&known, &name, "hub");
        assert_eq!(refusal.code, code);
    }
    let heard: Heard = known_statement(&known, "heard", "hub");
    assert_eq!(heard.erase.len(), 1);
    let handed: Handed = known_statement(&known, "handed", "hub");
    assert_eq!(handed.content, "ai cũng vào");
    let kept: Kept = known_statement(&known, "register", "hub");
    assert_eq!(kept.register, digest(b"register"));
    let enrolled: Enrolled = known_statement(&known, "enrolled", "hub");
    assert_eq!(enrolled.gate, 2);
}

#[test]
fn certificates_are_written_byte_for_byte_as_known() {
    let known = Known::new();
    let seconds = |seconds| jiff::Timestamp::from_second(seconds).unwrap();
    let hub = KeyCertificate {
        serial: [0, 0, 0, 0, 0, 0, 0, 2],
        subject: known.hub,
        unit: None,
        key: known.public("hub"),
        uses: vec![Use::Certify, Use::Receipt, Use::Config, Use::Head],
        nbf: seconds(1_793_000_000),
        exp: seconds(1_800_000_000),
    };
    assert_eq!(hub.signed(known.signs("root")), known.hub_certificates()[0]);
    let device = KeyCertificate {
        serial: [0, 0, 0, 0, 0, 0, 0, 3],
        subject: known.device.0,
        unit: Some(known.unit.0),
        key: known.public("device"),
        uses: vec![Use::Head],
        ..hub
    };
    assert_eq!(
        device.signed(known.signs("hub")),
        known.device_certificates()[0]
    );
}

#[test]
fn a_statement_is_believed_only_by_its_pin() {
    let known = Known::new();
    let body = known.body("receipt");
    let believed = |pin| Signed::<Receipt>::believed(&body, &pin).map(|_| ());
    assert_eq!(believed(known.pin()), Ok(()));
    let other = [9; 32];
    let mut pin = known.pin();
    pin.root = &other;
    assert!(matches!(believed(pin), Err(Unbelieved::Chain(_))));
    let revoked = [[0, 0, 0, 0, 0, 0, 0, 2]].into();
    let mut pin = known.pin();
    pin.revoked = &revoked;
    assert_eq!(believed(pin), Err(Unbelieved::Revoked));
    let at = |text: &str| Some(text.parse().unwrap());
    let mut pin = known.pin();
    pin.heard = at("2026-11-25T03:00:00.250Z");
    assert_eq!(believed(pin), Ok(()));
    pin.heard = at("2026-11-25T03:00:00.251Z");
    assert_eq!(believed(pin), Err(Unbelieved::Old));
    // A receipt's key must not sign a head of the device, nor the device's a receipt.
    let mut receipt = Signed::<Receipt>::read(&body).unwrap();
    receipt.certificates = known.device_certificates();
    assert_eq!(receipt.verify(&known.pin()), Err(Unbelieved::NotAllowed));
    let mut late = Signed::<Receipt>::read(&body).unwrap().says;
    late.at = "2027-01-15T08:00:01Z".parse().unwrap();
    let late = Signed::new(late, known.hub_certificates(), known.signs("hub"));
    assert_eq!(late.verify(&known.pin()), Err(Unbelieved::Time));
}

#[test]
fn an_invitation_is_written_and_read_as_known_and_never_taken_for_a_visitor() {
    let known = Known::new();
    let row = &known.all["invitation"];
    let invitation = Invitation {
        address: row["address"].as_str().unwrap().into(),
        root: hash(&known.root),
        code: bytes(&row["code"]),
        secret: bytes(&row["secret"]),
    };
    let text = invitation.text();
    assert_eq!(text, row["text"]);
    for shown in [text.clone(), format!("\u{feff}{text}\r\n")] {
        assert_eq!(Invitation::read(shown.as_bytes()), Some(invitation.clone()));
        assert_eq!(
            Document::recognise(shown.as_bytes()),
            Recognised::Foreign(Foreign::Enrolment)
        );
    }
    assert_eq!(Invitation::read(b"CHOTHUB1:"), None);
    assert_eq!(
        Document::recognise(b"CHOTHUB1:CHOT1:AA"),
        Recognised::Foreign(Foreign::Enrolment)
    );
    for address in [
        "ftp://hub.example",
        "https://",
        "https://a@b",
        "https://a/b",
        "https://a?b",
        "https://a b",
    ] {
        let elsewhere = Invitation {
            address: address.into(),
            ..invitation.clone()
        };
        assert_eq!(Invitation::read(elsewhere.text().as_bytes()), None);
    }
    let key = known.public("device");
    assert_eq!(invitation.proof(&key, &known.unit), bytes(&row["proof"]));
    let request = Request::invited(&invitation, key, known.unit, "chot/0.1.0");
    assert_eq!(Request::read(&request.body()), Ok(request.clone()));
    assert_eq!(request.device(), known.device);
    assert!(request.is_proved(&invitation.secret));
    assert!(!request.is_proved(&[0; 16]));
    let stolen = Request {
        key: known.root,
        ..request
    };
    assert!(!stolen.is_proved(&invitation.secret));
}

fn hash(bytes: &[u8]) -> [u8; 32] {
    let digest = ring::digest::digest(&ring::digest::SHA256, bytes);
    digest.as_ref().try_into().unwrap()
}

#[test]
fn an_enrolment_is_accepted_from_the_invited_hub_for_this_device_and_request_alone() {
    let known = Known::new();
    let body = known.body("enrolled");
    let (root, key, asked) = (hash(&known.root), known.public("device"), known.request());
    let enrolled = enrol::accept(&body, &root, &key, &asked).unwrap();
    assert_eq!(
        (enrolled.unit, enrolled.device, enrolled.root),
        (known.unit, device_id(&key), known.root)
    );
    assert_eq!(
        enrol::accept(&body, &[1; 32], &key, &asked),
        Err(EnrolError::OtherRoot)
    );
    assert_eq!(
        enrol::accept(&body, &root, &known.public("hub"), &asked),
        Err(EnrolError::OtherDevice)
    );
    assert_eq!(
        enrol::accept(&body, &root, &key, &[1; 32]),
        Err(EnrolError::OtherDevice)
    );
    for at in 0..body.len() {
        let mut changed = body.clone();
        changed[at] ^= 1;
        assert!(enrol::accept(&changed, &root, &key, &asked).is_err());
    }
    assert_eq!(
        enrol::refused(&known.body("refusal code-used")),
        Some(Code::CodeUsed)
    );
}

#[test]
fn a_heartbeat_is_read_back_and_its_head_is_a_witness() {
    let known = Known::new();
    let heartbeat = Heartbeat {
        v: 1,
        head: Signed::read(&known.body("head")).unwrap(),
        waiting: 7,
        app: "chot/0.1.0".into(),
        system: "linux".into(),
        disk_free: 1 << 40,
        clock: "2036-11-24T03:00:00.000Z".parse().unwrap(),
        config: Some([1; 32]),
        lists: None,
    };
    assert_eq!(Heartbeat::read(&heartbeat.body()), Some(heartbeat.clone()));
    let newer = Heartbeat { v: 2, ..heartbeat };
    assert_eq!(Heartbeat::read(&newer.body()), None);
}

#[test]
fn a_courier_file_is_written_byte_for_byte_as_known_and_opened_by_its_district_alone() {
    let known = Known::new();
    let row = &known.all["courier"];
    let (private, district): ([u8; 32], [u8; 32]) = (
        bytes(&row["district_private"]),
        bytes(&row["district_public"]),
    );
    let signed = Signed::<Courier>::read(row["signed"].as_str().unwrap().as_bytes()).unwrap();
    let file = long(&row["file"]);
    let written = courier::write(
        &signed,
        BATCH.as_bytes(),
        &district,
        bytes(&row["ephemeral"]),
    );
    assert_eq!(written, Ok(file.clone()));
    let opened = courier::open(&file, &private, &district).unwrap();
    assert_eq!(opened.signed, signed);
    assert_eq!(opened.body, BATCH.as_bytes());
    assert_eq!(opened.file, hash(&file));
    assert_eq!(
        courier::open(&file, &[5; 32], &district),
        Err(CourierError::Sealed)
    );
    assert_eq!(
        courier::open(BATCH.as_bytes(), &private, &district),
        Err(CourierError::NotACourier)
    );
    // Of the opening and of the key of the moment every byte, of the ciphertext some.
    for at in (0..47).chain((47..file.len()).step_by(37)) {
        let mut changed = file.clone();
        changed[at] ^= 0x40;
        assert!(courier::open(&changed, &private, &district).is_err());
    }
    // Another body under the same signature.
    let swapped = courier::write(&signed, b"other\n", &district, [8; 32]).unwrap();
    assert_eq!(
        courier::open(&swapped, &private, &district),
        Err(CourierError::Unbelieved(Unbelieved::Form))
    );
}
