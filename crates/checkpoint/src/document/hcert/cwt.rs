//! *CWT* (RFC 8392): the claims that the signature covers.

use super::entry::Told;
use super::{dcc, icvp};
use crate::cbor::{self, Value};
use crate::moment;
use jiff::Timestamp;

const ISS: i64 = 1;
const EXP: i64 = 4;
const NBF: i64 = 5;
const IAT: i64 = 6;
const HCERT: i64 = -260;
const EU_DCC_V1: i64 = 1;
const ICVP: i64 = -6;

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Cwt {
    pub(super) iss: Option<String>,
    pub(super) exp: When,
    pub(super) nbf: When,
    pub(super) iat: When,
}

/// A moment as a claim tells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum When {
    Absent,
    At(Timestamp),
    /// NaN, infinite, negative, or no number at all.
    Wrong,
}

impl When {
    pub(super) fn moment(self) -> Option<Timestamp> {
        match self {
            When::At(moment) => Some(moment),
            When::Absent | When::Wrong => None,
        }
    }

    fn of(claim: Option<&Value>) -> When {
        let seconds = match claim.map(Value::untagged) {
            None => return When::Absent,
            Some(Value::Unsigned(seconds)) => *seconds as f64,
            Some(Value::Float(seconds)) => *seconds,
            Some(_) => return When::Wrong,
        };
        moment::of_seconds(seconds).map_or(When::Wrong, When::At)
    }
}

impl Cwt {
    /// The claims and the certificate among them; what that one says is None where its shape is
    /// wrong. None altogether where the payload is no CWT or has no certificate.
    pub(super) fn read(payload: &[u8]) -> Option<(Cwt, Option<Told>)> {
        let claims = cbor::read(payload).ok()?;
        claims.map()?;
        let hcert = claims.at(HCERT)?;
        let told = match (hcert.at(EU_DCC_V1), hcert.at(ICVP)) {
            (Some(dcc), None) => dcc.map().map(|_| dcc::read(dcc))?,
            (None, Some(icvp)) => icvp.map().map(|_| icvp::read(icvp))?,
            (Some(_), Some(_)) | (None, None) => return None,
        };
        let cwt = Cwt {
            iss: claims.at(ISS).and_then(Value::text).map(str::to_owned),
            exp: When::of(claims.at(EXP)),
            nbf: When::of(claims.at(NBF)),
            iat: When::of(claims.at(IAT)),
        };
        Some((cwt, told))
    }
}
