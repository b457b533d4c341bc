//! *base64url* without padding, as hashes, keys and salts are written.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// The one text of these bytes.
pub fn base64url(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// Exactly `N` bytes from their one text; None for anything else.
pub fn from_base64url<const N: usize>(text: &str) -> Option<[u8; N]> {
    let mut bytes = [0; N];
    // One byte too many shows as an error instead of being cut off.
    match URL_SAFE_NO_PAD.decode_slice(text, &mut bytes) {
        Ok(length) if length == N => Some(bytes),
        Ok(_) | Err(_) => None,
    }
}
