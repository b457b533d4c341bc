//! Places and their posters, with the real programs: many printed from a file, and one from the window to the camera.

use super::paper::words_of_pdf;
use checkpoint::entry::{Audit, Entry, Kind};
use checkpoint::place::State;
use checkpoint::role::Role;
use chot_tests::camera::TestCamera;
use chot_tests::frames::{self, HEIGHT, WIDTH};
use chot_tests::window::{Window, choose_arrangement, key};
use chot_tests::{chot, done, root, times};
use kiosk::clock::{Clock, SystemClock};
use kiosk::home::Home;
use kiosk::ledger::Ledger;
use kiosk::staff::{Staff, Typed};
use serde_json::Value;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;

const ADMIN_PIN: &str = "25801357";

/// The pages of a PDF as pictures, in their order.
pub fn pages(pdf: &Path, how: &[&str]) -> (TempDir, Vec<PathBuf>) {
    let folder = TempDir::new().unwrap();
    let drawn = Command::new("pdftoppm")
        .arg("-gray")
        .args(how)
        .args([pdf, &folder.path().join("page")])
        .status();
    assert!(drawn.unwrap().success());
    let files = fs::read_dir(folder.path()).unwrap();
    let mut files: Vec<PathBuf> = files.map(|file| file.unwrap().path()).collect();
    files.sort();
    (folder, files)
}

/// What the log holds of places.
fn entered(home: &Path) -> Vec<(u32, u32, State)> {
    let lines = done(home, &["ledger", "export"]);
    let entries = lines
        .lines()
        .map(|line| Entry::parse(line.as_bytes()).unwrap());
    entries
        .filter(|entry| entry.said.kind == Kind::Audit(Audit::Place))
        .map(|entry| {
            let said = entry.said.place.unwrap();
            (said.place, said.version, said.state)
        })
        .collect()
}

#[test]
fn every_poster_of_a_file_of_places_is_read_back_from_its_page_as_the_right_place() {
    let folder = TempDir::new().unwrap();
    let home = folder.path().join("home");
    let samples = root().join("assets/samples").display().to_string();
    done(&home, &["watch", "--camera", &samples]);
    let count = u32::try_from(times(200)).unwrap();
    let mut rows = "Mã,Tên nơi đặt,Loại,Địa chỉ,Liên hệ,Đến ngày\n".to_owned();
    for number in 1..=count {
        let kind = ["Cổng", "Cửa hàng", "Xe", "Lớp học"][number as usize % 4];
        writeln!(
            rows,
            "BS-{number:03},{kind} số {number} – nhà Ễ,{kind},\"Thôn {number}, xã Bình Trung\",0255 3 850 100,31/12/2099"
        )
        .unwrap();
    }
    let file = folder.path().join("nơi đặt.csv");
    fs::write(&file, rows).unwrap();
    let file = file.display().to_string();
    let tried = done(&home, &["places", "import", &file, "--dry-run", "--json"]);
    let tried: Value = serde_json::from_str(&tried).unwrap();
    assert_eq!(tried["added"], count);
    assert_eq!(done(&home, &["places", "list"]), "");
    done(&home, &["places", "import", &file]);
    let again = done(&home, &["places", "import", &file]);
    assert_eq!(again, format!("0 added, 0 changed, {count} as before\n"));

    let pdf = folder.path().join("to-ma.pdf");
    let path = pdf.display().to_string();
    done(&home, &["places", "posters", "--pdf", &path]);
    let text = words_of_pdf(&pdf);
    let (_folder, files) = pages(&pdf, &["-r", "150"]);
    assert_eq!(files.len(), count as usize);
    for (number, page) in (1..=count).zip(&files) {
        assert!(text.contains(&format!("Mã BS-{number:03}")), "{number}");
        let read = done(&home, &["read", &page.display().to_string(), "--json"]);
        let read: Value = serde_json::from_str(read.lines().next().unwrap()).unwrap();
        let said = read["texts"][0].as_str().unwrap();
        let named = format!(" số {number} – nhà Ễ – mã BS-{number:03}. Vào cổng mời đưa thẻ");
        assert!(said.contains(&named) && said.contains("CHOT1:"), "{said}");
    }
    // One of them, small.
    done(
        &home,
        &[
            "places", "posters", "bs-002", "--size", "sticker", "--pdf", &path,
        ],
    );
    let (_folder, files) = pages(&pdf, &["-r", "150"]);
    assert_eq!(files.len(), 1);
    let none = chot(&home, &["places", "posters", "ZZ-9", "--pdf", &path]);
    assert_eq!(none.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&none.stderr).contains("chot places list"));

    let guide = folder.path().join("huong-dan.pdf");
    done(
        &home,
        &["places", "guide", "--pdf", &guide.display().to_string()],
    );
    assert!(words_of_pdf(&guide).contains("Mời đưa mã QR trên thẻ căn cước vào khung"));
    assert_eq!(pages(&guide, &["-r", "30"]).1.len(), 1);
}

/// An admin, nobody else.
pub fn staffed(home: &Path) {
    let home = Home::at(home);
    let now = SystemClock::new().now();
    drop(Ledger::open(&home, &now).unwrap());
    let typed = Typed {
        name: "Trần Thị Quản".to_owned(),
        role: Role::Admin,
        pin: Some(ADMIN_PIN.to_owned()),
    };
    Staff::of(&home).add(&typed, &now).unwrap();
}

fn open_places(window: &Window) {
    window.press(key::F11);
    window.wait_for("the pad", |w| w.has("desk-pin") || w.has("page-places"));
    if window.has("desk-pin") {
        window.fill("desk-pin", ADMIN_PIN);
        window.press(key::ENTER);
    }
    window.wait_for("the pages", |w| w.has("page-places"));
    window.click("page-places");
    window.wait_for("the register", |w| w.has("place-add"));
}

/// Opens the register, makes the place BS-012, and prints its poster into a folder. Names the file.
pub fn make_and_print(window: &Window, name: &str, folder: &Path) -> PathBuf {
    open_places(window);
    window.click("place-add");
    window.wait_for("the form", |w| w.has("place-name"));
    window.fill("place-name", name);
    window.fill("place-code", "bs-012");
    window.click("place-keep");
    window.wait_for("the place", |w| w.has("place-BS-012"));
    window.click("places-print");
    window.wait_for("the folder", |w| w.has("posters-folder"));
    window.fill("posters-folder", &folder.display().to_string());
    window.click("posters-print");
    window.wait_for("the file", |w| w.has("posters-saved"));
    folder.join("to-ma-BS-012-1-a4.pdf")
}

/// A printed page before a wall, as high as the camera's picture.
fn held(pdf: &Path) -> Vec<u8> {
    let high = HEIGHT.to_string();
    let (_folder, files) = pages(pdf, &["-scale-to-y", &high, "-scale-to-x", "-1"]);
    let pgm = fs::read(&files[0]).unwrap();
    let head = String::from_utf8_lossy(&pgm[..20]).into_owned();
    let mut words = head.split_whitespace().skip(1);
    let mut number = || words.next().unwrap().parse::<usize>().unwrap();
    let (width, height) = (number(), number());
    let pixels = &pgm[pgm.len() - width * height..];
    let mut luma = frames::wall();
    let left = (WIDTH as usize - width) / 2;
    for (y, row) in pixels.chunks(width).enumerate() {
        let at = y * WIDTH as usize + left;
        luma[at..at + width].copy_from_slice(row);
    }
    luma
}

#[test]
fn a_place_made_in_the_window_is_printed_held_up_inspected_and_revoked() {
    let home = TempDir::new().unwrap();
    let folder = TempDir::new().unwrap();
    let camera = TestCamera::new().unwrap();
    staffed(home.path());
    choose_arrangement(home.path(), "to-guard");
    let window = Window::open_live(home.path(), &camera);
    let step_aside = || camera.show(WIDTH, HEIGHT, &frames::wall()).unwrap();
    let pdf = make_and_print(&window, "Cong sau", folder.path());
    window.picture("places-printed.png");
    let page = held(&pdf);

    // While an inspection waits, the poster goes into it.
    window.click("places-inspect");
    window.click("inspect-begin");
    window.wait_for("the wait", |w| {
        w.text("inspect").contains("Đang chờ một tờ mã")
    });
    camera.show(WIDTH, HEIGHT, &page).unwrap();
    window.wait_for("the answer", |w| w.has("inspect-check"));
    assert_eq!(window.text("inspect-answer"), "Đúng chỗ");
    window.picture("places-inspected.png");
    window.click("inspect-check");
    window.wait_for("that it is noted", |w| w.has("inspect-count"));
    step_aside();
    window.click("inspect-end");
    window.press(key::ESCAPE);
    window.wait_for("the gate at rest", |w| w.has("privacy"));

    let before = window.shown();
    camera.show(WIDTH, HEIGHT, &page).unwrap();
    window.wait_for_verdict("place", before);
    window.wait_for("the word", |w| w.text("verdict-panel").contains("Đúng chỗ"));
    window.picture("places-right.png");
    step_aside();

    open_places(&window);
    window.click("place-more");
    window.wait_for("its deeds", |w| w.has("place-revoked"));
    window.click("place-revoked");
    window.click("place-revoked");
    window.wait_for("that it is revoked", |w| {
        w.text("place-state").contains("Đã thu hồi")
    });
    window.press(key::ESCAPE);
    window.wait_for("the gate at rest", |w| w.has("privacy"));
    let before = window.shown();
    camera.show(WIDTH, HEIGHT, &page).unwrap();
    window.wait_for_verdict("place", before);
    window.wait_for("the word", |w| {
        w.text("verdict-panel").contains("Mã đã thu hồi")
    });
    window.picture("places-revoked.png");
    window.close();
    let states = [State::Made, State::Checked, State::Revoked];
    assert_eq!(entered(home.path()), states.map(|state| (1, 1, state)));
}
