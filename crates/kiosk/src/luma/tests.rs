use image::codecs::jpeg::JpegEncoder;
use image::{ExtendedColorType, ImageReader};
use proptest::prelude::*;

use super::*;

/// A picture with slopes and edges, so that a shifted or mirrored reading shows.
fn scene(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = Vec::new();
    for y in 0..height {
        for x in 0..width {
            let slope = (x * 3 + y * 5) % 200;
            bytes.push(if (x / 7 + y / 5) % 2 == 0 {
                slope as u8
            } else {
                255 - slope as u8 / 2
            });
        }
    }
    bytes
}

fn jpeg(width: u32, height: u32) -> Vec<u8> {
    let rgb: Vec<u8> = scene(width, height)
        .iter()
        .flat_map(|&y| [y, y / 2 + 40, 255 - y])
        .collect();
    let mut out = Vec::new();
    JpegEncoder::new_with_quality(&mut out, 90)
        .encode(&rgb, width, height, ExtendedColorType::Rgb8)
        .unwrap();
    out
}

/// The same JPEG as a webcam sends it that leaves out the tables.
fn without_tables(jpeg: &[u8]) -> Vec<u8> {
    let mut out = jpeg[..2].to_vec();
    let mut at = 2;
    while jpeg[at + 1] != 0xDA {
        let length = 2 + usize::from(u16::from_be_bytes([jpeg[at + 2], jpeg[at + 3]]));
        if jpeg[at + 1] != 0xC4 {
            out.extend_from_slice(&jpeg[at..at + length]);
        }
        at += length;
    }
    out.extend_from_slice(&jpeg[at..]);
    out
}

#[test]
fn a_jpeg_without_tables_and_with_an_older_frame_behind_it_is_read_like_the_whole_one() {
    let whole = jpeg(160, 90);
    let bare = without_tables(&whole);
    assert!(bare.len() + 400 < whole.len());
    let mut padded = bare.clone();
    padded.extend_from_slice(&whole[whole.len() / 2..]);
    padded.extend_from_slice(&[0; 500]);
    let expected = Luma::from_jpeg(160, 90, &whole).unwrap();
    assert_eq!(Luma::from_jpeg(160, 90, &padded).unwrap(), expected);
    assert_eq!(trimmed(&padded).unwrap(), bare);
}

#[test]
fn luma_of_a_jpeg_is_within_two_steps_of_another_decoder() {
    let bytes = jpeg(160, 90);
    let other = ImageReader::with_format(std::io::Cursor::new(&bytes), image::ImageFormat::Jpeg)
        .decode()
        .unwrap();
    let luma = Luma::from_jpeg(160, 90, &bytes).unwrap();
    for (ours, theirs) in luma.bytes.iter().zip(other.to_rgb8().pixels()) {
        let [r, g, b] = theirs.0.map(f32::from);
        let expected = 0.299 * r + 0.587 * g + 0.114 * b;
        // Colours clipped on their way to RGB and back account for more than rounding.
        if theirs.0.iter().all(|&part| part > 2 && part < 253) {
            assert!((f32::from(*ours) - expected).abs() <= 2.0);
        }
    }
}

#[test]
fn the_brightness_beside_the_colours_is_the_brightness_alone() {
    let bytes = jpeg(200, 120);
    let planes = Planes::from_jpeg(200, 120, &bytes).unwrap();
    assert_eq!(planes.luma(), &Luma::from_jpeg(200, 120, &bytes).unwrap());
    assert_ne!(planes.colour(0, 0), (128, 128));
}

#[test]
fn rows_beyond_the_promised_ones_are_cut_off() {
    let bytes = jpeg(64, 56);
    let cut = Luma::from_jpeg(64, 50, &bytes).unwrap();
    assert_eq!(
        cut.bytes,
        Luma::from_jpeg(64, 56, &bytes).unwrap().bytes[..64 * 50]
    );
    assert_eq!(
        Planes::from_jpeg(60, 50, &bytes)
            .unwrap()
            .luma()
            .bytes
            .len(),
        60 * 50
    );
    assert!(matches!(
        Luma::from_jpeg(32, 24, &bytes),
        Err(LumaError::Size { .. })
    ));
}

#[test]
fn a_cut_jpeg_is_a_lost_frame() {
    let bytes = jpeg(64, 48);
    assert_eq!(
        Luma::from_jpeg(64, 48, &bytes[..bytes.len() - 2]),
        Err(LumaError::Cut)
    );
    assert_eq!(Luma::from_jpeg(64, 48, &[0; 4096]), Err(LumaError::Cut));
    assert_eq!(Luma::from_jpeg(64, 48, &[]), Err(LumaError::Cut));
}

proptest! {
    #[test]
    fn each_raw_format_gives_back_the_brightness_it_was_made_of(width in 1u32..90, height in 1u32..70, extra in 0usize..9) {
        let luma = scene(width, height);
        let mut yuyv: Vec<u8> = luma.iter().enumerate().flat_map(|(at, &y)| [y, 90 + (at % 70) as u8]).collect();
        yuyv.extend(vec![7; extra]);
        prop_assert_eq!(&Luma::from_yuyv(width, height, &yuyv).unwrap().bytes, &luma);
        let mut nv12 = luma.clone();
        nv12.extend(vec![120; luma.len() / 2 + extra]);
        prop_assert_eq!(&Luma::from_plane(width, height, &nv12).unwrap().bytes, &luma);
        prop_assert!(Luma::from_plane(width, height, &luma[1..]).is_err());
        prop_assert!(Luma::from_yuyv(width, height, &yuyv[..luma.len() * 2 - 1]).is_err());
    }

    #[test]
    fn a_jpeg_of_any_size_is_close_to_what_was_encoded(width in 1u32..80, height in 1u32..60) {
        let grey = vec![131; (width * height) as usize];
        let mut bytes = Vec::new();
        JpegEncoder::new_with_quality(&mut bytes, 90).encode(&grey, width, height, ExtendedColorType::L8).unwrap();
        let luma = Luma::from_jpeg(width, height, &bytes).unwrap();
        prop_assert!(luma.bytes.iter().all(|&y| y.abs_diff(131) <= 2));
        prop_assert_eq!(luma.bytes.len(), grey.len());
    }

    #[test]
    fn flipped_bits_in_a_jpeg_never_panic(flips in prop::collection::vec((0usize..100_000, 0u8..8), 1..12), bare: bool) {
        let whole = jpeg(96, 64);
        let mut bytes = if bare { without_tables(&whole) } else { whole };
        for (at, bit) in flips {
            let at = at % bytes.len();
            bytes[at] ^= 1 << bit;
        }
        if let Ok(luma) = Luma::from_jpeg(96, 64, &bytes) {
            prop_assert_eq!(luma.bytes.len(), 96 * 64);
        }
        if let Ok(planes) = Planes::from_jpeg(96, 64, &bytes) {
            prop_assert_eq!(planes.luma().bytes.len(), 96 * 64);
        }
    }

    #[test]
    fn a_reduced_picture_is_made_of_means(width in 1u32..60, height in 1u32..40, factor in 0u32..6) {
        let luma = Luma::new(width, height, scene(width, height)).unwrap();
        let small = luma.reduced(factor);
        if factor <= 1 || factor > width.min(height) {
            prop_assert_eq!(small, luma);
        } else {
            prop_assert_eq!((small.width, small.height), (width / factor, height / factor));
            for y in 0..small.height {
                for x in 0..small.width {
                    let mut sum = 0;
                    for v in 0..factor {
                        for u in 0..factor {
                            sum += u32::from(luma.bytes[((y * factor + v) * width + x * factor + u) as usize]);
                        }
                    }
                    let mean = (sum + factor * factor / 2) / (factor * factor);
                    prop_assert_eq!(u32::from(small.bytes[(y * small.width + x) as usize]), mean);
                }
            }
        }
    }
}
