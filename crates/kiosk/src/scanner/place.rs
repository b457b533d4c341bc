//! Place: where something lies in a picture.

use super::resize::Part;
use crate::luma::Luma;

/// Where a smaller or cut-out picture lies in the whole one.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    pub(super) left: f32,
    pub(super) top: f32,
    /// Pixels of the whole picture for each of its own.
    pub(super) scale: f32,
}

impl Place {
    /// The whole picture, made smaller or larger.
    pub(super) fn whole(scale: f32) -> Place {
        Place {
            left: 0.0,
            top: 0.0,
            scale,
        }
    }

    /// The same corners in the whole picture.
    pub(super) fn of(self, corners: [(f32, f32); 4]) -> [(f32, f32); 4] {
        corners.map(|(x, y)| (self.left + x * self.scale, self.top + y * self.scale))
    }
}

/// An upright box, its edges in pixels; it may reach beyond the picture.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Box {
    pub(super) left: f32,
    pub(super) top: f32,
    pub(super) right: f32,
    pub(super) bottom: f32,
}

impl Box {
    pub(super) fn around(corners: &[(f32, f32); 4]) -> Box {
        let least = |values: [f32; 4]| values.into_iter().fold(f32::MAX, f32::min);
        let most = |values: [f32; 4]| values.into_iter().fold(f32::MIN, f32::max);
        let (xs, ys) = (corners.map(|(x, _)| x), corners.map(|(_, y)| y));
        Box {
            left: least(xs),
            top: least(ys),
            right: most(xs),
            bottom: most(ys),
        }
    }

    pub(super) fn wider(self, by: f32) -> Box {
        Box {
            left: self.left - by,
            top: self.top - by,
            right: self.right + by,
            bottom: self.bottom + by,
        }
    }

    pub(super) fn area(&self) -> f32 {
        (self.right - self.left) * (self.bottom - self.top)
    }

    pub(super) fn middle(&self) -> (f32, f32) {
        (
            f32::midpoint(self.left, self.right),
            f32::midpoint(self.top, self.bottom),
        )
    }

    pub(super) fn holds(&self, (x, y): (f32, f32)) -> bool {
        x >= self.left && x <= self.right && y >= self.top && y <= self.bottom
    }

    /// What of it lies in the picture; `None` when that is less than the smallest code.
    pub(super) fn part(&self, luma: &Luma) -> Option<Part> {
        const LEAST: u32 = 21;
        let within = |from: f32, to: f32, size: u32| {
            let from = from.floor().clamp(0.0, size as f32) as u32;
            let to = to.ceil().clamp(0.0, size as f32) as u32;
            (to >= from + LEAST).then(|| (from, to - from))
        };
        let (left, width) = within(self.left, self.right, luma.width)?;
        let (top, height) = within(self.top, self.bottom, luma.height)?;
        Some(Part {
            left,
            top,
            width,
            height,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_box_gives_what_lies_in_the_picture_and_is_a_code() {
        let luma = Luma::new(100, 50, vec![0; 5000]).unwrap();
        let corners = [(-10.0, 5.5), (60.0, 8.0), (58.0, 44.2), (-8.0, 40.0)];
        let part = Box::around(&corners).part(&luma);
        let wanted = Part {
            left: 0,
            top: 5,
            width: 60,
            height: 40,
        };
        assert_eq!(part, Some(wanted));
        assert_eq!(Box::around(&[(90.0, 0.0); 4]).wider(15.0).part(&luma), None);
        assert_eq!(Box::around(&[(f32::NAN, 0.0); 4]).part(&luma), None);
    }
}
