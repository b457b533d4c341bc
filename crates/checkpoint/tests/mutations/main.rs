//! What a stranger's code may cost: a program of its own, since its heap has a limit.
#![allow(clippy::disallowed_methods, reason = "what a text costs is measured")]
#![allow(clippy::unwrap_used, reason = "a test says what is wrong by failing")]

#[allow(
    dead_code,
    reason = "shared with the tests of each trap, which use all of it"
)]
#[path = "../signed/cbor.rs"]
mod cbor;
#[allow(
    dead_code,
    reason = "shared with the tests of each trap, which use all of it"
)]
#[path = "../signed/issuer.rs"]
mod issuer;
#[allow(
    clippy::disallowed_methods,
    reason = "what a code costs is told by a clock; nothing that ships asks it"
)]
mod mutations;

#[global_allocator]
static HEAP: cap::Cap<std::alloc::System> = cap::Cap::new(std::alloc::System, usize::MAX);
