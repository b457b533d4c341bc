//! What a stranger's code may cost: a program of its own, since its heap has a limit.

#[path = "../signed/cbor.rs"]
mod cbor;
#[path = "../signed/issuer.rs"]
mod issuer;
mod mutations;

#[global_allocator]
static HEAP: cap::Cap<std::alloc::System> = cap::Cap::new(std::alloc::System, usize::MAX);
