//! *Update*: a newer program, taken from one signed file in a folder or on a stick.
//!
//! ```text
//! FOLDER/*.chot-update ─ signature, order, time, system ─▶ an offer
//!                      ─ hash ─▶ versions/VERSION-HASH/   unpacked whole, durable
//!                      ─ versions/pointer.json ─▶ the starter tries it, once the gate is quiet, and goes back from it
//!                                                 where it doesn't come up
//! ```
//!
//! No page names a file: an admin chooses the folder, and the newest file in it that fits is taken. What runs was signed by
//! the one key that the build pinned (`CHOT_RELEASE_KEY` when it was compiled); a build without one takes nothing.

mod bundle;
mod desk;
mod error;
mod place;
mod pointer;

pub use bundle::{ENDING, Release, Taken, take, write};
pub use desk::{Offer, Own, Standing, Updates, Way};
pub use error::UpdateError;
pub use place::{NoPlace, Place, target};
pub(crate) use pointer::{Choice, WINDOW};
pub use pointer::{Held, Pointer, Trial};

use checkpoint::base64url::from_base64url;
use semver::Version;
use std::process::{Command, ExitCode};

/// The release key's public half, base64url, where this build pinned one.
const RELEASE_KEY: Option<&str> = option_env!("CHOT_RELEASE_KEY");

// A key that is misspelt would be one that nobody has.
const _: () = assert!(
    is_key_or_none(),
    "CHOT_RELEASE_KEY isn't what `cargo xtask release key` prints"
);

const fn is_key_or_none() -> bool {
    match RELEASE_KEY {
        // Of 32 bytes in base64url.
        Some(key) => key.is_empty() || key.len() == 43,
        None => true,
    }
}

/// The key whose updates this build takes; None where it takes none.
pub fn pinned() -> Option<[u8; 32]> {
    from_base64url(RELEASE_KEY?)
}

/// The version of this program.
pub fn own_version() -> Version {
    // Cargo reads it by the same rules.
    Version::parse(env!("CARGO_PKG_VERSION")).unwrap_or(Version::new(0, 0, 0))
}

/// Where a newer `chot` was taken beside this one, becomes it: it knows what the newer window wrote. None where this is the
/// newest.
pub fn hand_on() -> Option<ExitCode> {
    let program = std::env::current_exe().ok()?;
    // One that was taken hands on to nobody, whatever it calls itself.
    let place = Place::of(&program).filter(|place| place.is_installed(&program))?;
    let newer = Pointer::load(&place).current.filter(|held| {
        held.version()
            .is_some_and(|version| version > own_version())
    })?;
    let program = place.program(&newer, "chot");
    let status = Command::new(program)
        .args(std::env::args_os().skip(1))
        .status()
        .ok()?;
    // What a signal ended has no code of its own.
    Some(ExitCode::from(
        status
            .code()
            .and_then(|code| u8::try_from(code).ok())
            .unwrap_or(1),
    ))
}
