//! *Heartbeat*: this post says that it is there, how its log stands and what its clock says, and
//! hears the hub's time and what the hub wants of it.

use super::carrier::Turn;
use super::downward;
use super::hub::{Ask, Visit};
use super::packing::Encoding;
use super::problem::{self, Alarm};
use crate::targets::TargetError;
use checkpoint::chain::BranchName;
use checkpoint::wire::answer::{Asked, Next, What};
use checkpoint::wire::heartbeat::{Heartbeat, heard};
use checkpoint::wire::request::{self, JSON_TYPE};
use checkpoint::wire::signed::{Head, Signed};
use checkpoint::wire::{UnitId, VERSION};
use reqwest::Method;

/// None where the hub answered as it should; else what its answer leads to.
pub(super) async fn beat(visit: &mut Visit<'_>) -> Result<Option<Turn>, TargetError> {
    let outbox = visit.room.outbox();
    // Before the first entry there is nothing to witness.
    let Ok(Some((at, head))) = outbox.newest() else {
        return Ok(None);
    };
    let [config, lists] = downward::had(visit)?;
    visit
        .state
        .revoked
        .refresh(&visit.room.home, &visit.membership.root);
    let unit = UnitId(visit.membership.unit);
    let device = &visit.room.device;
    let now = visit.room.now();
    let says = Head {
        device: device.id,
        unit,
        branch: at.branch,
        seq: at.seq,
        head,
        at: now,
    };
    let heartbeat = Heartbeat {
        v: VERSION,
        head: Signed::new(says, visit.membership.certificates.clone(), |bytes| {
            device.sign(bytes)
        }),
        waiting: outbox.waiting(visit.target.cursor).unwrap_or(0),
        app: crate::APP.to_owned(),
        system: std::env::consts::OS.to_owned(),
        disk_free: disk_free(visit.room.home.root()),
        clock: now,
        config,
        lists,
    };
    let ask = Ask {
        method: Method::POST,
        path: request::path(&unit, &device.id, "heartbeat"),
        query: String::new(),
        content_type: JSON_TYPE,
        encoding: Encoding::Plain,
        body: heartbeat.body(),
    };
    let n = visit.state.number(visit.room, visit.target.id)?;
    let answer = match visit.line().ask(ask, n).await {
        Ok(answer) => answer,
        Err(fault) => {
            return problem::fault(visit.room, visit.target, visit.timer, &fault).map(Some);
        }
    };
    let asked = Asked {
        device: device.id,
        branch: BranchName(at.branch.0),
        request: answer.request,
        what: What::Other,
    };
    let read = heard(&answer.answer.wire(), &asked, &visit.pin());
    match read {
        Ok(said) => {
            visit.state.is_let_go(None);
            visit.told_time(&answer, said.at)?;
            downward::follow(visit, &said).await?;
            Ok(None)
        }
        // It isn't heard any more, and what it has recorded is still taken, or waits there for a person.
        Err(Next::Retired) => {
            visit.state.is_let_go(Some(Alarm::Retired));
            Ok(None)
        }
        Err(Next::Distrusted) => {
            visit.state.is_let_go(Some(Alarm::Distrusted));
            Ok(None)
        }
        Err(next) => visit.follow(next, &answer, None).await.map(Some),
    }
}

/// Bytes that are free where the log lies; 0 where the system doesn't say.
pub(crate) fn disk_free(path: &std::path::Path) -> u64 {
    fs4::available_space(path).unwrap_or(0)
}
