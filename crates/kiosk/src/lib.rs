//! What the machine does at a gate: it looks, reads, judges, writes, and says so. No Tauri here.

pub mod accounts;
pub mod autostart;
pub mod backup;
pub mod book;
pub mod camera;
pub mod card_test;
pub mod cli;
pub mod clock;
pub mod code;
pub mod diagnostics;
pub mod folder;
pub mod home;
pub mod imported;
pub mod keeping;
pub mod keys;
pub mod ledger;
pub mod locking;
pub mod luma;
pub mod orders;
pub mod outbox;
pub mod person_key;
pub mod pictures;
pub mod places;
pub mod policies;
pub mod post;
pub mod preview;
pub mod privacy;
pub mod reader;
pub mod roster;
pub mod scanner;
pub mod scene;
pub mod sending;
pub mod settings;
pub mod sound;
pub mod staff;
pub mod starter;
pub mod store;
pub mod targets;
pub mod trusted;
pub mod unit_settings;
pub mod update;
pub mod uplink;
pub mod watch;

/// The types that cross this crate's surface.
pub use checkpoint;
pub use paper;

/// The program and its version, as it names itself to others.
pub const APP: &str = concat!("chot/", env!("CARGO_PKG_VERSION"));
