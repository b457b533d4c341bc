//! One test binary for everything that only the whole shows.
#![allow(
    clippy::unwrap_used,
    reason = "a test that panics has said what it had to"
)]

mod laws;
