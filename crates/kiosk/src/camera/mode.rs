//! Which of a camera's modes to use: the largest that is quick enough to show a moving hand.

use std::cmp::Reverse;

use nokhwa::utils::{CameraFormat, FrameFormat};

/// Formats whose brightness we read; of two modes alike the one named first costs less.
pub(super) const FORMATS: [FrameFormat; 4] = [
    FrameFormat::GRAY,
    FrameFormat::NV12,
    FrameFormat::YUYV,
    FrameFormat::MJPEG,
];

/// Below this a code held in a hand is smeared or missed.
pub(super) const ENOUGH: u32 = 10;
/// More than this costs work that no scan uses.
const PLENTY: u32 = 30;

/// The modes worth trying, best first: those of 10 frames a second and more by size, then the slower ones by speed.
/// At one size, 30 frames a second go before more and before fewer.
pub(super) fn ranked(mut modes: Vec<CameraFormat>) -> Vec<CameraFormat> {
    modes.retain(|mode| {
        FORMATS.contains(&mode.format()) && mode.width() >= 16 && mode.height() >= 16
    });
    modes.sort_by_key(|mode| {
        let fps = mode.frame_rate();
        let quick = fps >= ENOUGH;
        let area = u64::from(mode.width()) * u64::from(mode.height());
        let format = FORMATS.iter().position(|format| *format == mode.format());
        (
            Reverse(quick),
            Reverse(if quick { 0 } else { fps }),
            Reverse(area),
            Reverse(fps.min(PLENTY)),
            fps,
            format,
        )
    });
    modes.dedup();
    modes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mode(width: u32, height: u32, format: FrameFormat, fps: u32) -> CameraFormat {
        CameraFormat::new_from(width, height, format, fps)
    }

    #[test]
    fn the_largest_mode_that_holds_ten_frames_a_second_comes_first() {
        let ranked = ranked(vec![
            mode(640, 480, FrameFormat::YUYV, 30),
            mode(1920, 1080, FrameFormat::YUYV, 5),
            mode(1280, 720, FrameFormat::YUYV, 10),
            mode(1280, 720, FrameFormat::MJPEG, 60),
            mode(1280, 720, FrameFormat::MJPEG, 30),
        ]);
        let order: Vec<_> = ranked
            .iter()
            .map(|m| (m.height(), m.format(), m.frame_rate()))
            .collect();
        assert_eq!(
            order,
            [
                (720, FrameFormat::MJPEG, 30),
                (720, FrameFormat::MJPEG, 60),
                (720, FrameFormat::YUYV, 10),
                (480, FrameFormat::YUYV, 30),
                (1080, FrameFormat::YUYV, 5),
            ]
        );
    }

    #[test]
    fn at_one_size_and_speed_the_format_that_needs_no_decoding_wins() {
        let ranked = ranked(vec![
            mode(640, 480, FrameFormat::MJPEG, 30),
            mode(640, 480, FrameFormat::YUYV, 30),
            mode(640, 480, FrameFormat::RAWRGB, 30),
        ]);
        assert_eq!(
            ranked.iter().map(CameraFormat::format).collect::<Vec<_>>(),
            [FrameFormat::YUYV, FrameFormat::MJPEG]
        );
    }

    #[test]
    fn a_camera_with_slow_modes_only_is_used_at_its_quickest() {
        let ranked = ranked(vec![
            mode(1920, 1080, FrameFormat::YUYV, 2),
            mode(1280, 720, FrameFormat::YUYV, 8),
        ]);
        assert_eq!(ranked[0].frame_rate(), 8);
    }
}
