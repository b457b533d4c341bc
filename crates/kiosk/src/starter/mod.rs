//! *Starter*: the program that keeps the gate running. It starts the window as a child, brings it back when it crashes,
//! hangs or is killed, and starts the version that an update brought.
//!
//! ```text
//! chot-window (starter, as it was installed) ── starts ──▶ chot-window (the gate; of whichever version runs)
//!   its standard input     held open: the gate ends when the starter does
//!   its standard output    a line "chot: up" once the gate is live, "chot: beat" while it is
//!   its exit code          0: somebody closed it · 75: start again · anything else: it crashed
//! ```
//!
//! An older starter starts newer gates, so these four words stay as they are. One that was taken and doesn't say that it
//! is up within [`Patience::to_come_up`] is given up, and what ran before it runs again.

mod gate;

pub use gate::{Lifeline, Word, by_starter};

use crate::update::{Place, Pointer};
use semver::Version;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

/// Tells a gate that a starter holds it, and how often it was brought back since the last one that stayed.
const VARIABLE: &str = "CHOT_STARTER";
/// A gate that ends with this wants to be started again.
pub const AGAIN: i32 = 75;
/// How often the starter looks whether the gate still runs.
const LOOK_EVERY: Duration = Duration::from_millis(100);

/// How long what a gate said before it ended may be on its way.
const LAST_WORDS: Duration = Duration::from_secs(1);

/// How long the starter waits for what.
#[derive(Clone, Debug)]
pub struct Patience {
    /// A version that was taken has so long to come up.
    pub to_come_up: Duration,
    /// A gate that was live and says nothing for so long hangs.
    pub to_beat: Duration,
    /// Before each try in a row; the last one for all that follow.
    pub between: Vec<Duration>,
    /// A gate that was live for so long begins the row anew.
    pub to_stay: Duration,
}

impl Default for Patience {
    fn default() -> Patience {
        Patience {
            to_come_up: Duration::from_secs(90),
            // A slow disk holds the gate's thread up for a while, and is no reason to lose what is on the screen.
            to_beat: Duration::from_secs(30),
            between: [0, 1, 2, 5, 10, 30, 60].map(Duration::from_secs).to_vec(),
            to_stay: Duration::from_secs(60),
        }
    }
}

/// What is kept running.
pub struct Starter {
    pub place: Place,
    /// Of the installed program.
    pub version: Version,
    /// A program that fails before it was ever live is tried again, too: nobody stands there who could read why it failed.
    pub goes_on: bool,
    pub patience: Patience,
    /// Handed to the gate.
    pub arguments: Vec<std::ffi::OsString>,
    pub environment: Vec<(String, String)>,
    /// Is told, in a line each, what is done about a gate that failed.
    pub told: fn(&str),
}

/// How one run of the gate ended.
enum Ended {
    /// By itself, with this status; live or not.
    By(ExitStatus),
    /// It was killed: it hung, or didn't come up.
    Hung,
}

/// How one run went.
struct Run {
    ended: Ended,
    was_live: bool,
    lasted: Duration,
}

impl Starter {
    /// Keeps the gate running until somebody closes it; gives the exit code for whoever started this.
    pub fn keep(&self) -> std::io::Result<u8> {
        let mut was_ever_live = false;
        let mut in_a_row = 0_usize;
        loop {
            let choice = Pointer::choose(&self.place, &self.version);
            let run = self.run(&choice, in_a_row);
            let run = match run {
                Ok(run) => run,
                // A version that can't even be started.
                Err(_) if choice.is_trial => {
                    self.give_up("can't be started");
                    continue;
                }
                Err(error) => return Err(error),
            };
            was_ever_live |= run.was_live;
            let code = match &run.ended {
                Ended::By(status) => status.code(),
                Ended::Hung => None,
            };
            if choice.is_trial && !run.was_live {
                self.give_up("didn't come up");
                continue;
            }
            match code {
                Some(0) => return Ok(0),
                Some(AGAIN) => {
                    in_a_row = 0;
                    continue;
                }
                Some(code) if !was_ever_live && !self.goes_on => {
                    return Ok(u8::try_from(code).unwrap_or(1));
                }
                Some(_) | None => {}
            }
            if run.was_live && run.lasted >= self.patience.to_stay {
                in_a_row = 0;
            }
            let wait = self.wait(in_a_row);
            in_a_row += 1;
            let ended = match run.ended {
                Ended::By(status) => format!("ended ({status})"),
                Ended::Hung => "said nothing any more and was ended".to_owned(),
            };
            let seconds = wait.as_secs();
            (self.told)(&format!(
                "the gate {ended}; it is started again in {seconds} s"
            ));
            std::thread::sleep(wait);
        }
    }

    fn wait(&self, in_a_row: usize) -> Duration {
        let between = &self.patience.between;
        let wait = between.get(in_a_row).or(between.last());
        wait.copied().unwrap_or_default()
    }

    fn give_up(&self, why: &str) {
        (self.told)(&format!(
            "the update {why}; the version before it runs again"
        ));
        // Where it can't be written down, the count of tries keeps it from being tried for ever.
        let _ = Pointer::gave_up(&self.place);
    }

    /// One run of the gate, from its start to its end.
    fn run(&self, choice: &crate::update::Choice, in_a_row: usize) -> std::io::Result<Run> {
        let program = match &choice.held {
            Some(held) => self.place.program(held, crate::update::WINDOW),
            None => self.place.installed(crate::update::WINDOW),
        };
        let began = Instant::now();
        let mut child = Command::new(program)
            .args(&self.arguments)
            .envs(self.environment.iter().map(|(name, value)| (name, value)))
            .env(VARIABLE, in_a_row.to_string())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let words = listen(&mut child);
        let mut heard: Option<Instant> = None;
        let ended = loop {
            match words.recv_timeout(LOOK_EVERY) {
                Ok(word) => {
                    if word == Word::Up && heard.is_none() && choice.is_trial {
                        // Unwritten, it is tried once more at the next start.
                        let _ = Pointer::settled(&self.place);
                    }
                    if word == Word::Up || heard.is_some() {
                        heard = Some(Instant::now());
                    }
                }
                Err(RecvTimeoutError::Timeout) => {}
                // It closed its standard output, and may run on.
                Err(RecvTimeoutError::Disconnected) => std::thread::sleep(LOOK_EVERY),
            }
            if let Some(status) = child.try_wait()? {
                break Ended::By(status);
            }
            let hangs = match heard {
                Some(heard) => heard.elapsed() >= self.patience.to_beat,
                None => choice.is_trial && began.elapsed() >= self.patience.to_come_up,
            };
            if hangs {
                child.kill()?;
                child.wait()?;
                break Ended::Hung;
            }
        };
        let said_up = heard.is_none() && said_last(&words);
        if said_up && choice.is_trial {
            let _ = Pointer::settled(&self.place);
        }
        Ok(Run {
            ended,
            was_live: heard.is_some() || said_up,
            lasted: began.elapsed(),
        })
    }
}

/// Whether a gate that has ended said that it was up: its last words may still be on their way. What it started itself may
/// hold its standard output open, and is waited for no longer than [`LAST_WORDS`].
fn said_last(words: &Receiver<Word>) -> bool {
    let ended = Instant::now();
    while let Ok(word) = words.recv_timeout(LAST_WORDS.saturating_sub(ended.elapsed())) {
        if word == Word::Up {
            return true;
        }
    }
    false
}

/// The words of a gate, on a thread that ends with its standard output.
fn listen(child: &mut Child) -> Receiver<Word> {
    let (say, words) = mpsc::channel();
    if let Some(output) = child.stdout.take() {
        std::thread::spawn(move || {
            for line in BufReader::new(output).lines() {
                let Ok(line) = line else { return };
                if let Some(word) = Word::of(&line)
                    && say.send(word).is_err()
                {
                    return;
                }
            }
        });
    }
    words
}
