//! *Wire*: what posts and a hub say to each other (PROTOCOL.md, To a hub).
//!
//! ```text
//!   entries past a cursor ─▶ batch ─▶ request ──────▶ hub
//!                                                      │ checked against its cursor
//!   what the post does next ◀─ answer ◀─ signed ◀──────┘
//! ```
//!
//! Pure: no socket, no clock, no randomness. Bytes from the other end are a stranger's until their
//! signature has been followed to the pinned root.

pub mod answer;
pub mod batch;
pub mod config;
pub mod courier;
pub mod enrol;
mod fields;
pub mod heartbeat;
pub mod person_key;
pub mod recovery;
pub mod register;
pub mod release;
pub mod request;
mod sealed;
pub mod signed;
pub mod unpack;

pub use fields::UnitId;

/// The version of the protocol: the value of the header `Chot-Sync`, and `v` of a batch.
pub const VERSION: u64 = 1;

/// Bytes of a request's or an answer's body as it travels, compressed or not.
pub const MAX_BODY: usize = 1024 * 1024;
/// Bytes of a body once it is unpacked.
pub const MAX_UNPACKED: usize = 8 * 1024 * 1024;
/// How many times as long a body may become when it is unpacked.
pub const MAX_RATIO: usize = 100;
/// Bytes of all headers of a request, and of the first line of a batch.
pub const MAX_HEADER: usize = 16 * 1024;
/// Bytes of one entry line or one subject group.
pub const MAX_LINE: usize = crate::json::MAX_BYTES;
/// Entries of one batch.
pub const MAX_ENTRIES: usize = 2_000;
/// Seconds for one request and its answer.
pub const MAX_SECONDS: u64 = 30;
