//! *Pictures*: frames that come from files instead of a camera.

use crate::luma::Luma;
use std::path::{Path, PathBuf};

/// Endings of pictures that can be read.
const ENDINGS: [&str; 6] = ["png", "jpg", "jpeg", "webp", "pgm", "pnm"];
/// Widest preview, in pixels.
const PREVIEW_WIDTH: u32 = 640;

/// Why a picture could not be shown to the gate.
#[derive(Debug, thiserror::Error)]
pub enum PictureError {
    #[error("{path}: {source}")]
    File {
        path: String,
        source: std::io::Error,
    },
    #[error("{path} is no PNG, JPEG, WebP or PGM that can be read: {what}")]
    Format { path: String, what: String },
    #[error("{0} holds no pictures (PNG, JPEG, WebP, PGM)")]
    Empty(String),
}

/// The pictures of a folder in the order of their names, or the one picture a path names.
pub fn in_order(path: &Path) -> Result<Vec<PathBuf>, PictureError> {
    let file_error = |source| PictureError::File {
        path: path.display().to_string(),
        source,
    };
    if !std::fs::metadata(path).map_err(file_error)?.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let mut pictures = Vec::new();
    for file in std::fs::read_dir(path).map_err(file_error)? {
        let file = file.map_err(file_error)?.path();
        let ending = file
            .extension()
            .and_then(|e| e.to_str())
            .unwrap_or_default();
        if ENDINGS
            .iter()
            .any(|known| ending.eq_ignore_ascii_case(known))
        {
            pictures.push(file);
        }
    }
    if pictures.is_empty() {
        return Err(PictureError::Empty(path.display().to_string()));
    }
    pictures.sort();
    Ok(pictures)
}

fn open(path: &Path) -> Result<image::DynamicImage, PictureError> {
    let bytes = std::fs::read(path).map_err(|source| PictureError::File {
        path: path.display().to_string(),
        source,
    })?;
    image::load_from_memory(&bytes).map_err(|e| PictureError::Format {
        path: path.display().to_string(),
        what: e.to_string(),
    })
}

/// A picture as the scanner wants it.
pub fn luma(path: &Path) -> Result<Luma, PictureError> {
    Ok(luma_of(open(path)?))
}

/// A picture as the scanner wants it, and as the screen does.
pub fn luma_and_preview(path: &Path) -> Result<(Luma, Vec<u8>), PictureError> {
    let picture = open(path)?;
    let height = picture.height() * PREVIEW_WIDTH / picture.width().max(1);
    let small = picture.thumbnail(PREVIEW_WIDTH, height.max(1)).into_rgb8();
    let mut jpeg = Vec::new();
    image::codecs::jpeg::JpegEncoder::new_with_quality(&mut jpeg, 75)
        .encode_image(&small)
        .map_err(|e| PictureError::Format {
            path: path.display().to_string(),
            what: e.to_string(),
        })?;
    Ok((luma_of(picture), jpeg))
}

fn luma_of(picture: image::DynamicImage) -> Luma {
    let grey = picture.into_luma8();
    Luma {
        width: grey.width(),
        height: grey.height(),
        bytes: grey.into_raw(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_gives_its_pictures_by_name_and_nothing_else() {
        let dir = tempfile::tempdir().expect("a folder");
        for name in ["b.pgm", "a.PGM", "notes.txt"] {
            std::fs::write(dir.path().join(name), b"P5 2 1 255\n\x10\x20").expect("written");
        }
        let names: Vec<String> = in_order(dir.path())
            .expect("read")
            .iter()
            .map(|p| {
                p.file_name()
                    .expect("a name")
                    .to_string_lossy()
                    .into_owned()
            })
            .collect();
        assert_eq!(names, ["a.PGM", "b.pgm"]);
        let luma = luma(&dir.path().join("b.pgm")).expect("a picture");
        assert_eq!(
            (luma.width, luma.height, luma.bytes),
            (2, 1, vec![0x10, 0x20])
        );
    }

    #[test]
    fn an_empty_folder_and_a_broken_picture_are_named() {
        let dir = tempfile::tempdir().expect("a folder");
        assert!(matches!(in_order(dir.path()), Err(PictureError::Empty(_))));
        let broken = dir.path().join("broken.png");
        std::fs::write(&broken, b"\x89PNG but not really").expect("written");
        let said = luma(&broken).expect_err("no picture").to_string();
        assert!(said.contains("broken.png"), "{said}");
    }
}
