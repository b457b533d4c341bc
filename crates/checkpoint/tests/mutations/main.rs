//! What a stranger's code may cost: a program of its own, since its heap has a limit.
#![allow(clippy::unwrap_used, reason = "a test says what is wrong by failing")]

#[allow(dead_code, reason = "what the tests of signed documents build with")]
#[path = "../signed/cbor.rs"]
mod cbor;
#[allow(dead_code, reason = "what the tests of signed documents build with")]
#[path = "../signed/issuer.rs"]
mod issuer;
mod mutations;

#[global_allocator]
static HEAP: cap::Cap<std::alloc::System> = cap::Cap::new(std::alloc::System, usize::MAX);
