//! One test binary for everything that only the whole shows.
#![allow(
    clippy::unwrap_used,
    reason = "a test that panics has said what it had to"
)]

mod corpus;
#[cfg(target_os = "linux")]
mod faults;
#[cfg(target_os = "linux")]
mod journeys;
mod laws;
