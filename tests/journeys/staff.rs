//! Roles in the real window: the first admin closes the admin's pages, wrong PINs lock them across a restart while the
//! gate goes on, and no command does for a guard's window what a guard may not.

use super::paper::code_of;
use checkpoint::role::Role;
use chot_tests::camera::TestCamera;
use chot_tests::frames::{self, HEIGHT, WIDTH, card};
use chot_tests::root;
use chot_tests::window::{Window, choose_arrangement, key};
use kiosk::clock::{Clock, SystemClock};
use kiosk::home::Home;
use kiosk::ledger::Ledger;
use kiosk::staff::{Seat, Staff, Tried, Typed};
use serde_json::{Value, json};
use tempfile::TempDir;

const ADMIN_PIN: &str = "25801357";
const GUARD_PIN: &str = "2580";

#[test]
fn the_first_admin_closes_the_pages_and_five_wrong_pins_lock_them_across_a_restart() {
    let home = TempDir::new().unwrap();
    let camera = TestCamera::new().unwrap();
    choose_arrangement(home.path(), "to-guard");
    let window = Window::open_live(home.path(), &camera);
    window.press(key::F11);
    window.wait_for("the admin's pages", |w| w.has("page-staff"));
    window.click("page-house");
    window.wait_for("the unit and its gate", |w| w.has("house-form"));
    window.picture("admin-house.png");
    window.click("page-staff");
    window.wait_for("the list", |w| w.has("person-add"));
    assert!(
        window.has("staff-open"),
        "everybody may, before there is an admin"
    );
    window.click("person-add");
    window.wait_for("the form", |w| w.has("person-form"));
    window.fill("person-name", "Quan Tri");
    window.fill("person-pin", ADMIN_PIN);
    window.fill("person-again", ADMIN_PIN);
    window.click("person-save");
    window.wait_for("the pad", |w| w.has("desk-pad"));
    assert!(!window.has("admin"));

    for left in ["4", "3", "2", "1"] {
        window.fill("desk-pin", "97531");
        window.press(key::ENTER);
        window.wait_for("what is left", |w| w.text("desk-said").contains(left));
    }
    window.fill("desk-pin", "97531");
    window.press(key::ENTER);
    window.wait_for("the lock", |w| w.text("desk-said").contains("0:"));
    window.picture("staff-locked.png");
    // The gate goes on behind the locked screen.
    let frame = frames::with_codes(&[&card(1)], 6);
    camera.show(WIDTH, HEIGHT, &frame).unwrap();
    window.wait_for("a scan behind the pad", |w| {
        w.text("goes-on").contains("MỜI VÀO")
    });
    camera.show(WIDTH, HEIGHT, &frames::wall()).unwrap();
    window.close();

    // Somebody waits until the lock is over and is wrong again: a longer one, that no restart of this test outlasts.
    let staff = Staff::of(&Home::at(home.path()));
    let admin = staff.people().unwrap().remove(0);
    assert_eq!(admin.role, Role::Admin);
    let mut later = SystemClock::new().now();
    later.mono_ms += 40_000;
    let tried = staff.try_pin(admin.number, "97531", Seat::Desk, &later);
    assert!(matches!(
        tried,
        Ok(Tried::Locked {
            ms: 60_000,
            by_this: true
        })
    ));
    drop(staff);

    let window = Window::open_live(home.path(), &camera);
    window.press(key::F11);
    window.wait_for("the pad", |w| w.has("desk-pad"));
    let chosen =
        "return document.querySelector('[data-testid=desk-who]').selectedOptions[0]?.text ?? ''";
    window.wait_for("somebody to choose", |w| {
        let name = w.script(chosen, json!([]));
        name.as_str().is_some_and(|name| name.contains("Quan Tri"))
    });
    window.fill("desk-pin", ADMIN_PIN);
    window.press(key::ENTER);
    window.wait_for("the lock", |w| w.text("desk-said").contains("1:"));
    assert!(
        !window.has("admin"),
        "the right PIN opens nothing meanwhile"
    );
    let frame = frames::with_codes(&[&card(2)], 6);
    camera.show(WIDTH, HEIGHT, &frame).unwrap();
    window.wait_for("a scan behind the pad", |w| {
        w.text("goes-on").contains("MỜI VÀO")
    });
    window.close();
}

/// Every command of the window with arguments that its envelope takes, and whom it is asked of: who may do least besides.
fn every_command() -> Vec<(&'static str, Value, Role)> {
    use Role::{Admin, Guard, Inspector, Nobody, UnitHead};
    let id = || json!({ "id": 1 });
    let code = || json!({ "form": { "code": "x" } });
    let person = json!({ "name": "Lê Thị Mới", "birthYear": 1990 });
    let with = |more: Value| {
        let mut form = person.clone();
        if let (Value::Object(form), Value::Object(more)) = (&mut form, more) {
            form.extend(more);
        }
        json!({ "form": form })
    };
    vec![
        ("gate_view", json!({}), Nobody),
        ("sync_light", json!({}), Nobody),
        ("set_mode", json!({ "mode": "auto" }), Guard),
        (
            "choose_arrangement",
            json!({ "arrangement": "to-guard" }),
            Admin,
        ),
        ("set_language", json!({ "language": "vi" }), Nobody),
        ("set_text_size", json!({ "size": "normal" }), Nobody),
        (
            "enter_by_hand",
            with(json!({ "visitor": null, "number": null, "direction": null,
                "host": null, "phone": null, "address": null, "class": null, "guardian": null, "told": null })),
            Nobody,
        ),
        (
            "enter_from_paper",
            with(
                json!({ "day": "2026-11-20", "time": "09:15", "direction": "in", "purpose": null }),
            ),
            Nobody,
        ),
        (
            "pass_unscanned",
            json!({ "form": { "count": 1, "party": "visitor", "direction": null } }),
            Nobody,
        ),
        ("one_more", json!({ "seq": null }), Nobody),
        (
            "declare_for",
            json!({ "seq": 1, "form": { "yes": [] } }),
            Nobody,
        ),
        ("turn_round", json!({}), Nobody),
        ("undo", json!({}), Nobody),
        ("purpose", json!({ "n": 1 }), Nobody),
        ("decide", json!({ "seq": 1, "admit": true }), Nobody),
        ("acknowledge", json!({}), Nobody),
        ("dismiss_gap", json!({}), Nobody),
        ("find_visitors", json!({ "query": "an" }), Guard),
        ("inside", json!({}), Guard),
        ("retry_camera", json!({}), Nobody),
        (
            "typed",
            json!({ "form": { "text": "x", "retouched": false } }),
            Nobody,
        ),
        ("start_card_test", json!({}), Admin),
        ("end_card_test", json!({}), Nobody),
        (
            "choose_reader",
            json!({ "form": { "port": "auto", "suffix": "any" } }),
            Admin,
        ),
        ("serial_ports", json!({}), Nobody),
        ("painted", json!({ "id": 1, "at": 0.0 }), Nobody),
        ("same_as", json!({}), Nobody),
        ("rules", json!({}), Nobody),
        ("choose_policy", json!({ "id": "identity-only" }), Admin),
        ("save_policy", json!({ "text": "" }), Admin),
        (
            "try_policy",
            json!({ "form": { "policy": "", "samples": [], "code": null } }),
            Nobody,
        ),
        ("trust", json!({}), Nobody),
        ("import_trust", json!({ "file": "" }), Admin),
        ("targets", json!({}), UnitHead),
        (
            "add_target",
            json!({ "form": { "name": "x", "kind": "folder", "place": "x", "reach": "public", "ca": null, "keys": null } }),
            Admin,
        ),
        ("remove_target", id(), Admin),
        ("pause_target", json!({ "id": 1, "paused": true }), Admin),
        (
            "require_target",
            json!({ "id": 1, "required": true }),
            Admin,
        ),
        ("send_again", json!({ "id": 1, "day": "2026-11-25" }), Admin),
        ("pick_groups", json!({ "id": 1, "groups": [] }), Admin),
        ("new_secret", id(), Admin),
        ("dry_run", id(), UnitHead),
        ("test_target", id(), UnitHead),
        ("refused_entries", id(), UnitHead),
        (
            "told",
            json!({ "form": { "target": 1, "by": [] } }),
            UnitHead,
        ),
        ("look_district", code(), Nobody),
        ("carry", id(), UnitHead),
        (
            "enrol",
            json!({ "form": { "code": "x", "reach": "public", "ca": null, "name": null } }),
            Admin,
        ),
        ("await_code", json!({ "sought": "unit-key" }), Admin),
        ("end_await", json!({}), Nobody),
        ("unit_key", json!({}), Admin),
        ("ask_key", json!({}), Admin),
        ("look_key", code(), Admin),
        (
            "give_key",
            json!({ "form": { "code": "x", "digits": "0" } }),
            Admin,
        ),
        ("take_key", code(), Admin),
        ("house", json!({}), Admin),
        (
            "settle_house",
            json!({ "form": { "unitName": "x", "gateName": "x", "closeAt": null, "keepDays": 30, "keepYears": 5, "privacyContact": "", "dayBadge": "label" } }),
            Admin,
        ),
        ("presets", json!({}), Nobody),
        (
            "settle_preset",
            json!({ "form": { "id": "guest-book", "from": null, "until": null, "order": "", "basis": "x", "confirmed": true, "purposes": null } }),
            Admin,
        ),
        ("set_drill", json!({ "drill": false }), Admin),
        ("begin_practice", json!({}), Admin),
        ("end_practice", json!({}), Nobody),
        (
            "book_bars",
            json!({ "form": { "date": "2026-11-23", "upto": 0 } }),
            UnitHead,
        ),
        (
            "book_day",
            json!({ "form": { "date": null, "gate": null, "hour": null, "direction": null, "verdict": null, "care": null, "sort": null, "by": null, "sent": null, "from": 0, "upto": null } }),
            UnitHead,
        ),
        (
            "book_search",
            json!({ "form": { "typed": "an", "after": null } }),
            UnitHead,
        ),
        ("book_inside", json!({ "form": { "at": null } }), UnitHead),
        ("book_details", json!({ "place": 1 }), UnitHead),
        (
            "amend_line",
            json!({ "form": { "place": 1, "what": "void", "name": "", "birthYear": null, "reason": "ghi nhầm" } }),
            UnitHead,
        ),
        (
            "reveal_line",
            json!({ "form": { "place": 1, "pin": "1" } }),
            UnitHead,
        ),
        ("privacy", json!({}), UnitHead),
        (
            "keep_request",
            json!({ "form": { "wish": "see", "asker": "", "reach": "", "checked": "", "about": "" } }),
            UnitHead,
        ),
        (
            "answer_request",
            json!({ "form": { "number": 1, "what": "xong" } }),
            UnitHead,
        ),
        (
            "keep_incident",
            json!({ "form": { "what": "", "whose": "", "found": null } }),
            UnitHead,
        ),
        (
            "settle_incident",
            json!({ "form": { "number": 1, "what": "xong" } }),
            UnitHead,
        ),
        ("keep_days_off", json!({ "days": [] }), UnitHead),
        ("find_people", json!({ "typed": "an" }), UnitHead),
        (
            "hand_out",
            json!({ "form": { "place": 1, "folder": "" } }),
            UnitHead,
        ),
        (
            "correct_person",
            json!({ "form": { "place": 1, "name": "An", "birthYear": null, "reason": "sai" } }),
            UnitHead,
        ),
        ("erase_person", json!({ "place": 1 }), UnitHead),
        (
            "forget_listed",
            json!({ "line": { "list": "members", "number": 1 } }),
            UnitHead,
        ),
        ("save_notice", json!({ "folder": "" }), UnitHead),
        ("rosters", json!({}), UnitHead),
        ("roster_stands", json!({ "number": 1 }), UnitHead),
        (
            "look_roster",
            json!({ "form": { "number": null, "kind": "staff", "name": "x", "file": { "bytes": "", "columns": [], "above": 0 } } }),
            UnitHead,
        ),
        (
            "take_roster",
            json!({ "form": { "token": 0, "keepsGone": true } }),
            UnitHead,
        ),
        ("remove_roster", json!({ "number": 1 }), UnitHead),
        (
            "put_member",
            json!({ "form": { "roster": 1, "member": null, "name": "An", "group": "", "birth": null, "id": null, "phone": null } }),
            UnitHead,
        ),
        ("remove_member", json!({ "member": 1 }), UnitHead),
        (
            "mark_absent",
            json!({ "member": 1, "absent": true }),
            UnitHead,
        ),
        (
            "save_roster",
            json!({ "form": { "number": 1, "group": null, "folder": "x", "xlsx": true } }),
            UnitHead,
        ),
        (
            "print_badges",
            json!({ "form": { "roster": 1, "group": null, "again": false, "folder": "" } }),
            UnitHead,
        ),
        ("revoke_member_badge", json!({ "member": 1 }), UnitHead),
        ("watchlist", json!({}), UnitHead),
        (
            "put_watched",
            json!({ "form": { "number": null, "name": "An", "birth": "", "digits": "", "reason": "x", "authority": "", "from": "", "until": "" } }),
            UnitHead,
        ),
        ("remove_watched", json!({ "number": 1 }), UnitHead),
        (
            "look_watched",
            json!({ "form": { "bytes": "", "columns": [], "above": 0 } }),
            UnitHead,
        ),
        ("take_watched", json!({ "token": 0 }), UnitHead),
        ("expected", json!({ "day": "" }), UnitHead),
        (
            "put_expected",
            json!({ "form": { "number": null, "day": "", "name": "An", "birth": "", "host": "x", "purpose": "", "organisation": "", "from": "", "until": "" } }),
            UnitHead,
        ),
        ("remove_expected", json!({ "number": 1 }), UnitHead),
        (
            "look_expected",
            json!({ "form": { "day": "", "file": { "bytes": "", "columns": [], "above": 0 } } }),
            UnitHead,
        ),
        ("take_expected", json!({ "token": 0 }), UnitHead),
        ("places", json!({}), UnitHead),
        (
            "put_place",
            json!({ "form": { "number": null, "code": "", "kind": "gate", "name": "x", "address": "", "contact": "",
                "responsible": "", "capacity": "", "parent": "", "from": "", "until": "" } }),
            UnitHead,
        ),
        (
            "mark_place",
            json!({ "form": { "number": 1, "state": "posted", "note": "" } }),
            UnitHead,
        ),
        ("look_places", json!({ "file": "" }), UnitHead),
        ("take_places", json!({ "token": 0 }), UnitHead),
        (
            "print_posters",
            json!({ "form": { "places": [], "size": "a4", "folder": "x" } }),
            UnitHead,
        ),
        ("posters_printed", json!({}), Nobody),
        ("stop_posters", json!({}), Nobody),
        ("save_guide", json!({ "folder": "x" }), UnitHead),
        ("seen_place", json!({}), UnitHead),
        ("people", json!({}), Nobody),
        (
            "sign_on",
            json!({ "form": { "number": 1, "pin": "1", "seat": "gate" } }),
            Nobody,
        ),
        (
            "show_names",
            json!({ "form": { "number": 99, "pin": "1" } }),
            Nobody,
        ),
        ("sign_off", json!({ "seat": "desk" }), Nobody),
        ("stay", json!({}), Nobody),
        ("staff", json!({}), Admin),
        (
            "keep_person",
            json!({ "form": { "number": null, "name": "x", "role": "admin", "pin": "86427531" } }),
            Admin,
        ),
        ("remove_person", json!({ "number": 1 }), Admin),
        (
            "issue_badge",
            json!({ "form": { "number": 1, "folder": "/nirgends" } }),
            Admin,
        ),
        ("revoke_badge", json!({ "number": 1 }), Admin),
        ("new_recovery_key", json!({}), Admin),
        ("keep_recovery_key", json!({ "typed": "x" }), Admin),
        (
            "recover",
            json!({ "form": { "number": 1, "key": "x", "pin": "86427531" } }),
            Nobody,
        ),
        ("handover", json!({}), Nobody),
        (
            "trace",
            json!({ "form": { "place": 1, "first": "2026-11-24", "last": "2026-11-24", "minutes": 15,
                "requester": "x", "document": "x", "pin": "0" } }),
            UnitHead,
        ),
        ("save_trace", json!({ "folder": "x" }), UnitHead),
        ("day_checks", json!({ "date": "" }), UnitHead),
        ("settle_day", json!({ "date": "2026-11-24" }), UnitHead),
        (
            "headcount",
            json!({ "form": { "from": 0, "until": 0, "people": null } }),
            Nobody,
        ),
        ("call_roll", json!({}), Nobody),
        (
            "save_roll",
            json!({ "form": { "folder": "x", "found": [] } }),
            Nobody,
        ),
        (
            "keep_inspection",
            json!({ "form": { "position": "", "onDuty": "", "monitors": true, "recommendations": "", "reminder": 1, "sample": null } }),
            Inspector,
        ),
        ("inspections", json!({}), Inspector),
        (
            "save_inspection",
            json!({ "form": { "place": 1, "folder": "/nirgends" } }),
            Inspector,
        ),
        ("print_day_badge", json!({}), Guard),
        ("save_day_badge", json!({ "folder": "x" }), Guard),
        ("save_book_page", json!({ "folder": "x" }), Admin),
        (
            "report",
            json!({ "form": { "span": "day", "day": "2026-11-24", "last": null } }),
            UnitHead,
        ),
        (
            "send_report",
            json!({ "form": { "span": { "span": "day", "day": "2026-11-24", "last": null },
                "formats": ["pdf"], "lines": "none", "folder": "x" } }),
            UnitHead,
        ),
        ("report_rows", json!({}), Nobody),
        ("file_rows", json!({}), Nobody),
        ("stop_report", json!({}), Nobody),
        ("backups", json!({}), Admin),
        ("keep_backups_in", json!({ "folder": "x" }), Admin),
        ("program", json!({}), Admin),
        ("look_for_updates_in", json!({ "folder": "x" }), Admin),
        ("take_update", json!({}), Admin),
        ("lock_screen", json!({ "locked": false }), Admin),
        // Its PIN is asked with it.
        (
            "close_gate",
            json!({ "form": { "number": 1, "pin": "x" } }),
            Nobody,
        ),
        ("back_up", json!({}), Admin),
        (
            "restore_backup",
            json!({ "form": { "folder": "x", "key": "x", "setAside": false } }),
            Admin,
        ),
        ("save_diagnostics", json!({ "folder": "x" }), UnitHead),
        ("sign_settings", json!({ "folder": "x" }), Admin),
        ("look_settings", json!({ "path": "x" }), Admin),
        (
            "take_settings",
            json!({ "form": { "path": "x", "digits": "0" } }),
            Admin,
        ),
        // Last: where it is allowed it ends the shift.
        (
            "hand_over",
            json!({ "form": { "note": "", "next": null, "pin": "", "badge": false } }),
            Guard,
        ),
    ]
}

/// Whom a command's answer says that it needs, as the page was told; None where it wasn't refused for that.
fn needs(window: &Window, command: &str, arguments: &Value) -> Option<Role> {
    window.script(
        "window.answered = undefined;
         const say = (how) => (what) => { window.answered = how + ' ' + JSON.stringify(what ?? null); };
         window.__TAURI_INTERNALS__.invoke(arguments[0], arguments[1]).then(say('done'), say('refused'));",
        json!([command, arguments]),
    );
    let answer = || window.script("return window.answered ?? null", json!([]));
    window.wait_for(&format!("an answer to {command}"), |_| !answer().is_null());
    let answer = answer().as_str().unwrap_or_default().to_owned();
    let envelope = [
        "invalid args",
        "not found",
        "missing required key",
        "not allowed by ACL",
    ];
    assert!(
        !envelope.iter().any(|what| answer.contains(what)),
        "{command} was never asked: {answer}"
    );
    let says = |words: [&str; 2]| words.iter().any(|word| answer.contains(word));
    if says(["\"needs-guard\"", "this needs a guard"]) {
        Some(Role::Guard)
    } else if says(["\"needs-inspector\"", "this needs an inspector"]) {
        Some(Role::Inspector)
    } else if says(["\"needs-unit-head\"", "this needs the unit head"]) {
        Some(Role::UnitHead)
    } else if says(["\"needs-admin\"", "this needs an admin"]) {
        Some(Role::Admin)
    } else {
        None
    }
}

/// Whether somebody may what is asked of a role.
fn may(who: Role, asked_of: Role) -> bool {
    match asked_of {
        Role::Nobody => true,
        Role::Guard => matches!(who, Role::Guard | Role::UnitHead | Role::Admin),
        Role::Inspector => matches!(who, Role::Inspector | Role::UnitHead | Role::Admin),
        Role::UnitHead => matches!(who, Role::UnitHead | Role::Admin),
        Role::Admin => who == Role::Admin,
    }
}

#[test]
fn no_command_does_for_a_window_what_whoever_is_signed_on_may_not() {
    let home = TempDir::new().unwrap();
    let camera = TestCamera::new().unwrap();
    choose_arrangement(home.path(), "to-guard");
    let now = SystemClock::new().now();
    let at = Home::at(home.path());
    drop(Ledger::open(&at, &now).unwrap());
    let staff = Staff::of(&at);
    let add = |name: &str, role, pin: Option<&str>| {
        let typed = Typed {
            name: name.to_owned(),
            role,
            pin: pin.map(str::to_owned),
        };
        staff.add(&typed, &now).unwrap().number
    };
    let guard = add("Lê Văn Bảo", Role::Guard, Some(GUARD_PIN));
    let inspector = add("Hồ Thị Thanh", Role::Inspector, None);
    let admin = add("Trần Thị Quản", Role::Admin, Some(ADMIN_PIN));
    drop(staff);

    let commands = every_command();
    let build = std::fs::read_to_string(root().join("src-tauri/build.rs")).unwrap();
    let registered: Vec<&str> = build.split('"').skip(1).step_by(2).collect();
    for name in registered
        .iter()
        .filter(|name| !name.contains([' ', '=', ':']))
    {
        assert!(
            commands.iter().any(|(command, ..)| command == name),
            "the walk passes {name} over"
        );
    }

    let window = Window::open_live(home.path(), &camera);
    let walk = |who: Role| {
        let wrong: Vec<String> = commands
            .iter()
            .filter_map(|(command, arguments, least)| {
                let expected = (!may(who, *least)).then_some(*least);
                let found = needs(&window, command, arguments);
                (found != expected).then(|| format!("{command}: {found:?}, not {expected:?}"))
            })
            .collect();
        assert!(wrong.is_empty(), "as {who:?}: {wrong:#?}");
    };
    walk(Role::Nobody);
    let form = json!({ "form": { "number": guard, "pin": GUARD_PIN, "seat": "gate" } });
    assert_eq!(needs(&window, "sign_on", &form), None);
    window.wait_for("the guard's name", |w| w.text("guard").contains("Bảo"));
    walk(Role::Guard);
    window.wait_for("the end of the shift", |w| !w.text("guard").contains("Bảo"));

    // An inspector has a badge, and a reader types what it reads.
    let form = json!({ "form": { "number": admin, "pin": ADMIN_PIN, "seat": "desk" } });
    assert_eq!(needs(&window, "sign_on", &form), None);
    let folder = TempDir::new().unwrap();
    let form = json!({ "form": { "number": inspector, "folder": folder.path() } });
    assert_eq!(needs(&window, "issue_badge", &form), None);
    let badge = code_of(&folder.path().join("the-kiem-tra-ho-thi-thanh.pdf"));
    assert_eq!(needs(&window, "sign_off", &json!({ "seat": "desk" })), None);
    let read = json!({ "form": { "text": badge, "retouched": false } });
    assert_eq!(needs(&window, "typed", &read), None);
    window.wait_for("the inspection's page", |w| w.has("inspection"));
    walk(Role::Inspector);
    assert!(
        window.has("inspection"),
        "nothing of it ended the inspection"
    );
    window.close();
}
