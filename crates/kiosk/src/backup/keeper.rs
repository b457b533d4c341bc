//! The thread that makes a backup every hour, and sooner where something was erased or purged since the last one.

use super::making::Snapshot;
use super::{BackupError, Backups, Generation};
use checkpoint::moment::Moment;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

/// How often it looks, and how long a backup is new.
#[derive(Clone, Copy, Debug)]
pub struct Rhythm {
    pub look: Duration,
    pub every: Duration,
}

impl Default for Rhythm {
    fn default() -> Self {
        Rhythm {
            look: Duration::from_secs(60),
            every: Duration::from_secs(60 * 60),
        }
    }
}

/// A home's backups at work; it ends when this is dropped.
pub struct Keeper {
    ending: Arc<(Mutex<bool>, Condvar)>,
    thread: Option<JoinHandle<()>>,
}

impl Keeper {
    /// The first look comes after a while, so that a gate that starts has the disk to itself.
    pub fn start(backups: Arc<Backups>, rhythm: Rhythm) -> std::io::Result<Keeper> {
        let ending = Arc::new((Mutex::new(false), Condvar::new()));
        let theirs = Arc::clone(&ending);
        let thread = std::thread::Builder::new()
            .name("backup".into())
            .spawn(move || {
                yield_to_the_gate();
                let mut last = None;
                while !ends_within(&theirs, rhythm.look) {
                    // What went wrong is told by the page, which asks anew; the next look tries again.
                    let _ = backups.look(&mut last, rhythm.every);
                }
            })?;
        Ok(Keeper {
            ending,
            thread: Some(thread),
        })
    }
}

impl Drop for Keeper {
    fn drop(&mut self) {
        let (ends, changed) = &*self.ending;
        *ends.lock().unwrap_or_else(PoisonError::into_inner) = true;
        changed.notify_one();
        if let Some(thread) = self.thread.take() {
            // One that panicked has said so itself.
            let _ = thread.join();
        }
    }
}

fn ends_within(ending: &(Mutex<bool>, Condvar), wait: Duration) -> bool {
    let (ends, changed) = ending;
    let ends = ends.lock().unwrap_or_else(PoisonError::into_inner);
    *changed
        .wait_timeout_while(ends, wait, |ends| !*ends)
        .unwrap_or_else(PoisonError::into_inner)
        .0
}

/// On Linux a thread has a niceness of its own; elsewhere the pauses between megabytes do.
fn yield_to_the_gate() {
    #[cfg(target_os = "linux")]
    let _ = rustix::process::nice(10);
}

impl Backups {
    /// Makes a backup where one is due. `last` is when this run of the program made its last one.
    pub fn look(
        &self,
        last: &mut Option<Moment>,
        every: Duration,
    ) -> Result<Option<Generation>, BackupError> {
        let folder = self.folder()?;
        let now = self.clock.now();
        let newest = self.newest(&folder)?;
        let every = u64::try_from(every.as_millis()).unwrap_or(u64::MAX);
        let is_new = match (*last, &newest) {
            (_, None) => false,
            (Some(last), Some(_)) => now.since(&last) < every,
            (None, Some(newest)) => {
                let age = now.at.duration_since(newest.label.at).as_millis();
                u64::try_from(age).is_ok_and(|age| age < every)
            }
        };
        let forgot = || -> Result<bool, BackupError> {
            let forgotten = Snapshot::of(&self.home, &self.own()?.ledger)?.forgotten;
            Ok(newest.is_some_and(|newest| newest.label.forgotten < forgotten))
        };
        if is_new && !forgot()? {
            return Ok(None);
        }
        let made = self.make(&folder)?;
        *last = Some(now);
        Ok(Some(made))
    }
}
