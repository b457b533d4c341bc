//! Rush hour at compressed time: 200 people in 15 minutes, through the scanner and the real ledger.

use checkpoint::entry::{Direction, Party};
use checkpoint::moment::{Boot, Moment};
use chot_tests::frames::{self, BANK, HEIGHT, WIDTH, card};
use kiosk::clock::Clock;
use kiosk::home::Home;
use kiosk::luma::Luma;
use kiosk::post::{Parts, Post, Said, Unscanned};
use kiosk::scanner::{Effort, Scanner};
use kiosk::settings::Settings;
use kiosk::sound::Silent;
use kiosk::store::Store;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use tempfile::TempDir;

/// Milliseconds since 07:00 of 24 November 2026 in Vietnam.
struct Compressed(AtomicU64);

impl Clock for Compressed {
    fn now(&self) -> Moment {
        let ms = self.0.load(Ordering::SeqCst);
        let at = 1_795_478_400_000 + i64::try_from(ms).unwrap();
        Moment {
            at: jiff::Timestamp::from_millisecond(at).unwrap(),
            mono_ms: ms,
            boot: Boot([1; 16]),
            offset: None,
        }
    }
}

#[test]
fn two_hundred_people_in_fifteen_minutes_lose_nobody() {
    let home = TempDir::new().unwrap();
    let settings = Settings::default();
    let clock = Arc::new(Compressed(AtomicU64::new(0)));
    let zone = settings.time_zone().unwrap();
    let mut post = Post::new(Parts {
        store: Store::new(Home::at(home.path()), settings.gate, zone),
        settings_path: home.path().join("settings.json"),
        settings,
        speaker: Box::new(Silent),
        clock: Arc::clone(&clock) as Arc<dyn Clock>,
        demo: false,
    })
    .unwrap();
    let mut scanner = Scanner::new();
    let mut look = |post: &mut Post, texts: &[&str], frames: u32| -> Vec<Said> {
        let luma = Luma {
            width: WIDTH,
            height: HEIGHT,
            bytes: frames::with_codes(texts, 6),
        };
        let mut said = Vec::new();
        for _ in 0..frames {
            let scan = scanner.read(&luma, Effort::Every);
            let codes: Vec<Vec<u8>> = scan.codes.into_iter().map(|code| code.text).collect();
            said.extend(post.see(&codes).into_iter().map(|shown| shown.said));
            clock.0.fetch_add(200, Ordering::SeqCst);
        }
        said
    };
    let (mut scanned, mut unscanned, mut foreign) = (0, 0, 0);
    for person in 0..200_u32 {
        // Someone every 4.5 s. Of 20: 3 hold up a foreign code first, 2 have no code, 1 comes twice.
        let arrives = u64::from(person) * 4_500;
        clock.0.fetch_max(arrives, Ordering::SeqCst);
        let own = card(1_000 + person);
        match person % 20 {
            2 | 11 => {
                let one = Unscanned {
                    count: 1,
                    party: Party::Visitor,
                    direction: Some(Direction::In),
                };
                post.pass_unscanned(one).unwrap();
                unscanned += 1;
            }
            5 | 9 | 17 => {
                foreign += look(&mut post, &[BANK], 2).len();
                assert_eq!(
                    look(&mut post, &[&own], 2),
                    [Said::In],
                    "person {person} after a foreign code"
                );
                scanned += 1;
            }
            14 => {
                assert_eq!(look(&mut post, &[&own], 2), [Said::In]);
                clock.0.fetch_add(12_000, Ordering::SeqCst);
                assert_eq!(look(&mut post, &[&own], 1), [Said::Already]);
                scanned += 1;
            }
            _ => {
                assert_eq!(look(&mut post, &[&own], 2), [Said::In], "person {person}");
                scanned += 1;
            }
        }
    }
    assert_eq!((scanned, unscanned), (180, 20));
    assert!(
        foreign <= 30,
        "a foreign code speaks at most once a showing: {foreign}"
    );
    let counters = post.snapshot().counters;
    assert_eq!(
        (counters.inside, counters.entered, counters.left),
        (200, 200, 0)
    );
    drop(post);
    let verify = std::process::Command::new(chot_tests::bin("chot"))
        .args(["ledger", "verify"])
        .env("CHOT_HOME", home.path())
        .output()
        .unwrap();
    assert!(
        verify.status.success(),
        "{}",
        String::from_utf8_lossy(&verify.stderr)
    );
}
