//! From the poster's page to the gate: a form is sent to a real hub, and the picture that comes back is held up.

use std::fmt::Write as _;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use checkpoint::document::{Layer, Standing};
use checkpoint::moment::Moment;
use checkpoint::policy::Need;
use checkpoint::verdict::Reason;
use chot_tests::done;
use chot_tests::frames::{self, HEIGHT, WIDTH};
use chot_tests::travel::Served;
use jiff::SignedDuration;
use kiosk::clock::{Clock, SystemClock};
use kiosk::home::Home;
use kiosk::post::{Parts, Post, Refusal, Remark, Said, Shown, ToldToGuard};
use kiosk::settings::Settings;
use kiosk::sound::{Silent, Speaker};
use kiosk::store::Store;
use serde_json::Value;
use tempfile::TempDir;

const AN: &str = "051090000001|212345678|Nguyễn Văn An|05031990|Nam|Bình Sơn, Quảng Ngãi|12052021";
const BE: &str = "051190000002||Trần Thị Bé|20111990|Nữ|Châu Ổ, Bình Sơn, Quảng Ngãi|10072022";
const CU: &str = "051045000003||Phạm Văn Cũ|1945|Nam|Bình Châu, Bình Sơn, Quảng Ngãi|10072022";
const HAI: &str = "051050000004||Lê Văn Hai|02031950|Nam|Bình Châu, Bình Sơn, Quảng Ngãi|10072022";
const HOUR: i64 = 3_600_000;

/// The machine's clock, and as much later as a test wants.
struct Later(SystemClock, AtomicI64);

impl Clock for Later {
    fn now(&self) -> Moment {
        let mut now = self.0.now();
        let ms = self.1.load(Ordering::SeqCst);
        now.at += SignedDuration::from_millis(ms);
        now.mono_ms += ms.unsigned_abs();
        now
    }
}

/// An answer's status and body.
fn ask(hub: &Served, method: &str, path: &str, form: &[(&str, &str)]) -> (u16, String) {
    let mut body = String::new();
    for (name, value) in form {
        let _ = write!(body, "{name}=");
        for byte in value.bytes() {
            let _ = write!(body, "%{byte:02X}");
        }
        body.push('&');
    }
    let request = format!(
        "{method} {path} HTTP/1.1\r\nhost: hub.example\r\nconnection: close\r\n\
         content-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    );
    let mut stream = TcpStream::connect(&hub.address).unwrap();
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    (status, body.to_owned())
}

fn between<'t>(text: &'t str, before: &str) -> &'t str {
    let (_, behind) = text.split_once(before).unwrap();
    behind.split('"').next().unwrap()
}

/// Fills the form of a place in and sends it: the picture of the pass.
fn declare(hub: &Served, path: &str, name: &str, digits: &str) -> Vec<u8> {
    declare_together(hub, path, name, digits, "")
}

/// The same for a group: the others a line each.
fn declare_together(hub: &Served, path: &str, name: &str, digits: &str, others: &str) -> Vec<u8> {
    let (status, form) = ask(hub, "GET", path, &[]);
    assert_eq!(status, 200, "{form}");
    let filled = [
        ("once", between(&form, "name=\"once\" value=\"")),
        ("name", name),
        ("birth-year", "1990"),
        ("last-digits", digits),
        ("purpose", "Họp"),
        ("people", others),
        ("agree", "1"),
    ];
    let (status, page) = ask(hub, "POST", path, &filled);
    assert_eq!(status, 200, "{page}");
    let picture = between(&page, "src=\"data:image/png;base64,");
    STANDARD.decode(picture).unwrap()
}

/// What our own reader makes of a picture: the text of its one code, its version and its level.
fn read(home: &Path, picture: &[u8]) -> (String, u64, String) {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("pass.png");
    std::fs::write(&file, picture).unwrap();
    let said = done(home, &["read", &file.display().to_string(), "--json"]);
    let line: Value = serde_json::from_str(said.trim()).unwrap();
    let [code] = line["codes"].as_array().unwrap().as_slice() else {
        panic!("one code: {line}");
    };
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    (
        text(&code["text"]),
        code["version"].as_u64().unwrap(),
        text(&code["level"]),
    )
}

fn post(home: &Path, clock: &Arc<Later>) -> Post {
    let path = home.join("settings.json");
    let settings = Settings::load(&path).unwrap();
    let zone = settings.time_zone().unwrap();
    Post::new(Parts {
        store: Store::new(Home::at(home), settings.gate, zone),
        settings_path: path,
        settings,
        speaker: Box::new(Silent) as Box<dyn Speaker>,
        clock: Arc::clone(clock) as Arc<dyn Clock>,
        demo: false,
    })
    .unwrap()
}

fn show(post: &mut Post, code: &str) -> Shown {
    let said = post.see(&[code.as_bytes().to_vec()]);
    said.into_iter().next().unwrap()
}

/// What a card and then a pass make the gate say.
fn together(post: &mut Post, clock: &Later, card: &str, pass: &str) -> Shown {
    show(post, card);
    clock.1.fetch_add(6_000, Ordering::SeqCst);
    show(post, pass)
}

fn has(shown: &Shown, reason: Reason) -> bool {
    shown.reasons.contains(&Remark::Reason(reason))
}

const LETTERS: &[u8; 45] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

/// The same pass with another name in it, packed anew.
fn with_another_name(pass: &str) -> String {
    let letters = pass.strip_prefix("CHOT1:").unwrap().bytes();
    let digits: Vec<usize> = letters
        .map(|letter| LETTERS.iter().position(|known| *known == letter).unwrap())
        .collect();
    let mut packed = Vec::new();
    for chunk in digits.chunks(3) {
        let value = chunk.iter().rev().fold(0, |sum, digit| sum * 45 + digit);
        let bytes = u16::try_from(value).unwrap().to_be_bytes();
        packed.extend_from_slice(&bytes[3 - chunk.len()..]);
    }
    let mut message = miniz_oxide::inflate::decompress_to_vec_zlib(&packed).unwrap();
    let name = b"nguyen van an";
    let at = message
        .windows(name.len())
        .position(|part| part == name)
        .unwrap();
    message[at..at + name.len()].copy_from_slice(b"nguyen van em");
    let packed = miniz_oxide::deflate::compress_to_vec_zlib(&message, 9);
    let mut text = "CHOT1:".to_owned();
    for pair in packed.chunks(2) {
        let mut value = pair
            .iter()
            .fold(0, |sum, byte| sum * 256 + usize::from(*byte));
        for _ in 0..=pair.len() {
            text.push(char::from(LETTERS[value % 45]));
            value /= 45;
        }
    }
    text
}

/// A gate of a hub's unit that asks for a declaration of the day: the unit's name there.
fn asks_for_declarations(hub: &Served, home: &Path) -> String {
    // A gate that began its log before it met the hub: its unit has another name there.
    let nobody = TempDir::new().unwrap();
    let head = format!("P5\n{WIDTH} {HEIGHT}\n255\n").into_bytes();
    let wall = [head, frames::wall()].concat();
    std::fs::write(nobody.path().join("1.pgm"), wall).unwrap();
    done(
        home,
        &[
            "watch",
            "--json",
            "--camera",
            &nobody.path().display().to_string(),
        ],
    );
    let unit = hub.enrol(home);
    let settings = home.join("wanted.json");
    std::fs::write(&settings, r#"{"v":1,"policy":"declaration-today"}"#).unwrap();
    hub.said(&[
        "hand",
        "config",
        "--unit",
        &unit,
        &settings.display().to_string(),
    ]);
    done(home, &["sync", "--once"]);
    unit
}

#[test]
fn a_form_on_a_phone_becomes_a_pass_that_the_unit_s_gate_lets_in_and_no_misuse_of_it_does() {
    let hub = Served::set_up();
    let home = TempDir::new().unwrap();
    let home = home.path();
    let unit = asks_for_declarations(&hub, home);
    let path = hub.said(&["place", "add", "--unit", &unit, "BS-012", "Cổng chính"]);
    let picture = declare(&hub, &path, "Nguyễn Văn An", "0001");
    let (pass, version, level) = read(home, &picture);
    assert!(
        version <= 15 && level == "M",
        "version {version}, level {level}"
    );
    let counted = hub.said(&["declare", "count", "--unit", &unit]);
    assert_eq!(counted, "BS-012 declaration 1 1");

    // The gate's own eyes, over two pictures.
    let pictures = TempDir::new().unwrap();
    let head = format!("P5\n{WIDTH} {HEIGHT}\n255\n").into_bytes();
    let card = [head, frames::with_codes(&[AN], 6)].concat();
    std::fs::write(pictures.path().join("1.pgm"), card).unwrap();
    std::fs::write(pictures.path().join("2.png"), &picture).unwrap();
    let folder = pictures.path().display().to_string();
    let said = done(home, &["watch", "--json", "--camera", &folder]);
    let said: Vec<Value> = said
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let kinds: Vec<&str> = said
        .iter()
        .filter_map(|line| line["kind"].as_str())
        .collect();
    assert_eq!(kinds, ["citizen-card", "declaration-pass"], "{said:?}");

    let clock = Arc::new(Later(SystemClock::new(), AtomicI64::new(10 * 60_000)));
    let mut gate = post(home, &clock);
    let card = show(&mut gate, AN);
    assert_eq!(
        (card.said, card.missing),
        (Said::Look, vec![Need::Declaration])
    );
    clock.1.fetch_add(6_000, Ordering::SeqCst);
    let second = show(&mut gate, &pass);
    let standing = |shown: &Shown| shown.told.as_ref().map(|told| told.standing);
    assert_eq!(standing(&second), Some(Standing::Valid));
    gate.same_as().unwrap();
    assert_eq!(gate.snapshot().counters.inside, 1);
    assert_eq!(gate.snapshot().panel.unwrap().said, Said::In);

    // Replayed: somebody else with the pass that was used.
    clock.1.fetch_add(HOUR / 2, Ordering::SeqCst);
    let again = together(&mut gate, &clock, BE, &pass);
    assert_eq!(again.said, Said::Look);
    assert!(has(&again, Reason::UsedAgain) && has(&again, Reason::IdentitiesDiffer));

    // Borrowed: a fresh pass of another name than the card's.
    clock.1.fetch_add(HOUR / 2, Ordering::SeqCst);
    let picture = declare(&hub, &path, "Lê Văn Hai", "0003");
    let (fresh, _, _) = read(home, &picture);
    let borrowed = together(&mut gate, &clock, BE, &fresh);
    assert_eq!(borrowed.said, Said::Look);
    assert!(has(&borrowed, Reason::IdentitiesDiffer) && !has(&borrowed, Reason::UsedAgain));

    // Another unit's, from the same hub.
    clock.1.fetch_add(HOUR / 2, Ordering::SeqCst);
    let other = hub.said(&["unit", "add", "Xã Khác"]);
    let elsewhere = hub.said(&["place", "add", "--unit", &other, "BS-012", "Cổng khác"]);
    let picture = declare(&hub, &elsewhere, "Nguyễn Văn An", "0001");
    let (foreign, _, _) = read(home, &picture);
    let foreign = together(&mut gate, &clock, AN, &foreign);
    assert_eq!(standing(&foreign), Some(Standing::Elsewhere));
    assert!(has(&foreign, Reason::IssuerUnknown));

    // Tampered with: another name under the hub's signature.
    clock.1.fetch_add(HOUR / 2, Ordering::SeqCst);
    let forged = together(&mut gate, &clock, BE, &with_another_name(&pass));
    assert_eq!(standing(&forged), Some(Standing::Forged(Layer::Signature)));
    assert!(has(&forged, Reason::DocumentForged), "{:?}", forged.reasons);

    // A day later it is over.
    clock.1.fetch_add(25 * HOUR, Ordering::SeqCst);
    let late = together(&mut gate, &clock, AN, &pass);
    assert_eq!(standing(&late), Some(Standing::Expired));
    assert!(has(&late, Reason::DocumentExpired));
    assert_eq!(gate.snapshot().counters.inside, 0, "nobody else came in");

    // What was said at the pages is in the hub's own log, which proves itself.
    let acts = hub.said(&["acts", &unit]);
    let declared = acts.lines().filter(|line| line.contains("\"declaration\""));
    assert_eq!(declared.count(), 2);
}

#[test]
fn a_group_declares_once_on_a_phone_and_is_counted_by_head_at_the_gate() {
    let hub = Served::set_up();
    let home = TempDir::new().unwrap();
    let home = home.path();
    let unit = asks_for_declarations(&hub, home);
    let path = hub.said(&["place", "add", "--unit", &unit, "BS-012", "Cổng chính"]);
    let others = "Trần Thị Bé 1990\nLê Văn Hai, 1950\nLê Thị Ba";
    let picture = declare_together(&hub, &path, "Nguyễn Văn An", "0001", others);
    let (pass, _, _) = read(home, &picture);
    let counted = hub.said(&["declare", "count", "--unit", &unit]);
    assert_eq!(counted, "BS-012 declaration 1 4", "one form, four people");

    let clock = Arc::new(Later(SystemClock::new(), AtomicI64::new(10 * 60_000)));
    let mut gate = post(home, &clock);
    let come = |gate: &Post| {
        let group = gate.snapshot().panel.unwrap().group.unwrap();
        (group.come, group.heads)
    };
    let first = together(&mut gate, &clock, AN, &pass);
    assert_eq!((first.said, come(&gate)), (Said::In, (1, 4)));
    let told = gate.snapshot();
    assert_eq!((told.counters.inside, told.counters.entered), (1, 1));

    // The guard counts two who show nothing; the last one shows the same picture with a card of her own.
    for people in 2..=3 {
        clock.1.fetch_add(1_000, Ordering::SeqCst);
        gate.one_more(None).unwrap();
        assert_eq!(come(&gate), (people, 4));
    }
    clock.1.fetch_add(30_000, Ordering::SeqCst);
    let last = together(&mut gate, &clock, BE, &pass);
    assert_eq!((last.said, come(&gate)), (Said::In, (4, 4)));
    assert_eq!(gate.snapshot().counters.inside, 4);
    assert_eq!(gate.one_more(None), Err(Refusal::GroupFull));

    // Nobody has declared a fifth.
    clock.1.fetch_add(30_000, Ordering::SeqCst);
    let beyond = together(&mut gate, &clock, CU, &pass);
    assert_eq!(beyond.said, Said::Look);
    assert!(has(&beyond, Reason::UsedAgain), "{:?}", beyond.reasons);
    assert_eq!(gate.snapshot().counters.inside, 4);

    // Whoever has no phone tells the guard instead.
    clock.1.fetch_add(30_000, Ordering::SeqCst);
    let card = show(&mut gate, HAI);
    assert_eq!(card.missing, [Need::Declaration]);
    let told = ToldToGuard::default();
    gate.declare_for(card.seq.unwrap(), &told).unwrap();
    assert_eq!(gate.snapshot().panel.unwrap().said, Said::In);
    assert_eq!(gate.snapshot().counters.inside, 5);

    // The hub counts each of them once, and its sums are those of the lines.
    drop(gate);
    done(home, &["sync", "--once"]);
    assert_eq!(hub.said(&["recount", "--unit", &unit]), "0 rows differ");
}
