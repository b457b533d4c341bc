//! Cascade: which looks a picture gets, in which order, and which are left to the frames that follow.

use std::time::Duration;

use super::binary::Ink;
use super::look::{Look, Try};
use super::place::Box;

/// A picture's rows are brought near this for the cheap look: half size at 720 and 1080.
const GLANCE: u32 = 450;
/// Frames in which a place where a code was seen is looked at first.
const REMEMBERED: u32 = 20;
/// Every so many frames the whole picture is searched although all that is seen was read.
const SEARCH: usize = 4;
/// No dearer try begins after this part of a frame's time.
const DEAR: u32 = 3;
/// The dearer tries, in their turn; a frame begins where the last one ended.
const TRIES: [Try; 8] = [
    Try::Sharpened,
    Try::Smoothed,
    Try::RqrrDoubled,
    Try::Global,
    Try::Doubled,
    Try::Rqrr,
    Try::Stretched,
    Try::Halved,
];

/// What a scanner knows of the frames before.
#[derive(Debug, Default)]
pub(super) struct Memory {
    frame: usize,
    /// The next of the dearer tries.
    turn: usize,
    /// Where a code was last seen, with what surrounds it, and how many frames ago.
    place: Option<(Box, u32)>,
}

/// One frame of many.
pub(super) fn live(look: &mut Look, memory: &mut Memory, budget: Duration) {
    memory.frame = memory.frame.wrapping_add(1);
    let luma = look.luma;
    let factor = glance(luma.height);
    let small = luma.reduced(factor);
    if let Some((place, _)) = memory.place {
        look.part(&place, Try::Plain);
    }
    look.glance(&small, factor as f32);
    if look.is_empty() || look.has_unread() || memory.frame.is_multiple_of(SEARCH) {
        look.all(luma.clone(), 1.0, true);
    }
    if look.is_empty() {
        let places = places(look, memory);
        for place in places.iter().cycle().take(places.len() * TRIES.len()) {
            if !look.is_empty() || look.took() > budget / DEAR {
                break;
            }
            look.part(place, TRIES[memory.turn % TRIES.len()]);
            memory.turn = memory.turn.wrapping_add(1);
        }
    }
    memory.remember(look);
}

/// Where a code must be: what is seen now, or what was seen before.
fn places(look: &Look, memory: &Memory) -> Vec<Box> {
    let seen: Vec<Box> = look
        .suspects
        .iter()
        .map(|suspect| suspect.surroundings())
        .take(2)
        .collect();
    match memory.place {
        Some((place, _)) if seen.is_empty() => vec![place],
        Some(_) | None => seen,
    }
}

impl Memory {
    fn remember(&mut self, look: &Look) {
        if let Some(place) = look.place() {
            self.place = Some((place, 0));
        } else if let Some((_, age)) = &mut self.place {
            *age += 1;
            if *age > REMEMBERED {
                self.place = None;
            }
        }
    }
}

/// Every look there is. The first always, as a picture may hold a large code and a small one.
pub(super) fn every(look: &mut Look) {
    let luma = look.luma;
    let factor = glance(luma.height);
    let small = luma.reduced(factor);
    look.glance(&small, factor as f32);
    look.all(luma.clone(), 1.0, true);
    if look.is_empty() || look.has_unread() {
        look.all(luma.reduced(2), 2.0, true);
    }
    if look.is_empty() {
        look.bent();
    }
    for at in 0..TRIES.len() {
        let places: Vec<Box> = look
            .suspects
            .iter()
            .map(|suspect| suspect.surroundings())
            .take(3)
            .collect();
        for place in places {
            if !look.is_empty() {
                return;
            }
            look.part(&place, TRIES[at]);
        }
    }
    let whole = Box::around(&[
        (0.0, 0.0),
        (luma.width as f32, 0.0),
        (0.0, luma.height as f32),
        (luma.width as f32, luma.height as f32),
    ]);
    for what in TRIES {
        if !look.is_empty() {
            return;
        }
        look.part(&whole, what);
    }
    if look.is_empty() {
        look.all_rqrr(luma, 1.0, Ink::Light);
    }
    if look.is_empty() {
        look.all_prepared(false);
    }
}

/// The factor that makes a picture small enough for the cheap look.
fn glance(height: u32) -> u32 {
    ((height + GLANCE / 2) / GLANCE).max(1)
}
