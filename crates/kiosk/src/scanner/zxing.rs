//! zxing-cpp: the second decoder, on a thread of its own.
//!
//! It is C++ and cannot be stopped once it has begun, and a picture full of finder patterns can keep it for seconds. So it
//! works beside the scanner: what it hasn't found by the deadline isn't waited for, and while it is still at an older
//! picture it gets no other. It catches its own exceptions; a panic of its wrapper ends the thread, and the next picture
//! starts another.

use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, TryRecvError, sync_channel};
use std::thread;
use std::time::Instant;

use serde::Deserialize;
use zxingcpp::{Barcode, BarcodeFormat, BarcodeReader, Binarizer, ImageFormat, ImageView};

use super::attempt::{Unread, quietly};
use super::sequence::Sequel;
use super::text::Segment;
use super::{Decoder, Level, Symbol};
use crate::luma::Luma;

/// What it takes for ink.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Threshold {
    /// Each pixel against its surroundings.
    Local,
    /// One threshold for the whole picture.
    Global,
}

/// What was found in one picture, in its pixels.
#[derive(Debug, Default)]
pub(super) struct Findings {
    pub(super) symbols: Vec<Symbol>,
    pub(super) unread: Vec<Unread>,
}

/// One picture to be read.
pub(super) struct Job {
    pub(super) luma: Luma,
    pub(super) threshold: Threshold,
    /// Also at a third of its size, and a third of that, while it is larger than 500 pixels.
    pub(super) scaled: bool,
}

struct Worker {
    jobs: SyncSender<Job>,
    answers: Receiver<Findings>,
    /// It is still at a picture that nobody waits for.
    late: bool,
}

/// The decoder, started when it is first asked.
#[derive(Default)]
pub(super) struct Zxing {
    worker: Option<Worker>,
}

impl Zxing {
    /// Reads a picture; `None` when that took too long, or an older picture still does.
    pub(super) fn read(&mut self, job: Job, deadline: Instant) -> Option<Findings> {
        let worker = self.ready()?;
        if worker.jobs.send(job).is_err() {
            self.worker = None;
            return None;
        }
        let left = deadline.saturating_duration_since(Instant::now());
        match worker.answers.recv_timeout(left) {
            Ok(findings) => Some(findings),
            Err(RecvTimeoutError::Timeout) => {
                worker.late = true;
                None
            }
            Err(RecvTimeoutError::Disconnected) => {
                self.worker = None;
                None
            }
        }
    }

    /// The worker, unless it is still at work.
    fn ready(&mut self) -> Option<&mut Worker> {
        if let Some(worker) = &mut self.worker
            && worker.late
        {
            match worker.answers.try_recv() {
                Ok(_) => worker.late = false,
                Err(TryRecvError::Empty) => return None,
                Err(TryRecvError::Disconnected) => self.worker = None,
            }
        }
        if self.worker.is_none() {
            self.worker = start();
        }
        self.worker.as_mut()
    }
}

/// Starts the thread; `None` where the system has no more.
fn start() -> Option<Worker> {
    let (jobs, queue) = sync_channel::<Job>(1);
    let (answer, answers) = sync_channel(1);
    let work = move || {
        let mut reader = zxingcpp::read()
            .formats([BarcodeFormat::QRCodeModel2])
            .return_errors(true);
        while let Ok(job) = queue.recv() {
            reader.set_binarizer(match job.threshold {
                Threshold::Local => Binarizer::LocalAverage,
                Threshold::Global => Binarizer::GlobalHistogram,
            });
            reader.set_try_downscale(job.scaled);
            let found = quietly(|| findings(&reader, &job.luma));
            let gone = found.is_none();
            if answer.send(found.unwrap_or_default()).is_err() || gone {
                return;
            }
        }
    };
    thread::Builder::new()
        .name("zxing".into())
        .spawn(work)
        .ok()
        .map(|_| Worker {
            jobs,
            answers,
            late: false,
        })
}

fn findings(reader: &BarcodeReader, luma: &Luma) -> Findings {
    let mut findings = Findings::default();
    let view = ImageView::from_slice(&luma.bytes, luma.width, luma.height, ImageFormat::Lum);
    let Ok(view) = view else {
        return findings;
    };
    for barcode in reader.from(view).unwrap_or_default() {
        let corners = corners(&barcode);
        let Some((version, level)) = about(&barcode) else {
            continue;
        };
        if !barcode.is_valid() {
            findings.unread.push(Unread {
                corners,
                modules: 17 + 4 * usize::from(version),
            });
            continue;
        }
        findings.symbols.push(Symbol {
            segments: segments(&barcode),
            corners,
            decoder: Decoder::ZxingCpp,
            version,
            level,
            of: sequel(&barcode),
        });
    }
    findings
}

/// What the decoder tells of a symbol beside its bytes.
#[derive(Deserialize)]
struct About {
    #[serde(rename = "Version")]
    version: String,
    #[serde(rename = "ECLevel", default)]
    level: String,
}

/// The corners clockwise from the symbol's own top left.
fn corners(barcode: &Barcode) -> [(f32, f32); 4] {
    let place = barcode.position();
    [
        place.top_left,
        place.top_right,
        place.bottom_right,
        place.bottom_left,
    ]
    .map(|point| (point.x as f32, point.y as f32))
}

/// Version and level, where the symbol was understood so far.
fn about(barcode: &Barcode) -> Option<(u8, Level)> {
    let about: About = serde_json::from_str(&barcode.extra()).ok()?;
    let level = match about.level.as_str() {
        "M" => Level::M,
        "Q" => Level::Q,
        "H" => Level::H,
        _ => Level::L,
    };
    Some((about.version.parse().ok()?, level))
}

/// Which symbol of a longer message it is, if there is one.
fn sequel(barcode: &Barcode) -> Option<Sequel> {
    let (size, index) = (barcode.sequence_size(), barcode.sequence_index());
    (size > 1).then_some(())?;
    Some(Sequel {
        index: u8::try_from(index).ok()?,
        size: u8::try_from(size).ok()?,
        parity: barcode.sequence_id().parse().ok()?,
    })
}

/// The bytes with what is declared of them.
fn segments(barcode: &Barcode) -> Vec<Segment> {
    if barcode.has_eci() {
        declared(&barcode.bytes_eci())
    } else {
        vec![Segment {
            eci: None,
            bytes: barcode.bytes(),
        }]
    }
}

/// Takes bytes apart in which declarations stand as a backslash and six digits, and a backslash as two (AIM's ECI
/// protocol); three bytes that name the kind of symbol come first.
fn declared(protocol: &[u8]) -> Vec<Segment> {
    let mut segments: Vec<Segment> = Vec::new();
    let mut rest = protocol.get(3..).unwrap_or_default();
    loop {
        let byte = match rest {
            [] => return segments,
            [b'\\', b'\\', after @ ..] => {
                rest = after;
                b'\\'
            }
            [b'\\', digits @ ..] if digits.len() >= 6 => {
                let (digits, after) = digits.split_at(6);
                let number = str::from_utf8(digits).ok().and_then(|all| all.parse().ok());
                segments.push(Segment {
                    eci: number,
                    bytes: Vec::new(),
                });
                rest = after;
                continue;
            }
            [byte, after @ ..] => {
                rest = after;
                *byte
            }
        };
        match segments.last_mut() {
            Some(segment) => segment.bytes.push(byte),
            None => segments.push(Segment {
                eci: None,
                bytes: vec![byte],
            }),
        }
    }
}
