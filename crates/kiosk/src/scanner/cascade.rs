//! Cascade: which looks a picture gets, in which order, and which are left to the frames that follow.

use std::time::Duration;

use super::binary::Ink;
use super::look::{Look, Suspect, Try};
use super::place::Box;
use super::resize::{Blur, sharpened};
use super::stack::Stacks;
use crate::luma::Luma;

/// A picture's rows are brought near this for the cheap look: half size at 720 and 1080.
const GLANCE: u32 = 450;
/// Frames in which a place where a code was seen is looked at first.
const REMEMBERED: u32 = 20;
/// Every so many frames the whole picture is searched although all that is seen was read.
const EVERY: usize = 4;
/// No dearer try begins after this part of a frame's time.
const DEAR: u32 = 3;
/// Nor a glance ahead of its frame after this part.
const AHEAD: u32 = 4;
/// Suspects that get the dearer tries in one frame.
const SUSPECTS: usize = 2;
/// Frames for which only the middle is searched after a picture was too crowded for the second decoder.
const CROWDED: u32 = 30;
/// A place that is looked at first is no larger than this part of the picture: a larger one is no cheaper than all.
const SMALL: f32 = 6.0;
/// The dearer tries in their turn; a frame goes on where the last one ended. Steeper edges give most, so they come twice.
const TRIES: [Try; 10] = [
    Try::Sharpened,
    Try::SharpenedWide,
    Try::Bent,
    Try::Doubled,
    Try::Stretched,
    Try::Global,
    Try::Sharpened,
    Try::BentSharpened,
    Try::Smoothed,
    Try::Halved,
];

/// What a frame gets in which nothing was seen so far.
#[derive(Debug, Clone, Copy)]
enum Search {
    /// The second decoder over all of it.
    Whole,
    /// The same, edges steeper: of 102 synthetic frames in which it reads nothing it reads fourteen so.
    Sharpened(Blur),
    /// The same over the square in the middle at twice its size, edges steeper.
    Middle,
}

/// Their turns over the frames.
const SEARCHES: [Search; 7] = [
    Search::Whole,
    Search::Whole,
    Search::Sharpened(Blur::Narrow),
    Search::Whole,
    Search::Whole,
    Search::Sharpened(Blur::Wide),
    Search::Middle,
];

/// A closer glance, for what is out of focus or in a shadow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Glance {
    ink: Ink,
    steeper: bool,
}

/// The one for light codes on dark ground; it has frames without a turn where such a code was seen.
const LIGHT: Glance = Glance {
    ink: Ink::Light,
    steeper: false,
};

/// What else a frame gets in which nothing was read, in turns: the first frame gets none, as most codes are read by what
/// else there is, and two of five in all, as each costs a third of what else there is.
const GLANCES: [Option<Glance>; 5] = [
    None,
    Some(Glance {
        ink: Ink::Dark,
        steeper: true,
    }),
    Some(LIGHT),
    None,
    Some(Glance {
        ink: Ink::Dark,
        steeper: false,
    }),
];

/// What a scanner knows of the frames before.
#[derive(Debug, Default)]
pub(super) struct Memory {
    frame: usize,
    /// The next of the dearer tries.
    turn: usize,
    /// Where a code was last seen, and how many frames ago.
    last: Option<(Suspect, u32)>,
    /// Frames for which only the middle is to be searched.
    crowded: u32,
    stacks: Stacks,
}

/// One frame of many.
pub(super) fn live(look: &mut Look, memory: &mut Memory, budget: Duration) {
    memory.frame += 1;
    memory.stacks.next_frame();
    let luma = look.luma;
    let factor = glance(luma.height);
    let small = luma.reduced(factor);
    if let Some((last, _)) = &memory.last
        && last.surroundings().area() * SMALL < (luma.width * luma.height) as f32
    {
        look.at(last, Try::Plain);
    }
    look.glance(&small, factor as f32, Ink::Dark);
    let turn = GLANCES[(memory.frame - 1) % GLANCES.len()];
    let again = memory.saw_light_ink().then_some(LIGHT);
    for Glance { ink, steeper } in again
        .into_iter()
        .chain(turn.filter(|turn| again != Some(*turn)))
    {
        if look.is_empty() {
            look.glance_closely(&small, factor as f32, ink, steeper);
        }
    }
    look.stacked(&mut memory.stacks);
    if look.is_empty() || look.has_unread() || memory.frame.is_multiple_of(EVERY) {
        search(look, memory, &small, factor);
        look.stacked(&mut memory.stacks);
    }
    if look.is_empty() {
        let mut suspects = look.unsolved(SUSPECTS);
        if suspects.is_empty() {
            suspects.extend(memory.last.map(|(last, _)| last));
        }
        for suspect in suspects.iter().cycle().take(suspects.len() * TRIES.len()) {
            if !look.is_empty() || look.took() > budget / DEAR {
                break;
            }
            look.at(suspect, TRIES[memory.turn % TRIES.len()]);
            memory.turn = memory.turn.wrapping_add(1);
        }
    }
    if look.saw_square {
        ahead(look, turn, &small, factor as f32, budget);
    }
    memory.remember(look);
}

/// Where a square was seen and nothing read, what time is left goes to the glances of the frames to come: a code on
/// its way into the picture is smeared, and its squares are seen one by one before it can be read.
fn ahead(look: &mut Look, turn: Option<Glance>, small: &Luma, scale: f32, budget: Duration) {
    for glance in GLANCES.into_iter().flatten() {
        if look.is_empty() && turn != Some(glance) && look.took() < budget / AHEAD {
            look.glance_closely(small, scale, glance.ink, glance.steeper);
        }
    }
}

/// The second decoder over the small picture, which is where it reads most for least, then over the whole one in the
/// frame's turn.
fn search(look: &mut Look, memory: &mut Memory, small: &Luma, factor: u32) {
    let luma = look.luma;
    if memory.crowded > 0 {
        memory.crowded -= 1;
        look.part(&middle(luma), Try::Plain);
        return;
    }
    if factor > 1 && look.saw_square {
        look.all(small.clone(), factor as f32, true);
        if !look.is_empty() && !look.has_unread() && !memory.frame.is_multiple_of(EVERY) {
            return;
        }
    }
    // What is seen without being read gets tries of its own, below.
    let is_seen = !look.is_empty() || look.has_unread();
    let turn = (memory.frame - 1) % SEARCHES.len();
    match SEARCHES[turn] {
        Search::Sharpened(blur) if !is_seen => look.all(sharpened(luma, blur), 1.0, true),
        Search::Middle if !is_seen => look.part(&middle(luma), Try::Sharpened),
        Search::Whole | Search::Sharpened(_) | Search::Middle => {
            look.all(luma.clone(), 1.0, factor == 1);
        }
    }
    if look.is_crowded {
        memory.crowded = CROWDED;
    }
}

impl Memory {
    /// Whether the code that was seen last is a light one on dark ground.
    fn saw_light_ink(&self) -> bool {
        let trio = self.last.and_then(|(last, _)| last.trio);
        trio.is_some_and(|(_, ink)| ink == Ink::Light)
    }

    fn remember(&mut self, look: &Look) {
        if let Some(seen) = look.likeliest() {
            self.last = Some((seen, 0));
        } else if let Some((_, age)) = &mut self.last {
            *age += 1;
            if *age > REMEMBERED {
                self.last = None;
            }
        }
    }
}

/// Every look there is. The first ones always, as a picture may hold a large code and a small one.
pub(super) fn every(look: &mut Look) {
    let luma = look.luma;
    let factor = glance(luma.height);
    let small = luma.reduced(factor);
    look.glance(&small, factor as f32, Ink::Dark);
    look.all(luma.clone(), 1.0, true);
    if look.is_empty() || look.has_unread() {
        look.all(luma.reduced(2), 2.0, true);
    }
    if look.is_empty() {
        look.glance(&small, factor as f32, Ink::Light);
        look.glance(luma, 1.0, Ink::Dark);
        for steeper in [true, false] {
            for ink in [Ink::Dark, Ink::Light] {
                look.glance_closely(&small, factor as f32, ink, steeper);
            }
        }
        for blur in [Blur::Narrow, Blur::Wide] {
            look.all(sharpened(luma, blur), 1.0, true);
        }
        look.glance(&luma.reduced(factor * 2), (factor * 2) as f32, Ink::Dark);
    }
    for what in TRIES {
        for suspect in look.unsolved(3) {
            look.at(&suspect, what);
        }
    }
    let corner = (luma.width as f32, luma.height as f32);
    let whole = Box::around(&[(0.0, 0.0), corner, corner, corner]);
    let tries = TRIES
        .into_iter()
        .filter(|what| !matches!(what, Try::Bent | Try::BentSharpened));
    for what in tries {
        if look.is_empty() {
            look.part(&whole, what);
        }
    }
    for inverted in [false, true] {
        if look.is_empty() {
            look.all_rqrr(inverted);
        }
    }
}

/// The square in which codes are held.
fn middle(luma: &Luma) -> Box {
    let (width, height) = (luma.width as f32, luma.height as f32);
    let side = width.min(height) * 2.0 / 3.0;
    let (left, top) = ((width - side) / 2.0, (height - side) / 2.0);
    Box {
        left,
        top,
        right: left + side,
        bottom: top + side,
    }
}

/// The factor that makes a picture small enough for the cheap look.
fn glance(height: u32) -> u32 {
    ((height + GLANCE / 2) / GLANCE).max(1)
}
