//! *Ladder*: an admin presses *test*, and is told in one sentence which rung failed first.

use super::carrier::Turn;
use super::fault::{Fault, Rung};
use super::hub::{State, Visit};
use super::problem::{Alarm, Saying};
use super::room::{Room, Scribe, Unwritten, UplinkError};
use super::timer::{Pace, Timer};
use super::web::{Request, Web};
use super::{dry_run, folder, heartbeat, json};
use crate::clock::Clock;
use crate::home::Home;
use crate::ledger::Parting;
use crate::targets::{Membership, Target, TargetError, Way};
use checkpoint::chain::BranchName;
use checkpoint::policy::Words;
use reqwest::Method;
use std::path::Path;
use std::sync::Arc;

/// How far a test climbed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Climb {
    /// The first rung that failed; None where all hold.
    pub failed: Option<Rung>,
    pub words: Words,
}

impl Climb {
    fn top() -> Climb {
        Climb {
            failed: None,
            words: Words {
                vi: "Thử tốt: nơi nhận trả lời đúng, chưa gửi dữ liệu nào".to_owned(),
                en: "The test went well: the target answers as it should; nothing was sent"
                    .to_owned(),
            },
        }
    }

    fn at(rung: Rung, words: Words) -> Climb {
        Climb {
            failed: Some(rung),
            words,
        }
    }

    fn fault(fault: &Fault) -> Climb {
        Climb::at(fault.rung(), fault.words())
    }

    fn alarm(rung: Rung, alarm: Alarm) -> Climb {
        Climb::at(rung, alarm.saying().words)
    }
}

/// Climbs the ladder to a target. Nothing of the log is sent, and no cursor moves.
pub fn climb(home: &Home, id: u32, clock: Arc<dyn Clock>) -> Result<Climb, UplinkError> {
    let room = Room::open(
        home,
        clock,
        Arc::new(Nobody),
        Pace::default(),
        Default::default(),
    )?;
    let target = room.targets.borrow().get(id)?;
    let runtime = super::runtime()?;
    let climbed = runtime.block_on(up(&room, &target));
    runtime.shutdown_background();
    let climbed = climbed?;
    // The last rung: what would be sent next can be written.
    match dry_run::dry_run(home, id, room.now()) {
        Err(error) if climbed.failed.is_none() => Ok(Climb::at(Rung::Exchange, error.words())),
        Ok(_) | Err(_) => Ok(climbed),
    }
}

async fn up(room: &Room, target: &Target) -> Result<Climb, TargetError> {
    let (address, ca) = match &target.way {
        Way::Folder(path) | Way::Courier { folder: path, .. } => return Ok(try_folder(path)),
        Way::Hub { address, ca } | Way::HttpsJson { address, ca } => (address, ca),
    };
    let web = match Web::new(address.clone(), ca.as_deref()) {
        Ok(web) => web,
        Err(_) => return Ok(Climb::alarm(Rung::Address, Alarm::BadAddress)),
    };
    match &target.way {
        Way::HttpsJson { .. } => try_receiver(room, target, &web).await,
        Way::Hub { .. } | Way::Folder(_) | Way::Courier { .. } => {
            if let Some(fault) = try_hub(&web).await {
                return Ok(Climb::fault(&fault));
            }
            match &target.membership {
                Some(membership) => try_exchange(room, target, membership, &web).await,
                None => Ok(Climb::alarm(Rung::Enrolled, Alarm::NotEnrolled)),
            }
        }
    }
}

/// Whether a hub is what answers.
async fn try_hub(web: &Web) -> Option<Fault> {
    let host = || web.address().host().to_owned();
    let request = Request {
        method: Method::HEAD,
        url: web.address().join("/v1"),
        headers: Vec::new(),
        body: Vec::new(),
    };
    let answer = match web.ask(request).await {
        Ok(answer) => answer,
        Err(fault) => return Some(fault),
    };
    match answer.status {
        204 if answer.header("chot-sync") == Some("1") => None,
        408 | 425 | 429 | 500..=599 => Some(Fault::Busy(answer.status)),
        _ if answer.is_page() => Some(Fault::Portal(host())),
        status => Some(Fault::SomethingElse {
            host: host(),
            status,
        }),
    }
}

/// A heartbeat: signed on both sides, and no entry in it.
async fn try_exchange(
    room: &Room,
    target: &Target,
    membership: &Membership,
    web: &Web,
) -> Result<Climb, TargetError> {
    let (mut state, mut timer) = (State::default(), Timer::new(room.pace));
    let mut visit = Visit {
        room,
        target,
        membership,
        web,
        state: &mut state,
        timer: &mut timer,
    };
    match heartbeat::beat(&mut visit).await? {
        None => Ok(match visit.state.let_go() {
            Some(why) => Climb::at(Rung::Welcome, why.saying().words),
            None => Climb::top(),
        }),
        Some(Turn::More | Turn::Idle | Turn::Paused | Turn::Gone) => Ok(Climb::top()),
        // What it failed with was written down for the target's card.
        Some(Turn::After(_)) => {
            let problem = room.targets.borrow().get(target.id)?.problem;
            Ok(match problem {
                Some(problem) if problem.word == Alarm::Unknown.word() => {
                    Climb::at(Rung::Enrolled, problem.words)
                }
                Some(problem) if problem.is_final => Climb::at(Rung::Welcome, problem.words),
                Some(problem) => Climb::at(Rung::Exchange, problem.words),
                None => Climb::top(),
            })
        }
    }
}

/// A request without entries, signed with the shared secret.
async fn try_receiver(room: &Room, target: &Target, web: &Web) -> Result<Climb, TargetError> {
    let secret = room.targets.borrow().secret(target)?;
    let Some((number, secret)) = secret else {
        return Ok(Climb::alarm(Rung::Enrolled, Alarm::NoSecret));
    };
    let now = room.now();
    let letter = json::empty(now);
    let answer = match web
        .ask(json::signed(web, &letter, number, &secret, now))
        .await
    {
        Ok(answer) => answer,
        Err(fault) => return Ok(Climb::fault(&fault)),
    };
    let host = web.address().host().to_owned();
    Ok(match json::read(&answer, &letter) {
        json::Reply::Received => Climb::top(),
        json::Reply::SecretWrong => Climb::alarm(Rung::Enrolled, Alarm::SecretWrong),
        json::Reply::Wait(_) => Climb::fault(&Fault::Busy(answer.status)),
        json::Reply::Refused(_) | json::Reply::No => {
            Climb::alarm(Rung::Exchange, Alarm::ReceiverRefuses)
        }
        json::Reply::Nothing if answer.is_page() => Climb::fault(&Fault::Portal(host)),
        json::Reply::Nothing if answer.status >= 500 => Climb::fault(&Fault::Busy(answer.status)),
        json::Reply::Nothing => Climb::fault(&Fault::SomethingElse {
            host,
            status: answer.status,
        }),
    })
}

/// Writes a file as a batch would be, and takes it away again.
fn try_folder(path: &Path) -> Climb {
    let trial = path.join("chot-test");
    let tried = folder::write(&trial, b"chot\n").and_then(|()| std::fs::remove_file(&trial));
    match tried {
        Ok(()) => Climb::top(),
        Err(error) => {
            let Saying { words, .. } = folder::saying(path, &error);
            Climb::at(Rung::Exchange, words)
        }
    }
}

/// A test writes nothing to the ledger.
struct Nobody;

impl Scribe for Nobody {
    fn part_ways(&self, _: Parting) -> Result<Option<BranchName>, Unwritten> {
        Ok(None)
    }
}
