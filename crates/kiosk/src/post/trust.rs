//! The admin's verbs about trust: which list counts here, how old it is, and a newer one.

use super::Post;
use crate::trusted::TrustedError;
use crate::unit_settings;
use checkpoint::keys::{KeyCertificate, Use, kid};
use checkpoint::role::Act;
use checkpoint::trust::Tally;
use jiff::Timestamp;

/// The trust page.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TrustState {
    /// None while no list was taken.
    pub number: Option<u64>,
    pub issued: Option<Timestamp>,
    /// Whole days since it was made, by the time at which documents are judged.
    pub days: Option<u32>,
    /// It is older than its keeper promised.
    pub is_old: bool,
    pub tally: Tally,
}

impl Post {
    pub fn trust_state(&self) -> TrustState {
        let list = &self.trust;
        let at = self.gate.judging_at(&self.clock.now());
        let days = list.issued.map(|issued| {
            let hours = at.duration_since(issued).as_hours().max(0);
            u32::try_from(hours / 24).unwrap_or(u32::MAX)
        });
        TrustState {
            number: self.trusted.has_list().then_some(list.number),
            issued: list.issued,
            days,
            is_old: list.is_old(at),
            tally: self.trusted.list().tally(at),
        }
    }

    /// Takes a newer list, from a file's text. Error: what is wrong with it; the one before stays.
    pub fn import_trust(&mut self, file: &str) -> Result<(), TrustedError> {
        self.ask_leave(Act::ChangeRules)?;
        self.trusted.take(file.as_bytes())?;
        self.trust_list_anew();
        self.changed = true;
        Ok(())
    }

    /// The list as it is judged by: with the unit of this post, its hubs for the passes of those who declared there, the
    /// unit's own key for its badges and posters, this device's for badges of the day, and the badges that its lists revoked.
    pub(super) fn trust_list_anew(&mut self) {
        self.trust = self.trusted.list();
        self.trust.here = self.store.unit();
        self.trust.hubs = self.store.hubs();
        let lost = self.finding.lost_badges();
        self.trust.revoked.cti.extend(lost.iter().copied());
        let Some(unit) = self.store.unit() else {
            return;
        };
        // An admin pinned it, until another one is.
        let pinned = unit_settings::known(self.store.home());
        let own = pinned.map(|key| (key, vec![Use::StaffBadge, Use::Place]));
        let device = self.store.device_key();
        let device = device.map(|key| (key, vec![Use::DayBadge]));
        for (key, uses) in own.into_iter().chain(device) {
            self.trust.units.keys.push(KeyCertificate {
                serial: kid(&key),
                subject: unit,
                unit: Some(unit),
                key,
                uses,
                nbf: Timestamp::MIN,
                exp: Timestamp::MAX,
            });
        }
    }
}
