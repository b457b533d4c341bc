//! Look: the ways of looking at one picture, and what they gave together.

use std::time::{Duration, Instant};

use super::attempt;
use super::binary::{Bitmap, Ink, binarised};
use super::finder::{Trio, finders, is_cut_off, trios};
use super::hint::advice;
use super::place::{Box, Place};
use super::resize::{cut, doubled, sharpened, smoothed, stretched};
use super::sampler::{self, Shade};
use super::zxing::{Findings, Job, Threshold, Zxing};
use super::{Hint, Symbol};
use crate::luma::Luma;

/// The box of the binarisation reaches this part of the picture's width each way: several modules of any code that can be
/// read, and less than the shadows across a card.
const REACH: usize = 24;
/// Pixels a module below which the whole picture is sampled rather than the small one.
const FINE: f32 = 2.5;
/// Modules each way whose mean brightness a module is compared with.
const SURROUNDINGS: f32 = 5.0;
/// Codes that are looked at more closely in one picture.
const CLOSER_LOOKS: usize = 3;

/// Something that must be a code, in the whole picture's pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Suspect {
    pub(super) corners: [(f32, f32); 4],
    /// Pixels a module.
    pub(super) module: f32,
    /// Its squares, where they were seen one by one.
    pub(super) trio: Option<Trio>,
}

impl Suspect {
    /// The code with six modules around it.
    pub(super) fn surroundings(&self) -> Box {
        Box::around(&self.corners).wider(self.module * 6.0)
    }
}

/// What may be tried on a part of a picture that must hold a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Try {
    /// As it is.
    Plain,
    /// Twice its size, edges steeper.
    Sharpened,
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
    /// rqrr on our own threshold.
    Rqrr,
    /// The same at twice the size.
    RqrrDoubled,
}

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
    cut_off: bool,
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
            cut_off: false,
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

    /// The first look: where codes seem to be in `small`, and rqrr at each of those places. `scale` is how many of the
    /// whole picture's pixels make one of `small`'s.
    pub(super) fn glance(&mut self, small: &Luma, scale: f32) {
        let bitmap = binarised(small, Ink::Dark, reach(small));
        let finders = finders(&bitmap);
        self.cut_off = is_cut_off(&bitmap, &finders);
        let whole = Place::whole(scale);
        for trio in trios(&finders) {
            let suspect = Suspect {
                corners: whole.of(trio.corners),
                module: trio.module * scale,
                trio: Some(trio.moved((0.0, 0.0), scale)),
            };
            if self.suspects.len() < CLOSER_LOOKS && self.suspect(suspect) {
                if trio.module < FINE {
                    self.sampled(self.luma, &trio.moved((0.0, 0.0), scale), 1.0, false);
                } else {
                    self.sampled(small, &trio, scale, false);
                }
            }
        }
    }

    /// Reads the code of three squares in a picture of which `scale` of the whole picture's pixels make one.
    fn sampled(&mut self, luma: &Luma, trio: &Trio, scale: f32, bend: bool) {
        let around = Box::around(&trio.corners).wider(trio.module * 4.0);
        let Some(part) = around.part(luma) else {
            return;
        };
        let (left, top) = (part.left as f32, part.top as f32);
        let luma = cut(luma, part);
        let shade = Shade::new(&luma, trio.module * SURROUNDINGS);
        let read = sampler::read(&shade, &trio.moved((left, top), 1.0), bend);
        let place = Place {
            left: left * scale,
            top: top * scale,
            scale,
        };
        let findings = Findings {
            symbols: read.into_iter().collect(),
            unread: Vec::new(),
        };
        self.take(findings, place);
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

    /// rqrr over a whole picture.
    pub(super) fn all_rqrr(&mut self, luma: &Luma, scale: f32, ink: Ink) {
        if !self.is_late() {
            self.rqrr(binarised(luma, ink, reach(luma)), Place::whole(scale));
        }
    }

    /// rqrr over the whole picture, on its own threshold.
    pub(super) fn all_prepared(&mut self, inverted: bool) {
        if !self.is_late() {
            let attempt = attempt::read_prepared(self.luma, inverted, self.its_end());
            self.take(attempt.into(), Place::whole(1.0));
        }
    }

    /// One try at a part of the picture.
    pub(super) fn part(&mut self, around: &Box, what: Try) {
        if self.is_late() {
            return;
        }
        let Some(part) = around.part(self.luma) else {
            return;
        };
        let luma = cut(self.luma, part);
        let place = |scale| Place {
            left: part.left as f32,
            top: part.top as f32,
            scale,
        };
        let local = |luma| Job {
            luma,
            threshold: Threshold::Local,
            scaled: false,
        };
        match what {
            Try::Plain => self.second(local(luma), place(1.0)),
            Try::Sharpened => self.second(local(sharpened(&doubled(&luma))), place(0.5)),
            Try::Doubled => self.second(local(doubled(&luma)), place(0.5)),
            Try::Smoothed => self.second(local(smoothed(&luma)), place(1.0)),
            Try::Stretched => self.second(local(stretched(&smoothed(&luma))), place(1.0)),
            Try::Global => {
                let job = Job {
                    threshold: Threshold::Global,
                    ..local(smoothed(&luma))
                };
                self.second(job, place(1.0));
            }
            Try::Halved => self.second(local(luma.reduced(2)), place(2.0)),
            Try::Rqrr => {
                let bitmap = binarised(&luma, Ink::Dark, (luma.width as usize / 8).max(4));
                self.rqrr(bitmap, place(1.0));
            }
            Try::RqrrDoubled => {
                let luma = doubled(&luma);
                let bitmap = binarised(&luma, Ink::Dark, (luma.width as usize / 8).max(4));
                self.rqrr(bitmap, place(0.5));
            }
        }
    }

    fn second(&mut self, job: Job, place: Place) {
        if self.is_late() {
            return;
        }
        if let Some(findings) = self.zxing.read(job, self.its_end()) {
            self.take(findings, place);
        }
    }

    fn rqrr(&mut self, bitmap: Bitmap, place: Place) {
        let attempt = attempt::read(bitmap, self.its_end());
        self.take(attempt.into(), place);
    }

    fn take(&mut self, findings: Findings, place: Place) {
        for mut symbol in findings.symbols {
            if self.symbols.iter().all(|known| !known.says(&symbol)) {
                symbol.corners = place.of(symbol.corners);
                self.symbols.push(symbol);
            }
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

    /// Remembers a suspect, unless there is one about there.
    fn suspect(&mut self, suspect: Suspect) -> bool {
        let middle = Box::around(&suspect.corners).middle();
        let known = self
            .suspects
            .iter()
            .any(|known| Box::around(&known.corners).holds(middle));
        if !known {
            self.suspects.push(suspect);
        }
        !known
    }

    /// Where a code is: one that was read, else one that wasn't.
    pub(super) fn place(&self) -> Option<Box> {
        let read = self.symbols.first().map(|symbol| {
            let side = 17.0 + 4.0 * f32::from(symbol.version);
            let place = Box::around(&symbol.corners);
            place.wider((place.right - place.left) / side * 6.0)
        });
        read.or_else(|| self.suspects.first().map(Suspect::surroundings))
    }

    /// Reads the code of each suspect's squares on a sheet that bends.
    pub(super) fn bent(&mut self) {
        for suspect in self.suspects.clone() {
            if let Some(trio) = suspect.trio
                && !self.is_read(&suspect)
                && !self.is_late()
            {
                self.sampled(self.luma, &trio, 1.0, true);
            }
        }
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
