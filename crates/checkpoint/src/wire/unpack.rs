//! *Unpack*: a stranger's compressed body, from a post or off a stick, becomes bytes, within limits of size, ratio, window and number of frames.

use super::{MAX_RATIO, MAX_UNPACKED};
use std::borrow::Cow;
use std::io::Read;
use zstd::zstd_safe::DParameter;

/// The largest window that a zstd frame may ask for, as a power of two: 8 MiB.
const WINDOW_LOG: u32 = 23;
/// What a small body may become in any case: the ratio is about bombs, and an empty batch packs well.
const ALWAYS: usize = 64 * 1024;

/// Why a body can't be unpacked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UnpackError {
    #[error("its encoding is none of zstd, gzip and identity")]
    Encoding,
    #[error("it isn't what its encoding says")]
    Damaged,
    #[error("unpacked it has more than 8 MiB or 100 times its size")]
    TooLarge,
}

/// The bytes behind a `Content-Encoding` of `zstd` (one frame), `gzip` (one member) or `identity`.
pub fn unpack<'b>(encoding: &str, body: &'b [u8]) -> Result<Cow<'b, [u8]>, UnpackError> {
    match encoding {
        "identity" => Ok(Cow::Borrowed(body)),
        "gzip" => {
            let mut rest = body;
            let unpacked = read(flate2::bufread::GzDecoder::new(&mut rest), body.len())?;
            whole(unpacked, rest)
        }
        "zstd" => {
            let mut rest = body;
            let unpacked = {
                let mut decoder = zstd::Decoder::with_buffer(&mut rest)
                    .map_err(|_| UnpackError::Damaged)?
                    .single_frame();
                decoder
                    .set_parameter(DParameter::WindowLogMax(WINDOW_LOG))
                    .map_err(|_| UnpackError::Damaged)?;
                read(decoder, body.len())?
            };
            whole(unpacked, rest)
        }
        _ => Err(UnpackError::Encoding),
    }
}

/// Nothing may follow: a second frame could hide from another reader.
fn whole(unpacked: Vec<u8>, rest: &[u8]) -> Result<Cow<'static, [u8]>, UnpackError> {
    if rest.is_empty() {
        Ok(Cow::Owned(unpacked))
    } else {
        Err(UnpackError::Damaged)
    }
}

fn read(decoder: impl Read, packed: usize) -> Result<Vec<u8>, UnpackError> {
    let most = packed.saturating_mul(MAX_RATIO).clamp(ALWAYS, MAX_UNPACKED);
    let mut unpacked = Vec::new();
    // One byte more than is allowed shows that there is more.
    decoder
        .take(most as u64 + 1)
        .read_to_end(&mut unpacked)
        .map_err(|_| UnpackError::Damaged)?;
    if unpacked.len() > most {
        Err(UnpackError::TooLarge)
    } else {
        Ok(unpacked)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test says what is wrong by failing")]
mod tests {
    use super::*;
    use std::io::Write;

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn zstd(bytes: &[u8]) -> Vec<u8> {
        zstd::encode_all(bytes, 3).unwrap()
    }

    #[test]
    fn what_was_packed_comes_back_whole() {
        let bytes = b"{\"seq\":1}\n".repeat(50);
        for (encoding, body) in [
            ("identity", bytes.clone()),
            ("gzip", gzip(&bytes)),
            ("zstd", zstd(&bytes)),
        ] {
            assert_eq!(unpack(encoding, &body).as_deref(), Ok(bytes.as_slice()));
        }
        assert_eq!(unpack("br", &bytes), Err(UnpackError::Encoding));
    }

    #[test]
    fn a_bomb_is_put_down_by_its_ratio() {
        let bomb = vec![0; 64 * 1024 * 1024];
        for (encoding, body) in [("gzip", gzip(&bomb)), ("zstd", zstd(&bomb))] {
            assert_eq!(unpack(encoding, &body), Err(UnpackError::TooLarge));
        }
    }

    #[test]
    fn nothing_may_follow_a_frame_and_none_may_be_cut_off() {
        for (encoding, body) in [("gzip", gzip(b"one")), ("zstd", zstd(b"one"))] {
            let twice = [body.clone(), body.clone()].concat();
            assert_eq!(unpack(encoding, &twice), Err(UnpackError::Damaged));
            let cut = &body[..body.len() - 1];
            assert_eq!(unpack(encoding, cut), Err(UnpackError::Damaged));
        }
    }

    #[test]
    fn a_window_of_more_than_eight_mebibytes_is_refused() {
        let mut encoder = zstd::Encoder::new(Vec::new(), 1).unwrap();
        encoder.window_log(24).unwrap();
        // Without a stated size the frame keeps the window that was asked for.
        encoder.include_contentsize(false).unwrap();
        encoder.write_all(&[7; 100]).unwrap();
        encoder.flush().unwrap();
        let body = encoder.finish().unwrap();
        assert_eq!(unpack("zstd", &body), Err(UnpackError::Damaged));
    }
}
