//! *Downward*: what a hub's answer to a heartbeat brings: erasures, and texts to fetch where it has
//! others than this post. One that isn't newer, or isn't signed as it has to be, changes nothing.

use super::hub::{Ask, Visit};
use crate::orders::{Disobeyed, Order};
use crate::targets::TargetError;
use crate::trusted::Trusted;
use checkpoint::entry::Ref;
use checkpoint::wire::UnitId;
use checkpoint::wire::config::Config;
use checkpoint::wire::heartbeat::{Handed, HandedKind, Heard, handed};
use checkpoint::wire::request;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::SystemTime;

/// Which keys of ours were revoked, as the trust list in force says.
#[derive(Default)]
pub(super) struct Revoked {
    pub serials: BTreeSet<[u8; 8]>,
    seen: Option<SystemTime>,
}

impl Revoked {
    /// Reads the list again where it has changed. Only a list of the hub's own root speaks of the
    /// hub's keys.
    pub fn refresh(&mut self, home: &crate::home::Home, root: &[u8; 32]) {
        let changed = std::fs::metadata(Trusted::file_in(home.root()))
            .and_then(|file| file.modified())
            .ok();
        if changed == self.seen {
            return;
        }
        self.seen = changed;
        let trusted = Trusted::open(home.root());
        self.serials = match trusted.root() {
            Some(own) if own == *root => trusted.list().revoked.serials,
            Some(_) | None => BTreeSet::new(),
        };
    }
}

/// SHA-256 of the texts that this post has of a hub: settings and trust list. None of a hub that it
/// doesn't obey.
pub(super) fn had(visit: &Visit<'_>) -> Result<[Option<[u8; 32]>; 2], TargetError> {
    let targets = visit.room.targets.borrow();
    if targets.steering()? != Some(visit.target.id) {
        return Ok([None, None]);
    }
    let had = |kind| -> Result<_, TargetError> {
        let handed = targets.handed(visit.target.id, kind)?;
        Ok(handed
            .filter(|handed| handed.is_taken)
            .map(|handed| handed.digest))
    };
    Ok([had(HandedKind::Config)?, had(HandedKind::Trust)?])
}

/// Does what the answer asks for. What can't be done now is asked for again by the next answer.
pub(super) async fn follow(visit: &mut Visit<'_>, said: &Heard) -> Result<(), TargetError> {
    if !said.erase.is_empty() {
        let entries = said.erase.iter().map(|erase| Ref {
            seq: erase.seq,
            leaf: erase.leaf,
        });
        let order = Order::Erase(entries.collect());
        // Told again until our own entry says that it was done.
        let _ = obey(visit, order).await;
    }
    let steering = visit.room.targets.borrow().steering()?;
    if steering != Some(visit.target.id) {
        return Ok(());
    }
    for (kind, wanted) in [
        (HandedKind::Config, said.config),
        (HandedKind::Trust, said.lists),
    ] {
        let known = visit.room.targets.borrow().handed(visit.target.id, kind)?;
        let is_known = known.map(|known| known.digest) == wanted;
        if wanted.is_none() || is_known {
            continue;
        }
        let Some(handed) = fetch(visit, kind).await? else {
            continue;
        };
        if known.is_none_or(|known| handed.number > known.number) {
            take(visit, &handed).await?;
        }
    }
    Ok(())
}

/// None where nothing came that is believed.
async fn fetch(visit: &mut Visit<'_>, kind: HandedKind) -> Result<Option<Handed>, TargetError> {
    let unit = UnitId(visit.membership.unit);
    let device = visit.room.device.id;
    let ask = Ask::get(request::path(&unit, &device, kind.word()), String::new());
    let n = visit.state.number(visit.room, visit.target.id)?;
    Ok(match visit.line().ask(ask, n).await {
        Ok(heard) => handed(&heard.answer.wire(), kind, &visit.pin()),
        Err(_) => None,
    })
}

async fn take(visit: &mut Visit<'_>, handed: &Handed) -> Result<(), TargetError> {
    let taken = match order(visit, handed) {
        Ok(order) => obey(visit, order).await,
        Err(never) => Err(never),
    };
    let why = match taken {
        Ok(()) => None,
        Err(Disobeyed::Never(why)) => Some(why),
        Err(Disobeyed::Later(_)) => return Ok(()),
    };
    visit.room.targets.borrow_mut().hand(
        visit.target.id,
        handed.kind,
        (handed.number, &handed.digest()),
        why.as_ref(),
        visit.room.now(),
    )
}

fn order(visit: &Visit<'_>, handed: &Handed) -> Result<Order, Disobeyed> {
    match handed.kind {
        HandedKind::Config => {
            let config = Config::read(&handed.content)?;
            let device = visit.room.device.id;
            if config.device.is_some_and(|whose| whose != device) {
                return Err(Disobeyed::never(
                    "Thiết lập này cho máy khác",
                    "it is for another post",
                ));
            }
            Ok(Order::Config(Box::new(config)))
        }
        HandedKind::Trust => Ok(Order::Trust {
            file: handed.content.clone(),
            root: visit.membership.root,
        }),
    }
}

/// Whoever writes the ledger may take a while: others go on meanwhile.
async fn obey(visit: &Visit<'_>, order: Order) -> Result<(), Disobeyed> {
    let scribe = Arc::clone(&visit.room.scribe);
    tokio::task::spawn_blocking(move || scribe.obey(order))
        .await
        .unwrap_or_else(|error| Err(Disobeyed::later(error)))
}
