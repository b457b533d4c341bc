//! The real window, release build, with the tests' camera before it.

use crate::numbers::{Row, Spread};
use crate::processes::{Cpu, below, name, pss_mb};
use chot_tests::camera::TestCamera;
use chot_tests::frames::{self, HEIGHT, WIDTH, card};
use chot_tests::wait_for;
use chot_tests::window::{self, Start, Window};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};
use tempfile::TempDir;

const PRESENTATIONS: u32 = 80;
const STARTS: u32 = 7;
const SETTLE: Duration = Duration::from_secs(14);
const MEASURE: Duration = Duration::from_secs(20);

struct Bench {
    window: Window,
    camera: TestCamera,
    home: TempDir,
}

impl Bench {
    fn open() -> Bench {
        let home = TempDir::new().expect("a folder");
        let camera = TestCamera::new().expect("the test camera");
        camera
            .set_modes("MJPG 1280 720 30\nYUYV 640 480 30\n")
            .expect("modes");
        let timings = home.path().join("timings");
        let start = Start {
            camera: Some(&camera),
            environment: vec![("CHOT_TIMINGS".to_owned(), OsString::from(timings))],
            ..Start::default()
        };
        let window = Window::open_as(home.path(), "to-guard", &start);
        window.wait_for("a live camera", is_live);
        Bench {
            window,
            camera,
            home,
        }
    }

    fn timings(&self) -> Vec<Value> {
        lines(&self.home.path().join("timings"))
    }

    /// When verdict number `n` (from 0) of those that are entries was painted, in ms since 1970.
    fn painted(&self, n: usize) -> Option<f64> {
        let lines = self.timings();
        let said = lines.iter().filter(|line| line["verdict"] == "in").nth(n)?;
        let painted = lines.iter().find(|line| line["painted"] == said["said"])?;
        painted["at"].as_f64()
    }

    fn hold_up(&self, person: u32) {
        self.camera
            .show(WIDTH, HEIGHT, &frames::with_codes(&[&card(person)], 6))
            .expect("shown");
    }

    fn step_aside(&self) {
        self.camera
            .show(WIDTH, HEIGHT, &frames::wall())
            .expect("shown");
    }

    fn pids(&self) -> Vec<u32> {
        below(self.window.driver_id())
    }

    fn vitals(&self) -> (f64, f64) {
        let lines = self.timings();
        let last = lines.iter().rev().find(|line| line["scans"].is_number());
        last.map_or((0.0, 0.0), |line| {
            (
                line["scans"].as_f64().unwrap_or(0.0),
                line["at"].as_f64().unwrap_or(0.0),
            )
        })
    }
}

/// What a window that was given `CHOT_TIMINGS` has written there.
fn lines(timings: &Path) -> Vec<Value> {
    let text = std::fs::read_to_string(timings).unwrap_or_default();
    text.lines()
        .filter_map(|line| serde_json::from_str(line).ok())
        .collect()
}

fn is_live(window: &Window) -> bool {
    window.attribute("light-camera", "data-state").as_deref() == Some("good")
}

/// Started → camera live on the screen, its first picture painted: as a desktop starts it, with no driver before it.
pub fn start() -> Vec<Row> {
    let each = (0..STARTS).map(|_| {
        let home = TempDir::new().expect("a folder");
        window::choose_arrangement(home.path(), "to-guard");
        started(home.path())
    });
    let note = "the program's start to the second animation frame after the first picture of a live camera arrived; each on fresh data, the first cold";
    let spread = Spread::of(each.collect());
    vec![Row::new(
        "start → camera live",
        spread.quoted(),
        "≤ 2 s",
        note,
    )]
}

/// The same with a log that has been written for a while.
pub fn start_with(home: &Path, note: &str) -> Row {
    window::choose_arrangement(home, "to-guard");
    let spread = Spread::of((0..STARTS).map(|_| started(home)).collect());
    Row::new(
        "start → camera live, with a log",
        spread.quoted(),
        "≤ 2 s",
        note,
    )
}

/// A window with the starter that holds it: ended together, so that none outlives the other and keeps its log open.
struct Together(Child);

impl Drop for Together {
    fn drop(&mut self) {
        let group = format!("-{}", self.0.id());
        // They may have ended by themselves already.
        let _ = Command::new("kill").args(["-KILL", "--", &group]).status();
        let _ = self.0.wait();
    }
}

/// How long one start took, in ms.
fn started(home: &Path) -> f64 {
    let camera = TestCamera::new().expect("the test camera");
    camera.set_modes("MJPG 1280 720 30\n").expect("modes");
    let timings = home.join("timings");
    // Of the start before this one.
    let _ = std::fs::remove_file(&timings);
    let started = SystemTime::now();
    let program = Command::new(chot_tests::bin("chot-window"))
        .envs(camera.environment())
        .env("CHOT_HOME", home)
        .env("CHOT_TIMINGS", &timings)
        .process_group(0)
        .spawn()
        .expect("the window starts");
    let program = Together(program);
    let painted = wait_for(
        "a picture of a live camera",
        Duration::from_secs(20),
        || {
            let first = lines(&timings)
                .into_iter()
                .find(|line| line["painted"] == 0)?;
            first["at"].as_f64()
        },
    );
    drop(program);
    let started = started
        .duration_since(UNIX_EPOCH)
        .expect("a clock after 1970");
    painted - started.as_secs_f64() * 1e3
}

/// Code in view → recorded and painted.
pub fn paint() -> Vec<Row> {
    let bench = Bench::open();
    let mut each = Vec::new();
    for person in 0..PRESENTATIONS {
        let shown_before = bench.camera.shown().len();
        bench.hold_up(person);
        let painted = wait_for("the verdict painted", Duration::from_secs(20), || {
            bench.painted(person as usize)
        });
        let in_view = bench.camera.shown()[shown_before] as f64 / 1e6;
        each.push(painted - in_view);
        bench.step_aside();
        let seen = bench.camera.shown().len();
        wait_for("the wall in view", Duration::from_secs(5), || {
            (bench.camera.shown().len() > seen).then_some(())
        });
    }
    bench.window.close();
    let spread = Spread::of(each);
    let note = "first frame with the code handed out by the camera (1280×720, 30 fps) → second animation frame after the verdict";
    vec![Row::new(
        "code in view → recorded and painted",
        spread.quoted(),
        "p95 ≤ 300 ms",
        note,
    )]
}

/// Quiet hours and a code left in view.
pub fn idle_and_code_in_view() -> Vec<Row> {
    let bench = Bench::open();
    bench.window.script(
        "window.pictures = 0; document.addEventListener('load', (e) => { if (e.target instanceof HTMLImageElement) window.pictures += 1 }, true)",
        json!([]),
    );
    std::thread::sleep(SETTLE);
    let (cpu, preview, scans) = quiet_measure(&bench);
    let mut rows = vec![
        Row::new(
            "nothing moves: all processes",
            format!("{cpu:.0} % of a core"),
            "≤ 50 %",
            "the test camera's own thread left out",
        ),
        Row::new(
            "nothing moves: preview",
            format!("{preview:.1} fps"),
            "≥ 10 fps",
            "pictures painted by the page",
        ),
        Row::new(
            "nothing moves: scans",
            format!("{scans:.1} /s"),
            "≥ 5 /s",
            "",
        ),
    ];
    bench.hold_up(1);
    std::thread::sleep(Duration::from_secs(8));
    let (cpu, preview, scans) = quiet_measure(&bench);
    let note = format!("preview {preview:.1} fps, {scans:.1} scans a second");
    rows.push(Row::new(
        "a code in view: all processes",
        format!("{cpu:.0} % of a core"),
        "≤ 120 %",
        &note,
    ));
    bench.window.close();
    rows
}

/// CPU in per cent of a core, preview in pictures a second, scans a second, asking nothing meanwhile.
fn quiet_measure(bench: &Bench) -> (f64, f64, f64) {
    let pictures = |bench: &Bench| {
        bench
            .window
            .script("return window.pictures", json!([]))
            .as_f64()
            .unwrap_or(0.0)
    };
    let (before, scans_before) = (pictures(bench), bench.vitals());
    let started = Instant::now();
    let cpu = Cpu::start(bench.pids());
    std::thread::sleep(MEASURE);
    let used = cpu.per_cent();
    let seconds = started.elapsed().as_secs_f64();
    let scans_after = bench.vitals();
    let scans = (scans_after.0 - scans_before.0) / ((scans_after.1 - scans_before.1) / 1e3);
    (used, (pictures(bench) - before) / seconds, scans)
}

/// Memory over minutes of scanning, somebody new every 1.5 s.
pub fn long_watch(minutes: u64) -> Vec<Row> {
    let bench = Bench::open();
    let started = Instant::now();
    let mut samples = Vec::new();
    let mut person = 0;
    while started.elapsed() < Duration::from_secs(60 * minutes) {
        person += 1;
        bench.hold_up(person);
        std::thread::sleep(Duration::from_millis(1500));
        if person % 10 == 0 {
            samples.push(by_name(&bench.pids()));
        }
    }
    let entries = bench
        .timings()
        .iter()
        .filter(|line| line["verdict"] == "in")
        .count();
    bench.window.close();
    let third = samples.len() / 3;
    let (middle, last) = (&samples[third..2 * third], &samples[2 * third..]);
    let total = |sample: &BTreeMap<String, f64>| sample.values().sum::<f64>();
    let most = samples.iter().map(total).fold(0.0, f64::max);
    let note = format!("all processes, {entries} entries by {person} people");
    let names = samples.last().into_iter().flat_map(BTreeMap::keys);
    let growth = names.map(|name| {
        let of = |sample: &BTreeMap<String, f64>| sample.get(name).copied().unwrap_or(0.0);
        format!("{name} {:+.1}", mean(last, of) - mean(middle, of))
    });
    let growth = growth.collect::<Vec<_>>().join(", ");
    vec![
        Row::new(
            &format!("memory after {minutes} min of scanning"),
            format!("{:.0} MB PSS, at most {most:.0}", mean(last, total)),
            "≤ 320 MB",
            &note,
        ),
        Row::new(
            "its growth",
            format!("{:+.1} MB", mean(last, total) - mean(middle, total)),
            "flat",
            &format!("mean of the last third against the middle third: {growth}"),
        ),
    ]
}

/// MB of PSS of some processes, those of one name together.
fn by_name(pids: &[u32]) -> BTreeMap<String, f64> {
    let mut sizes = BTreeMap::new();
    for &pid in pids {
        *sizes.entry(name(pid)).or_default() += pss_mb(pid);
    }
    sizes
}

fn mean<T>(samples: &[T], of: impl Fn(&T) -> f64) -> f64 {
    samples.iter().map(of).sum::<f64>() / samples.len().max(1) as f64
}
