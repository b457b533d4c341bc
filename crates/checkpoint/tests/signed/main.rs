//! Documents with a signature: each trap of FORMATS.md, and the official vectors where they are.

mod cbor;
mod chot1;
mod corpus;
mod hcert;
mod issuer;
mod shc;
