//! Signed documents at a gate, under the default policy, which refuses nobody.
#![allow(clippy::unwrap_used, reason = "a test says what is wrong by failing")]

#[allow(dead_code, reason = "what the tests of signed documents build with")]
#[path = "../../../checkpoint/tests/signed/cbor.rs"]
mod cbor;
mod gate;
#[allow(dead_code, reason = "what the tests of signed documents build with")]
#[path = "../../../checkpoint/tests/signed/issuer.rs"]
mod issuer;
