//! A unit head's afternoon in the real window: whom somebody met, the day settled, its report saved, and the roll called.

use checkpoint::entry::{Audit, Kind};
use chot_tests::camera::TestCamera;
use chot_tests::frames::{self, HEIGHT, WIDTH, card};
use chot_tests::window::{Window, choose_arrangement, key};
use chot_tests::{bin, wait_for};
use kiosk::clock::{Clock, SystemClock};
use kiosk::home::Home;
use kiosk::ledger::Ledger;
use kiosk::settings::Settings;
use std::path::Path;
use std::process::Command;
use std::time::Duration;
use tempfile::TempDir;

/// The files of a folder, by their endings.
fn endings(folder: &Path) -> Vec<String> {
    let files = std::fs::read_dir(folder).unwrap();
    let mut endings: Vec<String> = files
        .map(|file| {
            let path = file.unwrap().path();
            path.extension().unwrap().to_string_lossy().into_owned()
        })
        .collect();
    endings.sort();
    endings
}

#[test]
fn a_unit_head_traces_settles_reports_and_calls_the_roll_and_each_is_an_entry() {
    let home = TempDir::new().unwrap();
    let stick = TempDir::new().unwrap();
    let folder = |name: &str| {
        let folder = stick.path().join(name);
        std::fs::create_dir(&folder).unwrap();
        folder
    };
    let camera = TestCamera::new().unwrap();
    choose_arrangement(home.path(), "to-guard");
    let window = Window::open_live(home.path(), &camera);
    // Đỗ Thị Đức, and after her Phạm Thị An.
    let mut shown = window.shown();
    for number in [29, 3] {
        let frame = frames::with_codes(&[&card(number)], 6);
        camera.show(WIDTH, HEIGHT, &frame).unwrap();
        shown = window.wait_for_verdict("in", shown);
    }
    camera.show(WIDTH, HEIGHT, &frames::wall()).unwrap();
    window.press(key::F11);
    window.wait_for("the admin's pages", |w| w.has("page-book"));
    window.click("page-book");
    window.wait_for("the day", |w| w.count("book-line") == 2);

    let traces = folder("traces");
    window.click("book-trace");
    window.wait_for("the search", |w| w.has("trace-search"));
    window.fill("trace-search", "do thi duc");
    window.wait_for("her line", |w| w.count("trace-choose") == 1);
    window.click("trace-choose");
    window.wait_for("the form", |w| w.has("trace-form"));
    window.click("trace-minutes");
    window.press(key::BACKSPACE);
    window.press(key::BACKSPACE);
    window.keys("0");
    window.fill("trace-requester", "Tram y te");
    window.fill("trace-document", "12/TYT");
    window.press(key::ENTER);
    window.wait_for("the other one", |w| {
        w.count("met") == 1 && w.text("met").contains("Phạm Thị An")
    });
    assert!(window.text("traced").contains("MẬT – CHỈ DÙNG TRUY VẾT"));
    window.picture("accounts-trace.png");
    window.fill("trace-file-folder", traces.to_str().unwrap());
    window.press(key::ENTER);
    window.wait_for("where it is", |w| w.has("trace-file-saved"));
    assert_eq!(endings(&traces), ["pdf", "xlsx"]);

    window.click("book-settle");
    window.wait_for("the checks", |w| w.has("check-coverage"));
    assert!(window.text("check-coverage").contains("Chưa đếm"));
    window.click("settle-do");
    window.wait_for("the seal", |w| w.has("settled"));
    window.picture("accounts-settle.png");
    // It never stops the gate: somebody comes, and is an addendum.
    let frame = frames::with_codes(&[&card(1)], 6);
    camera.show(WIDTH, HEIGHT, &frame).unwrap();
    window.wait_for("a scan behind the page", |w| {
        w.text("goes-on").contains("Trần Thị An")
    });

    let reports = folder("reports");
    window.click("book-reports");
    window.wait_for("the figures", |w| {
        w.has("report-page") && w.text("report-page").contains("3 lượt vào")
    });
    assert!(window.text("report-page").contains("Chốt sổ và bổ sung"));
    window.picture("accounts-reports.png");
    window.fill("report-folder", reports.to_str().unwrap());
    window.press(key::ENTER);
    window.wait_for("where they are", |w| w.has("report-sent"));
    assert_eq!(endings(&reports), ["pdf", "xlsx"]);

    window.click("book-roll");
    window.wait_for("everybody", |w| w.count("roll-tick") == 3);
    assert!(window.text("roll-missing").contains('3'));
    window.click("roll-tick");
    window.wait_for("one less", |w| w.text("roll-missing").contains('2'));
    window.picture("accounts-roll.png");
    window.close();

    let now = SystemClock::new().now();
    let zone = Settings::default().time_zone().unwrap();
    // The window is closed before its process has ended.
    let opened = || Ledger::open(&Home::at(home.path()), &now).ok();
    let mut ledger = wait_for("the log, let go", Duration::from_secs(30), opened);
    let kept = ledger.recent(&now, &zone).unwrap();
    drop(ledger);
    let ours = [Audit::Reveal, Audit::Export, Audit::DaySettled];
    let audits: Vec<(Audit, Option<u32>)> = kept
        .iter()
        .flat_map(|kept| {
            let said = &kept.entry.said;
            let mine = ours.into_iter();
            let mine = mine.filter(|audit| said.kind == Kind::Audit(*audit));
            mine.map(|audit| (audit, said.count))
        })
        .collect();
    assert_eq!(
        audits,
        [
            (Audit::Reveal, Some(1)),
            (Audit::Export, Some(2)),
            (Audit::DaySettled, None),
            (Audit::Export, Some(2)),
            (Audit::Reveal, Some(3)),
        ]
    );
    let told = Command::new(bin("chot"))
        .args(["report", "--day"])
        .env("CHOT_HOME", home.path())
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&told.stdout).into_owned();
    assert!(told.contains("Chốt sổ và bổ sung"), "{told}");
}
