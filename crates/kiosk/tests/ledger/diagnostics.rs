//! What goes to whoever helps says nothing about anybody.

use super::post::{Post, coming_in, identity};
use checkpoint::role::Role;
use kiosk::clock::{Clock, SystemClock};
use kiosk::diagnostics::{Diagnostics, DiagnosticsError, save};
use kiosk::folder::FolderError;
use kiosk::settings::Settings;
use kiosk::staff::{Staff, Typed};
use kiosk::targets::{Targets, Way};
use std::collections::BTreeMap;
use std::io::Read;
use std::path::Path;
use std::sync::Arc;

/// Names, numbers, phones and places that a post has of people.
const CANARIES: [&str; 9] = [
    "Nguyễn Văn Canary",
    "nguyen van canary",
    "051090009999",
    "0912345678",
    "Trần Thị Bảo Vệ",
    "Lê Văn Ký",
    "UBND xã Chim Yến",
    "Cổng Chim Yến",
    "chim-yen.example",
];

fn unpacked(zip: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut zip = zip::ZipArchive::new(std::fs::File::open(zip).unwrap()).unwrap();
    (0..zip.len())
        .map(|number| {
            let mut part = zip.by_index(number).unwrap();
            let mut bytes = Vec::new();
            part.read_to_end(&mut bytes).unwrap();
            (part.name().unwrap().into_owned(), bytes)
        })
        .collect()
}

fn with_canaries() -> Post {
    let mut post = Post::new();
    let mut ledger = post.open();
    let mut subject = identity(CANARIES[0], 1990, "9999", Some([7; 16]));
    subject.groups[1] = Some(
        serde_json::json!({ "salt": "AAAAAAAAAAAAAAAAAAAAAA", "phone": CANARIES[3] }).to_string(),
    );
    subject.groups[3] = Some(
        serde_json::json!({ "salt": "AAAAAAAAAAAAAAAAAAAAAA", "note": CANARIES[2] }).to_string(),
    );
    post.pass_seconds(1);
    ledger
        .append(&coming_in(), Some(&subject), &post.now(), 1, &post.zone)
        .unwrap();
    let staff = Staff::of(&post.home);
    let typed = Typed {
        name: CANARIES[4].to_owned(),
        role: Role::Guard,
        pin: Some("2580".to_owned()),
    };
    staff.add(&typed, &post.now()).unwrap();
    let mut settings = Settings {
        unit_name: CANARIES[6].to_owned(),
        gate_name: CANARIES[7].to_owned(),
        hub_host: CANARIES[8].to_owned(),
        backup_folder: format!("/media/{}", CANARIES[5]),
        ..Settings::default()
    };
    settings.purposes.insert(1, CANARIES[5].to_owned());
    settings.save(&Settings::path(&post.home)).unwrap();
    let folder = Way::Folder(post.scratch().join(CANARIES[5]));
    Targets::open(&post.home)
        .unwrap()
        .add(CANARIES[6], &folder)
        .unwrap();
    let policies = post.home.root().join("policies");
    std::fs::create_dir(&policies).unwrap();
    std::fs::write(policies.join("x.json"), CANARIES[0]).unwrap();
    std::fs::write(post.home.root().join(CANARIES[0]), "").unwrap();
    post
}

#[test]
fn no_name_number_phone_or_place_is_in_any_part_of_it() {
    let post = with_canaries();
    let zip = post.scratch().join("for-help.zip");
    save(&post.home, &SystemClock::new(), &zip).unwrap();
    let parts = unpacked(&zip);
    let names: Vec<&str> = parts.keys().map(String::as_str).collect();
    let all = [
        "README.txt",
        "about.json",
        "devices.json",
        "files.json",
        "ledger.json",
        "settings.json",
        "targets.json",
    ];
    assert_eq!(names, all);
    for (name, bytes) in &parts {
        let text = String::from_utf8(bytes.clone()).unwrap();
        for canary in CANARIES {
            assert!(!text.contains(canary), "{canary} is in {name}");
            let escaped = serde_json::to_string(canary).unwrap();
            assert!(
                !text.contains(escaped.trim_matches('"')),
                "{canary} is in {name}"
            );
        }
    }
    let told = |name: &str| serde_json::from_slice::<serde_json::Value>(&parts[name]).unwrap();
    assert_eq!(told("ledger.json")["chain"]["holds"], true);
    assert_eq!(told("ledger.json")["entries"], 1);
    assert_eq!(told("settings.json")["staff"]["guards"], 1);
    assert_eq!(told("settings.json")["backup_folder_chosen"], true);
    assert_eq!(told("targets.json")[0]["kind"], "folder");
    assert!(told("about.json")["disk_free"].as_u64() > Some(0));
}

#[test]
fn a_post_that_is_broken_or_new_still_says_which_it_is() {
    let post = Post::new();
    let zip = post.scratch().join("for-help.zip");
    save(&post.home, &SystemClock::new(), &zip).unwrap();
    let parts = unpacked(&zip);
    let ledger: serde_json::Value = serde_json::from_slice(&parts["ledger.json"]).unwrap();
    assert_eq!(ledger["problem"], "no-ledger");
    drop(post.open());
    std::fs::remove_file(post.home.keys().join("ledger")).unwrap();
    std::fs::write(Settings::path(&post.home), "{").unwrap();
    save(&post.home, &SystemClock::new(), &zip).unwrap();
    let parts = unpacked(&zip);
    let told = |name: &str| serde_json::from_slice::<serde_json::Value>(&parts[name]).unwrap();
    assert_eq!(told("ledger.json")["problem"], "missing-key");
    assert!(told("settings.json")["problem"].is_string());
}

#[test]
fn the_button_names_the_file_and_a_folder_that_is_not_there_is_told() {
    let post = with_canaries();
    let clock: Arc<dyn Clock> = Arc::new(SystemClock::new());
    let staff = Arc::new(Staff::of(&post.home));
    let diagnostics = Diagnostics::of(&post.home, Arc::clone(&clock), Arc::clone(&staff));
    let saved = diagnostics.save(post.scratch().to_str().unwrap()).unwrap();
    assert_eq!(unpacked(&saved).len(), 7);
    let gone = diagnostics.save("/nowhere/at/all").unwrap_err();
    assert!(matches!(
        gone,
        DiagnosticsError::Folder(FolderError::Gone(_))
    ));
    assert!(gone.words().vi.contains(':'));
    let typed = Typed {
        name: "Trần Thị Quản".to_owned(),
        role: Role::Admin,
        pin: Some("25801357".to_owned()),
    };
    staff.add(&typed, &clock.now()).unwrap();
    let refused = diagnostics.save(post.scratch().to_str().unwrap());
    assert!(matches!(refused, Err(DiagnosticsError::NotAllowed(_))));
}
