//! The log's form: against known answers that another program computed, and against chance.
#![allow(clippy::unwrap_used, reason = "a test says what is wrong by failing")]

mod book;
mod drafts;
mod properties;
mod random;
mod vectors;

use jiff::tz::TimeZone;

/// The zone in which a unit writes its times by default.
fn vietnam() -> TimeZone {
    TimeZone::get("Asia/Ho_Chi_Minh").unwrap()
}
