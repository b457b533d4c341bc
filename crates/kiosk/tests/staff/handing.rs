//! One post's settings, signed by the unit and taken by another.

use super::*;
use checkpoint::entry::Mode;
use checkpoint::policy::Policy;
use kiosk::folder::FolderError;
use kiosk::policies::Policies;
use kiosk::unit_settings::{HandingError, Opened, UnitSettings, What};
use std::path::PathBuf;

fn units(staffed: &Staffed) -> UnitSettings {
    let clock = Arc::clone(&staffed.clock) as Arc<dyn Clock>;
    UnitSettings::of(
        &Home::at(staffed.dir.path()),
        clock,
        Some(staffed.staff()),
        false,
    )
}

fn settings(staffed: &Staffed) -> Settings {
    Settings::load(&staffed.dir.path().join("settings.json")).unwrap()
}

/// A first post whose unit asks another policy, in a folder of its own.
fn first() -> (Staffed, TempDir, PathBuf, String) {
    let mut first = Staffed::new();
    first.admin_on();
    let mut own = Policy::shipped().remove(0);
    own.id = "unit-own".to_owned();
    own.name.vi = "Quy tắc của xã".to_owned();
    first.post.save_policy(&own.to_text()).unwrap();
    first.post.choose_policy("unit-own").unwrap();
    first.post.choose_mode(Mode::In).unwrap();
    let path = first.dir.path().join("settings.json");
    let mut chosen = settings(&first);
    chosen.gate = 7;
    chosen.gate_name = "Cổng trước".to_owned();
    chosen.unit_name = "UBND xã Bình Trung".to_owned();
    chosen.keep_subjects_days = 14;
    chosen.save(&path).unwrap();
    let stick = TempDir::new().unwrap();
    let signed = units(&first).sign(stick.path().to_str().unwrap()).unwrap();
    (first, stick, signed.path, signed.digits)
}

fn take(at: &mut Staffed, file: &Path, digits: Option<&str>) -> Result<Opened, HandingError> {
    let looked = units(at).look(file, None)?;
    at.post.take_settings(&looked.opened, digits)?;
    Ok(looked.opened)
}

#[test]
fn another_post_sees_what_changes_takes_it_and_says_so_in_its_log() {
    let (mut first, stick, file, digits) = first();
    let mut second = Staffed::new();
    assert!(matches!(
        units(&second).look(&file, None),
        Err(HandingError::NotAllowed(_))
    ));
    second.admin_on();
    let admin = second.admin.number;
    let before = settings(&second);
    let looked = units(&second).look(stick.path(), None).unwrap();
    assert!(looked.is_first);
    assert_eq!(looked.opened.digits(), digits);
    let named = |name: &str| What::Choice(name.to_owned());
    let whats: Vec<What> = looked
        .changes
        .iter()
        .map(|change| change.what.clone())
        .collect();
    for what in [
        named("unit_name"),
        named("keep_subjects_days"),
        named("mode"),
        named("policy"),
        What::Policy("unit-own".to_owned()),
    ] {
        assert!(whats.contains(&what), "{what:?} of {whats:?}");
    }
    assert!(!whats.contains(&named("gate")) && !whats.contains(&named("gate_name")));
    assert_eq!(settings(&second), before, "looking changes nothing");

    let other = second
        .post
        .take_settings(&looked.opened, Some("0000 0000 0000"));
    assert!(matches!(other, Err(HandingError::OtherDigits)));
    second
        .post
        .take_settings(&looked.opened, Some(&digits))
        .unwrap();
    let taken = settings(&second);
    assert_eq!(
        (taken.gate, &taken.gate_name),
        (before.gate, &before.gate_name)
    );
    assert_eq!(
        (taken.unit_name.as_str(), taken.keep_subjects_days),
        ("UBND xã Bình Trung", 14)
    );
    let shown = second.post.snapshot();
    assert_eq!(
        (shown.policy_id.as_str(), shown.settings.mode),
        ("unit-own", Mode::In)
    );
    assert!(
        Policies::open(second.dir.path(), "unit-own")
            .list()
            .iter()
            .any(|one| one.is_own)
    );

    // The same file again, and an older one: no.
    let again = units(&second).look(&file, None);
    assert!(matches!(again, Err(HandingError::NotNewer)), "{again:?}");
    first.clock.on(MINUTE);
    first.admin_on();
    let newer = units(&first).sign(stick.path().to_str().unwrap()).unwrap();
    take(&mut second, &newer.path, None).unwrap();
    // Who takes settings doesn't sign them.
    let taken = units(&second).sign(stick.path().to_str().unwrap());
    assert!(matches!(taken, Err(HandingError::Taken)));
    let (entries, _) = second.close();
    let said: Vec<_> = entries
        .iter()
        .filter(|entry| entry.said.reasons.contains(&Reason::SettingsTaken))
        .map(|entry| (entry.said.by, entry.said.mode, entry.said.reasons.clone()))
        .collect();
    let all = vec![
        Reason::SettingsTaken,
        Reason::PolicyChanged,
        Reason::NamesChanged,
    ];
    assert_eq!(said[0], (Some(admin), Some(Mode::In), all));
    assert_eq!(said.len(), 2);
}

#[test]
fn a_changed_file_another_units_and_what_is_none_are_told_apart() {
    let (_first, stick, file, digits) = first();
    let mut second = Staffed::new();
    second.admin_on();
    take(&mut second, &file, Some(&digits)).unwrap();
    let text = std::fs::read_to_string(&file).unwrap();
    let look = |bytes: &str| {
        let file = stick.path().join("other.chot");
        std::fs::write(&file, bytes).unwrap();
        units(&second).look(&file, None).unwrap_err()
    };
    let forged = look(&text.replace("Bình Trung", "Bình Trưng"));
    assert!(matches!(forged, HandingError::Forged), "{forged:?}");
    assert!(matches!(
        look("chot/settings/2\n{}\nx y\n"),
        HandingError::Newer
    ));
    assert!(matches!(look("hello"), HandingError::NotOne));
    assert!(matches!(look(""), HandingError::NotOne));
    let nothing = units(&second)
        .look(Path::new("/nowhere.chot"), None)
        .unwrap_err();
    assert!(matches!(nothing, HandingError::Unreadable { .. }));
    let (_others, _stick, theirs, other_digits) = self::first();
    let other = units(&second).look(&theirs, None).unwrap_err();
    assert!(matches!(other, HandingError::OtherUnit), "{other:?}");
    // The unit's key was lost with its post: a person says so by the new digits.
    let looked = units(&second).look(&theirs, Some(&other_digits)).unwrap();
    second
        .post
        .take_settings(&looked.opened, Some(&other_digits))
        .unwrap();
    for error in [forged, other, nothing, FolderError::None.into()] {
        let words = error.words();
        assert!(
            words.vi.contains(':') || words.vi.contains(','),
            "{words:?}"
        );
    }
}

#[test]
fn without_a_gate_it_is_taken_at_the_shell_and_stands_in_the_log() {
    let (_first, _stick, file, digits) = first();
    let dir = TempDir::new().unwrap();
    let clock = Clocks::new();
    let home = Home::at(dir.path());
    let shell = UnitSettings::of(&home, Arc::clone(&clock) as Arc<dyn Clock>, None, false);
    let looked = shell.look(&file, Some(&digits)).unwrap();
    assert!(matches!(
        shell.take(&looked.opened, None),
        Err(HandingError::OtherDigits)
    ));
    shell.take(&looked.opened, Some(&digits)).unwrap();
    let taken = Settings::load(&dir.path().join("settings.json")).unwrap();
    assert_eq!((taken.policy.as_str(), taken.gate), ("unit-own", 1));
    let mut ledger = Ledger::open(&home, &clock.now()).unwrap();
    let zone = taken.time_zone().unwrap();
    let kept = ledger.recent(&clock.now(), &zone).unwrap();
    assert_eq!(kept[0].entry.said.reasons[0], Reason::SettingsTaken);
}

proptest! {
    #[test]
    fn no_file_makes_it_panic(text in "(chot/settings/1\n)?.{0,80}\n?.{0,40}") {
        let dir = TempDir::new().unwrap();
        let file = dir.path().join("x.chot");
        std::fs::write(&file, text).unwrap();
        let clock = Clocks::new() as Arc<dyn Clock>;
        let shell = UnitSettings::of(&Home::at(dir.path().join("home")), clock, None, false);
        prop_assert!(shell.look(&file, None).is_err());
    }
}
