//! *Watch*: a running gate. One thread looks, one thread decides, nobody waits for a page.
//!
//! The eye pulls frames at the pace the gate sets, hands the newest luma over and keeps the preview
//! fresh. The gate thread owns the post: frames, the texts of readers on USB and the guard's acts reach
//! it through one queue.

use crate::camera::sweep::{Light, Sight, Sweep};
use crate::camera::{self, Adjust, Camera, Detail, Wanted};
use crate::ledger::Parting;
use crate::luma::Luma;
use crate::orders::{Disobeyed, Order};
use crate::pictures::{self, PictureError};
use crate::post::{Parts, Post, Refusal, Shown, Snapshot};
use crate::preview::Preview;
use crate::reader::serial::{Ear, Reader, Readers};
use crate::reader::wedge::Typed;
use crate::scanner::{Effort, Hint, Scan, Scanner};
use crate::scene::Scene;
use crate::settings::SettingsError;
use crate::staff::Staff;
use crate::update::Own;
use crate::uplink::{Scribe, Unwritten};
use checkpoint::chain::BranchName;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicUsize, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// Frames a second while somebody moves or a code is in view; the preview's rate too.
const LIVE_FPS: u32 = 20;
/// Frames a second after ten seconds without motion: every one is looked at for motion.
const IDLE_FPS: u32 = 11;
const IDLE_AFTER: Duration = Duration::from_secs(10);
/// Without motion every second frame is scanned too, so that a code laid down slowly is read.
const IDLE_SCAN: Duration = Duration::from_millis(150);
/// What one frame may cost.
const FRAME_BUDGET: Duration = Duration::from_millis(60);
/// A hint is worth showing when it has held this long and nothing was read meanwhile: a single blurred
/// frame of a moving hand is no reason to speak.
const HINT_HOLDS: Duration = Duration::from_millis(700);
/// How often the post looks after its store and lights.
const TICK: Duration = Duration::from_millis(250);
/// Texts that readers may have waiting before the gate: a device that babbles waits, and takes no memory.
const MOST_HEARD: usize = 64;
/// How long each sample frame stays before the gate.
const SAMPLE_STAYS: Duration = Duration::from_millis(3500);

/// Where a gate's news goes. Called on the gate's thread: return at once.
pub trait Screen: Send {
    /// Everything the screen shows, after a change.
    fn show(&self, snapshot: Snapshot);
    /// One thing that was said; an entry among it is durable.
    fn say(&self, shown: &Shown);
    /// Four times a second: how the gate is doing.
    fn beat(&self, vitals: Vitals);
}

/// What a gate has done since it started.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Vitals {
    /// Frames that were looked at.
    pub frames: u64,
    /// Frames that were searched for codes.
    pub scans: u64,
}

/// Where frames come from.
pub enum Eyes {
    Camera {
        wanted: Wanted,
        program: PathBuf,
    },
    /// Pictures played again and again, as `(luma, preview JPEG)`.
    Samples(Vec<(Luma, Vec<u8>)>),
    /// No camera is wanted: a reader does the work.
    Nothing,
}

/// How long a camera that isn't there is waited for before samples are played instead.
const CAMERA_MAY_TAKE: Duration = Duration::from_secs(3);

/// What a gate looks through, and whether into the demo ledger.
pub struct Chosen {
    pub eyes: Eyes,
    pub demo: bool,
}

/// A camera, or with none on this machine the samples where the caller names some.
pub fn choose_eyes(samples: Option<&Path>, program: PathBuf) -> Result<Chosen, PictureError> {
    let camera = Chosen {
        eyes: Eyes::Camera {
            wanted: Wanted::Auto,
            program: program.clone(),
        },
        demo: false,
    };
    match samples {
        Some(folder) if !a_camera_answers(Wanted::Auto, program) => Ok(Chosen {
            eyes: Eyes::Samples(
                pictures::in_order(folder)?
                    .iter()
                    .map(|path| pictures::luma_and_preview(path))
                    .collect::<Result<_, _>>()?,
            ),
            demo: true,
        }),
        _ => Ok(camera),
    }
}

/// Whether there is a camera at all: one that is busy or denied is one.
pub fn a_camera_answers(wanted: Wanted, program: PathBuf) -> bool {
    let mut camera = Camera::start(wanted, program);
    let started = Instant::now();
    while started.elapsed() < CAMERA_MAY_TAKE {
        if camera.next(Duration::from_millis(100)).is_some() {
            return true;
        }
        if camera.state() == camera::State::Absent {
            return false;
        }
    }
    true
}

enum Message {
    Frame,
    /// A reader read this out.
    Heard(Vec<u8>),
    /// A reader typed this.
    Typed(Typed),
    Readers(Vec<Reader>),
    Act(Box<dyn FnOnce(&mut Post) + Send>),
}

/// What the eye and the gate share.
struct Shared {
    newest: Mutex<Option<Luma>>,
    camera: Mutex<camera::State>,
    fps: AtomicU32,
    stop: AtomicBool,
    retry: AtomicBool,
    /// What the camera is to do next with its dials.
    adjust: Mutex<Option<Adjust>>,
    /// Texts of readers that the gate hasn't come to yet.
    heard: AtomicUsize,
    preview: Arc<Preview>,
}

/// A gate at work; it ends when this is dropped.
pub struct Watch {
    messages: Sender<Message>,
    shared: Arc<Shared>,
    staff: Arc<Staff>,
    threads: Vec<JoinHandle<()>>,
}

impl Watch {
    pub fn start(
        parts: Parts,
        eyes: Eyes,
        screen: Box<dyn Screen>,
    ) -> Result<Watch, SettingsError> {
        let shared = Arc::new(Shared {
            newest: Mutex::new(None),
            camera: Mutex::new(camera::State::Starting),
            fps: AtomicU32::new(LIVE_FPS),
            stop: AtomicBool::new(false),
            retry: AtomicBool::new(false),
            adjust: Mutex::new(None),
            heard: AtomicUsize::new(0),
            preview: Arc::new(Preview::default()),
        });
        let post = Post::new(parts)?;
        let staff = post.staff();
        let (messages, queue) = mpsc::channel();
        let samples = matches!(eyes, Eyes::Samples(_));
        let eye = {
            let (shared, messages) = (Arc::clone(&shared), messages.clone());
            std::thread::spawn(move || look(eyes, &shared, &messages))
        };
        let gate = {
            let shared = Arc::clone(&shared);
            let ear = Arc::new(Counter {
                messages: messages.clone(),
                shared: Arc::clone(&shared),
            });
            std::thread::spawn(move || {
                // Dropped, and its ports free again, when the gate has ended.
                let readers = Readers::start(post.reader_choice().clone(), ear);
                decide(post, &shared, &queue, &readers, screen.as_ref(), samples);
            })
        };
        Ok(Watch {
            messages,
            shared,
            staff,
            threads: vec![eye, gate],
        })
    }

    /// Does something at the post and gives its answer; None once the gate has ended.
    pub fn with<R: Send + 'static>(
        &self,
        act: impl FnOnce(&mut Post) -> R + Send + 'static,
    ) -> Option<R> {
        self.door().with(act)
    }

    /// The way to the post, for who does something there from a thread of its own.
    pub fn door(&self) -> Door {
        Door(self.messages.clone())
    }

    /// The gate's thread as whoever writes the ledger, for the uplink.
    pub fn scribe(&self) -> Arc<dyn Scribe> {
        Arc::new(self.door())
    }

    /// Who may what here.
    pub fn staff(&self) -> Arc<Staff> {
        Arc::clone(&self.staff)
    }

    pub fn preview(&self) -> Arc<Preview> {
        Arc::clone(&self.shared.preview)
    }

    /// A reader that is a keyboard typed a text into the window; it is answered as a camera's code is.
    pub fn typed(&self, typed: Typed) {
        // Nobody answers any more only when the gate has ended.
        let _ = self.messages.send(Message::Typed(typed));
    }

    /// The guard closed the other program or plugged the camera in: look again now.
    pub fn retry_camera(&self) {
        self.shared.retry.store(true, Ordering::Relaxed);
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.shared.stop.store(true, Ordering::Relaxed);
        for thread in self.threads.drain(..) {
            // A thread that panicked has said so itself.
            let _ = thread.join();
        }
    }
}

/// The way to the post: through the gate's queue, like everybody's.
#[derive(Clone)]
pub struct Door(Sender<Message>);

impl Door {
    /// Does something at the post and gives its answer; None once the gate has ended.
    pub fn with<R: Send + 'static>(
        &self,
        act: impl FnOnce(&mut Post) -> R + Send + 'static,
    ) -> Option<R> {
        let (answer, answered) = mpsc::sync_channel(1);
        let act = Box::new(move |post: &mut Post| {
            // Nobody waits any more only when the caller itself is gone.
            let _ = answer.send(act(post));
        });
        self.0.send(Message::Act(act)).ok()?;
        answered.recv().ok()
    }

    /// Has the post do something that it may refuse; a gate that has ended can't store anything.
    pub fn ask<T: Send + 'static>(
        &self,
        verb: impl FnOnce(&mut Post) -> Result<T, Refusal> + Send + 'static,
    ) -> Result<T, Refusal> {
        self.with(verb).unwrap_or(Err(Refusal::NotStored))
    }
}

impl Scribe for Door {
    fn part_ways(&self, from: Parting) -> Result<Option<BranchName>, Unwritten> {
        let parted = self.with(move |post| post.part_ways(&from));
        let parted = parted.ok_or(Unwritten("the gate has ended".to_owned()))?;
        parted.map_err(|trouble| Unwritten(trouble.to_string()))
    }

    fn obey(&self, order: Order) -> Result<(), Disobeyed> {
        let obeyed = self.with(move |post| post.obey(&order));
        obeyed.unwrap_or_else(|| Err(Disobeyed::later("the gate has ended")))
    }

    fn own(&self) -> Option<Own> {
        Some(Own::this()).filter(Own::takes_files)
    }
}

/// Where readers hand their texts in.
struct Counter {
    messages: Sender<Message>,
    shared: Arc<Shared>,
}

impl Ear for Counter {
    fn text(&self, text: Vec<u8>) {
        while self.shared.heard.load(Ordering::Acquire) >= MOST_HEARD {
            if self.shared.stop.load(Ordering::Relaxed) {
                return;
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        self.shared.heard.fetch_add(1, Ordering::AcqRel);
        // The gate is gone only when everything ends.
        let _ = self.messages.send(Message::Heard(text));
    }

    fn readers(&self, readers: Vec<Reader>) {
        let _ = self.messages.send(Message::Readers(readers));
    }
}

/// The eye's thread.
fn look(eyes: Eyes, shared: &Shared, messages: &Sender<Message>) {
    match eyes {
        Eyes::Camera { wanted, program } => look_through_camera(wanted, program, shared, messages),
        Eyes::Samples(pictures) => look_at_samples(&pictures, shared, messages),
        Eyes::Nothing => {
            *shared.camera.lock().unwrap_or_else(PoisonError::into_inner) = camera::State::Absent;
        }
    }
}

fn look_through_camera(
    wanted: Wanted,
    program: PathBuf,
    shared: &Shared,
    messages: &Sender<Message>,
) {
    let mut camera = Camera::start(wanted, program);
    let mut due = Instant::now();
    while !shared.stop.load(Ordering::Relaxed) {
        if shared.retry.swap(false, Ordering::Relaxed) {
            camera.retry();
        }
        let adjust = shared
            .adjust
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        if let Some(adjust) = adjust {
            camera.adjust(adjust);
        }
        let idle = shared.fps.load(Ordering::Relaxed) == IDLE_FPS;
        camera.set_preview(if idle { Detail::Coarse } else { Detail::Fine });
        let picture = camera.next(Duration::from_millis(200));
        *shared.camera.lock().unwrap_or_else(PoisonError::into_inner) = camera.state();
        if let Some(picture) = picture {
            shared.preview.put(picture.preview);
            hand_over(picture.luma, shared, messages);
        }
        pace(&mut due, shared);
    }
}

fn look_at_samples(pictures: &[(Luma, Vec<u8>)], shared: &Shared, messages: &Sender<Message>) {
    let started = Instant::now();
    let mut due = started;
    while !shared.stop.load(Ordering::Relaxed) && !pictures.is_empty() {
        let turn = started.elapsed().as_millis() / SAMPLE_STAYS.as_millis();
        let which = usize::try_from(turn).unwrap_or(0) % pictures.len();
        let (luma, jpeg) = &pictures[which];
        shared.preview.put(jpeg.clone());
        hand_over(luma.clone(), shared, messages);
        pace(&mut due, shared);
    }
}

/// The newest frame wins; the gate is woken once for as many as it missed.
fn hand_over(luma: Luma, shared: &Shared, messages: &Sender<Message>) {
    let waiting = shared
        .newest
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .replace(luma);
    if waiting.is_none() {
        // The gate is gone only when everything ends.
        let _ = messages.send(Message::Frame);
    }
}

/// Waits until the next frame is due; a late one isn't made up for.
fn pace(due: &mut Instant, shared: &Shared) {
    let every = Duration::from_secs(1) / shared.fps.load(Ordering::Relaxed).max(1);
    let now = Instant::now();
    *due = (*due + every).max(now);
    std::thread::sleep(due.saturating_duration_since(now));
}

/// The gate's thread.
fn decide(
    mut post: Post,
    shared: &Shared,
    queue: &Receiver<Message>,
    readers: &Readers,
    screen: &dyn Screen,
    samples: bool,
) {
    let mut scanner = Scanner::new();
    let mut scene = Scene::default();
    let mut last_active = Instant::now();
    let mut last_scan: Option<Instant> = None;
    let mut next_tick = Instant::now();
    let mut vitals = Vitals::default();
    let mut patience = Patience::default();
    let mut sweep = Sweep::default();
    while !shared.stop.load(Ordering::Relaxed) {
        let now = Instant::now();
        if now >= next_tick {
            next_tick = now + TICK;
            post.tick();
            let state = shared
                .camera
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .clone();
            post.camera_is(state, samples);
            screen.beat(vitals);
        }
        match queue.recv_timeout(next_tick.saturating_duration_since(now)) {
            Ok(Message::Act(act)) => {
                act(&mut post);
                readers.choose(post.reader_choice().clone());
            }
            Ok(Message::Heard(text)) => {
                shared.heard.fetch_sub(1, Ordering::AcqRel);
                for shown in post.hear(&text) {
                    screen.say(&shown);
                }
            }
            Ok(Message::Typed(typed)) => {
                for shown in post.hear_typed(&typed) {
                    screen.say(&shown);
                }
            }
            Ok(Message::Readers(readers)) => post.readers_are(readers),
            Ok(Message::Frame) => {
                let luma = shared
                    .newest
                    .lock()
                    .unwrap_or_else(PoisonError::into_inner)
                    .take();
                let Some(luma) = luma else { continue };
                vitals.frames += 1;
                let look = scene.look(&luma);
                post.darkness_is(look.darkness);
                let idle = last_active.elapsed() >= IDLE_AFTER;
                let due = last_scan.is_none_or(|last| last.elapsed() >= IDLE_SCAN);
                if look.moved {
                    last_active = Instant::now();
                }
                if look.moved || !idle || due {
                    last_scan = Some(Instant::now());
                    vitals.scans += 1;
                    let scan = scanner.read(&luma, Effort::Live(FRAME_BUDGET));
                    if !scan.codes.is_empty() {
                        last_active = Instant::now();
                    }
                    if let Some(adjust) = sweep.look(sight(&scan, look.darkness), Instant::now()) {
                        *shared.adjust.lock().unwrap_or_else(PoisonError::into_inner) =
                            Some(adjust);
                    }
                    post.hint_is(patience.hint(&scan));
                    if !post.try_card(&scan, luma.width, Instant::now()) {
                        let codes: Vec<Vec<u8>> = scan.codes.into_iter().map(|c| c.text).collect();
                        for shown in post.see(&codes) {
                            screen.say(&shown);
                        }
                    }
                }
                let active = last_active.elapsed() < IDLE_AFTER;
                shared
                    .fps
                    .store(if active { LIVE_FPS } else { IDLE_FPS }, Ordering::Relaxed);
            }
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return,
        }
        if let Some(snapshot) = post.changes() {
            screen.show(snapshot);
        }
    }
}

/// What a scan means for the camera's dials. They help where a code has the right size and is whole.
fn sight(scan: &Scan, darkness: f32) -> Sight {
    if !scan.codes.is_empty() {
        return Sight::Read;
    }
    let light = if darkness > 0.3 {
        Light::More
    } else {
        Light::Less
    };
    match scan.hint {
        Some(Hint::HoldStill | Hint::LessGlare) => Sight::Unread { light },
        Some(Hint::BrighterPhone) => Sight::Unread { light: Light::More },
        Some(Hint::Closer | Hint::Farther | Hint::WholeCode | Hint::OtherSide) | None => {
            Sight::Nothing
        }
    }
}

/// Lets a hint through once it has lasted.
#[derive(Default)]
struct Patience {
    since: Option<Instant>,
}

impl Patience {
    fn hint(&mut self, scan: &Scan) -> Option<Hint> {
        if !scan.codes.is_empty() || scan.hint.is_none() {
            self.since = None;
            return None;
        }
        let since = *self.since.get_or_insert_with(Instant::now);
        scan.hint.filter(|_| since.elapsed() >= HINT_HOLDS)
    }
}
