//! Look: the ways of looking at one picture, and what they gave together.

use std::time::{Duration, Instant};

use super::attempt;
use super::binary::{Bitmap, Ink, binarised};
use super::finder::{Finder, Trio, finders, is_cut_off, trios};
use super::hint::advice;
use super::near::pixels_a_module;
use super::pair::{completed, pair};
use super::place::{Box, Place};
use super::resize::{Blur, cut, doubled, sharpened, smoothed, stretched};
use super::sampler::{self, Reading, Shade, Unsaid};
use super::stack::Stacks;
use super::zxing::{Findings, Job, Threshold, Zxing};
use super::{Hint, Symbol};
use crate::luma::Luma;

/// The box of the binarisation reaches this part of the picture's width each way: several modules of any code that can be
/// read, and less than the shadows across a card.
const REACH: usize = 24;
/// The same for what is out of focus, in pixels: two modules of a small code or half a square of a large one.
const CLOSE_REACH: usize = 4;
/// Pixels a module below which the whole picture is sampled rather than the small one.
const FINE: f32 = 2.5;
/// Modules each way whose mean brightness a module is compared with.
const SURROUNDINGS: f32 = 5.0;
/// Codes that are looked at more closely at each glance, since noise is full of squares.
const CLOSER_LOOKS: usize = 3;

/// Places of a third square that are tried.
const GUESSES: usize = 2;

/// Something that must be a code, in the whole picture's pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Suspect {
    pub(super) corners: [(f32, f32); 4],
    /// Pixels a module.
    pub(super) module: f32,
    /// Its squares, where they were seen one by one, and what of them is ink.
    pub(super) trio: Option<(Trio, Ink)>,
}

impl Suspect {
    /// The code with six modules around it.
    pub(super) fn surroundings(&self) -> Box {
        Box::around(&self.corners).wider(self.module * 6.0)
    }
}

/// What may be tried where a code must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Try {
    /// As it is.
    Plain,
    /// Twice its size, edges steeper.
    Sharpened,
    /// Edges steeper, for large modules out of focus.
    SharpenedWide,
    /// Twice its size.
    Doubled,
    /// Without the grid of a screen, and most noise.
    Smoothed,
    /// All the contrast there is, smoothed.
    Stretched,
    /// One threshold for all of it.
    Global,
    /// Half its size.
    Halved,
    /// On a sheet that bends.
    Bent,
    /// The same at twice the size, edges steeper.
    BentSharpened,
}

/// Pixels from which a part isn't made larger: its modules are large too, and the time is short.
const LARGE: u32 = 520 * 520;

/// Looks at one picture.
pub(super) struct Look<'a> {
    pub(super) luma: &'a Luma,
    zxing: &'a mut Zxing,
    begun: Instant,
    deadline: Instant,
    /// What one attempt may take of the time: a crowded picture must leave some for the others.
    each: Duration,
    symbols: Vec<Symbol>,
    pub(super) suspects: Vec<Suspect>,
    /// Modules of codes that could not be read in this picture alone.
    unsaid: Vec<Unsaid>,
    cut_off: bool,
    /// A square of a code was seen, though perhaps a false one.
    pub(super) saw_square: bool,
    /// Two squares were taken for a code's, which costs a millisecond or two.
    has_paired: bool,
    /// The second decoder didn't answer in time.
    pub(super) is_crowded: bool,
}

impl<'a> Look<'a> {
    /// A picture to be looked at for so long, by attempts that may take so long each.
    pub(super) fn new(
        luma: &'a Luma,
        zxing: &'a mut Zxing,
        budget: Duration,
        each: Duration,
    ) -> Look<'a> {
        let begun = Instant::now();
        Look {
            luma,
            zxing,
            begun,
            deadline: begun + budget,
            each,
            symbols: Vec::new(),
            suspects: Vec::new(),
            unsaid: Vec::new(),
            cut_off: false,
            saw_square: false,
            has_paired: false,
            is_crowded: false,
        }
    }

    /// When the attempt that begins now must end.
    fn its_end(&self) -> Instant {
        self.deadline.min(Instant::now() + self.each)
    }

    /// How long it has been looked so far.
    pub(super) fn took(&self) -> Duration {
        self.begun.elapsed()
    }

    pub(super) fn is_late(&self) -> bool {
        Instant::now() >= self.deadline
    }

    /// Whether nothing was read so far.
    pub(super) fn is_empty(&self) -> bool {
        self.symbols.is_empty()
    }

    /// Whether something is seen that must be a code, and isn't where one was read.
    pub(super) fn has_unread(&self) -> bool {
        self.suspects.iter().any(|suspect| !self.is_read(suspect))
    }

    fn is_read(&self, suspect: &Suspect) -> bool {
        let middle = Box::around(&suspect.corners).middle();
        self.symbols
            .iter()
            .any(|symbol| Box::around(&symbol.corners).holds(middle))
    }

    /// The first look: where codes seem to be in `small`, and the sampler at each of those places. `scale` is how many
    /// of the whole picture's pixels make one of `small`'s.
    pub(super) fn glance(&mut self, small: &Luma, scale: f32, ink: Ink) {
        if !self.is_late() {
            let bitmap = binarised(small, ink, reach(small));
            self.search(&bitmap, small, scale, ink);
        }
    }

    /// The same for what is out of focus: the light ring of a square is darker than the paper around the code, and only
    /// lighter than the rest of its square.
    pub(super) fn glance_closely(&mut self, small: &Luma, scale: f32, ink: Ink, steeper: bool) {
        if self.is_late() {
            return;
        }
        let bitmap = if steeper {
            let steeper = sharpened(small, Blur::Narrow);
            binarised(&steeper, ink, CLOSE_REACH + CLOSE_REACH / 2)
        } else {
            binarised(small, ink, CLOSE_REACH)
        };
        self.search(&bitmap, small, scale, ink);
    }

    /// Looks for the squares in `bitmap`, and reads the modules in `small`, which it was made of.
    fn search(&mut self, bitmap: &Bitmap, small: &Luma, scale: f32, ink: Ink) {
        let finders = finders(bitmap);
        self.saw_square |= !finders.is_empty();
        self.cut_off |= is_cut_off(bitmap, &finders);
        let mut looks = 0;
        for trio in trios(&finders) {
            let whole = trio.moved((0.0, 0.0), scale);
            let suspect = Suspect {
                corners: whole.corners,
                module: whole.module,
                trio: Some((whole, ink)),
            };
            if looks == CLOSER_LOOKS || self.is_late() || !self.suspect(suspect) {
                continue;
            }
            looks += 1;
            if trio.module < FINE {
                self.sampled(self.luma, &whole, Place::whole(1.0), ink, false);
            } else {
                self.sampled(small, &trio, Place::whole(scale), ink, false);
            }
        }
        if self.is_empty()
            && !self.has_paired
            && let Some((one, other)) = pair(&finders)
        {
            self.has_paired = true;
            self.completed(&one, &other, scale, ink);
        }
    }

    /// Looks for the third square of two, and reads what they are then.
    fn completed(&mut self, one: &Finder, other: &Finder, scale: f32, ink: Ink) {
        let whole = |square: &Finder| (square.x * scale, square.y * scale);
        let (one, other, module) = (
            whole(one),
            whole(other),
            f32::midpoint(one.module, other.module) * scale,
        );
        let apart = (other.0 - one.0).hypot(other.1 - one.1);
        let around = Box::around(&[one, other, one, other]).wider(apart * 1.3);
        let Some(part) = around.part(self.luma) else {
            return;
        };
        let (left, top) = (part.left as f32, part.top as f32);
        let mut luma = cut(self.luma, part);
        if ink == Ink::Light {
            luma.bytes.iter_mut().for_each(|byte| *byte = 255 - *byte);
        }
        let shade = Shade::new(&luma, module * SURROUNDINGS);
        let here = |(x, y): (f32, f32)| (x - left, y - top);
        for trio in completed(&shade, here(one), here(other), module)
            .into_iter()
            .take(GUESSES)
        {
            if !self.is_late() && self.is_empty() {
                let trio = trio.moved((-left, -top), 1.0);
                self.sampled(self.luma, &trio, Place::whole(1.0), ink, false);
            }
        }
    }

    /// Reads the code of three squares of a picture that lies there in the whole one.
    fn sampled(&mut self, luma: &Luma, trio: &Trio, place: Place, ink: Ink, bend: bool) {
        let around = Box::around(&trio.corners).wider(trio.module * SURROUNDINGS);
        let Some(part) = around.part(luma) else {
            return;
        };
        let (left, top) = (part.left as f32, part.top as f32);
        let mut luma = cut(luma, part);
        if ink == Ink::Light {
            luma.bytes.iter_mut().for_each(|byte| *byte = 255 - *byte);
        }
        let shade = Shade::new(&luma, trio.module * SURROUNDINGS);
        let trio = trio.moved((left, top), 1.0);
        let place = Place {
            left: place.left + left * place.scale,
            top: place.top + top * place.scale,
            scale: place.scale,
        };
        match sampler::read(&shade, &trio, bend, self.its_end()) {
            Reading::Said(symbol) => self.symbol(symbol, place),
            // A bent sheet was a flat one before.
            Reading::Unsaid(mut unsaid) if !bend => {
                unsaid.corners = place.of(unsaid.corners);
                self.unsaid.push(unsaid);
            }
            Reading::Unsaid(_) | Reading::Nothing => {}
        }
    }

    /// Adds what this picture shows of codes that it can't read to what those before it showed.
    pub(super) fn stacked(&mut self, stacks: &mut Stacks) {
        for unsaid in std::mem::take(&mut self.unsaid) {
            if let Some(symbol) = stacks.add(unsaid) {
                self.symbol(symbol, Place::whole(1.0));
            }
        }
    }

    /// zxing-cpp over a picture of which `scale` of the whole picture's pixels make one.
    pub(super) fn all(&mut self, luma: Luma, scale: f32, scaled: bool) {
        let threshold = Threshold::Local;
        let job = Job {
            luma,
            threshold,
            scaled,
        };
        self.second(job, Place::whole(scale));
    }

    /// rqrr over the whole picture, in its own way.
    pub(super) fn all_rqrr(&mut self, inverted: bool) {
        if !self.is_late() {
            let attempt = attempt::read(self.luma, inverted, self.its_end());
            self.take(attempt.into(), Place::whole(1.0));
        }
    }

    /// One try where a suspect is.
    pub(super) fn at(&mut self, suspect: &Suspect, what: Try) {
        if matches!(what, Try::Bent | Try::BentSharpened) {
            self.bent(suspect, what == Try::BentSharpened);
        } else {
            self.part(&suspect.surroundings(), what);
        }
    }

    /// The suspect's code on a sheet that bends, where its squares are known.
    fn bent(&mut self, suspect: &Suspect, sharpen: bool) {
        let Some((trio, ink)) = suspect.trio else {
            return;
        };
        if self.is_late() {
            return;
        }
        if !sharpen {
            self.sampled(self.luma, &trio, Place::whole(1.0), ink, true);
            return;
        }
        let Some(part) = suspect.surroundings().part(self.luma) else {
            return;
        };
        let (left, top) = (part.left as f32, part.top as f32);
        let luma = sharpened(&doubled(&cut(self.luma, part)), Blur::Narrow);
        let place = Place {
            left,
            top,
            scale: 0.5,
        };
        let trio = trio.moved((left, top), 1.0).moved((0.0, 0.0), 2.0);
        self.sampled(&luma, &trio, place, ink, true);
    }

    /// One try at a part of the picture, by the second decoder.
    pub(super) fn part(&mut self, around: &Box, what: Try) {
        if self.is_late() {
            return;
        }
        let Some(part) = around.part(self.luma) else {
            return;
        };
        let luma = cut(self.luma, part);
        let large = part.width * part.height > LARGE;
        let (luma, scale) = match what {
            Try::Sharpened if large => (sharpened(&luma, Blur::Narrow), 1.0),
            Try::Doubled if large => (luma, 1.0),
            Try::Sharpened => (sharpened(&doubled(&luma), Blur::Narrow), 0.5),
            Try::SharpenedWide => (sharpened(&luma, Blur::Wide), 1.0),
            Try::Doubled => (doubled(&luma), 0.5),
            Try::Smoothed | Try::Global => (smoothed(&luma), 1.0),
            Try::Stretched => (stretched(&smoothed(&luma)), 1.0),
            Try::Halved => (luma.reduced(2), 2.0),
            Try::Plain | Try::Bent | Try::BentSharpened => (luma, 1.0),
        };
        let threshold = if what == Try::Global {
            Threshold::Global
        } else {
            Threshold::Local
        };
        let place = Place {
            left: part.left as f32,
            top: part.top as f32,
            scale,
        };
        let scaled = false;
        self.second(
            Job {
                luma,
                threshold,
                scaled,
            },
            place,
        );
    }

    fn second(&mut self, job: Job, place: Place) {
        if self.is_late() {
            return;
        }
        match self.zxing.read(job, self.deadline) {
            Some(findings) => self.take(findings, place),
            None => self.is_crowded = true,
        }
    }

    fn symbol(&mut self, mut symbol: Symbol, place: Place) {
        if self.symbols.iter().all(|known| !known.says(&symbol)) {
            symbol.corners = place.of(symbol.corners);
            self.symbols.push(symbol);
        }
    }

    fn take(&mut self, findings: Findings, place: Place) {
        for symbol in findings.symbols {
            self.symbol(symbol, place);
        }
        for unread in findings.unread {
            let corners = place.of(unread.corners);
            let side = (corners[1].0 - corners[0].0).hypot(corners[1].1 - corners[0].1);
            self.suspect(Suspect {
                corners,
                module: side / unread.modules as f32,
                trio: None,
            });
        }
    }

    /// The suspects whose code wasn't read, likeliest first.
    pub(super) fn unsolved(&self, most: usize) -> Vec<Suspect> {
        let unread = self
            .suspects
            .iter()
            .filter(|suspect| !self.is_read(suspect));
        unread.take(most).copied().collect()
    }

    /// Remembers a suspect; false where as much is known about there.
    fn suspect(&mut self, suspect: Suspect) -> bool {
        let middle = Box::around(&suspect.corners).middle();
        let mut all = self.suspects.iter_mut();
        match all.find(|known| Box::around(&known.corners).holds(middle)) {
            None => {
                self.suspects.push(suspect);
                true
            }
            // Its squares are news.
            Some(known) if known.trio.is_none() && suspect.trio.is_some() => {
                *known = suspect;
                true
            }
            Some(_) => false,
        }
    }

    /// Where a code is: one that was read, else one that wasn't.
    pub(super) fn likeliest(&self) -> Option<Suspect> {
        let read = self.symbols.first().map(|symbol| Suspect {
            corners: symbol.corners,
            module: pixels_a_module(&symbol.corners, symbol.version),
            trio: None,
        });
        read.or_else(|| self.suspects.first().copied())
    }

    /// The corners of what could not be read.
    pub(super) fn unread(&self) -> Vec<[(f32, f32); 4]> {
        let unread = self
            .suspects
            .iter()
            .filter(|suspect| !self.is_read(suspect));
        unread.map(|suspect| suspect.corners).collect()
    }

    /// What was read, nearest the middle first.
    pub(super) fn seen(mut self) -> Vec<Symbol> {
        let middle = (self.luma.width as f32 / 2.0, self.luma.height as f32 / 2.0);
        let away = |symbol: &Symbol| {
            let (x, y) = Box::around(&symbol.corners).middle();
            (x - middle.0).hypot(y - middle.1)
        };
        self.symbols.sort_by(|a, b| away(a).total_cmp(&away(b)));
        self.symbols
    }

    /// The hint for the likeliest suspect.
    pub(super) fn hint(&self) -> Option<Hint> {
        match self.suspects.first() {
            _ if !self.is_empty() => None,
            Some(suspect) => Some(advice(self.luma, &suspect.corners, suspect.module)),
            None => self.cut_off.then_some(Hint::WholeCode),
        }
    }
}

fn reach(luma: &Luma) -> usize {
    (luma.width as usize / REACH).max(4)
}
