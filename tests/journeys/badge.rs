//! Badges of the staff in the real window: issued by an admin, printed, held up to the camera, and lost.

use super::paper::code_of;
use checkpoint::role::Role;
use chot_tests::camera::TestCamera;
use chot_tests::frames::{self, HEIGHT, WIDTH, card};
use chot_tests::window::{Window, choose_arrangement, key};
use kiosk::clock::{Clock, SystemClock};
use kiosk::home::Home;
use kiosk::ledger::Ledger;
use kiosk::staff::{Staff, Typed};
use tempfile::TempDir;

const ADMIN_PIN: &str = "25801357";

/// An admin, two guards and an inspector, of whom nobody is signed on.
fn staffed(root: &TempDir) {
    let home = Home::at(root.path());
    let now = SystemClock::new().now();
    drop(Ledger::open(&home, &now).unwrap());
    let staff = Staff::of(&home);
    for (name, role, pin) in [
        ("Lê Văn Bảo", Role::Guard, Some("2580")),
        ("Võ Thị Ca", Role::Guard, Some("1379")),
        ("Hồ Thị Thanh", Role::Inspector, None),
        ("Trần Thị Quản", Role::Admin, Some(ADMIN_PIN)),
    ] {
        let typed = Typed {
            name: name.to_owned(),
            role,
            pin: pin.map(str::to_owned),
        };
        staff.add(&typed, &now).unwrap();
    }
}

fn open_staff_page(window: &Window) {
    window.press(key::F11);
    window.wait_for("the pad", |w| w.has("desk-pad"));
    window.fill("desk-pin", ADMIN_PIN);
    window.press(key::ENTER);
    window.wait_for("the pages", |w| w.has("page-staff"));
    window.click("page-staff");
    window.wait_for("the list", |w| w.has("issue-badge"));
}

/// The code of the badge of the `n`th of the list who may have one: guards, and behind them inspectors.
fn issued(window: &Window, folder: &TempDir, n: usize, file: &str) -> String {
    let choose = "document.querySelectorAll('[data-testid=issue-badge]')[arguments[0]].click()";
    window.script(choose, serde_json::json!([n]));
    window.wait_for("its folder", |w| w.has("badge-folder"));
    window.fill("badge-folder", &folder.path().display().to_string());
    window.click("badge-save");
    window.wait_for("the file", |w| w.text("badge-saved").contains(file));
    code_of(&folder.path().join(file))
}

#[test]
fn a_badge_is_issued_printed_held_up_handed_over_with_and_revoked() {
    let home = TempDir::new().unwrap();
    let folder = TempDir::new().unwrap();
    let camera = TestCamera::new().unwrap();
    staffed(&home);
    choose_arrangement(home.path(), "to-guard");
    let window = Window::open_live(home.path(), &camera);
    let hold_up = |text: &str| {
        let frame = frames::with_codes(&[text], 6);
        camera.show(WIDTH, HEIGHT, &frame).unwrap();
    };
    let step_aside = || camera.show(WIDTH, HEIGHT, &frames::wall()).unwrap();
    open_staff_page(&window);
    let bao = issued(&window, &folder, 0, "the-bao-ve-le-van-bao.pdf");
    let ca = issued(&window, &folder, 1, "the-bao-ve-vo-thi-ca.pdf");
    window.picture("badge-issued.png");
    window.press(key::ESCAPE);
    window.wait_for("the gate", |w| w.has("guard"));

    let before = window.shown();
    hold_up(&bao);
    window.wait_for_verdict("badge", before);
    window.wait_for("the guard", |w| w.text("guard").contains("Lê Văn Bảo"));
    window.picture("badge-on-duty.png");
    step_aside();
    // A visitor is entered as ever.
    let before = window.shown();
    hold_up(&card(1));
    window.wait_for_verdict("in", before);
    step_aside();

    window.press(key::F9);
    window.wait_for("the slip", |w| w.has("handover-note"));
    window.fill("handover-note", "Khoa kho o tu so 2");
    hold_up(&ca);
    window.wait_for("the next guard's badge", |w| w.has("handover-by-badge"));
    step_aside();
    window.picture("badge-handover.png");
    window.click("handover-by-badge");
    window.wait_for("the seal", |w| w.has("handed"));
    assert!(window.text("guard").contains("Võ Thị Ca"));
    window.press(key::ESCAPE);

    // It is lost: from then on it begins nothing.
    open_staff_page(&window);
    let second = "document.querySelectorAll('[data-testid=revoke-badge]')[1].click()";
    window.script(second, serde_json::json!([]));
    window.wait_for("that it was revoked", |w| {
        w.text("staff-said").contains("Võ Thị Ca")
    });
    window.press(key::ESCAPE);
    // The camera's last pictures of the badge may have come after the shift was taken. Then it was shown, and counts again
    // only when it was out of view for a while, which is less than a panel stays.
    window.wait_for("the gate at rest", |w| w.has("privacy"));
    let before = window.shown();
    hold_up(&ca);
    window.wait_for_verdict("badge", before);
    window.wait_for("what to do instead", |w| {
        w.text("verdict-panel")
            .contains("Thẻ đã thu hồi hoặc hết hạn")
    });
    window.picture("badge-revoked.png");
    window.close();
}

#[test]
fn an_inspector_s_badge_opens_the_inspection_and_the_gate_goes_on_behind_it() {
    let home = TempDir::new().unwrap();
    let folder = TempDir::new().unwrap();
    let camera = TestCamera::new().unwrap();
    staffed(&home);
    choose_arrangement(home.path(), "to-visitor");
    let window = Window::open_live(home.path(), &camera);
    let hold_up = |text: &str| {
        let frame = frames::with_codes(&[text], 6);
        camera.show(WIDTH, HEIGHT, &frame).unwrap();
    };
    let step_aside = || camera.show(WIDTH, HEIGHT, &frames::wall()).unwrap();
    open_staff_page(&window);
    let badge = issued(&window, &folder, 2, "the-kiem-tra-ho-thi-thanh.pdf");
    window.press(key::ESCAPE);
    window.wait_for("the gate", |w| w.has("guard"));
    hold_up(&badge);
    window.wait_for("the inspection", |w| w.has("inspection"));
    assert!(window.text("inspector").contains("Hồ Thị Thanh"));
    step_aside();
    hold_up(&card(1));
    window.wait_for("a scan behind it", |w| {
        w.text("goes-on").contains("MỜI VÀO")
    });
    step_aside();
    window.fill("inspect-position", "Cong chinh, ben phai");
    window.picture("inspector-badge.png");
    window.click("inspect-keep");
    window.wait_for("that it is entered", |w| w.has("inspect-said"));
    assert!(window.text("inspected").contains("Hồ Thị Thanh"));
    window.press(key::ESCAPE);
    window.wait_for("the gate alone", |w| !w.has("inspection"));
    window.close();
}
