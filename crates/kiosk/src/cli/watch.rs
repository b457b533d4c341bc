//! `chot watch`: the headless gate.

use crate::backup::{Backups, Keeper, Rhythm};
use crate::camera::{self, Wanted};
use crate::clock::{Clock, SystemClock};
use crate::home::Home;
use crate::pictures;
use crate::post::{Parts, Post, Said, Shown, Snapshot};
use crate::reader::serial;
use crate::scanner::{Effort, Scanner};
use crate::settings::Settings;
use crate::sound::{DefaultOutput, Silent, Speaker};
use crate::store::{Store, Trouble};
use crate::uplink::Uplink;
use crate::uplink::timer::Pace;
use crate::watch::{Eyes, Screen, Vitals, a_camera_answers};
use serde::Serialize;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

#[derive(clap::Args)]
pub struct Watch {
    /// "auto", "none", a camera's index, a picture or a folder of pictures.
    /// A folder's pictures are shown once each, in order, and the gate ends after the last.
    #[arg(long, default_value = "auto")]
    camera: String,
    /// A code reader on a serial port: "auto" (every USB serial port), "none", or a port's name or path
    /// (COM7, /dev/ttyACM0). What the settings say unless given.
    #[arg(long)]
    reader: Option<String>,
    /// Ends after this long, e.g. 10s, 5m.
    #[arg(long = "for", value_parser = parse_duration)]
    how_long: Option<Duration>,
    /// With no camera, plays these pictures into a demo ledger of its own.
    #[arg(long)]
    samples: Option<PathBuf>,
    /// One JSON object a line: {"seq","id","at","verdict","kind","name","file"}.
    #[arg(long)]
    json: bool,
}

/// "10s", "5m", "1500ms" or plain seconds.
fn parse_duration(text: &str) -> Result<Duration, String> {
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let unit = &text[digits.len()..];
    let number: u64 = digits
        .parse()
        .map_err(|_| format!("{text:?} is no length of time; write 10s, 5m or 1500ms"))?;
    match unit {
        "ms" => Ok(Duration::from_millis(number)),
        "" | "s" => Ok(Duration::from_secs(number)),
        "m" => Ok(Duration::from_secs(number * 60)),
        "h" => Ok(Duration::from_secs(number * 3600)),
        _ => Err(format!("{unit:?} is no unit of time; write ms, s, m or h")),
    }
}

impl Watch {
    pub fn run(&self) -> anyhow::Result<ExitCode> {
        let home = Home::resolve()?;
        match self.eyes() {
            Source::Pictures(path) => self.show_once(&path, &home, false),
            Source::Nothing => self.run_live(None, &home),
            Source::Camera(wanted) => {
                if let Some(samples) = &self.samples
                    && !a_camera_answers(wanted, std::env::current_exe()?)
                {
                    eprintln!(
                        "No camera: the sample frames of {} go into a ledger of their own (DEMO).",
                        samples.display()
                    );
                    return self.show_once(samples, &home.demo(), true);
                }
                self.run_live(Some(wanted), &home)
            }
        }
    }

    fn eyes(&self) -> Source {
        match self.camera.as_str() {
            "auto" => Source::Camera(Wanted::Auto),
            "none" => Source::Nothing,
            other => match other.parse() {
                Ok(index) => Source::Camera(Wanted::Index(index)),
                Err(_) => Source::Pictures(PathBuf::from(other)),
            },
        }
    }

    /// Each picture once, one line each, with every try.
    fn show_once(&self, path: &Path, home: &Home, demo: bool) -> anyhow::Result<ExitCode> {
        let pictures = pictures::in_order(path)?;
        let (mut post, zone) = match post(home, demo, Box::new(Silent))? {
            Ok(ready) => ready,
            Err(code) => return Ok(code),
        };
        let mut scanner = Scanner::new();
        let mut failed = false;
        for picture in pictures {
            let luma = match pictures::luma(&picture) {
                Ok(luma) => luma,
                Err(e) => {
                    eprintln!("{e}");
                    failed = true;
                    continue;
                }
            };
            post.tick();
            let codes: Vec<Vec<u8>> = scanner
                .read(&luma, Effort::Every)
                .codes
                .into_iter()
                .map(|code| code.text)
                .collect();
            let shown = post.show_picture(&codes);
            let name = picture
                .file_name()
                .map(|name| name.to_string_lossy().into_owned());
            print_line(&Line::of(&shown, name, &zone, demo), self.json)?;
        }
        Ok(if failed {
            ExitCode::from(1)
        } else {
            ExitCode::SUCCESS
        })
    }

    fn run_live(&self, wanted: Option<Wanted>, home: &Home) -> anyhow::Result<ExitCode> {
        let speaker = Box::new(DefaultOutput::open());
        let (mut parts, zone) = match parts(home, false, speaker)? {
            Ok(ready) => ready,
            Err(code) => return Ok(code),
        };
        if let Some(reader) = &self.reader {
            parts.settings.reader.port = reader.clone().into();
            parts.settings.reader.device = None;
        }
        let (ends, ended) = mpsc::channel();
        let on_signal = ends.clone();
        ctrlc::set_handler(move || {
            // The second Ctrl-C finds nobody waiting any more.
            let _ = on_signal.send(());
        })?;
        let screen = Terminal {
            zone,
            json: self.json,
            ends,
            told: Mutex::new((camera::State::Starting, Vec::new())),
        };
        let eyes = match wanted {
            Some(wanted) => Eyes::Camera {
                wanted,
                program: std::env::current_exe()?,
            },
            None => Eyes::Nothing,
        };
        let clock = Arc::clone(&parts.clock);
        let watch = crate::watch::Watch::start(parts, eyes, Box::new(screen))?;
        let backups = Backups::of(home, Arc::clone(&clock), watch.staff(), false);
        let _keeper = Keeper::start(Arc::new(backups), Rhythm::default())?;
        // Ends before the gate does, whose thread it asks.
        let _uplink = Uplink::start(home, clock, watch.scribe(), Pace::default())?;
        match self.how_long {
            Some(how_long) => match ended.recv_timeout(how_long) {
                Ok(()) | Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => {}
            },
            None => {
                // Ends by Ctrl-C, or when nobody reads the lines any more.
                let _ = ended.recv();
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}

enum Source {
    Camera(Wanted),
    Nothing,
    Pictures(PathBuf),
}

type Ready<T> = Result<(T, jiff::tz::TimeZone), ExitCode>;

/// What a post needs from its home; an exit code where another Chốt holds it or it can't be opened.
fn parts(home: &Home, demo: bool, speaker: Box<dyn Speaker>) -> anyhow::Result<Ready<Parts>> {
    let clock = Arc::new(SystemClock::new());
    if let Err(error) = crate::backup::finish(home, &clock.now()) {
        // The gate opens with what is there; the next start tries again.
        eprintln!("chot: {error}");
    }
    let settings = match Settings::load(&Settings::path(home)) {
        Ok(settings) => settings,
        Err(e) => {
            eprintln!("{e}");
            return Ok(Err(ExitCode::from(3)));
        }
    };
    let zone = settings.time_zone()?;
    let store = Store::new(home.clone(), settings.gate, zone.clone());
    Ok(Ok((
        Parts {
            store,
            settings_path: Settings::path(home),
            settings,
            speaker,
            clock,
            demo,
        },
        zone,
    )))
}

fn post(home: &Home, demo: bool, speaker: Box<dyn Speaker>) -> anyhow::Result<Ready<Post>> {
    let (parts, zone) = match parts(home, demo, speaker)? {
        Ok(ready) => ready,
        Err(code) => return Ok(Err(code)),
    };
    let post = Post::new(parts)?;
    if let Some(trouble) = post.snapshot().trouble {
        eprintln!("{trouble}");
        match trouble {
            Trouble::AlreadyRunning => return Ok(Err(ExitCode::from(4))),
            Trouble::DiskFull | Trouble::ReadOnly | Trouble::Failed => {}
            Trouble::WrongKey | Trouble::MissingKey | Trouble::Newer | Trouble::Damaged => {
                return Ok(Err(ExitCode::from(3)));
            }
        }
    }
    Ok(Ok((post, zone)))
}

/// Prints what the gate says; nobody reading is a reason to end.
struct Terminal {
    zone: jiff::tz::TimeZone,
    json: bool,
    ends: mpsc::Sender<()>,
    /// What was last said of the camera and of the readers.
    told: Mutex<(camera::State, Vec<serial::Reader>)>,
}

impl Screen for Terminal {
    fn show(&self, snapshot: Snapshot) {
        let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        let (camera, readers) = &mut *told;
        if *camera != snapshot.camera {
            camera.clone_from(&snapshot.camera);
            eprintln!("camera: {}", sentence(&snapshot.camera));
        }
        for reader in &snapshot.readers {
            if !readers.contains(reader) {
                eprintln!("reader: {}", of_reader(reader));
            }
        }
        readers.clone_from(&snapshot.readers);
    }

    fn say(&self, shown: &Shown) {
        if print_line(&Line::of(shown, None, &self.zone, false), self.json).is_err() {
            // Nobody waits any more only when the gate is ending anyway.
            let _ = self.ends.send(());
        }
    }

    fn beat(&self, _vitals: Vitals) {}
}

/// A reader's state for the person at the terminal.
fn of_reader(reader: &serial::Reader) -> String {
    let port = &reader.port;
    let named = match &reader.product {
        Some(product) => format!("{product} at {port}"),
        None => port.clone(),
    };
    match reader.state {
        serial::State::Ready => format!("{named} is listened to"),
        serial::State::Gone => format!("{named} isn't there; plug it in"),
        serial::State::Busy => {
            format!("another program uses {named}; close that program")
        }
        serial::State::Denied => {
            format!("this account may not use {named}; add it to the group dialout")
        }
        serial::State::Broken => {
            format!("{named} can't be opened as a serial port; name another one")
        }
    }
}

/// A camera's state for the person at the terminal.
fn sentence(state: &camera::State) -> String {
    match state {
        camera::State::Starting => "opening".to_owned(),
        camera::State::Live {
            name,
            width,
            height,
            fps,
        } => format!("{name}, {width}×{height} at {fps} fps"),
        camera::State::Still => "all pictures are the same; opening it again".to_owned(),
        camera::State::Absent => "none found; plug one in".to_owned(),
        camera::State::Unplugged => "gone; plug it in again".to_owned(),
        camera::State::Busy => "another program uses it; close that program".to_owned(),
        camera::State::Denied => {
            "this account may not use it; add it to the group video".to_owned()
        }
        camera::State::WrongFormat => "its pictures can't be read; use another camera".to_owned(),
        camera::State::Stalled => "no pictures come; starting it again".to_owned(),
    }
}

#[derive(Serialize)]
struct Line {
    #[serde(skip_serializing_if = "Option::is_none")]
    seq: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    at: String,
    verdict: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    kind: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<String>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    demo: bool,
}

impl Line {
    fn of(shown: &Shown, file: Option<String>, zone: &jiff::tz::TimeZone, demo: bool) -> Line {
        let kind = match shown.said {
            Said::Foreign(foreign) => Some(foreign.word()),
            Said::In
            | Said::Out
            | Said::Already
            | Said::Ignored
            | Said::Look
            | Said::Refuse
            | Said::Unknown
            | Said::Damaged
            | Said::Badge(_)
            | Said::Place(_)
            | Said::Nothing
            | Said::NotStored(_) => shown.what.map(crate::post::What::word),
        };
        Line {
            seq: shown.seq,
            id: shown.id.map(|id| id.to_string()),
            at: shown
                .at
                .to_zoned_datetime(zone.clone())
                .strftime("%Y-%m-%dT%H:%M:%S%.3f%:z")
                .to_string(),
            verdict: shown.said.word(),
            kind,
            name: shown.holder.name.clone(),
            file,
            demo,
        }
    }
}

fn print_line(line: &Line, json: bool) -> anyhow::Result<()> {
    let text = if json {
        serde_json::to_string(line)?
    } else {
        let blank = String::new();
        format!(
            "{}{}  {:<10}  {:<14}  {:<28}  {}",
            if line.demo { "DEMO  " } else { "" },
            &line.at[11..19],
            line.verdict,
            line.kind.unwrap_or_default(),
            line.name.as_ref().unwrap_or(&blank),
            line.file.as_ref().unwrap_or(&blank),
        )
        .trim_end()
        .to_owned()
    };
    let mut out = std::io::stdout().lock();
    writeln!(out, "{text}")?;
    out.flush()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_length_of_time_is_read_with_its_unit() {
        assert_eq!(parse_duration("10s"), Ok(Duration::from_secs(10)));
        assert_eq!(parse_duration("1500ms"), Ok(Duration::from_millis(1500)));
        assert_eq!(parse_duration("2m"), Ok(Duration::from_secs(120)));
        assert!(parse_duration("soon").is_err());
        assert!(parse_duration("3 fortnights").is_err());
    }
}
