//! What the scanner reads, on pictures whose truth is known by how they were made; counts, never times.

mod clips;
mod foreign;
mod near;
mod photographs;

use std::time::Duration;

use kiosk::luma::Luma;
use kiosk::scanner::{Effort, Scanner};

/// What a frame may take here: these tests run unoptimised beside others, and say nothing about times.
const PATIENT: Effort = Effort::Live(Duration::from_millis(400));

fn texts(scanner: &mut Scanner, luma: &Luma, effort: Effort) -> Vec<Vec<u8>> {
    let scan = scanner.read(luma, effort);
    scan.codes.into_iter().map(|code| code.text).collect()
}
