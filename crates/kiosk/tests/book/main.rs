//! The book beside a gate that writes: who was inside, with whom, what a day held, and where a name stands.
#![allow(
    clippy::unwrap_used,
    reason = "a fixture that fails has said so by panicking"
)]

mod amending;
mod badges;
mod clerk;
mod coverage;
mod day;
mod expecting;
mod finding;
mod inspecting;
mod inspector;
mod places;
#[allow(dead_code, reason = "the ledger's tests use more of it")]
#[path = "../ledger/post.rs"]
mod post;
mod presence;
mod privacy;
mod search;
mod watching;
mod writer;
