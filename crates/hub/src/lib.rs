//! Where entries meet: the logs of many posts become one district's book, each entry once.
//!
//! ```text
//! request ─▶ admission ─▶ post ─▶ intake ─▶ PostgreSQL ─▶ overview
//!                                    └── only after COMMIT ──▶ signed receipt
//! ```
//!
//! State lives in PostgreSQL alone; hub processes are many and alike.

pub mod acts;
pub mod api;
pub mod cli;
#[cfg(unix)]
pub mod cluster;
pub mod courier;
pub mod declaring;
pub mod erasure;
pub mod gauges;
pub mod handing;
pub mod inspecting;
pub mod intake;
pub mod keyring;
pub mod nightly;
pub mod overview;
pub mod pages;
pub mod places;
pub mod releases;
pub mod riding;
pub mod router;
pub mod running;
pub mod server;
pub mod store;
pub mod sync;
pub mod tree;
pub mod users;
