//! The sample pictures are what their generator draws, and say what they should.

use std::collections::BTreeSet;
use std::fs;
use std::sync::LazyLock;

use chot_tests::samples::{self, Sample};
use chot_tests::{bless, root};

/// A picture of the demo is kept small, since every clone carries it.
const LARGEST: usize = 200 * 1024;

/// Drawn once for all the tests.
fn all() -> &'static [Sample] {
    static ALL: LazyLock<Vec<Sample>> = LazyLock::new(samples::all);
    &ALL
}

fn texts(sample: &Sample) -> Vec<String> {
    let picture = image::load_from_memory(&sample.file).unwrap().into_luma8();
    let (width, height) = picture.dimensions();
    assert_eq!((width, height), (1280, 720), "{}", sample.name);
    let luma = |x: usize, y: usize| picture.get_pixel(x as u32, y as u32).0[0];
    let mut prepared =
        rqrr::PreparedImage::prepare_from_greyscale(width as usize, height as usize, luma);
    prepared
        .detect_grids()
        .iter()
        .filter_map(|grid| grid.decode().ok())
        .map(|(_, text)| text)
        .collect()
}

#[test]
fn the_committed_samples_are_what_the_generator_draws() {
    let folder = root().join("assets/samples");
    let drawn = all();
    if bless() {
        fs::create_dir_all(&folder).unwrap();
        for old in fs::read_dir(&folder).unwrap().flatten() {
            fs::remove_file(old.path()).unwrap();
        }
        for sample in drawn {
            fs::write(folder.join(sample.name), &sample.file).unwrap();
        }
    }
    let names: BTreeSet<String> = fs::read_dir(&folder)
        .unwrap()
        .flatten()
        .map(|file| file.file_name().to_string_lossy().into_owned())
        .collect();
    assert_eq!(
        names,
        drawn.iter().map(|sample| sample.name.to_owned()).collect(),
        "cargo xtask samples mends it"
    );
    for sample in drawn {
        let committed = fs::read(folder.join(sample.name)).unwrap();
        assert!(
            committed == sample.file,
            "{} differs: cargo xtask samples mends it",
            sample.name
        );
    }
}

#[test]
fn the_samples_are_small_and_in_showing_order() {
    let drawn = all();
    assert!(drawn.is_sorted_by_key(|sample| sample.name));
    for sample in drawn {
        assert!(
            sample.file.len() <= LARGEST,
            "{} has {} bytes",
            sample.name,
            sample.file.len()
        );
    }
}

#[test]
fn plain_rqrr_reads_every_sharp_sample_and_nothing_in_the_others() {
    for sample in all() {
        let expected: Vec<String> = if sample.readable {
            sample.text.iter().cloned().collect()
        } else {
            vec![]
        };
        assert_eq!(texts(sample), expected, "{}", sample.name);
    }
}
