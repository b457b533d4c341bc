//! What posts and a hub exchange: against known answers that another program computed, against the
//! table of answers row by row, and against chance.
#![allow(clippy::unwrap_used, reason = "a test says what is wrong by failing")]

mod answers;
mod batches;
mod known;
mod reports;
mod vectors;
