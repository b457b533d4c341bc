//! *Sound*: what the gate says aloud. Made here, after the commit; never in the page.

use rodio::source::{SineWave, Source};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::time::Duration;

/// One sound for each row of the verdict table (PRODUCT.md).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sound {
    In,
    Out,
    Already,
    Look,
    Refuse,
    Foreign,
    NotStored,
}

/// A tone of a sound: hertz (0 is silence), milliseconds, loudness 0–1.
type Tone = (f32, u64, f32);

impl Sound {
    fn tones(self) -> &'static [Tone] {
        match self {
            Sound::In => &[(880.0, 110, 0.8), (1175.0, 190, 0.8)],
            Sound::Out => &[(880.0, 110, 0.8), (659.0, 190, 0.8)],
            Sound::Already => &[(440.0, 140, 0.35)],
            Sound::Look => &[
                (660.0, 120, 0.9),
                (0.0, 70, 0.0),
                (660.0, 120, 0.9),
                (0.0, 70, 0.0),
                (660.0, 120, 0.9),
            ],
            Sound::Refuse => &[(220.0, 320, 1.0), (0.0, 90, 0.0), (220.0, 320, 1.0)],
            Sound::Foreign => &[(330.0, 130, 0.35), (0.0, 80, 0.0), (330.0, 130, 0.35)],
            Sound::NotStored => &[(330.0, 900, 1.0)],
        }
    }
}

/// Plays sounds without ever holding up the gate.
pub trait Speaker: Send {
    /// Returns at once.
    fn play(&self, sound: Sound);
    /// Whether anybody can hear it: false is a worded light.
    fn is_present(&self) -> bool;
}

/// A gate that shows pictures from files speaks to nobody.
pub struct Silent;

impl Speaker for Silent {
    fn play(&self, _sound: Sound) {}

    fn is_present(&self) -> bool {
        true
    }
}

/// The platform's default sound output, on a thread of its own.
pub struct DefaultOutput {
    sounds: Sender<Sound>,
    present: Arc<AtomicBool>,
}

/// How long the output waits before it looks for a device again that was absent.
const LOOK_AGAIN: Duration = Duration::from_secs(20);

impl DefaultOutput {
    pub fn open() -> DefaultOutput {
        let (sounds, queue) = mpsc::channel();
        let present = Arc::new(AtomicBool::new(false));
        let seen = Arc::clone(&present);
        std::thread::spawn(move || play_all(&queue, &seen));
        DefaultOutput { sounds, present }
    }
}

impl Speaker for DefaultOutput {
    fn play(&self, sound: Sound) {
        // The thread only ends with this handle; a sound nobody can play is what the light says.
        let _ = self.sounds.send(sound);
    }

    fn is_present(&self) -> bool {
        self.present.load(Ordering::Relaxed)
    }
}

fn play_all(queue: &Receiver<Sound>, present: &AtomicBool) {
    let mut output = open_device(present);
    loop {
        let sound = match queue.recv_timeout(LOOK_AGAIN) {
            Ok(sound) => sound,
            Err(RecvTimeoutError::Timeout) => {
                if output.is_none() {
                    output = open_device(present);
                }
                continue;
            }
            Err(RecvTimeoutError::Disconnected) => return,
        };
        let Some(device) = &output else { continue };
        let mut later = Duration::ZERO;
        for &(hertz, ms, loudness) in sound.tones() {
            let length = Duration::from_millis(ms);
            if hertz > 0.0 {
                let tone = SineWave::new(hertz)
                    .take_duration(length)
                    .fade_in(Duration::from_millis(8))
                    .amplify(loudness)
                    .delay(later);
                device.mixer().add(tone);
            }
            later += length;
        }
    }
}

fn open_device(present: &AtomicBool) -> Option<rodio::MixerDeviceSink> {
    let opened = rodio::DeviceSinkBuilder::open_default_sink().ok();
    present.store(opened.is_some(), Ordering::Relaxed);
    opened.map(|mut device| {
        device.log_on_drop(false);
        device
    })
}
