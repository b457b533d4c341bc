//! *Reader*: a device on USB that reads codes by itself and says their texts.
//!
//! It speaks in one of two ways: as a serial port ([`serial`]), byte for byte, or as a keyboard ([`wedge`]), where an
//! input method may have laid hands on the text. Either way the text goes where a camera's go, and is answered alike.

pub mod serial;
pub mod wedge;
