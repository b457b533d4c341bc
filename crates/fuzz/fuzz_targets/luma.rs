//! Frames as a garbled cable gives them: any bytes under any promised size and format.
#![no_main]

use libfuzzer_sys::fuzz_target;

#[path = "../../kiosk/src/luma/mod.rs"]
#[allow(dead_code, reason = "what only the preview asks for")]
mod luma;

use luma::{Luma, Planes, trimmed};

fuzz_target!(|input: &[u8]| {
    let [format, width, height, factor, frame @ ..] = input else {
        return;
    };
    let (width, height) = (u32::from(*width), u32::from(*height));
    let picture = match format % 5 {
        0 => Luma::from_jpeg(width, height, frame),
        1 => Luma::from_yuyv(width, height, frame),
        2 => Luma::from_plane(width, height, frame),
        3 => Planes::from_jpeg(width, height, frame).map(Planes::into_luma),
        _ => trimmed(frame).and_then(|jpeg| Luma::new(width, height, jpeg.to_vec())),
    };
    if let Ok(picture) = picture {
        assert_eq!(
            picture.bytes.len(),
            (picture.width * picture.height) as usize
        );
        let small = picture.reduced(u32::from(*factor));
        assert_eq!(small.bytes.len(), (small.width * small.height) as usize);
    }
});
