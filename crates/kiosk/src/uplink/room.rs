//! *Room*: what the tasks of one uplink share. All of them run on one thread.

use super::device::Device;
use super::register::{Shelf, Written};
use super::timer::Pace;
use crate::clock::Clock;
use crate::home::Home;
use crate::keys::{Key, KeyStore, Name};
use crate::ledger::{LedgerError, Parting};
use crate::orders::{Disobeyed, Order};
use crate::outbox::Outbox;
use crate::places::Places;
use crate::targets::{TargetError, Targets};
use crate::update::Own;
use checkpoint::chain::BranchName;
use jiff::Timestamp;
use ring::rand::{SecureRandom, SystemRandom};
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::rc::Rc;
use std::sync::{Arc, Mutex, PoisonError};

/// Whoever writes the ledger, as the uplink asks it. Calls may take a while; they are made where
/// nobody else waits for them.
pub trait Scribe: Send + Sync {
    /// Gives our lines behind a common entry a branch of their own
    /// ([`crate::ledger::Ledger::part_ways`]).
    fn part_ways(&self, from: Parting) -> Result<Option<BranchName>, Unwritten>;

    /// Does what a hub asked for, and it was believed. Whoever never writes can't.
    fn obey(&self, _order: Order) -> Result<(), Disobeyed> {
        Err(Disobeyed::Later(Unwritten("nobody writes here".to_owned())))
    }

    /// The program for which newer ones are fetched from the hub; None where none is brought up to date by files.
    fn own(&self) -> Option<Own> {
        None
    }
}

/// The ledger couldn't be written now; it is tried again.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the ledger can't be written now: {0}")]
pub struct Unwritten(pub String);

/// Why the uplink can't begin. It is tried again.
#[derive(Debug, thiserror::Error)]
pub enum UplinkError {
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    #[error(transparent)]
    Targets(#[from] TargetError),
    #[error("the key of this device isn't there: put it back, or unlock the keychain")]
    NoKey,
    #[error("no thread or network could be had: {0}")]
    System(#[from] std::io::Error),
}

/// Targets with an exchange under way.
pub(super) type Busy = Arc<Mutex<BTreeSet<u32>>>;

pub(super) struct Room {
    pub home: Home,
    key: Key,
    pub targets: RefCell<Targets>,
    outbox: RefCell<Rc<Outbox>>,
    shelf: RefCell<Shelf>,
    pub device: Device,
    pub clock: Arc<dyn Clock>,
    pub scribe: Arc<dyn Scribe>,
    pub pace: Pace,
    pub busy: Busy,
    random: SystemRandom,
}

impl Room {
    pub fn open(
        home: &Home,
        clock: Arc<dyn Clock>,
        scribe: Arc<dyn Scribe>,
        pace: Pace,
        busy: Busy,
    ) -> Result<Room, UplinkError> {
        let keys = KeyStore::of(home).map_err(LedgerError::from)?;
        let key = keys.get(Name::Ledger).ok_or(UplinkError::NoKey)?.clone();
        let targets = Targets::open_with(home, &key)?;
        if let Some(told) = targets.hub_clock()? {
            clock.hear(told);
        }
        Ok(Room {
            targets: RefCell::new(targets),
            outbox: RefCell::new(Rc::new(Outbox::open(home, &key)?)),
            shelf: RefCell::default(),
            device: Device::of(&keys).ok_or(UplinkError::NoKey)?,
            home: home.clone(),
            key,
            clock,
            scribe,
            pace,
            busy,
            random: SystemRandom::new(),
        })
    }

    /// The ledger as it is now: one that was set aside is let go of, and its follower opened.
    pub fn outbox(&self) -> Rc<Outbox> {
        let outbox = Rc::clone(&self.outbox.borrow());
        if outbox.is_current() {
            return outbox;
        }
        match Outbox::open(&self.home, &self.key) {
            Ok(fresh) => {
                let fresh = Rc::new(fresh);
                *self.outbox.borrow_mut() = Rc::clone(&fresh);
                fresh
            }
            Err(_) => outbox,
        }
    }

    /// The register of places and people as it is now; None where this post has neither, or they can't be read now.
    pub fn register(&self) -> Option<Rc<Written>> {
        let mut shelf = self.shelf.borrow_mut();
        shelf.count(&self.home, self.clock.now());
        shelf.written(|| {
            // A post that never had a place doesn't begin a register by looking.
            let is_there = self.home.places().exists();
            is_there.then(|| Places::open_with(&self.home, &self.key).ok())?
        })
    }

    pub fn now(&self) -> Timestamp {
        self.clock.now().at
    }

    /// Even in 0..=1.
    pub fn chance(&self) -> f64 {
        let mut bytes = [0; 4];
        match self.random.fill(&mut bytes) {
            Ok(()) => f64::from(u32::from_be_bytes(bytes)) / f64::from(u32::MAX),
            // A system without randomness waits the longest.
            Err(_) => 1.0,
        }
    }

    /// Says that an exchange with a target is under way, until the guard is dropped.
    pub fn at_work(&self, id: u32) -> AtWork {
        lock(&self.busy).insert(id);
        AtWork {
            busy: Arc::clone(&self.busy),
            id,
        }
    }
}

pub(super) fn lock(busy: &Busy) -> std::sync::MutexGuard<'_, BTreeSet<u32>> {
    busy.lock().unwrap_or_else(PoisonError::into_inner)
}

pub(super) struct AtWork {
    busy: Busy,
    id: u32,
}

impl Drop for AtWork {
    fn drop(&mut self) {
        lock(&self.busy).remove(&self.id);
    }
}
