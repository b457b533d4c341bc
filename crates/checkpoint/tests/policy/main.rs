//! What a unit asks for, over documents that nobody has.

#![allow(
    clippy::unwrap_used,
    reason = "a test that panics has said what it had to"
)]

mod certlogic;
mod files;
mod findings;
mod properties;
mod shipped;
