//! *Handover*: what one guard leaves to the next, and the signed head that seals it.

use crate::code::modules;
use crate::home::Home;
use crate::keys::KeyStore;
use crate::uplink::device::Device;
use checkpoint::entry::Entry;
use checkpoint::report::{Figure, Report, Rows};
use checkpoint::wire::signed::{Head, Signed};
use jiff::Timestamp;
use jiff::tz::TimeZone;

/// The figures of a shift. Names stand in none of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slip {
    /// Who is on duty; None where nobody signed on.
    pub guard: Option<String>,
    pub since: Timestamp,
    /// People who came in and went out, by whatever means.
    pub entered: i64,
    pub left: i64,
    /// Of these, people who were counted as they passed.
    pub unscanned: i64,
    pub inside: u32,
    /// Matters that wait for an answer.
    pub open: u32,
    /// How often the gate was down.
    pub gaps: i64,
}

/// What the entries from `first` on count. What corrects an earlier one is the earlier shift's.
pub(crate) fn counted(entries: &[Entry], first: u64, zone: &TimeZone) -> Report {
    let mut rows = Rows::default();
    let of_before =
        |entry: &Entry| entry.said.was.is_some() && entry.said.of.is_some_and(|of| of.seq < first);
    for entry in entries {
        if entry.seq >= first && !of_before(entry) {
            rows.add(entry, zone);
        }
    }
    rows.total()
}

pub(crate) fn unscanned(report: &Report) -> i64 {
    report.get(Figure::PassedIn) + report.get(Figure::PassedOut)
}

/// A head that this device signed, to be scanned elsewhere: what came before it can't be changed unseen any more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedHead {
    /// [`Signed`] as it travels.
    pub text: String,
    /// Its QR code: rows from above, `1` where a module is dark.
    pub modules: Vec<String>,
}

/// Signs a head with the device's key; None while the key isn't there. May ask a keychain: not on the gate's thread.
pub fn sign(home: &Home, head: Head) -> Option<SignedHead> {
    let keys = KeyStore::of(home).ok()?;
    let device = Device::of(&keys)?;
    let signed = Signed::new(head, Vec::new(), |bytes| device.sign(bytes));
    let text = String::from_utf8(signed.body()).ok()?;
    Some(SignedHead {
        modules: modules(&text),
        text,
    })
}
