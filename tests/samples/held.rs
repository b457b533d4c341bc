//! What a visitor holds up: cards, a phone, a shop's stand. Printed words are bars, so that no font is needed.

/// Red, green and blue light, 0 to 255 each.
pub type Colour = [f32; 3];

/// A flat thing with a code on it.
#[derive(Clone, Copy)]
pub enum Held {
    /// The front of a citizen card of 2021: portrait at the left, code at the top right.
    CardOf2021,
    /// The back of one issued since July 2024: chip, code, and three lines for machines.
    CardOf2024,
    /// A phone that shows a code on white.
    Phone,
    /// A phone in its dark colours: the code's dark modules are the bright ones.
    DarkPhone,
    /// A health-insurance card, printed on paper.
    InsuranceCard,
    /// A certificate on half a sheet of paper.
    Certificate,
    /// A stand on a shop's counter.
    Stand,
}

/// Part of a thing, in its own millimetres.
struct Area {
    left: f32,
    top: f32,
    width: f32,
    height: f32,
    colour: Colour,
}

const fn area(left: f32, top: f32, width: f32, height: f32, colour: Colour) -> Area {
    Area {
        left,
        top,
        width,
        height,
        colour,
    }
}

const INK: Colour = [58.0, 60.0, 66.0];
const RED: Colour = [176.0, 44.0, 44.0];
const PHOTO: Colour = [168.0, 186.0, 204.0];
const WHITE: Colour = [246.0, 246.0, 244.0];
const BLACK: Colour = [30.0, 30.0, 34.0];
/// Modules of white that a code needs around it.
const QUIET: f32 = 4.0;

impl Held {
    /// The colour at (u, v), both 0 to 1 on the thing; None beside it or beyond its rounded corners.
    pub fn colour(self, code: &[Vec<bool>], u: f32, v: f32) -> Option<Colour> {
        let (width, height, corner) = self.outline();
        let (x, y) = (u * width, v * height);
        if !rounded(x, y, width, height, corner) {
            return None;
        }
        let (left, top, side) = self.code_at();
        let module = side / code.len() as f32;
        let (column, row) = ((x - left) / module, (y - top) / module);
        let reach = code.len() as f32 + QUIET;
        if column > -QUIET && row > -QUIET && column < reach && row < reach {
            let dark = column >= 0.0
                && row >= 0.0
                && code
                    .get(row as usize)
                    .and_then(|row| row.get(column as usize))
                    .copied()
                    .unwrap_or(false);
            return Some(if dark != self.is_inverted() {
                BLACK
            } else {
                WHITE
            });
        }
        let printed = self.printed().iter().rev().find(|area| {
            x >= area.left
                && y >= area.top
                && x < area.left + area.width
                && y < area.top + area.height
        });
        Some(printed.map_or_else(|| self.ground(x, y), |area| area.colour))
    }

    /// All but the stand, which keeps itself up.
    pub fn in_a_hand(self) -> bool {
        !matches!(self, Held::Stand)
    }

    /// Whether it shines by itself.
    pub fn is_a_screen(self) -> bool {
        matches!(self, Held::Phone | Held::DarkPhone)
    }

    fn is_inverted(self) -> bool {
        matches!(self, Held::DarkPhone)
    }

    /// Width and height in millimetres.
    pub fn size(self) -> (f32, f32) {
        let (width, height, _) = self.outline();
        (width, height)
    }

    /// Width, height and radius of the corners, in millimetres.
    fn outline(self) -> (f32, f32, f32) {
        match self {
            Held::CardOf2021 | Held::CardOf2024 => (85.6, 54.0, 3.2),
            Held::Phone | Held::DarkPhone => (74.0, 148.0, 9.0),
            Held::InsuranceCard => (85.6, 50.0, 0.5),
            Held::Certificate => (148.0, 105.0, 0.5),
            Held::Stand => (105.0, 148.0, 2.0),
        }
    }

    /// Left, top and side of the code without its quiet zone, in millimetres.
    pub fn code_at(self) -> (f32, f32, f32) {
        match self {
            Held::CardOf2021 => (64.5, 3.6, 17.6),
            Held::CardOf2024 => (62.0, 6.0, 18.0),
            Held::Phone | Held::DarkPhone => (12.0, 40.0, 50.0),
            Held::InsuranceCard => (60.0, 22.0, 22.0),
            Held::Certificate => (90.0, 40.0, 50.0),
            Held::Stand => (26.5, 44.0, 52.0),
        }
    }

    fn ground(self, x: f32, y: f32) -> Colour {
        // Fine waves, as security printing has them.
        let wave = ((x * 0.9 + y * 1.7) % 3.0 - 1.5).abs() * 4.0;
        match self {
            Held::CardOf2021 => [188.0 + wave, 214.0 + wave, 204.0 + wave],
            Held::CardOf2024 => [206.0 + wave, 216.0 + wave, 196.0 + wave],
            Held::Phone if (4.0..70.0).contains(&x) && (7.0..141.0).contains(&y) => WHITE,
            Held::DarkPhone if (4.0..70.0).contains(&x) && (7.0..141.0).contains(&y) => BLACK,
            Held::Phone | Held::DarkPhone => [22.0, 22.0, 24.0],
            Held::Certificate => [238.0, 238.0, 234.0],
            Held::InsuranceCard => [226.0 - wave, 232.0 - wave, 240.0 - wave],
            Held::Stand => [236.0, 240.0, 244.0],
        }
    }

    fn printed(self) -> &'static [Area] {
        match self {
            Held::CardOf2021 => {
                const {
                    &[
                        area(4.0, 4.0, 9.0, 9.0, RED),
                        area(20.0, 4.5, 36.0, 1.6, INK),
                        area(24.0, 8.0, 28.0, 1.1, INK),
                        area(22.0, 12.0, 32.0, 2.4, RED),
                        area(4.0, 18.0, 20.0, 27.0, PHOTO),
                        area(9.0, 30.0, 10.0, 15.0, [92.0, 100.0, 118.0]),
                        area(10.0, 22.0, 8.0, 10.0, [204.0, 166.0, 142.0]),
                        area(10.0, 21.0, 8.0, 3.0, [52.0, 46.0, 44.0]),
                        area(28.0, 20.0, 30.0, 2.2, RED),
                        area(28.0, 26.0, 34.0, 1.8, INK),
                        area(28.0, 31.0, 22.0, 1.4, INK),
                        area(28.0, 35.0, 40.0, 1.4, INK),
                        area(28.0, 39.0, 46.0, 1.4, INK),
                        area(28.0, 43.0, 52.0, 1.4, INK),
                        area(28.0, 47.0, 38.0, 1.4, INK),
                    ]
                }
            }
            Held::CardOf2024 => {
                const {
                    &[
                        area(6.0, 5.0, 40.0, 1.4, INK),
                        area(6.0, 9.0, 48.0, 1.4, INK),
                        area(6.0, 15.0, 12.0, 10.0, [206.0, 176.0, 96.0]),
                        area(10.0, 15.0, 0.4, 10.0, [150.0, 124.0, 60.0]),
                        area(14.0, 15.0, 0.4, 10.0, [150.0, 124.0, 60.0]),
                        area(6.0, 19.8, 12.0, 0.4, [150.0, 124.0, 60.0]),
                        area(22.0, 16.0, 30.0, 1.3, INK),
                        area(22.0, 20.0, 26.0, 1.3, INK),
                        area(5.0, 36.5, 75.0, 2.0, INK),
                        area(5.0, 41.5, 75.0, 2.0, INK),
                        area(5.0, 46.5, 75.0, 2.0, INK),
                    ]
                }
            }
            Held::Phone | Held::DarkPhone => {
                const {
                    &[
                        area(30.0, 2.8, 14.0, 1.6, [52.0, 52.0, 56.0]),
                        area(4.0, 7.0, 66.0, 16.0, [36.0, 106.0, 168.0]),
                        area(12.0, 13.0, 34.0, 3.6, WHITE),
                        area(18.0, 102.0, 38.0, 3.0, INK),
                        area(24.0, 109.0, 26.0, 2.2, [128.0, 132.0, 140.0]),
                        area(14.0, 122.0, 46.0, 9.0, [36.0, 106.0, 168.0]),
                    ]
                }
            }
            Held::InsuranceCard => {
                const {
                    &[
                        area(0.0, 0.0, 85.6, 8.0, [84.0, 132.0, 190.0]),
                        area(14.0, 2.6, 56.0, 2.4, WHITE),
                        area(6.0, 12.0, 46.0, 2.4, RED),
                        area(6.0, 18.0, 40.0, 1.6, INK),
                        area(6.0, 23.0, 30.0, 1.4, INK),
                        area(6.0, 28.0, 44.0, 1.4, INK),
                        area(6.0, 33.0, 48.0, 1.4, INK),
                        area(6.0, 38.0, 26.0, 1.4, INK),
                        area(6.0, 43.0, 36.0, 1.4, INK),
                    ]
                }
            }
            Held::Certificate => {
                const {
                    &[
                        area(16.0, 10.0, 70.0, 3.0, RED),
                        area(24.0, 17.0, 52.0, 2.0, INK),
                        area(12.0, 30.0, 60.0, 1.6, INK),
                        area(12.0, 36.0, 54.0, 1.6, INK),
                        area(12.0, 42.0, 66.0, 1.6, INK),
                        area(12.0, 54.0, 58.0, 1.6, INK),
                        area(12.0, 60.0, 62.0, 1.6, INK),
                        area(12.0, 72.0, 40.0, 1.6, INK),
                        area(96.0, 14.0, 40.0, 8.0, [150.0, 60.0, 64.0]),
                    ]
                }
            }
            Held::Stand => {
                const {
                    &[
                        area(0.0, 0.0, 105.0, 26.0, [196.0, 56.0, 66.0]),
                        area(24.0, 9.0, 57.0, 7.0, WHITE),
                        area(30.0, 112.0, 45.0, 4.0, INK),
                        area(36.0, 120.0, 33.0, 3.0, INK),
                        area(0.0, 136.0, 105.0, 12.0, [196.0, 56.0, 66.0]),
                    ]
                }
            }
        }
    }
}

fn rounded(x: f32, y: f32, width: f32, height: f32, corner: f32) -> bool {
    if !(0.0..=width).contains(&x) || !(0.0..=height).contains(&y) {
        return false;
    }
    let beyond = |value: f32, size: f32| (corner - value).max(value - (size - corner)).max(0.0);
    let (across, down) = (beyond(x, width), beyond(y, height));
    across * across + down * down <= corner * corner
}
