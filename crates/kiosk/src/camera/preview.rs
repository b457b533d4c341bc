//! The small colour picture for the screen. It is made in the child and only when someone looks.

use image::ExtendedColorType;
use image::codecs::jpeg::JpegEncoder;
use nokhwa::utils::FrameFormat;

use crate::luma::{Luma, LumaError, Planes};

/// No preview is wider.
pub(super) const FINE: u32 = 640;
/// The same while nothing moves.
pub(super) const COARSE: u32 = 320;
/// Good enough for a person to aim by; more costs time on both ends.
const QUALITY: u8 = 70;

/// A frame as it came from the camera.
pub(super) struct Raw<'a> {
    pub(super) format: FrameFormat,
    pub(super) width: u32,
    pub(super) height: u32,
    pub(super) bytes: &'a [u8],
}

impl Raw<'_> {
    /// The brightness at full size.
    pub(super) fn luma(&self) -> Result<Luma, LumaError> {
        let Raw {
            width,
            height,
            bytes,
            ..
        } = *self;
        match self.format {
            FrameFormat::YUYV => Luma::from_yuyv(width, height, bytes),
            FrameFormat::NV12 | FrameFormat::GRAY => Luma::from_plane(width, height, bytes),
            FrameFormat::MJPEG => Luma::from_jpeg(width, height, bytes),
            FrameFormat::RAWRGB | FrameFormat::RAWBGR => Err(LumaError::Size {
                width,
                height,
                have: bytes.len(),
            }),
        }
    }

    /// The brightness at full size and the preview as a JPEG, at most so many pixels wide.
    pub(super) fn with_preview(&self, widest: u32) -> Result<(Luma, Vec<u8>), LumaError> {
        let Raw { width, bytes, .. } = *self;
        let stride = width as usize;
        match self.format {
            FrameFormat::MJPEG => {
                let planes = Planes::from_jpeg(width, self.height, bytes)?;
                let jpeg = small(planes.luma(), widest, Range::Full, |x, y| {
                    planes.colour(x, y)
                })?;
                Ok((planes.into_luma(), jpeg))
            }
            FrameFormat::YUYV => {
                let luma = self.luma()?;
                let jpeg = small(&luma, widest, Range::Studio, |x, y| {
                    let at = (y * stride + (x & !1)) * 2;
                    // The last column of an odd width has no Cr of its own.
                    (bytes[at + 1], bytes.get(at + 3).copied().unwrap_or(128))
                })?;
                Ok((luma, jpeg))
            }
            FrameFormat::NV12 => {
                let luma = self.luma()?;
                let colours = &bytes[luma.bytes.len()..];
                let jpeg = small(&luma, widest, Range::Studio, |x, y| {
                    let at = (y / 2) * stride + (x & !1);
                    match colours.get(at..at + 2) {
                        Some(&[blue, red]) => (blue, red),
                        Some(_) | None => (128, 128),
                    }
                })?;
                Ok((luma, jpeg))
            }
            FrameFormat::GRAY | FrameFormat::RAWRGB | FrameFormat::RAWBGR => {
                let luma = self.luma()?;
                let jpeg = small(&luma, widest, Range::Full, |_, _| (128, 128))?;
                Ok((luma, jpeg))
            }
        }
    }
}

/// How brightness is written: 0 to 255, or 16 to 235 as video does.
#[derive(Clone, Copy, PartialEq)]
enum Range {
    Full,
    Studio,
}

fn small(
    luma: &Luma,
    widest: u32,
    range: Range,
    colour: impl Fn(usize, usize) -> (u8, u8),
) -> Result<Vec<u8>, LumaError> {
    let reduced = luma.reduced(luma.width.div_ceil(widest));
    let (width, factor) = (
        reduced.width as usize,
        (luma.width / reduced.width) as usize,
    );
    let mut rgb = Vec::with_capacity(reduced.bytes.len() * 3);
    for (y, row) in reduced.bytes.chunks_exact(width).enumerate() {
        for (x, &bright) in row.iter().enumerate() {
            let (blue, red) = colour(x * factor + factor / 2, y * factor + factor / 2);
            rgb.extend_from_slice(&pixel(bright, blue, red, range));
        }
    }
    let mut jpeg = Vec::with_capacity(48 << 10);
    JpegEncoder::new_with_quality(&mut jpeg, QUALITY)
        .encode(&rgb, reduced.width, reduced.height, ExtendedColorType::Rgb8)
        .map_err(|error| LumaError::Jpeg(error.to_string()))?;
    Ok(jpeg)
}

/// ITU-R BT.601 in 16-bit fixed point.
fn pixel(bright: u8, blue: u8, red: u8, range: Range) -> [u8; 3] {
    let (y, gain) = match range {
        Range::Full => (i32::from(bright) << 16, 65_536),
        Range::Studio => ((i32::from(bright) - 16) * 76_309, 74_610),
    };
    let scale = |part: u8| ((i32::from(part) - 128) * gain) >> 8;
    let (blue, red) = (scale(blue), scale(red));
    let clip = |value: i32| ((value + 32_768) >> 16).clamp(0, 255) as u8;
    [
        clip(y + 359 * red),
        clip(y - 88 * blue - 183 * red),
        clip(y + 454 * blue),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(jpeg: &[u8]) -> image::RgbImage {
        image::load_from_memory_with_format(jpeg, image::ImageFormat::Jpeg)
            .unwrap()
            .to_rgb8()
    }

    /// A picture of one colour in the wanted format; studio-range red is Y 81, Cb 90, Cr 240.
    fn red(format: FrameFormat, width: u32, height: u32) -> Vec<u8> {
        let area = (width * height) as usize;
        match format {
            FrameFormat::YUYV => [81, 90, 81, 240].repeat(area / 2),
            FrameFormat::NV12 => [vec![81; area], [90, 240].repeat(area / 4)].concat(),
            FrameFormat::MJPEG => {
                let mut jpeg = Vec::new();
                let rgb = [254, 0, 0].repeat(area);
                JpegEncoder::new(&mut jpeg)
                    .encode(&rgb, width, height, ExtendedColorType::Rgb8)
                    .unwrap();
                jpeg
            }
            FrameFormat::GRAY | FrameFormat::RAWRGB | FrameFormat::RAWBGR => vec![81; area],
        }
    }

    #[test]
    fn each_format_gives_a_small_picture_in_its_colours() {
        for format in [FrameFormat::YUYV, FrameFormat::NV12, FrameFormat::MJPEG] {
            let bytes = red(format, 1280, 720);
            let raw = Raw {
                format,
                width: 1280,
                height: 720,
                bytes: &bytes,
            };
            let (luma, jpeg) = raw.with_preview(FINE).unwrap();
            assert_eq!(luma, raw.luma().unwrap());
            let picture = decoded(&jpeg);
            assert_eq!(picture.dimensions(), (640, 360));
            let coarse = decoded(&raw.with_preview(COARSE).unwrap().1);
            assert_eq!(coarse.dimensions(), (320, 180));
            let [r, g, b] = picture.get_pixel(320, 180).0;
            assert!(r > 240 && g < 16 && b < 16, "{format}: {r} {g} {b}");
        }
    }

    #[test]
    fn a_grey_camera_gives_a_grey_preview() {
        let bytes = red(FrameFormat::GRAY, 320, 240);
        let raw = Raw {
            format: FrameFormat::GRAY,
            width: 320,
            height: 240,
            bytes: &bytes,
        };
        let picture = decoded(&raw.with_preview(FINE).unwrap().1);
        assert_eq!(picture.dimensions(), (320, 240));
        let [r, g, b] = picture.get_pixel(10, 10).0;
        assert!(r.abs_diff(81) < 3 && r == g && g == b);
    }

    #[test]
    fn odd_sizes_and_short_colours_do_not_panic() {
        for (width, height) in [(17, 17), (641, 3), (1, 1), (33, 19)] {
            let area = (width * height) as usize;
            for (format, length) in [
                (FrameFormat::YUYV, area * 2),
                (FrameFormat::NV12, area),
                (FrameFormat::GRAY, area),
            ] {
                let bytes = vec![77; length];
                let raw = Raw {
                    format,
                    width,
                    height,
                    bytes: &bytes,
                };
                assert!(raw.with_preview(FINE).is_ok());
            }
        }
    }
}
