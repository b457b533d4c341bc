//! What is true at a checkpoint: a text is recognised as a document, a document is judged at a
//! moment into a verdict, the gate's rules make it an entry, entries form a chain.
//!
//! Pure: no clock, no file, no network, no async, no order that a hash map chose.

pub mod alike;
pub mod base64url;
pub mod book;
mod cbor;
pub mod chain;
mod country;
pub mod coverage;
pub mod document;
pub mod entry;
pub mod expected;
pub mod gate;
pub mod inspection;
pub mod json;
pub mod keys;
pub mod moment;
pub mod place;
pub mod policy;
pub mod presence;
pub mod preset;
pub mod report;
pub mod retention;
pub mod role;
pub mod roster;
pub mod subject;
pub mod trust;
pub mod update;
pub mod verdict;
pub mod wire;
pub mod workdays;
