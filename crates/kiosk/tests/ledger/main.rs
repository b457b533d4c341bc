//! The ledger on real files: what it keeps, what it refuses, what it survives.

#![allow(
    clippy::unwrap_used,
    reason = "a fixture that fails has said so by panicking"
)]

mod backup;
mod command;
mod cut;
mod diagnostics;
mod disposing;
mod erasing;
#[cfg(target_os = "linux")]
mod faults;
mod history;
mod opening;
mod pages;
mod post;
mod properties;
mod purging;
mod recount;
mod searching;
mod tampering;
mod unit_key;
mod unlisting;
