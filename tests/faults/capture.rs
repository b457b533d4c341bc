//! Capture by the real program through a camera in user space: what a person at a gate does to a camera.

use std::time::{Duration, Instant};

use chot_tests::camera::TestCamera;
use chot_tests::{bin, wait_until};
use kiosk::camera::{Camera, Detail, Picture, State, Wanted};

/// Long enough for anything that is going to happen on a busy machine; a test that waits so long has failed.
const EVER: Duration = Duration::from_secs(40);
const A_MOMENT: Duration = Duration::from_millis(80);

fn start(device: &TestCamera, wanted: Wanted) -> Camera {
    Camera::start(wanted, device.with(&bin("chot")).unwrap())
}

/// Takes pictures as a gate does until one is as wanted.
fn until(camera: &mut Camera, wanted: impl Fn(&Picture, &Camera) -> bool) -> Picture {
    let begun = Instant::now();
    while begun.elapsed() < EVER {
        if let Some(picture) = camera.next(A_MOMENT)
            && wanted(&picture, camera)
        {
            return picture;
        }
    }
    panic!("no such picture; the camera is {:?}", camera.state());
}

/// Goes on asking for pictures until the camera says the wanted word.
fn until_state(camera: &mut Camera, wanted: impl Fn(&State) -> bool) {
    let begun = Instant::now();
    while begun.elapsed() < EVER {
        if wanted(&camera.state()) {
            return;
        }
        camera.next(A_MOMENT);
    }
    panic!("the camera is {:?}", camera.state());
}

fn is_live(state: &State) -> bool {
    matches!(state, State::Live { .. })
}

/// Four quarters of different brightness.
fn quarters() -> Vec<u8> {
    let pixel = |x: u32, y: u32| [[40, 90], [150, 210]][usize::from(y >= 60)][usize::from(x >= 80)];
    (0..120)
        .flat_map(|y| (0..160).map(move |x| pixel(x, y)))
        .collect()
}

/// The brightness in the middle of each quarter.
fn middles(picture: &Picture) -> [u8; 4] {
    let luma = &picture.luma;
    let at = |x: u32, y: u32| {
        luma.bytes[(luma.height * y / 4 * luma.width + luma.width * x / 4) as usize]
    };
    [at(1, 1), at(3, 1), at(1, 3), at(3, 3)]
}

fn shows_quarters(picture: &Picture) -> bool {
    middles(picture)
        .iter()
        .zip([40u8, 90, 150, 210])
        .all(|(seen, shown)| seen.abs_diff(shown) <= 6)
}

/// Processes that were started with this camera, whoever their parent is now.
fn started_with(device: &TestCamera) -> usize {
    let [_, (_, directory)] = device.environment();
    let mark = format!("TEST_CAMERA={}", directory.display());
    let processes = std::fs::read_dir("/proc").unwrap().flatten();
    processes
        .filter_map(|process| std::fs::read(process.path().join("environ")).ok())
        .filter(|environ| {
            environ
                .split(|&byte| byte == 0)
                .any(|one| one == mark.as_bytes())
        })
        .count()
}

#[test]
fn the_largest_quick_mode_is_chosen_and_the_picture_is_the_one_shown() {
    let device = TestCamera::new().unwrap();
    device.show(160, 120, &quarters()).unwrap();
    let mut camera = start(&device, Wanted::Auto);
    let picture = until(&mut camera, |picture, _| shows_quarters(picture));
    assert_eq!((picture.luma.width, picture.luma.height), (1920, 1080));
    let live = State::Live {
        name: "Test Camera".into(),
        width: 1920,
        height: 1080,
        fps: 30,
    };
    assert_eq!(camera.state(), live);
    assert_eq!(device.opened(), ["MJPG 1920 1080 30"]);
    let preview = image::load_from_memory(&picture.preview).unwrap();
    assert_eq!((preview.width(), preview.height()), (640, 360));
}

#[test]
fn every_format_shows_the_same_picture() {
    for format in ["YUYV", "MJPG", "NV12", "GRAY"] {
        let device = TestCamera::new().unwrap();
        device.set_modes(&format!("{format} 640 480 30\n")).unwrap();
        device.show(160, 120, &quarters()).unwrap();
        let mut camera = start(&device, Wanted::Auto);
        camera.set_preview(Detail::Off);
        let picture = until(&mut camera, |picture, _| shows_quarters(picture));
        assert!(picture.preview.is_empty());
        assert_eq!(device.opened(), [format!("{format} 640 480 30")]);
    }
}

#[test]
fn a_mode_that_does_not_hold_its_pace_gives_way_to_the_largest_that_does() {
    let device = TestCamera::new().unwrap();
    device
        .set_modes("YUYV 1920 1080 30\nYUYV 640 480 30\n")
        .unwrap();
    device.set_limit(5 * 1920 * 1080).unwrap();
    let mut camera = start(&device, Wanted::Auto);
    until(&mut camera, |picture, _| picture.luma.height == 480);
    assert_eq!(device.opened(), ["YUYV 1920 1080 30", "YUYV 640 480 30"]);
}

#[test]
fn where_no_mode_holds_its_pace_the_largest_is_kept() {
    let device = TestCamera::new().unwrap();
    device
        .set_modes("YUYV 320 240 30\nYUYV 160 120 30\nYUYV 80 60 30\n")
        .unwrap();
    device.set_limit(1).unwrap();
    let mut camera = start(&device, Wanted::Auto);
    until(&mut camera, |picture, _| picture.luma.height == 60);
    until(&mut camera, |picture, _| picture.luma.height == 240);
    let begun = Instant::now();
    while begun.elapsed() < Duration::from_secs(6) {
        let height = camera.next(A_MOMENT).map(|picture| picture.luma.height);
        assert!(height.is_none_or(|height| height == 240), "{height:?}");
    }
    assert_eq!(device.opened().len(), 4);
}

#[test]
fn a_picture_is_never_handed_out_twice() {
    let device = TestCamera::new().unwrap();
    let mut camera = start(&device, Wanted::Auto);
    let first = until(&mut camera, |_, _| true);
    let second = until(&mut camera, |_, _| true);
    assert_eq!(second.number, first.number + 1);
    assert_ne!(second.luma, first.luma);
}

#[test]
fn an_unplugged_camera_comes_back_under_another_number() {
    let device = TestCamera::new().unwrap();
    let mut camera = start(&device, Wanted::Auto);
    until_state(&mut camera, is_live);
    device.set_state("gone", 0).unwrap();
    until_state(&mut camera, |state| *state == State::Unplugged);
    device.show(160, 120, &quarters()).unwrap();
    device.set_state("ok", 3).unwrap();
    until(&mut camera, |picture, camera| {
        shows_quarters(picture) && is_live(&camera.state())
    });
}

#[test]
fn a_wanted_number_is_waited_for() {
    let device = TestCamera::new().unwrap();
    let mut camera = start(&device, Wanted::Index(2));
    until_state(&mut camera, |state| *state == State::Absent);
    device.set_state("ok", 2).unwrap();
    until_state(&mut camera, is_live);
}

#[test]
fn a_frozen_camera_is_restarted_until_it_gives_frames_in_the_mode_it_had() {
    let device = TestCamera::new().unwrap();
    let mut camera = start(&device, Wanted::Auto);
    let before = until(&mut camera, |_, camera| is_live(&camera.state()));
    device.set_state("freeze", 0).unwrap();
    until_state(&mut camera, |state| *state == State::Stalled);
    device.set_state("ok", 0).unwrap();
    let after = until(&mut camera, |_, camera| is_live(&camera.state()));
    assert_eq!(
        (after.luma.width, after.luma.height),
        (before.luma.width, before.luma.height)
    );
    assert!(device.opened().len() >= 2);
}

#[test]
fn a_busy_and_a_denied_camera_are_told_apart_and_taken_when_free() {
    let device = TestCamera::new().unwrap();
    device.set_state("busy", 0).unwrap();
    let mut camera = start(&device, Wanted::Auto);
    until_state(&mut camera, |state| *state == State::Busy);
    device.set_state("denied", 0).unwrap();
    until_state(&mut camera, |state| *state == State::Denied);
    device.set_state("gone", 0).unwrap();
    until_state(&mut camera, |state| *state == State::Absent);
    device.set_state("ok", 0).unwrap();
    camera.retry();
    until_state(&mut camera, is_live);
}

#[test]
fn broken_frames_are_counted_and_passed_over_and_a_stream_of_them_is_told() {
    let device = TestCamera::new().unwrap();
    let mut camera = start(&device, Wanted::Auto);
    until_state(&mut camera, is_live);
    device.set_state("corrupt", 0).unwrap();
    until_state(&mut camera, |state| *state == State::WrongFormat);
    assert!(camera.lost() > 10);
    device.set_state("ok", 0).unwrap();
    until(&mut camera, |_, camera| is_live(&camera.state()));
}

#[test]
fn a_camera_without_a_format_of_ours_is_told() {
    let device = TestCamera::new().unwrap();
    device.set_modes("H264 1280 720 30\n").unwrap();
    let mut camera = start(&device, Wanted::Auto);
    until_state(&mut camera, |state| *state == State::WrongFormat);
}

#[test]
fn identical_frames_have_the_camera_reopened_and_go_on_being_shown() {
    let device = TestCamera::new().unwrap();
    let mut camera = start(&device, Wanted::Auto);
    until_state(&mut camera, is_live);
    device.set_state("still", 0).unwrap();
    until_state(&mut camera, |state| *state == State::Still);
    assert_eq!(device.opened().len(), 2);
    until(&mut camera, |_, camera| camera.state() == State::Still);
    device.set_state("ok", 0).unwrap();
    until_state(&mut camera, is_live);
}

#[test]
fn a_camera_that_is_let_go_leaves_no_process() {
    let device = TestCamera::new().unwrap();
    let mut camera = start(&device, Wanted::Auto);
    until_state(&mut camera, is_live);
    device.set_state("freeze", 0).unwrap();
    until_state(&mut camera, |state| *state == State::Stalled);
    wait_until("the next capture child", EVER, || started_with(&device) > 0);
    drop(camera);
    wait_until("the capture child's end", EVER, || {
        started_with(&device) == 0
    });
}
