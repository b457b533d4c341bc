//! Presets at the gate: what counts on which day, what is kept of people, and a drill.

use super::{AN, BE, Gate, gate};
use checkpoint::document::Question;
use checkpoint::entry::{Audit, Entry, Kind};
use checkpoint::preset::{Chosen, Field, Preset, PresetName};
use checkpoint::subject::{Contact, Group};
use checkpoint::verdict::Reason;
use checkpoint::wire::config::Config;
use jiff::civil::{Date, date};
use kiosk::home::Home;
use kiosk::keys::{KeyStore, Name};
use kiosk::orders::Order;
use kiosk::outbox::{Outbox, Row};
use kiosk::post::{ByHand, PresetWanted, Refusal, Remark, Said, ToldToGuard};
use kiosk::settings::Settings;
use serde_json::json;
use std::path::Path;

const HOUR: u64 = 60 * 60 * 1000;
const DAY: u64 = 24 * HOUR;
/// The day on which the tests begin.
const TODAY: Date = date(2026, 11, 24);

fn wanted(name: PresetName, from: Option<Date>, until: Option<Date>) -> PresetWanted {
    PresetWanted {
        chosen: Chosen {
            name,
            from,
            until,
            order: "12/QĐ-UBND".to_owned(),
        },
        purposes: None,
        basis: Preset::of(name).basis.clone(),
        is_confirmed: true,
    }
}

/// All that a gate wrote, in the order of the log.
fn rows(gate: Gate, root: &Path) -> Vec<Row> {
    drop(gate);
    let home = Home::at(root);
    let keys = KeyStore::of(&home).expect("keys");
    let outbox = Outbox::open(&home, keys.get(Name::Ledger).expect("a key")).expect("an outbox");
    let stretch = outbox.next(None, 100, true).expect("read");
    stretch.into_iter().flat_map(|one| one.rows).collect()
}

/// The reasons of its config entries.
fn configs(gate: Gate, root: &Path) -> Vec<Vec<Reason>> {
    let rows = rows(gate, root).into_iter();
    let entries = rows.map(|row| Entry::parse(&row.line).expect("a line").said);
    let configs = entries.filter(|said| said.kind == Kind::Audit(Audit::Config));
    configs.map(|said| said.reasons).collect()
}

#[test]
fn a_preset_changes_policy_fields_keys_and_screens_at_once_and_its_end_brings_the_guest_book_back()
{
    let (dir, mut gate) = gate();
    let today = Some(TODAY);
    gate.post
        .settle_preset(&wanted(PresetName::Epidemic, today, today))
        .expect("chosen");
    let snapshot = gate.post.snapshot();
    assert_eq!(snapshot.policy_id, "everybody-declares-or-certifies");
    let settings = &snapshot.settings;
    assert!(settings.counting().keeps(Field::Phone));
    assert_eq!(settings.purposes[&6], "Cán bộ đi làm");
    let basis = &settings.bases[&PresetName::Epidemic];
    assert_eq!((basis.confirmed, settings.basis()), (TODAY, &*basis.text));
    assert_eq!(
        gate.show(&[AN]),
        Some(Said::Look),
        "declaration and certificate are missing"
    );
    gate.clock.on(DAY);
    gate.post.tick();
    let snapshot = gate.post.snapshot();
    assert_eq!(snapshot.settings.in_force, PresetName::GuestBook);
    assert_eq!(snapshot.policy_id, "identity-only");
    assert_eq!(snapshot.settings.purposes[&6], "Đón người");
    let kept = Settings::load(&dir.path().join("settings.json")).expect("settings");
    assert_eq!(kept, snapshot.settings);
    assert_eq!(
        configs(gate, dir.path()),
        [
            vec![Reason::PresetChanged],
            vec![Reason::PolicyChanged],
            vec![Reason::PresetChanged],
            vec![Reason::PolicyChanged],
        ]
    );
}

#[test]
fn a_preset_that_is_to_come_begins_on_its_day_and_keys_of_the_unit_stay() {
    let (_dir, mut gate) = gate();
    let mut first = wanted(PresetName::GuestBook, None, None);
    let own = [(1, "Khám bệnh".to_owned()), (3, " ".to_owned())];
    first.purposes = Some(own.into());
    gate.post.settle_preset(&first).expect("keys");
    let mut later = wanted(PresetName::School, Some(date(2026, 11, 25)), None);
    later.purposes = first.purposes.clone();
    gate.post.settle_preset(&later).expect("chosen");
    assert_eq!(gate.post.presets().in_force, PresetName::GuestBook);
    gate.clock.on(DAY);
    gate.post.tick();
    let presets = gate.post.presets();
    assert_eq!(presets.in_force, PresetName::School);
    assert_eq!(
        presets.purposes,
        [(1, "Khám bệnh".to_owned())].into(),
        "a key without a name is none"
    );
}

#[test]
fn nonsense_is_refused_with_its_reason_and_what_is_the_same_writes_nothing() {
    let (dir, mut gate) = gate();
    let (late, early) = (Some(date(2026, 12, 1)), Some(date(2026, 11, 1)));
    let mut nameless = wanted(PresetName::School, None, None);
    nameless.basis = " ".to_owned();
    let mut long = wanted(PresetName::School, None, None);
    long.chosen.order = "1".repeat(61);
    for (wanted, refusal) in [
        (wanted(PresetName::School, late, early), Refusal::TimeWrong),
        (nameless, Refusal::BasisMissing),
        (long, Refusal::TextTooLong),
    ] {
        assert_eq!(gate.post.settle_preset(&wanted), Err(refusal));
    }
    let same = PresetWanted {
        chosen: Chosen::default(),
        is_confirmed: false,
        ..wanted(PresetName::GuestBook, None, None)
    };
    gate.post.settle_preset(&same).expect("nothing to do");
    assert_eq!(configs(gate, dir.path()), Vec::<Vec<Reason>>::new());
}

/// The groups of the entries of a fresh gate in which a preset counts.
fn kept_in(name: PresetName, act: impl FnOnce(&mut Gate)) -> Vec<[Option<String>; 4]> {
    let (dir, mut gate) = gate();
    gate.post
        .settle_preset(&wanted(name, None, None))
        .expect("chosen");
    act(&mut gate);
    let rows = rows(gate, dir.path()).into_iter();
    let mut kept: Vec<_> = rows.map(|row| row.groups).collect();
    kept.retain(|groups| groups.iter().any(Option::is_some));
    kept
}

#[test]
fn phone_and_address_are_kept_in_an_epidemic_alone_from_the_card_and_from_what_is_typed() {
    let by_hand = |gate: &mut Gate| {
        gate.show(&[AN]);
        let form = ByHand {
            name: "Trần Thị Bé".to_owned(),
            birth_year: Some(1990),
            host: Some(" Chị Hoa ".to_owned()),
            contact: Contact {
                phone: Some("0905 123 456".to_owned()),
                class: Some("6A".to_owned()),
                guardian: Some("Lê Văn Ba".to_owned()),
                ..Contact::default()
            },
            ..ByHand::default()
        };
        gate.post.enter_by_hand(&form).expect("entered");
        let wrong = ByHand {
            contact: Contact {
                phone: Some("12".to_owned()),
                ..Contact::default()
            },
            ..form
        };
        assert_eq!(gate.post.enter_by_hand(&wrong), Err(Refusal::PhoneWrong));
    };
    let contacts = |name| {
        let kept = kept_in(name, by_hand).into_iter();
        let contact = |groups: [Option<String>; 4]| {
            let line = groups[Group::Contact as usize].as_deref()?;
            Some(Contact::parse(line).expect("a contact group"))
        };
        kept.map(contact).collect::<Vec<_>>()
    };
    assert_eq!(contacts(PresetName::GuestBook), [None, None]);
    let school = Contact {
        class: Some("6A".to_owned()),
        guardian: Some("Lê Văn Ba".to_owned()),
        ..Contact::default()
    };
    assert_eq!(contacts(PresetName::School), [None, Some(school)]);
    let card = Contact {
        address: Some("Thôn Phú Lễ 1, Bình Trung, Bình Sơn, Quảng Ngãi".to_owned()),
        ..Contact::default()
    };
    let typed = Contact {
        phone: Some("0905 123 456".to_owned()),
        ..Contact::default()
    };
    assert_eq!(contacts(PresetName::Epidemic), [Some(card), Some(typed)]);
}

#[test]
fn a_drill_is_marked_until_it_is_ended_or_its_day_is_over() {
    let (dir, mut gate) = gate();
    gate.post.set_drill(true).expect("begun");
    gate.post.set_drill(true).expect("begun already");
    assert!(gate.post.presets().is_drill);
    gate.post.set_drill(false).expect("ended");
    gate.post.set_drill(true).expect("begun again");
    gate.clock.on(DAY);
    gate.post.tick();
    assert!(!gate.post.presets().is_drill);
    let [began, ended] = [vec![Reason::DrillBegan], vec![Reason::DrillEnded]];
    assert_eq!(
        configs(gate, dir.path()),
        [began.clone(), ended.clone(), began, ended]
    );
}

#[test]
fn a_district_pushes_a_preset_and_its_gate_follows_it() {
    let (_dir, mut gate) = gate();
    let config = Config {
        preset: Some(wanted(PresetName::Epidemic, None, None).chosen),
        ..Config::default()
    };
    gate.post
        .obey(&Order::Config(Box::new(config)))
        .expect("obeyed");
    gate.post.tick();
    let snapshot = gate.post.snapshot();
    assert_eq!(snapshot.settings.in_force, PresetName::Epidemic);
    assert_eq!(snapshot.settings.preset.order, "12/QĐ-UBND");
    assert_eq!(snapshot.policy_id, "everybody-declares-or-certifies");
    assert!(
        snapshot.settings.bases.is_empty(),
        "the unit has to confirm it itself"
    );
}

/// A policy that asks for a declaration without fever or cough.
const ASKING: &str = r#"{
  "v": 1,
  "id": "asks",
  "name": { "vi": "Hỏi", "en": "Asks" },
  "sentence": { "vi": "Khai báo.", "en": "Declare." },
  "rules": [
    {
      "needs": "identity-and-declaration",
      "declaration": { "today": true, "no_to": ["fever", "cough"] }
    }
  ]
}"#;

#[test]
fn what_somebody_without_a_phone_tells_the_guard_counts_as_a_pass_and_is_kept_in_an_epidemic_alone()
{
    let declaring = |gate: &mut Gate| {
        gate.post.save_policy(ASKING).expect("saved");
        gate.post.choose_policy("asks").expect("chosen");
        let asked = gate.post.snapshot().declaring;
        assert_eq!(asked, Some(vec![Question::Fever, Question::Cough]));
        let healthy = ToldToGuard::default();
        let coughing = ToldToGuard {
            yes: vec![Question::Cough],
        };

        // With a card that was shown.
        assert_eq!(gate.show(&[AN]), Some(Said::Look));
        let card = gate
            .post
            .snapshot()
            .panel
            .and_then(|panel| panel.seq)
            .expect("an entry");
        gate.post.declare_for(card, &healthy).expect("declared");
        assert_eq!(gate.counters(), (1, 1, 0));
        assert_eq!(gate.post.snapshot().panel.expect("a panel").said, Said::In);
        assert_eq!(gate.post.declare_for(card, &healthy), Err(Refusal::NotOpen));

        // By hand, and a yes that the policy doesn't take.
        let form = |name: &str, told: Option<&ToldToGuard>| ByHand {
            name: name.to_owned(),
            birth_year: Some(1950),
            told: told.cloned(),
            ..ByHand::default()
        };
        gate.post
            .enter_by_hand(&form("Lê Văn Hai", Some(&healthy)))
            .expect("entered");
        let panel = gate.post.snapshot().panel.expect("a panel");
        let declared = Remark::Reason(Reason::DeclaredToGuard);
        assert_eq!((panel.said, panel.reasons), (Said::In, vec![declared]));
        gate.post
            .enter_by_hand(&form("Lê Văn Ba", None))
            .expect("entered");
        let panel = gate.post.snapshot().panel.expect("a panel");
        let missing = Remark::Reason(Reason::DocumentMissing);
        assert_eq!((panel.said, panel.reasons), (Said::In, vec![missing]));
        gate.post
            .enter_by_hand(&form("Lê Văn Tư", Some(&coughing)))
            .expect("entered");
        let panel = gate.post.snapshot().panel.expect("a panel");
        assert_eq!((panel.said, panel.open), (Said::Look, true));
        let unmet = Remark::Reason(Reason::DocumentUnmet);
        assert_eq!(panel.reasons, [declared, unmet]);
        assert!(
            panel
                .rules
                .iter()
                .any(|rule| rule.words.vi.ends_with("khai có: ho"))
        );
        assert_eq!(gate.counters(), (3, 3, 0));
        gate.post
            .decide(panel.seq.expect("an entry"), true)
            .expect("answered");
        assert_eq!(gate.counters(), (4, 4, 0));

        // A card whose holder coughs: the guard decides.
        gate.clock.on(60_000);
        assert_eq!(gate.show(&[BE]), Some(Said::Look));
        let card = gate
            .post
            .snapshot()
            .panel
            .and_then(|panel| panel.seq)
            .expect("an entry");
        gate.post.declare_for(card, &coughing).expect("declared");
        let panel = gate.post.snapshot().panel.expect("a panel");
        assert_eq!((panel.said, panel.open), (Said::Look, true));
        assert_eq!((panel.missing.len(), panel.reasons), (0, vec![unmet]));
    };
    let health = |name| {
        let kept = kept_in(name, declaring).into_iter();
        let lines = kept.filter_map(|groups| groups[Group::Health as usize].clone());
        let said = lines.map(|line| {
            let said: serde_json::Value = serde_json::from_str(&line).expect("JSON");
            (said["yes"].clone(), said["no"].clone())
        });
        said.collect::<Vec<_>>()
    };
    assert_eq!(health(PresetName::GuestBook), []);
    let none = (json!([]), json!(["fever", "cough"]));
    let cough = (json!(["cough"]), json!(["fever"]));
    let each = [none.clone(), none, cough.clone(), cough];
    assert_eq!(health(PresetName::Epidemic), each);
}
