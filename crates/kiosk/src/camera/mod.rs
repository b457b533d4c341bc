//! The camera: pictures on demand, and one word on how it is doing.
//!
//! nokhwa captures, and two of its habits decide the shape: `frame()` can block for ever on a frozen camera, and a
//! driver's handle that is still held makes the camera come back under another number. So capture lives in a child
//! process of our own program that can be killed at any moment:
//!
//! ```text
//!   our process                                    child (same program, hidden word)
//!   Camera::next ──▶ keeper thread ── one byte ──▶ reads every frame, keeps the newest,
//!        ▲              │  ▲                       answers with brightness and a small JPEG
//!        └── slot ◀─────┘  └───── messages ◀────── and says what is wrong when it is
//! ```
//!
//! The parent pulls, so that the rates of preview and scanning are the caller's, and nothing is decoded that nobody
//! looks at. The keeper waits for messages and deadlines, never in a loop: a child that owes an answer for 3 s is killed
//! and started anew.

mod capture;
mod dial;
mod fault;
mod keeper;
mod message;
mod mode;
mod preview;
pub mod sweep;

use std::path::PathBuf;
use std::sync::mpsc::{self, Sender};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

pub use capture::capture_if_asked;

use crate::luma::Luma;
use keeper::{Event, Keeper};

/// One frame, decoded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// The brightness at the camera's full size.
    pub luma: Luma,
    /// A colour JPEG as [`Detail`] says; empty when previews are switched off.
    pub preview: Vec<u8>,
    /// Counts the pictures of this [`Camera`] from 1.
    pub number: u64,
}

/// Which camera to use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// The first that gives pictures, looked for anew after every loss.
    Auto,
    /// The one with this number in the system's list (on Linux the N of `/dev/videoN`).
    Index(u32),
}

/// What can be asked of a camera's dials. One that hasn't got them stays as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Adjust {
    /// Automatic focus looks for its distance anew.
    Focus,
    /// The exposure so many stops from the camera's own: -1 is half the light.
    Exposure(i8),
    /// As the camera was before.
    Restore,
}

/// How the camera is doing. Each is a sentence on the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// It is being opened.
    Starting,
    /// Pictures come.
    Live {
        /// The camera's own name.
        name: String,
        /// Pixels in a row.
        width: u32,
        /// Rows.
        height: u32,
        /// Frames a second, as the camera promises.
        fps: u32,
    },
    /// Pictures come, but all are the same to the last bit, also after reopening.
    Still,
    /// No camera was ever seen.
    Absent,
    /// There was a camera, and it is gone.
    Unplugged,
    /// Another program has it.
    Busy,
    /// The system does not let us use it.
    Denied,
    /// It speaks no format we read, or nothing but broken frames.
    WrongFormat,
    /// It is there and gives nothing; it is being restarted.
    Stalled,
}

/// A picture older than this is not handed out as if it were new.
const FRESH: Duration = Duration::from_millis(100);

/// A camera that is looked after: lost, frozen and returned cameras are dealt with by itself.
pub struct Camera {
    shared: Arc<Shared>,
    events: Sender<Event>,
    keeper: Option<JoinHandle<()>>,
    preview: Detail,
}

/// How much of a colour preview comes with each frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Detail {
    /// None: a gate without a screen saves the work.
    Off,
    /// At most 320 pixels wide: enough to show that nothing moves.
    Coarse,
    /// At most 640 pixels wide: for a person to aim by.
    Fine,
}

impl Camera {
    /// Starts to look for the camera. `program` is our own executable: its `main` begins with [`capture_if_asked`].
    pub fn start(wanted: Wanted, program: PathBuf) -> Camera {
        let shared = Arc::new(Shared::new());
        let (events, inbox) = mpsc::channel();
        let keeper = Keeper::new(wanted, program, Arc::clone(&shared), events.clone(), inbox);
        let keeper = std::thread::spawn(move || keeper.run());
        Camera {
            shared,
            events,
            keeper: Some(keeper),
            preview: Detail::Fine,
        }
    }

    /// The newest frame that was not handed out yet, waiting for one up to `patience`. `None`: there was none.
    pub fn next(&mut self, patience: Duration) -> Option<Picture> {
        let until = Instant::now() + patience;
        let mut slot = self.shared.slot();
        if let Some((picture, at)) = slot.picture.take()
            && at.elapsed() < FRESH
        {
            return Some(picture);
        }
        // An end that nobody hears is the keeper's own; then there is nothing to wait for but the patience.
        let _ = self.events.send(Event::Ask(self.preview));
        loop {
            if let Some((picture, _)) = slot.picture.take() {
                return Some(picture);
            }
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return None;
            }
            slot = self
                .shared
                .arrived
                .wait_timeout(slot, left)
                .unwrap_or_else(PoisonError::into_inner)
                .0;
        }
    }

    /// Which preview the next pictures bring: at first a fine one.
    pub fn set_preview(&mut self, wanted: Detail) {
        self.preview = wanted;
    }

    /// Turns the camera's dials; the pictures of the next moments show it.
    pub fn adjust(&self, adjust: Adjust) {
        let _ = self.events.send(Event::Adjust(adjust));
    }

    /// How the camera is doing now.
    pub fn state(&self) -> State {
        self.shared.slot().state.clone()
    }

    /// Frames that came broken and were passed over, since the start.
    pub fn lost(&self) -> u64 {
        self.shared.slot().lost
    }

    /// Looks for the camera anew at once: the answer to *Thử lại*.
    pub fn retry(&self) {
        let _ = self.events.send(Event::Retry);
    }
}

impl Drop for Camera {
    /// The child is gone when this returns.
    fn drop(&mut self) {
        let _ = self.events.send(Event::Stop);
        if let Some(keeper) = self.keeper.take() {
            let _ = keeper.join();
        }
    }
}

/// What the keeper leaves for the caller.
struct Shared {
    slot: Mutex<Slot>,
    arrived: Condvar,
}

struct Slot {
    picture: Option<(Picture, Instant)>,
    state: State,
    lost: u64,
}

impl Shared {
    fn new() -> Shared {
        let slot = Slot {
            picture: None,
            state: State::Starting,
            lost: 0,
        };
        Shared {
            slot: Mutex::new(slot),
            arrived: Condvar::new(),
        }
    }

    /// A slot is whole at every moment, so a thread that panicked while it held the lock spoiled nothing.
    fn slot(&self) -> MutexGuard<'_, Slot> {
        self.slot.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn set_state(&self, state: State) {
        self.slot().state = state;
    }

    fn put(&self, picture: Picture) {
        self.slot().picture = Some((picture, Instant::now()));
        self.arrived.notify_all();
    }
}
