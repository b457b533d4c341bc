//! *Membership*: what enrolment at a hub gave a post, and what the hub's clock said.

use super::{TargetError, Targets};
use checkpoint::moment::{Boot, HubTime, Moment};
use jiff::{SignedDuration, Timestamp};
use rusqlite::{OptionalExtension, Row, params};

/// A post's standing with a hub.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Membership {
    /// The Ed25519 key of the hub's root: the only pin.
    pub root: [u8; 32],
    /// The unit under which the hub files this post.
    pub unit: [u8; 16],
    /// The device's certificate and those above it, lowest first.
    pub certificates: Vec<Vec<u8>>,
    pub at: Timestamp,
    /// What the hub's clock said last; None before its first signed answer.
    pub clock: Option<HubTime>,
}

impl Membership {
    pub(super) fn of_row(row: &Row<'_>) -> rusqlite::Result<Membership> {
        let packed: Vec<u8> = row.get(2)?;
        let moment = |ms: i64| Timestamp::from_millisecond(ms).unwrap_or(Timestamp::UNIX_EPOCH);
        Ok(Membership {
            root: row.get(0)?,
            unit: row.get(1)?,
            certificates: unpacked(&packed),
            at: moment(row.get(3)?),
            clock: clock_of_row(row, 4)?,
        })
    }
}

fn clock_of_row(row: &Row<'_>, first: usize) -> rusqlite::Result<Option<HubTime>> {
    let offset_ms: Option<i64> = row.get(first)?;
    let uncertainty_ms: Option<u64> = row.get(first + 1)?;
    let heard_ms: Option<i64> = row.get(first + 2)?;
    let mono_ms: Option<u64> = row.get(first + 3)?;
    let boot: Option<[u8; 16]> = row.get(first + 4)?;
    let heard = heard_ms.and_then(|ms| Timestamp::from_millisecond(ms).ok());
    let (Some(offset_ms), Some(uncertainty_ms), Some(at)) = (offset_ms, uncertainty_ms, heard)
    else {
        return Ok(None);
    };
    let hub = at.checked_add(SignedDuration::from_millis(offset_ms)).ok();
    let heard = Moment {
        at,
        mono_ms: mono_ms.unwrap_or(0),
        // Of no run that this machine can be in.
        boot: Boot(boot.unwrap_or([0; 16])),
        offset: None,
    };
    Ok(hub.map(|hub| HubTime {
        hub,
        uncertainty_ms,
        heard,
    }))
}

impl Targets {
    /// A hub took this post in, or did so again.
    pub fn enrolled(&mut self, id: u32, membership: &Membership) -> Result<(), TargetError> {
        self.connection.execute(
            include_str!("enrolled.sql"),
            params![
                id,
                membership.root,
                membership.unit,
                packed(&membership.certificates),
                membership.at.as_millisecond(),
            ],
        )?;
        Ok(())
    }

    /// Numbers for requests that no earlier run can have used: `count` of them from what is returned
    /// on, and none below `least`.
    pub fn reserve_numbers(&mut self, id: u32, least: u64, count: u64) -> Result<u64, TargetError> {
        self.connection
            .query_row(
                include_str!("reserve.sql"),
                params![id, least, count],
                |row| row.get(0),
            )
            .optional()?
            .ok_or(TargetError::NotOfThisKind)
    }

    /// A signed answer told the hub's time.
    pub fn heard_clock(&mut self, id: u32, told: &HubTime) -> Result<(), TargetError> {
        let heard = told.heard;
        self.connection.execute(
            include_str!("heard.sql"),
            params![
                id,
                told.hub.as_millisecond() - heard.at.as_millisecond(),
                told.uncertainty_ms,
                heard.at.as_millisecond(),
                i64::try_from(heard.mono_ms).ok(),
                heard.boot.0
            ],
        )?;
        Ok(())
    }

    /// What the hub heard last says of this machine's clock; None before any hub spoke.
    pub fn hub_clock(&self) -> Result<Option<HubTime>, TargetError> {
        let newest = self
            .connection
            .query_row(include_str!("newest_heard.sql"), [], |row| {
                clock_of_row(row, 0)
            })
            .optional()?;
        Ok(newest.flatten())
    }
}

/// Each with its length before it, as two bytes.
fn packed(certificates: &[Vec<u8>]) -> Vec<u8> {
    let mut packed = Vec::new();
    for certificate in certificates {
        let length = u16::try_from(certificate.len()).unwrap_or(u16::MAX);
        packed.extend_from_slice(&length.to_be_bytes());
        packed.extend_from_slice(&certificate[..usize::from(length)]);
    }
    packed
}

fn unpacked(mut packed: &[u8]) -> Vec<Vec<u8>> {
    let mut certificates = Vec::new();
    while let Some((length, rest)) = packed.split_first_chunk::<2>() {
        let length = usize::from(u16::from_be_bytes(*length)).min(rest.len());
        let (certificate, behind) = rest.split_at(length);
        certificates.push(certificate.to_vec());
        packed = behind;
    }
    certificates
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn certificates_come_out_as_they_went_in(
            certificates: Vec<Vec<u8>>
        ) {
            prop_assert_eq!(unpacked(&packed(&certificates)), certificates);
        }

        #[test]
        fn nothing_stored_can_make_it_panic(bytes: Vec<u8>) {
            unpacked(&bytes);
        }
    }
}
