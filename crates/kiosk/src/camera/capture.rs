//! The capture child: finds the camera, reads every frame, and hands the newest over when asked.
//!
//! Three threads. The first captures and may block in nokhwa for ever; the parent's watch over it is the reason for this
//! process. The second waits for asks on stdin and ends the process when the parent is gone. The third decodes and
//! answers, so that decoding never makes a frame old.

use std::collections::VecDeque;
use std::ffi::OsString;
use std::io::{self, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::exit;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use nokhwa::utils::{
    ApiBackend, CameraFormat, CameraIndex, FrameFormat, RequestedFormat, RequestedFormatType,
};
use nokhwa::{Camera, NokhwaError};

use super::dial::Dials;
use super::fault::Fault;
use super::message::{Message, Word};
use super::mode::{ENOUGH, FORMATS, ranked};
use super::preview::{COARSE, FINE, Raw};
use super::{Adjust, Detail, Wanted};
use crate::luma::{Luma, LumaError, trimmed};

/// The hidden word: `program --capture-frames <auto|N> <modes to pass over>`.
const WORD: &str = "--capture-frames";
/// How often a camera is looked for while there is none. Well inside the 2 s and 5 s the screen has.
const LOOK: Duration = Duration::from_millis(500);
/// A camera settles for so long after its first frame.
const SETTLING: Duration = Duration::from_secs(1);
/// Then its frames are counted for so long.
const COUNTING: Duration = Duration::from_secs(3);
/// How long the end waits for the dials to be turned back.
const LAST_TURN: Duration = Duration::from_millis(300);

/// Becomes the capture child and never returns if that is what this process was started for; otherwise does nothing.
/// The first line of `main` of every program that starts a [`super::Camera`].
pub fn capture_if_asked() {
    let mut arguments = std::env::args_os().skip(1);
    if arguments.next().is_some_and(|word| word == WORD) {
        let mut text = || {
            arguments
                .next()
                .and_then(|argument| argument.into_string().ok())
                .unwrap_or_default()
        };
        let wanted = text().parse().map_or(Wanted::Auto, Wanted::Index);
        let skip = text().parse().unwrap_or(0);
        capture(wanted, skip)
    }
}

/// The arguments that make [`capture_if_asked`] the child.
pub(super) fn arguments(wanted: Wanted, skip: usize) -> [OsString; 3] {
    let which = match wanted {
        Wanted::Auto => "auto".to_owned(),
        Wanted::Index(index) => index.to_string(),
    };
    [WORD.into(), which.into(), skip.to_string().into()]
}

fn capture(wanted: Wanted, skip: usize) -> ! {
    let desk = Arc::new(Desk::default());
    let asks = Arc::clone(&desk);
    std::thread::spawn(move || {
        take_asks(&asks);
        exit(0)
    });
    let answers = Arc::clone(&desk);
    std::thread::spawn(move || {
        answer(&answers);
        exit(0)
    });
    ask_the_system();
    loop {
        let fault = session(wanted, skip, &desk);
        say(&Message::Fault(fault));
        std::thread::sleep(LOOK);
    }
}

/// macOS asks its user once whether we may film; everywhere else this is nothing.
fn ask_the_system() {
    if cfg!(target_os = "macos") {
        nokhwa::nokhwa_initialize(|_| {});
    }
}

/// Writes a message to the parent. A parent that does not listen any more is the end.
fn say(message: &Message) {
    let mut out = io::BufWriter::with_capacity(1 << 16, io::stdout().lock());
    if message.write(&mut out).and_then(|()| out.flush()).is_err() {
        exit(0);
    }
}

/// The newest frame and the asks for it, between the threads.
#[derive(Default)]
struct Desk {
    top: Mutex<Top>,
    changed: Condvar,
}

#[derive(Default)]
struct Top {
    frame: Option<Frame>,
    ask: Option<Detail>,
    /// To be done to the dials, oldest first.
    adjust: VecDeque<Adjust>,
    /// The dials aren't as the camera had them.
    turned: bool,
}

struct Frame {
    mode: CameraFormat,
    bytes: Vec<u8>,
}

impl Desk {
    fn top(&self) -> MutexGuard<'_, Top> {
        self.top.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn adjust(&self, adjust: Adjust) {
        let mut top = self.top();
        top.turned |= adjust != Adjust::Restore;
        top.adjust.push_back(adjust);
    }

    /// What is to be done to the dials next.
    fn adjustment(&self) -> Option<Adjust> {
        self.top().adjust.pop_front()
    }

    /// The dials are as the camera had them.
    fn restored(&self) {
        let mut top = self.top();
        top.turned = !top.adjust.is_empty();
        drop(top);
        self.changed.notify_all();
    }

    /// Lays a frame on top of the older one, whose memory it takes over.
    fn lay(&self, mode: CameraFormat, bytes: &[u8]) {
        let mut top = self.top();
        let mut own = top
            .frame
            .take()
            .map(|frame| frame.bytes)
            .unwrap_or_default();
        own.clear();
        own.extend_from_slice(bytes);
        top.frame = Some(Frame { mode, bytes: own });
        if top.ask.is_some() {
            self.changed.notify_all();
        }
    }

    /// Waits until a frame is asked for and there.
    fn taken(&self) -> (Frame, Detail) {
        let mut top = self.top();
        loop {
            match (top.frame.take(), top.ask) {
                (Some(frame), Some(ask)) => {
                    top.ask = None;
                    return (frame, ask);
                }
                (frame, _) => top.frame = frame,
            }
            top = self
                .changed
                .wait(top)
                .unwrap_or_else(PoisonError::into_inner);
        }
    }
}

/// Reads the parent's words until it closes the pipe, which it also does by dying.
fn take_asks(desk: &Desk) {
    let mut stdin = io::stdin().lock();
    while let Ok(word) = Word::read(&mut stdin) {
        match word {
            Word::Ask(preview) => desk.top().ask = Some(preview),
            Word::Adjust(adjust) => desk.adjust(adjust),
        }
        desk.changed.notify_all();
    }
    // A device keeps its dials when nobody uses it: whoever comes next wants its own ways.
    desk.adjust(Adjust::Restore);
    let top = desk.top();
    let _ = desk
        .changed
        .wait_timeout_while(top, LAST_TURN, |top| top.turned);
}

/// Answers each ask with the newest frame that can be decoded.
fn answer(desk: &Desk) {
    let mut last: Option<Luma> = None;
    loop {
        let (frame, ask) = desk.taken();
        let raw = Raw {
            format: frame.mode.format(),
            width: frame.mode.width(),
            height: frame.mode.height(),
            bytes: &frame.bytes,
        };
        match decoded(&raw, ask) {
            Some((luma, preview)) => {
                let same = last.as_ref() == Some(&luma);
                let message = Message::Picture {
                    same,
                    luma,
                    preview,
                };
                say(&message);
                if let Message::Picture { luma, .. } = message {
                    last = Some(luma);
                }
            }
            None => {
                say(&Message::Lost);
                // The ask stands, for the next frame, unless a newer one came meanwhile.
                desk.top().ask.get_or_insert(ask);
            }
        }
    }
}

/// The decoder has never panicked, but what it reads came over a cable: should it, the frame is lost and no more.
fn decoded(raw: &Raw<'_>, ask: Detail) -> Option<(Luma, Vec<u8>)> {
    let decode = || -> Result<(Luma, Vec<u8>), LumaError> {
        match ask {
            Detail::Off => Ok((raw.luma()?, Vec::new())),
            Detail::Coarse => raw.with_preview(COARSE),
            Detail::Fine => raw.with_preview(FINE),
        }
    };
    catch_unwind(AssertUnwindSafe(decode)).ok()?.ok()
}

/// Captures from the first camera that gives a frame until it gives none. Returns why there is nothing (more).
fn session(wanted: Wanted, skip: usize, desk: &Desk) -> Fault {
    let mut worst = Fault::Absent;
    for index in cameras(wanted) {
        say(&Message::Opening);
        match open(index, skip) {
            Ok(mut camera) => {
                let fault = stream(&mut camera, desk);
                desk.top().frame = None;
                return fault;
            }
            Err(fault) => worst = worst.max(fault),
        }
    }
    worst
}

/// The numbers of the cameras to try, lowest first.
fn cameras(wanted: Wanted) -> Vec<u32> {
    let Ok(found) = nokhwa::query(ApiBackend::Auto) else {
        return Vec::new();
    };
    let mut indices: Vec<u32> = found
        .iter()
        .filter_map(|info| info.index().as_index().ok())
        .filter(|&index| wanted == Wanted::Auto || wanted == Wanted::Index(index))
        .filter(|&index| gives_pictures(index))
        .collect();
    indices.sort_unstable();
    indices.dedup();
    indices
}

/// On Linux a webcam has a second node for its metadata, of the same name; the kernel numbers a device's nodes from 0.
fn gives_pictures(index: u32) -> bool {
    let number = std::fs::read_to_string(format!("/sys/class/video4linux/video{index}/index"));
    number.map_or(true, |text| text.trim() == "0")
}

/// Opens the camera in its best mode that gives a frame, passing over the first `skip` modes.
fn open(index: u32, skip: usize) -> Result<Camera, Fault> {
    may_open(index)?;
    let mut modes = {
        let any = RequestedFormat::with_formats(RequestedFormatType::None, &FORMATS);
        let mut camera =
            Camera::new(CameraIndex::Index(index), any).map_err(|error| Fault::of(&error))?;
        ranked(
            camera
                .compatible_camera_formats()
                .map_err(|error| Fault::of(&error))?,
        )
    };
    if modes.is_empty() {
        return Err(Fault::WrongFormat);
    }
    let skip = skip % modes.len();
    modes.rotate_left(skip);
    let mut worst = Fault::Absent;
    for mode in modes {
        match open_in(index, mode) {
            Ok(camera) => return Ok(camera),
            Err(error) => match Fault::of(&error) {
                fault @ (Fault::Absent | Fault::Denied) => return Err(fault),
                fault @ (Fault::Busy | Fault::Broken | Fault::WrongFormat) => {
                    worst = worst.max(fault)
                }
            },
        }
    }
    Err(worst)
}

fn open_in(index: u32, mode: CameraFormat) -> Result<Camera, NokhwaError> {
    let exact = RequestedFormat::with_formats(RequestedFormatType::Exact(mode), &FORMATS);
    let mut camera = Camera::new(CameraIndex::Index(index), exact)?;
    camera.open_stream()?;
    // Streaming begins with the first frame, and it is there that a camera says it is busy.
    camera.frame_raw()?;
    Ok(camera)
}

/// nokhwa's words do not always keep *denied* apart, the system's do.
fn may_open(index: u32) -> Result<(), Fault> {
    if !cfg!(target_os = "linux") {
        return Ok(());
    }
    match std::fs::OpenOptions::new()
        .read(true)
        .write(true)
        .open(format!("/dev/video{index}"))
    {
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => Err(Fault::Denied),
        Ok(_) | Err(_) => Ok(()),
    }
}

/// Reads frames until one fails.
fn stream(camera: &mut Camera, desk: &Desk) -> Fault {
    let mode = camera.camera_format();
    let name = camera.info().human_name();
    say(&Message::Live {
        name,
        width: mode.width(),
        height: mode.height(),
        fps: mode.frame_rate(),
    });
    let mut dials = Dials::default();
    let mut pace = Pace::begin(mode.frame_rate());
    loop {
        while let Some(adjust) = desk.adjustment() {
            dials.turn(camera, adjust);
            if adjust == Adjust::Restore {
                desk.restored();
            }
        }
        match camera.frame_raw() {
            // A JPEG's buffer is much larger than the JPEG; without an end it is laid down whole, to be counted as lost.
            Ok(bytes) if mode.format() == FrameFormat::MJPEG => {
                desk.lay(mode, trimmed(&bytes).unwrap_or(&bytes[..0]))
            }
            Ok(bytes) => desk.lay(mode, &bytes),
            Err(error) => return Fault::of(&error),
        }
        if pace.is_slow() {
            say(&Message::Slow);
        }
    }
}

/// Whether a mode holds the pace that it promised, counted once.
struct Pace {
    from: Instant,
    frames: Option<u32>,
}

impl Pace {
    fn begin(promised: u32) -> Pace {
        Pace {
            from: Instant::now() + SETTLING,
            frames: (promised >= ENOUGH).then_some(0),
        }
    }

    /// Counts a frame. True once, where there were too few.
    fn is_slow(&mut self) -> bool {
        let (Some(frames), now) = (self.frames, Instant::now()) else {
            return false;
        };
        if now < self.from {
            return false;
        }
        self.frames = Some(frames + 1);
        if now < self.from + COUNTING {
            return false;
        }
        self.frames = None;
        // A tenth less is what a clock of its own makes of it.
        frames * 10 < ENOUGH * 9 * COUNTING.as_secs() as u32
    }
}
