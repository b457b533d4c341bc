//! Documents with a signature: each trap of FORMATS.md, and the official vectors where they are.
#![allow(clippy::unwrap_used, reason = "a test says what is wrong by failing")]

mod cbor;
mod chot1;
#[allow(
    clippy::disallowed_methods,
    reason = "official vectors lie in files; nothing that ships reads them"
)]
mod corpus;
mod hcert;
mod issuer;
mod shc;
