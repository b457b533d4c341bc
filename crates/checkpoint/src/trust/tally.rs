//! *Tally*: how much a trust list holds, for the people who keep it.

use super::TrustList;
use jiff::Timestamp;
use std::collections::BTreeMap;

/// How much a list holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Signers by country (two letters, empty where none is named), and how many of them are in
    /// their own validity.
    pub countries: BTreeMap<String, Count>,
    /// Issuers of SMART Health Cards, and their keys.
    pub shc_issuers: usize,
    pub shc_keys: usize,
    pub roots: usize,
    pub unit_keys: usize,
    /// Everything that was withdrawn.
    pub revoked: usize,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    pub all: usize,
    pub valid: usize,
}

impl TrustList {
    pub fn is_empty(&self) -> bool {
        *self
            == TrustList {
                number: self.number,
                issued: self.issued,
                old_from: self.old_from,
                here: self.here,
                ..TrustList::default()
            }
    }

    pub fn tally(&self, at: Timestamp) -> Tally {
        let mut tally = Tally {
            shc_issuers: self.shc.len(),
            roots: self.units.roots.len(),
            unit_keys: self.units.keys.len(),
            ..Tally::default()
        };
        for signer in self.signers.values().flatten() {
            let country = signer.issuer.country.clone().unwrap_or_default();
            let count = tally.countries.entry(country).or_default();
            count.all += 1;
            count.valid += usize::from(signer.from <= at && at <= signer.until);
        }
        for issuer in self.shc.values() {
            tally.shc_keys += issuer.keys.values().map(Vec::len).sum::<usize>();
            tally.revoked += issuer.rids.values().map(BTreeMap::len).sum::<usize>();
        }
        let revoked = &self.revoked;
        tally.revoked += revoked.uci.len()
            + revoked.country_uci.len()
            + revoked.signature.len()
            + revoked.cti.len()
            + revoked.serials.len();
        tally
    }
}
