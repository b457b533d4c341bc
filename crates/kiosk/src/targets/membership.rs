//! *Membership*: what enrolment at a hub gave a post, and what the hub's clock said.

use super::{TargetError, Targets};
use jiff::Timestamp;
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
    pub clock: Option<HubClock>,
}

/// How far this machine's clock is from a hub's, by a signed answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HubClock {
    /// What has to be added to this machine's time to have the hub's.
    pub offset_ms: i64,
    /// The answer travelled at most this long, so the offset is right to so much.
    pub uncertainty_ms: u64,
    /// When it was heard, by this machine's clock.
    pub heard: Timestamp,
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

fn clock_of_row(row: &Row<'_>, first: usize) -> rusqlite::Result<Option<HubClock>> {
    let offset_ms: Option<i64> = row.get(first)?;
    let uncertainty_ms: Option<u64> = row.get(first + 1)?;
    let heard_ms: Option<i64> = row.get(first + 2)?;
    let heard = heard_ms.and_then(|ms| Timestamp::from_millisecond(ms).ok());
    Ok(match (offset_ms, uncertainty_ms, heard) {
        (Some(offset_ms), Some(uncertainty_ms), Some(heard)) => Some(HubClock {
            offset_ms,
            uncertainty_ms,
            heard,
        }),
        (Some(_) | None, ..) => None,
    })
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
    pub fn heard_clock(&mut self, id: u32, clock: &HubClock) -> Result<(), TargetError> {
        self.connection.execute(
            include_str!("heard.sql"),
            params![
                id,
                clock.offset_ms,
                clock.uncertainty_ms,
                clock.heard.as_millisecond()
            ],
        )?;
        Ok(())
    }

    /// What the hub heard last says of this machine's clock; None before any hub spoke.
    pub fn hub_clock(&self) -> Result<Option<HubClock>, TargetError> {
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
