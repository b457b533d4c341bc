//! The unit head's question in the real window: somebody came by a card; who was it, and who is inside? And the same in the
//! terminal.

use chot_tests::camera::TestCamera;
use chot_tests::done;
use chot_tests::frames::{self, HEIGHT, WIDTH, card};
use chot_tests::window::{Window, choose_arrangement, key};
use serde_json::Value;
use tempfile::TempDir;

#[test]
fn whoever_came_by_a_card_is_found_without_accents_and_is_inside() {
    let home = TempDir::new().unwrap();
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
    window.press(key::F11);
    window.wait_for("the admin's pages", |w| w.has("page-book"));
    window.click("page-book");
    window.wait_for("the day", |w| w.count("book-line") == 2);
    assert!(window.text("book-tiles").contains('2'));
    window.picture("book-day.png");
    window.click("book-search");
    window.keys("do thi duc");
    window.wait_for("whom the words name", |w| {
        w.count("book-line") == 1 && w.text("book-line").contains("Đỗ Thị Đức")
    });
    window.picture("book-found.png");
    for _ in "do thi duc".chars() {
        window.press(key::BACKSPACE);
    }
    window.click("book-inside");
    window.wait_for("both of them", |w| w.count("present") == 2);
    window.picture("book-inside.png");

    let found = done(home.path(), &["search", "duc", "do"]);
    assert!(found.contains("Đỗ Thị Đức"), "{found}");
    assert!(!found.contains("Phạm"), "{found}");
    let inside: Value = serde_json::from_str(&done(home.path(), &["inside", "--json"])).unwrap();
    let people = inside["inside"].as_array().unwrap();
    assert_eq!(people.len(), 2, "{inside}");
    assert!(
        !inside.to_string().contains("Đức"),
        "numbers and pseudonyms alone"
    );
    let person = people[0]["person"].as_str().unwrap();
    let today = &inside["at"].as_str().unwrap()[..10];
    let days = ["--from", today, "--to", today, "--min", "0"];
    let together = ["together", "--json", "--person", person];
    let together = done(home.path(), &[&together[..], &days[..]].concat());
    let together: Value = serde_json::from_str(&together).unwrap();
    assert_eq!(together["met"][0]["person"], people[1]["person"]);
    assert_eq!(together["met"][0]["time"], "estimated");
    window.close();
}
