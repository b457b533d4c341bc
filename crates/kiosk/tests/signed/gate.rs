//! What a gate says of a certificate, and what its entry holds.

use crate::cbor::Item;
use crate::issuer::{Envelope, Key, Signer, YEAR, text_of, vaccination};
use crate::map;
use checkpoint::document::chot1::{Issue, IssuedAs, Signature, issue};
use checkpoint::document::{Foreign, Kind};
use checkpoint::entry::Direction;
use checkpoint::moment::{Boot, Moment};
use checkpoint::place::Answer;
use checkpoint::trust::{TrustList, bundle};
use checkpoint::verdict::Reason;
use kiosk::clock::Clock;
use kiosk::home::Home;
use kiosk::ledger::Reading;
use kiosk::post::{Parts, Post, Remark, Said, Shown, What};
use kiosk::settings::Settings;
use kiosk::sound::{Sound, Speaker};
use kiosk::store::Store;
use kiosk::trusted::Trusted;
use ring::signature::{Ed25519KeyPair, KeyPair};
use std::sync::Arc;
use tempfile::TempDir;

/// 2026-11-24T07:42:00+07:00
const MORNING: i64 = 1_795_480_920;

struct Stopped;

impl Clock for Stopped {
    fn now(&self) -> Moment {
        Moment {
            at: jiff::Timestamp::from_second(MORNING).unwrap(),
            mono_ms: 1_000_000,
            boot: Boot([7; 16]),
            offset: None,
        }
    }
}

struct Silent;

impl Speaker for Silent {
    fn play(&self, _: Sound) {}

    fn is_present(&self) -> bool {
        true
    }
}

/// A post whose list names one signer of Vietnam's.
struct Stand {
    dir: TempDir,
    key: Key,
    kid: Vec<u8>,
    post: Post,
}

impl Stand {
    fn new() -> Stand {
        let dir = TempDir::new().unwrap();
        let key = Key::p256();
        let signer = Signer {
            until: "280101000000Z",
            ..Signer::default()
        };
        let (mut list, kid) = signer.trusted(&key);
        list.number = 1;
        take(&dir, &list);
        let settings = Settings {
            hub_host: "hub.example.vn".to_owned(),
            ..Settings::default()
        };
        let zone = settings.time_zone().unwrap();
        let post = Post::new(Parts {
            store: Store::new(Home::at(dir.path()), settings.gate, zone),
            settings_path: dir.path().join("settings.json"),
            settings,
            speaker: Box::new(Silent),
            clock: Arc::new(Stopped),
            demo: false,
        })
        .unwrap();
        Stand {
            dir,
            key,
            kid,
            post,
        }
    }

    fn certificate(&self, exp: i64) -> Envelope<'_> {
        let mut envelope = Envelope::new(&self.key, &self.kid, vaccination());
        envelope.claims = map! {
            1 => "VN", 4 => exp, 6 => MORNING - YEAR, -260 => map! { 1 => vaccination() },
        };
        envelope
    }

    fn show(&mut self, code: &str) -> Shown {
        let said = self.post.see(&[code.as_bytes().to_vec()]);
        said.into_iter().next().expect("something said")
    }

    /// The lines of the log.
    fn lines(&self) -> Vec<String> {
        let reading = Reading::open(&Home::at(self.dir.path())).unwrap();
        let mut lines = Vec::new();
        reading
            .lines(|line| {
                lines.push(String::from_utf8(line.to_vec()).unwrap());
                true
            })
            .unwrap();
        lines
    }
}

fn take(dir: &TempDir, list: &TrustList) {
    let root = Ed25519KeyPair::from_seed_unchecked(&[1; 32]).unwrap();
    let public = root.public_key().as_ref().try_into().unwrap();
    let file = bundle::signed(list, &public, |bytes| {
        root.sign(bytes).as_ref().try_into().unwrap()
    });
    Trusted::open(dir.path()).take(file.as_bytes()).unwrap();
}

#[test]
fn a_valid_certificate_admits_by_name_and_birth_date() {
    let mut stand = Stand::new();
    let text = stand.certificate(MORNING + YEAR).text();
    let shown = stand.show(&text);
    assert_eq!(shown.said, Said::In);
    assert_eq!(shown.what, Some(What::Document(Kind::VaccineCertificate)));
    assert_eq!(shown.holder.name.as_deref(), Some("Nguyễn Bảo Duy"));
    assert_eq!(shown.direction, Some(Direction::In));
    let proof = [
        Reason::DocumentExpired,
        Reason::IssuerUnknown,
        Reason::DocumentForged,
    ];
    assert!(
        !shown
            .reasons
            .iter()
            .any(|remark| proof.iter().any(|&one| *remark == Remark::Reason(one)))
    );
    assert_eq!(stand.post.snapshot().counters.inside, 1);
}

#[test]
fn what_is_expired_or_of_an_unknown_issuer_is_recorded_with_its_reason_and_admitted() {
    let mut stand = Stand::new();
    let expired = stand.certificate(MORNING - 1).text();
    let shown = stand.show(&expired);
    assert_eq!(shown.said, Said::In);
    assert!(
        shown
            .reasons
            .contains(&Remark::Reason(Reason::DocumentExpired))
    );

    let mut stand = Stand::new();
    let mut stranger = stand.certificate(MORNING + YEAR);
    stranger.protected = map! { 1 => stand.key.alg(), 4 => Item::Bytes(vec![9; 8]) };
    let stranger = stranger.text();
    let shown = stand.show(&stranger);
    assert_eq!(shown.said, Said::In);
    assert!(
        shown
            .reasons
            .contains(&Remark::Reason(Reason::IssuerUnknown))
    );
}

#[test]
fn a_forged_certificate_waits_for_the_guard_and_nobody_is_inside() {
    let mut stand = Stand::new();
    let mut message = stand.certificate(MORNING + YEAR).message();
    let last = message.len() - 1;
    message[last] ^= 1;
    let shown = stand.show(&text_of(&message));
    assert_eq!(shown.said, Said::Look);
    assert!(
        shown
            .reasons
            .contains(&Remark::Reason(Reason::DocumentForged))
    );
    assert_eq!(stand.post.snapshot().counters.inside, 0);
}

#[test]
fn an_entry_of_a_certificate_holds_no_word_of_it() {
    let mut stand = Stand::new();
    for exp in [MORNING + YEAR, MORNING - 1] {
        let text = stand.certificate(exp).text();
        stand.show(&text);
    }
    let lines = stand.lines();
    assert!(
        lines
            .iter()
            .any(|line| line.contains("\"document\":\"vaccine-certificate\""))
    );
    for line in lines {
        for word in ["Nguy", "1990", "UVCI", "840539006", "Bộ Y tế", "HC1"] {
            assert!(!line.contains(word), "{line}");
        }
    }
}

#[test]
fn a_places_poster_is_named_and_writes_nothing() {
    let mut stand = Stand::new();
    let before = stand.lines().len();
    let key = Ed25519KeyPair::from_seed_unchecked(&[2; 32]).unwrap();
    let poster = Issue {
        iss: [1; 16],
        aud: [1; 16],
        iat: jiff::Timestamp::from_second(MORNING - 60).unwrap(),
        exp: jiff::Timestamp::from_second(MORNING + YEAR).unwrap(),
        document: IssuedAs::Place {
            code: "QN-0042".to_owned(),
            version: 1,
        },
    };
    let public = key.public_key().as_ref().try_into().unwrap();
    let poster = issue(poster, Signature::Key(&public), |bytes| {
        key.sign(bytes).as_ref().try_into().unwrap()
    });
    for (code, answer) in [
        (poster.unwrap(), Answer::OtherUnit),
        (
            "https://hub.example.vn/p/QN-0042".to_owned(),
            Answer::NotOurs,
        ),
        (
            "https://hub.example.vn/p/sLCwsLCwsLCwsLCwsLCwsA/QN-0042".to_owned(),
            Answer::OtherUnit,
        ),
    ] {
        assert_eq!(stand.show(&code).said, Said::Place(answer));
    }
    let page = stand.show("https://example.org/p/QN-0042");
    assert_eq!(page.said, Said::Foreign(Foreign::WebPage));
    assert_eq!(stand.lines().len(), before);
}
