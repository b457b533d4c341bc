//! *Register*: a hub is told what this post's places are called and how their posters stand, and how many of those on the
//! unit's lists have come with which code; whole and whenever it differs.
//!
//! Nothing is kept of what a hub was told: after a restart, after a day and where the hub turns out to have less of the log
//! than it had, it is told again. An answer that isn't believed never holds up the log, which tells what is wrong by its own.

use super::hub::{Ask, Heard, Visit};
use super::people::people;
use super::room::Room;
use super::timer::Timer;
use crate::home::Home;
use crate::places::Places;
use crate::targets::TargetError;
use checkpoint::chain::BranchName;
use checkpoint::moment::Moment;
use checkpoint::wire::UnitId;
use checkpoint::wire::answer::{Asked, What};
use checkpoint::wire::register::{self, Listed, People, Register, kept};
use checkpoint::wire::request::{self, JSON_TYPE};
use reqwest::Method;
use std::rc::Rc;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// After so long a hub is told the same again: a database that was restored says so by nothing else where nobody passes.
const AGAIN: Duration = Duration::from_secs(24 * 60 * 60);

/// How often the lists are compared with the log, which is read for it.
const COUNTED_AGAIN: Duration = Duration::from_secs(6 * 60 * 60);

/// The register as it is sent.
pub(super) struct Written {
    pub body: Vec<u8>,
    pub digest: [u8; 32],
}

/// The register's database, and what was last read.
#[derive(Default)]
pub(super) struct Shelf {
    open: Option<Places>,
    /// With the version of the database before they were read.
    places: Option<(i64, Vec<Listed>)>,
    people: Option<People>,
    /// Since when the people are being counted, or were.
    counted: Option<Moment>,
    /// What a thread of its own has counted meanwhile.
    counting: Arc<Mutex<Option<People>>>,
    written: Option<Rc<Written>>,
}

impl Shelf {
    /// None where this post has neither places nor lists, or they can't be read now.
    pub fn written(&mut self, open: impl FnOnce() -> Option<Places>) -> Option<Rc<Written>> {
        let counted = self.counting.lock();
        let counted = counted.unwrap_or_else(PoisonError::into_inner).take();
        let mut changed = counted.is_some();
        self.people = counted.or_else(|| self.people.take());
        if let Some(places) = self.open.take().or_else(open) {
            let version = places.version().ok()?;
            if self.places.as_ref().is_none_or(|(of, _)| *of != version) {
                self.places = Some((version, places.listed().ok()?));
                changed = true;
            }
            self.open = Some(places);
        }
        if changed {
            let places = self.places.as_ref();
            let body = register::body(&Register {
                places: places.map(|(_, places)| places.clone()).unwrap_or_default(),
                people: self.people.clone(),
            });
            let digest = register::digest(&body);
            self.written = Some(Rc::new(Written { body, digest }));
        }
        self.written.clone()
    }

    /// Has the people counted where that was long ago. It holds up nobody: they are told when they are counted.
    pub fn count(&mut self, home: &Home, now: Moment) {
        let is_fresh = |since: &Moment| now.since(since) as u128 <= COUNTED_AGAIN.as_millis();
        if self.counted.as_ref().is_some_and(is_fresh) {
            return;
        }
        self.counted = Some(now);
        let (home, counting) = (home.clone(), Arc::clone(&self.counting));
        tokio::task::spawn_blocking(move || {
            let counted = people(&home, now.at);
            let mut counting = counting.lock().unwrap_or_else(PoisonError::into_inner);
            *counting = counted;
        });
    }
}

/// What one hub was told since its task began.
#[derive(Default)]
pub(super) struct Told {
    /// The register that it has, and since when.
    has: Option<([u8; 32], Moment)>,
    timer: Option<Timer>,
    /// Not before so much time has passed since then.
    wait: Option<(Moment, Duration)>,
}

impl Told {
    fn is_due(&self, digest: &[u8; 32], now: &Moment) -> bool {
        let passed = |since: &Moment, time: &Duration| now.since(since) as u128 >= time.as_millis();
        let waits = self
            .wait
            .as_ref()
            .is_some_and(|(since, time)| !passed(since, time));
        let has = self
            .has
            .as_ref()
            .is_some_and(|(has, since)| has == digest && !passed(since, &AGAIN));
        !waits && !has
    }

    fn failed(&mut self, room: &Room) {
        let timer = self.timer.get_or_insert_with(|| Timer::new(room.pace));
        self.wait = Some((room.clock.now(), timer.after_failure(room.chance())));
    }
}

/// Tells the hub where it has another register, or none.
pub(super) async fn tell(visit: &mut Visit<'_>) -> Result<(), TargetError> {
    let room = visit.room;
    let Some(written) = room.register() else {
        return Ok(());
    };
    let now = room.clock.now();
    if visit.state.let_go().is_some() || !visit.state.told.is_due(&written.digest, &now) {
        return Ok(());
    }
    let Some(heard) = send(visit, &written).await? else {
        visit.state.told.failed(room);
        return Ok(());
    };
    let asked = Asked {
        device: room.device.id,
        // No branch is asked about.
        branch: BranchName([0; 16]),
        request: heard.request,
        what: What::Other,
    };
    match kept(&heard.answer.wire(), &asked, &visit.pin()) {
        Ok(kept) => {
            visit.told_time(&heard, kept.at)?;
            // Another one than was sent: a machine with this identity has told a newer one. Its log says so, too.
            visit.state.told = Told {
                has: Some((written.digest, now)),
                ..Told::default()
            };
        }
        Err(_) => visit.state.told.failed(room),
    }
    Ok(())
}

/// None where no answer came.
async fn send(visit: &mut Visit<'_>, written: &Written) -> Result<Option<Heard>, TargetError> {
    let unit = UnitId(visit.membership.unit);
    let encoding = visit.state.encoding();
    let Ok(body) = encoding.pack(written.body.clone()) else {
        return Ok(None);
    };
    let ask = Ask {
        method: Method::POST,
        path: request::path(&unit, &visit.room.device.id, "places"),
        query: String::new(),
        content_type: JSON_TYPE,
        encoding,
        body,
    };
    let n = visit.state.number(visit.room, visit.target.id)?;
    let at_work = visit.room.at_work(visit.target.id);
    let heard = visit.line().ask(ask, n).await;
    drop(at_work);
    Ok(heard.ok())
}
