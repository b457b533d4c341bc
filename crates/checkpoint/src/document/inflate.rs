//! *Inflate*: what was deflated, within a bound that the sender doesn't choose.

use miniz_oxide::inflate::TINFLStatus;
use miniz_oxide::inflate::core::{DecompressorOxide, decompress, inflate_flags};

/// Bytes that a document's envelope may inflate to; the largest one in public has 870, a health card
/// with many doses some 4,000.
const MOST: usize = 10 * 1024;

/// The whole of a zlib stream (RFC 1950), its checksum right. What follows it is left alone. None
/// where it is damaged, cut off or longer than 10 KiB.
pub(super) fn zlib(bytes: &[u8]) -> Option<Vec<u8>> {
    inflate(bytes, inflate_flags::TINFL_FLAG_PARSE_ZLIB_HEADER)
}

/// The whole of a raw deflate stream (RFC 1951), as [`zlib`].
pub(super) fn raw(bytes: &[u8]) -> Option<Vec<u8>> {
    inflate(bytes, 0)
}

fn inflate(bytes: &[u8], flags: u32) -> Option<Vec<u8>> {
    let flags = flags | inflate_flags::TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF;
    let mut inflated = vec![0; MOST];
    let (status, _, length) = decompress(
        &mut DecompressorOxide::new(),
        bytes,
        &mut inflated,
        0,
        flags,
    );
    inflated.truncate(length);
    (status == TINFLStatus::Done).then_some(inflated)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test says what is wrong by failing")]
mod tests {
    use super::*;
    use miniz_oxide::deflate::{compress_to_vec, compress_to_vec_zlib};

    #[test]
    fn a_stream_is_inflated_and_what_follows_it_is_left_alone() {
        let mut stream = compress_to_vec_zlib(b"a claim, a claim", 9);
        assert_eq!(zlib(&stream).as_deref(), Some(&b"a claim, a claim"[..]));
        stream.extend(b"more");
        assert_eq!(zlib(&stream).as_deref(), Some(&b"a claim, a claim"[..]));
        assert!(raw(&stream).is_none());
        let mut stream = compress_to_vec(b"a claim", 9);
        stream.extend(b"more");
        assert_eq!(raw(&stream).as_deref(), Some(&b"a claim"[..]));
    }

    #[test]
    fn a_stream_that_is_cut_off_ends_in_nothing() {
        let stream = compress_to_vec_zlib(&[7; 3000], 9);
        for end in 0..stream.len() {
            assert_eq!(zlib(&stream[..end]), None, "{end}");
        }
    }

    #[test]
    fn a_bomb_is_given_up_at_ten_kibibytes() {
        assert!(zlib(&compress_to_vec_zlib(&vec![0; MOST], 9)).is_some());
        assert!(zlib(&compress_to_vec_zlib(&vec![0; MOST + 1], 9)).is_none());
        assert!(zlib(&compress_to_vec_zlib(&vec![0; 50_000_000], 9)).is_none());
    }

    #[test]
    fn a_wrong_checksum_is_damage() {
        let mut stream = compress_to_vec_zlib(b"a claim", 9);
        *stream.last_mut().unwrap() ^= 1;
        assert_eq!(zlib(&stream), None);
    }
}
