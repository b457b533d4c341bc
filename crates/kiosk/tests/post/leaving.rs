//! A badge of the day, from the visitor whom it was printed for to the visit that it ends.

use super::{AN, BE, Gate, gate};
use checkpoint::document::Kind;
use checkpoint::document::chot1::{Issue, IssuedAs, Signature, issue};
use checkpoint::entry::Direction;
use checkpoint::verdict::Reason;
use kiosk::book::Book;
use kiosk::clock::Clock;
use kiosk::home::Home;
use kiosk::keys::{KeyStore, Name};
use kiosk::post::{ByHand, NotedBadge, Refusal, Remark, Said, Shown, What};
use kiosk::settings::Settings;
use ring::signature::{Ed25519KeyPair, KeyPair};
use std::path::Path;

const MINUTE: u64 = 60_000;
const HOUR: u64 = 60 * MINUTE;

/// What this device prints for a badge that is noted.
fn signed(root: &Path, noted: &NotedBadge) -> Vec<u8> {
    let keys = KeyStore::of(&Home::at(root)).expect("keys");
    let device = keys.get(Name::Device).expect("the device's").bytes();
    let device = Ed25519KeyPair::from_pkcs8_maybe_unchecked(device).expect("a key");
    let public = device.public_key().as_ref().try_into().expect("32 bytes");
    let document = Issue {
        iss: noted.unit,
        aud: noted.unit,
        iat: noted.from,
        exp: noted.until,
        document: IssuedAs::DayBadge {
            cti: Some(noted.token),
            name: noted.name.clone().expect("a name"),
            birth_year: None,
            last_four: None,
        },
    };
    let sign = |bytes: &[u8]| device.sign(bytes).as_ref().try_into().expect("64 bytes");
    let code = issue(document, Signature::Key(&public), sign);
    code.expect("a code").into_bytes()
}

fn printed(root: &Path, gate: &mut Gate) -> Vec<u8> {
    signed(root, &gate.post.note_day_badge().expect("a badge"))
}

fn show(gate: &mut Gate, code: &[u8]) -> Shown {
    gate.post.see(&[code.to_vec()]).remove(0)
}

fn spent(shown: &Shown) -> bool {
    shown.said == Said::Look && shown.reasons.contains(&Remark::Reason(Reason::BadgeSpent))
}

fn typed(gate: &mut Gate, name: &str) {
    let form = ByHand {
        name: name.to_owned(),
        birth_year: Some(1950),
        ..ByHand::default()
    };
    gate.post.enter_by_hand(&form).expect("by hand");
}

/// Names of those inside, as F8 lists them.
fn inside(gate: &mut Gate) -> Vec<String> {
    let list = gate.post.inside().expect("a list").into_iter();
    list.filter_map(|one| one.holder.name).collect()
}

#[test]
fn a_badge_of_the_day_sees_its_holder_out_once_and_is_spent_then() {
    let (dir, mut gate) = gate();
    assert_eq!(gate.post.note_day_badge(), Err(Refusal::NobodyCame));
    assert_eq!(gate.show(&[AN]), Some(Said::In));
    let code = printed(dir.path(), &mut gate);
    // It comes before the camera as soon as it is printed.
    gate.clock.on(4_000);
    assert!(
        gate.post
            .see(std::slice::from_ref(&code))
            .iter()
            .all(|shown| shown.said == Said::Ignored)
    );
    gate.clock.on(MINUTE);
    assert_eq!(show(&mut gate, &code).said, Said::Already);
    assert_eq!(gate.counters(), (1, 1, 0));

    gate.clock.on(2 * HOUR);
    let out = show(&mut gate, &code);
    assert_eq!((out.said, out.direction), (Said::Out, Some(Direction::Out)));
    assert_eq!(out.what, Some(What::Document(Kind::DayBadge)));
    assert_eq!(
        out.holder.name.as_deref(),
        Some("Nguyễn Văn An"),
        "as the log has him"
    );
    assert_eq!(out.holder.last_four.as_deref(), Some("0001"));
    assert_eq!(gate.counters(), (0, 1, 1));
    gate.clock.on(MINUTE);
    assert_eq!(show(&mut gate, &code).said, Said::Already);
    gate.clock.on(3 * MINUTE);
    assert!(spent(&show(&mut gate, &code)));
    assert_eq!(gate.counters(), (0, 1, 1), "nobody is moved");
    // Who was inside at a moment is told as if he had shown his card.
    let at = |ms: u64| {
        let start = gate.clock.now().at.as_millisecond();
        let at = start + i64::try_from(ms).expect("a day") - 2 * 3_600_000;
        jiff::Timestamp::from_millisecond(at).expect("a time")
    };
    let zone = Settings::default().time_zone().expect("a zone");
    let book = Book::open(&Home::at(dir.path()), zone).expect("the book");
    assert_eq!(book.inside(at(0)).expect("inside").people.len(), 1);
    assert_eq!(book.inside(at(2 * HOUR)).expect("inside").people.len(), 0);
}

#[test]
fn whoever_has_no_number_leaves_by_the_badge_and_nobody_else_does() {
    let (dir, mut gate) = gate();
    typed(&mut gate, "Phạm Thị Mai");
    gate.clock.on(10_000);
    let mai = printed(dir.path(), &mut gate);
    typed(&mut gate, "Lê Văn Cụ");
    gate.clock.on(10_000);
    let cu = printed(dir.path(), &mut gate);
    gate.clock.on(HOUR);
    assert_eq!(show(&mut gate, &cu).said, Said::Out);
    assert_eq!(inside(&mut gate), ["Phạm Thị Mai"]);
    gate.clock.on(HOUR);
    assert!(spent(&show(&mut gate, &cu)));
    let out = show(&mut gate, &mai);
    assert_eq!(
        (out.said, out.holder.name.as_deref()),
        (Said::Out, Some("Phạm Thị Mai"))
    );
    assert_eq!(gate.counters(), (0, 2, 2));
}

#[test]
fn a_badge_ends_no_other_visit_and_an_exit_that_is_undone_gives_it_back() {
    let (dir, mut gate) = gate();
    gate.show(&[AN]);
    let code = printed(dir.path(), &mut gate);
    // He left and came back by his card: the badge was for the visit before.
    gate.clock.on(HOUR);
    assert_eq!(gate.show(&[AN]), Some(Said::Out));
    gate.clock.on(HOUR);
    assert_eq!(gate.show(&[AN]), Some(Said::In));
    gate.clock.on(HOUR);
    assert!(spent(&show(&mut gate, &code)));
    // None is printed for whoever came long ago.
    assert_eq!(gate.post.note_day_badge(), Err(Refusal::NobodyCame));
    gate.show(&[BE]);
    let be = printed(dir.path(), &mut gate);
    gate.clock.on(HOUR);
    assert_eq!(show(&mut gate, &be).said, Said::Out);
    gate.clock.on(5_000);
    gate.post.undo().expect("undone");
    assert_eq!(gate.counters().0, 2);
    gate.clock.on(HOUR);
    assert_eq!(show(&mut gate, &be).said, Said::Out);
}

#[test]
fn a_badge_outlives_a_start_of_the_gate_and_a_day_that_is_over_locks_nobody_in() {
    let (dir, mut first) = gate();
    first.show(&[AN]);
    let an = printed(dir.path(), &mut first);
    first.show(&[BE]);
    let be = printed(dir.path(), &mut first);
    drop(first);
    let mut second = Gate::at(dir.path(), 4 * HOUR);
    assert_eq!(show(&mut second, &an).said, Said::Out);
    assert_eq!(second.counters(), (1, 2, 1));
    // The next morning, 25 hours later.
    second.clock.on(21 * HOUR + MINUTE);
    let late = show(&mut second, &be);
    assert_eq!(late.said, Said::Out);
    assert!(
        late.reasons
            .contains(&Remark::Reason(Reason::DocumentExpired))
    );
    // Another gate's is somebody's with a name, as ever.
    let (other_dir, mut other) = gate();
    other.show(&[AN]);
    let strange = printed(other_dir.path(), &mut other);
    let shown = show(&mut second, &strange);
    assert!(
        shown
            .reasons
            .contains(&Remark::Reason(Reason::IssuerUnknown))
    );
}
