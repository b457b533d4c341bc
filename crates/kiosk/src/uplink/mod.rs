//! *Uplink*: carries entries to where they are wanted, and never holds up the gate.
//!
//! ```text
//! ledger.db ──read only──▶ outbox ─▶ one task a target ─▶ hub · HTTPS JSON · folder
//!                            └▶ courier, when a person carries it
//! targets.db ◀── cursors, problems ──┘        │ two histories?
//!                                             └▶ scribe: the gate's thread gives ours a new branch
//! ```
//!
//! One thread, one task a target: one that hangs, lies or throttles holds up nobody else. A cursor
//! moves only after an answer that is believed, durably; whatever else happens, entries are sent
//! again, which is harmless.

pub mod address;
mod begun;
mod carrier;
pub mod courier;
pub(crate) mod device;
mod downward;
pub mod dry_run;
pub mod enrolment;
pub mod fault;
mod folder;
mod fork;
pub(crate) mod heartbeat;
mod hub;
mod json;
pub mod ladder;
mod packing;
mod people;
mod problem;
mod register;
mod release;
mod room;
pub mod standing;
pub mod telling;
pub mod timer;
pub mod web;
pub mod witness;
mod words;

pub use problem::Alarm;
pub use room::{Scribe, Unwritten, UplinkError};

use crate::clock::Clock;
use crate::home::Home;
use crate::keys::{KeyStore, Name};
use crate::ledger::LedgerError;
use crate::outbox::Outbox;
use crate::targets::{TargetError, Targets};
use carrier::{Carrier, Turn};
use checkpoint::chain::DeviceId;
use room::{Busy, Room};
use standing::{Card, CardsError};
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;
use telling::Untold;
use timer::Pace;
use tokio::sync::watch;
use tokio::task::LocalSet;

/// How often a ledger that can't be opened is tried again.
const OPEN_AGAIN: Duration = Duration::from_secs(1);

/// Targets at work; they end when this is dropped.
pub struct Uplink {
    stop: watch::Sender<bool>,
    thread: Option<JoinHandle<()>>,
    home: Home,
    busy: Busy,
    desk: Mutex<Option<(Targets, Outbox)>>,
}

impl Uplink {
    /// Begins to carry this home's entries. A ledger that isn't there yet is waited for.
    pub fn start(
        home: &Home,
        clock: Arc<dyn Clock>,
        scribe: Arc<dyn Scribe>,
        pace: Pace,
    ) -> std::io::Result<Uplink> {
        let (stop, stopped) = watch::channel(false);
        let busy = Busy::default();
        let theirs = (home.clone(), Arc::clone(&busy));
        let thread = std::thread::Builder::new()
            .name("uplink".into())
            .spawn(move || {
                let (home, busy) = theirs;
                work(&home, &clock, &scribe, pace, &busy, stopped);
            })?;
        Ok(Uplink {
            stop,
            thread: Some(thread),
            home: home.clone(),
            busy,
            desk: Mutex::new(None),
        })
    }

    /// How every target is doing now.
    pub fn cards(&self) -> Result<Vec<Card>, CardsError> {
        self.at_desk(|targets, outbox| standing::cards(targets, outbox, &self.busy))
    }

    /// This device's name, under which receivers have its entries, and whom to tell of which erasure.
    pub fn untold(&self) -> Result<(DeviceId, Vec<Untold>), CardsError> {
        self.at_desk(|targets, outbox| Ok((outbox.device(), telling::of(targets, outbox)?)))
    }

    /// Asks without the keychain being asked each time.
    fn at_desk<T>(
        &self,
        ask: impl FnOnce(&Targets, &Outbox) -> Result<T, CardsError>,
    ) -> Result<T, CardsError> {
        let mut desk = self.desk.lock().unwrap_or_else(PoisonError::into_inner);
        let open = match desk.take() {
            Some(open) if open.1.is_current() => open,
            Some(_) | None => open(&self.home)?,
        };
        let (targets, outbox) = desk.insert(open);
        ask(targets, outbox)
    }
}

impl Drop for Uplink {
    fn drop(&mut self) {
        // The thread is gone already where nobody hears it.
        let _ = self.stop.send(true);
        if let Some(thread) = self.thread.take() {
            // A thread that panicked has said so itself.
            let _ = thread.join();
        }
    }
}

/// How every target of a home is doing, seen from beside its gate.
pub fn cards(home: &Home) -> Result<Vec<Card>, CardsError> {
    let (targets, outbox) = open(home)?;
    standing::cards(&targets, &outbox, &Busy::default())
}

/// Gives every target its turns until each has nothing more to do at once, and says how they are doing
/// then. `clock` and `scribe` as in [`Uplink::start`].
pub fn once(
    home: &Home,
    clock: Arc<dyn Clock>,
    scribe: Arc<dyn Scribe>,
) -> Result<Vec<Card>, OnceError> {
    let room = Rc::new(Room::open(
        home,
        clock,
        scribe,
        Pace::default(),
        Busy::default(),
    )?);
    let runtime = runtime().map_err(UplinkError::from)?;
    let local = LocalSet::new();
    let ids: Vec<u32> = room
        .targets
        .borrow()
        .list()
        .map_err(UplinkError::from)?
        .iter()
        .map(|target| target.id)
        .collect();
    let tasks: Vec<_> = ids
        .into_iter()
        .map(|id| {
            let mut carrier = Carrier::new(Rc::clone(&room), id);
            local.spawn_local(async move { while carrier.turn().await == Turn::More {} })
        })
        .collect();
    local.block_on(&runtime, async {
        for task in tasks {
            // One that panicked has said so itself.
            let _ = task.await;
        }
    });
    runtime.shutdown_background();
    Ok(cards(home)?)
}

/// Why nothing could be sent at all.
#[derive(Debug, thiserror::Error)]
pub enum OnceError {
    #[error(transparent)]
    Uplink(#[from] UplinkError),
    #[error(transparent)]
    Cards(#[from] CardsError),
}

fn open(home: &Home) -> Result<(Targets, Outbox), CardsError> {
    let keys = KeyStore::of(home).map_err(TargetError::from)?;
    let key = keys.get(Name::Ledger).ok_or(TargetError::NoLedger)?;
    let outbox = Outbox::open(home, key).map_err(|error: LedgerError| error)?;
    Ok((Targets::open_with(home, key)?, outbox))
}

fn runtime() -> std::io::Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
}

/// The uplink's thread.
fn work(
    home: &Home,
    clock: &Arc<dyn Clock>,
    scribe: &Arc<dyn Scribe>,
    pace: Pace,
    busy: &Busy,
    mut stopped: watch::Receiver<bool>,
) {
    let Ok(runtime) = runtime() else { return };
    let local = LocalSet::new();
    local.block_on(&runtime, async {
        loop {
            let room = Room::open(
                home,
                Arc::clone(clock),
                Arc::clone(scribe),
                pace,
                Arc::clone(busy),
            );
            match room {
                Ok(room) => {
                    let room = Rc::new(room);
                    tokio::select! {
                        () = look_after(&room) => {}
                        _ = stopped.wait_for(|stop| *stop) => return,
                    }
                }
                Err(_) => {
                    tokio::select! {
                        () = tokio::time::sleep(OPEN_AGAIN) => {}
                        _ = stopped.wait_for(|stop| *stop) => return,
                    }
                }
            }
        }
    });
    drop(local);
    // A folder that hangs is left behind rather than waited for.
    runtime.shutdown_background();
}

/// Gives every target on the list a task, and tells the tasks when somebody changed the list.
async fn look_after(room: &Rc<Room>) {
    let (changed, _) = watch::channel(0);
    let mut tasks: BTreeMap<u32, tokio::task::JoinHandle<()>> = BTreeMap::new();
    let mut seen = None;
    loop {
        let version = room.targets.borrow().version().ok();
        if version.is_none() || version != seen {
            let listed = room.targets.borrow().list();
            if let Ok(listed) = listed {
                tasks.retain(|_, task| !task.is_finished());
                for target in listed {
                    tasks.entry(target.id).or_insert_with(|| {
                        let carrier = Carrier::new(Rc::clone(room), target.id);
                        tokio::task::spawn_local(carrier.carry(changed.subscribe()))
                    });
                }
                seen = version;
                changed.send_replace(version.unwrap_or_default());
            }
        }
        tokio::time::sleep(room.pace.look).await;
    }
}
