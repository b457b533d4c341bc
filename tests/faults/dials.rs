//! A camera whose dials help: the real gate before one that sees a code drowned in light.

use chot_tests::camera::TestCamera;
use chot_tests::frames::{HEIGHT, WIDTH, card, drowning, wall};
use chot_tests::watching::Watching;
use chot_tests::{bin, wait_for, wait_until};
use kiosk::camera::{Adjust, Camera, State, Wanted};
use serde_json::Value;
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// Long enough for anything that is going to happen on a busy machine.
const EVER: Duration = Duration::from_secs(40);

#[test]
fn a_code_that_drowns_in_light_is_read_at_another_exposure_and_the_dials_are_turned_back() {
    let (camera, home) = (TestCamera::new().unwrap(), TempDir::new().unwrap());
    camera.set_modes("YUYV 1280 720 30\n").unwrap();
    camera.set_light(8 * 256).unwrap();
    camera.show(WIDTH, HEIGHT, &drowning(&card(77), 8)).unwrap();
    let gate = Watching::start(home.path(), &camera, &["--reader", "none"]);
    let line = gate.lines.recv_timeout(EVER).expect("the card is read");
    let line: Value = serde_json::from_str(&line).unwrap();
    assert_eq!(line["verdict"], "in", "{line}");
    let turned = camera.turned();
    assert_eq!(
        turned[..4],
        [
            "focus-auto 0",
            "focus-auto 1",
            "exposure-auto 1",
            "exposure 128"
        ],
        "{turned:?}"
    );
    assert!(
        !turned.contains(&"exposure-auto 3".to_owned()),
        "{turned:?}"
    );
    camera.show(WIDTH, HEIGHT, &wall()).unwrap();
    let last = wait_for("the camera's own exposure", EVER, || {
        camera
            .turned()
            .last()
            .filter(|last| *last == "exposure-auto 3")
            .cloned()
    });
    assert_eq!(last, "exposure-auto 3");
}

#[test]
fn a_camera_without_dials_is_asked_and_goes_on() {
    let camera = TestCamera::new().unwrap();
    let mut eye = live(&camera);
    for adjust in [Adjust::Focus, Adjust::Exposure(-2), Adjust::Restore] {
        eye.adjust(adjust);
        wait_until("a picture", EVER, || {
            eye.next(Duration::from_millis(80)).is_some()
        });
    }
    assert_eq!(camera.turned(), Vec::<String>::new());
    assert_eq!(camera.opened().len(), 1);
}

#[test]
fn dials_are_turned_back_when_the_gate_ends_and_after_a_child_that_could_not() {
    let camera = TestCamera::new().unwrap();
    camera.set_light(256).unwrap();
    let turned_back = || {
        camera
            .turned()
            .last()
            .is_some_and(|last| last == "exposure-auto 3")
    };
    let mut eye = live(&camera);
    eye.adjust(Adjust::Exposure(2));
    wait_until("the exposure", EVER, || {
        eye.next(Duration::from_millis(80));
        camera
            .turned()
            .last()
            .is_some_and(|last| last == "exposure 1024")
    });
    drop(eye);
    assert!(turned_back(), "{:?}", camera.turned());

    let mut eye = live(&camera);
    eye.adjust(Adjust::Exposure(-1));
    wait_until("the exposure", EVER, || {
        eye.next(Duration::from_millis(80));
        camera
            .turned()
            .last()
            .is_some_and(|last| last == "exposure 128")
    });
    camera.set_state("freeze", 0).unwrap();
    let begun = Instant::now();
    while eye.state() != State::Stalled {
        assert!(begun.elapsed() < EVER, "{:?}", eye.state());
        eye.next(Duration::from_millis(80));
    }
    camera.set_state("ok", 0).unwrap();
    wait_until("the next child's first act", EVER, || {
        eye.next(Duration::from_millis(80));
        turned_back()
    });
}

fn live(camera: &TestCamera) -> Camera {
    let mut eye = Camera::start(Wanted::Auto, camera.with(&bin("chot")).unwrap());
    wait_until("a live camera", EVER, || {
        eye.next(Duration::from_millis(80));
        matches!(eye.state(), State::Live { .. })
    });
    eye
}
