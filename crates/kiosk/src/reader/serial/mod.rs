//! Serial readers (USB-CDC, or a converter's port): found, opened, listened to, and found again when they were unplugged.
//!
//! ```text
//!   keeper thread ── looks at the system's ports once a second, opens what is wanted, reports a change
//!      └── one listener thread a port ── bytes ──▶ framing ──▶ texts ──▶ the gate
//! ```

mod framing;
mod keeper;
mod port;

pub use framing::Suffix;
pub use keeper::{Ear, Readers};
pub use port::{Device, Port, ports};

use serde::{Deserialize, Serialize};

/// Which ports are listened to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub enum Wanted {
    /// Every serial port of a USB device.
    #[default]
    Auto,
    /// None: there is no reader, or it is a keyboard.
    Nothing,
    /// The one of this name.
    Named(String),
}

impl From<String> for Wanted {
    fn from(text: String) -> Wanted {
        match text.trim() {
            "" | "auto" => Wanted::Auto,
            "none" => Wanted::Nothing,
            name => Wanted::Named(name.to_owned()),
        }
    }
}

impl From<Wanted> for String {
    fn from(wanted: Wanted) -> String {
        match wanted {
            Wanted::Auto => "auto".to_owned(),
            Wanted::Nothing => "none".to_owned(),
            Wanted::Named(name) => name,
        }
    }
}

/// What was chosen of readers at this post; a member that is missing has its default.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Choice {
    /// `auto`, `none`, or a port's name.
    pub port: Wanted,
    /// The device that had that name when it was chosen: it is followed to another one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub device: Option<Device>,
    pub suffix: Suffix,
    /// For a reader behind a converter; USB-CDC takes any.
    pub baud: u32,
}

impl Default for Choice {
    fn default() -> Choice {
        Choice {
            port: Wanted::Auto,
            device: None,
            suffix: Suffix::Any,
            baud: 9600,
        }
    }
}

/// How a reader is doing. Each is a word on the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It is listened to.
    Ready,
    /// It was there, or was chosen, and isn't there now.
    Gone,
    /// Another program has it.
    Busy,
    /// The system does not let us use it.
    Denied,
    /// It is there and can't be opened as a serial port.
    Broken,
}

/// A reader, as the screen knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reader {
    /// Its port's name.
    pub port: String,
    /// What it calls itself.
    pub product: Option<String>,
    pub state: State,
}
