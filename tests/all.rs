//! One test binary for everything that only the whole shows.
#![allow(
    clippy::unwrap_used,
    reason = "a test that panics has said what it had to"
)]

#[allow(dead_code, reason = "what the tests of signed documents build with")]
#[path = "../crates/checkpoint/tests/signed/cbor.rs"]
mod cbor;
mod corpus;
#[cfg(target_os = "linux")]
mod faults;
#[allow(dead_code, reason = "what the tests of signed documents build with")]
#[path = "../crates/checkpoint/tests/signed/issuer.rs"]
mod issuer;
#[cfg(target_os = "linux")]
mod journeys;
mod laws;
