//! The gate's side of it: it says that it lives, and ends when its starter does.

use super::VARIABLE;
use std::io::{Read, Write};
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// What a gate says to its starter, a line each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Word {
    /// The gate is live: its log is open and its page is there.
    Up,
    /// It still is.
    Beat,
}

impl Word {
    fn line(self) -> &'static str {
        match self {
            Word::Up => "chot: up",
            Word::Beat => "chot: beat",
        }
    }

    /// None for a line of somebody else's.
    pub fn of(line: &str) -> Option<Word> {
        [Word::Up, Word::Beat]
            .into_iter()
            .find(|word| word.line() == line.trim_end())
    }
}

/// Beats are said no more often.
const BEAT_EVERY: Duration = Duration::from_secs(1);

/// What holds a gate to its starter.
pub struct Lifeline {
    /// How often the starter has brought the gate back in a row.
    pub brought_back: u32,
    last_beat: Mutex<Option<Instant>>,
}

/// The lifeline, where a starter started this program.
pub fn by_starter() -> Option<Lifeline> {
    let brought_back = std::env::var(VARIABLE).ok()?;
    // A starter that was killed can't tell; the next one must not find the log held. Elsewhere the lifeline alone says it.
    #[cfg(target_os = "linux")]
    let _ = rustix::process::set_parent_process_death_signal(Some(rustix::process::Signal::KILL));
    Some(Lifeline {
        brought_back: brought_back.parse().unwrap_or(0),
        last_beat: Mutex::default(),
    })
}

impl Lifeline {
    /// Does something once the starter is gone, on a thread of its own.
    pub fn when_cut(&self, end: impl FnOnce() + Send + 'static) {
        std::thread::spawn(move || {
            // Nothing is ever said there: it only ends.
            let _ = std::io::stdin().read_to_end(&mut Vec::new());
            end();
        });
    }

    /// Says a word. One that nobody hears is lost.
    pub fn say(&self, word: Word) {
        let mut output = std::io::stdout().lock();
        let _ = writeln!(output, "{}", word.line()).and_then(|()| output.flush());
    }

    /// The gate's thread goes round.
    pub fn beat(&self) {
        let Ok(mut last) = self.last_beat.lock() else {
            return;
        };
        if last.is_none_or(|last| last.elapsed() >= BEAT_EVERY) {
            *last = Some(Instant::now());
            self.say(Word::Beat);
        }
    }
}
