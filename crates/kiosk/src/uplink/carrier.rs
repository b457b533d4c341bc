//! *Carrier*: one target's task: it takes turns until the target is gone, and waits in between.

use super::hub::{self, Visit};
use super::problem::{self, Alarm};
use super::room::Room;
use super::timer::Timer;
use super::web::Web;
use crate::targets::{Target, TargetError, Way};
use std::rc::Rc;
use std::time::Duration;
use tokio::sync::watch;
use tokio::time::{Instant, timeout_at};

/// What one turn came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// There is more to do at once.
    More,
    /// Everything is there; the log is looked at again soon.
    Idle,
    /// It is paused, until a person resumes it.
    Paused,
    /// Not before this time is over.
    After(Duration),
    /// It is off the list.
    Gone,
}

/// What people do to a target that it shouldn't wait for.
#[derive(PartialEq, Eq)]
struct Chosen {
    paused: bool,
    shift: u64,
    secret: Option<u32>,
    enrolled: Option<jiff::Timestamp>,
}

/// What a task remembers of its target between turns.
pub(super) struct Carrier {
    room: Rc<Room>,
    id: u32,
    timer: Timer,
    hub: hub::State,
    /// Made anew when the way changes.
    web: Option<(Way, Web)>,
}

impl Carrier {
    pub fn new(room: Rc<Room>, id: u32) -> Carrier {
        Carrier {
            timer: Timer::new(room.pace),
            room,
            id,
            hub: hub::State::default(),
            web: None,
        }
    }

    /// Takes turns for as long as the target is on the list. `changes` tells that somebody changed it.
    pub async fn carry(mut self, mut changes: watch::Receiver<i64>) {
        loop {
            changes.mark_unchanged();
            let turn = self.turn().await;
            let wait = match turn {
                Turn::Gone => return,
                Turn::More => {
                    tokio::task::yield_now().await;
                    continue;
                }
                Turn::Idle | Turn::Paused => self.room.pace.look,
                Turn::After(wait) => wait,
            };
            if !self.rest(wait, &mut changes).await {
                return;
            }
        }
    }

    /// Waits, unless a person does something to this target meanwhile. False where all ends.
    async fn rest(&self, wait: Duration, changes: &mut watch::Receiver<i64>) -> bool {
        let until = Instant::now() + wait;
        let before = self.chosen();
        loop {
            match timeout_at(until, changes.changed()).await {
                Err(_) => return true,
                Ok(Err(_)) => return false,
                Ok(Ok(())) if self.chosen() != before => return true,
                Ok(Ok(())) => {}
            }
        }
    }

    /// What people choose about a target.
    fn chosen(&self) -> Option<Chosen> {
        let target = self.room.targets.borrow().get(self.id).ok()?;
        Some(Chosen {
            paused: target.paused,
            shift: target.shift,
            secret: target.secret,
            enrolled: target.membership.map(|membership| membership.at),
        })
    }

    /// One turn. A list that can't be read or written now is tried again like a target.
    pub async fn turn(&mut self) -> Turn {
        match self.try_turn().await {
            Ok(turn) => turn,
            Err(TargetError::Unknown(_)) => Turn::Gone,
            Err(_) => Turn::After(self.timer.after_failure(self.room.chance())),
        }
    }

    async fn try_turn(&mut self) -> Result<Turn, TargetError> {
        let room = Rc::clone(&self.room);
        let target = room.targets.borrow().get(self.id)?;
        if target.paused {
            return Ok(Turn::Paused);
        }
        match &target.way {
            Way::Hub { .. } => self.visit_hub(&target).await,
            Way::HttpsJson { .. } => {
                let Some(web) = self.web(&target) else {
                    return problem::alarm(&room, &target, &mut self.timer, Alarm::BadAddress);
                };
                super::json::turn(&room, &target, &web, &mut self.timer).await
            }
            // A person carries it off, when there is a stick to carry.
            Way::Courier { .. } => Ok(Turn::Idle),
            Way::Folder(folder) => {
                super::folder::turn(&room, &target, folder, &mut self.timer).await
            }
        }
    }

    async fn visit_hub(&mut self, target: &Target) -> Result<Turn, TargetError> {
        let room = Rc::clone(&self.room);
        let Some(membership) = &target.membership else {
            return problem::alarm(&room, target, &mut self.timer, Alarm::NotEnrolled);
        };
        let Some(web) = self.web(target) else {
            return problem::alarm(&room, target, &mut self.timer, Alarm::BadAddress);
        };
        let mut visit = Visit {
            room: &room,
            target,
            membership,
            web: &web,
            state: &mut self.hub,
            timer: &mut self.timer,
        };
        visit.turn().await
    }

    /// The line to the target, kept from turn to turn.
    fn web(&mut self, target: &Target) -> Option<Web> {
        if let Some((way, web)) = &self.web
            && *way == target.way
        {
            return Some(web.clone());
        }
        let (address, ca) = match &target.way {
            Way::Hub { address, ca } | Way::HttpsJson { address, ca } => (address, ca),
            Way::Folder(_) | Way::Courier { .. } => return None,
        };
        let web = Web::new(address.clone(), ca.as_deref()).ok()?;
        self.web = Some((target.way.clone(), web.clone()));
        Some(web)
    }
}
