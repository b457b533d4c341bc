//! *Printing*: a paper of many pages in the making, for whoever waits for it and may give it up.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

/// How far a paper is. Clones tell of the same one.
#[derive(Clone, Debug, Default)]
pub struct Printing {
    set: Arc<AtomicU32>,
    stop: Arc<AtomicBool>,
}

impl Printing {
    /// Gives it up: what was made of it is thrown away.
    pub fn stop(&self) {
        self.stop.store(true, Ordering::Relaxed);
    }

    pub fn is_stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    /// Pictures that were set so far.
    pub fn set(&self) -> u32 {
        self.set.load(Ordering::Relaxed)
    }

    pub(crate) fn one_more(&self) {
        self.set.fetch_add(1, Ordering::Relaxed);
    }
}
