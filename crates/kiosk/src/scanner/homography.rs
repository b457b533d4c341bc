//! Homography: what the modules of a flat code become in a picture.

/// A map of the plane that keeps lines straight: three rows of three, row by row.
#[derive(Debug, Clone, Copy)]
pub(super) struct Homography([f32; 9]);

impl Homography {
    pub(super) const IDENTITY: Homography =
        Homography([1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0]);

    /// The one that takes four points to four others; `None` when three of either lie on a line.
    pub(super) fn between(from: [(f32, f32); 4], to: [(f32, f32); 4]) -> Option<Homography> {
        let from = of_square(from)?.turned_back();
        Some(of_square(to)?.after(&from))
    }

    pub(super) fn of(&self, (x, y): (f32, f32)) -> (f32, f32) {
        let [a, b, c, d, e, f, g, h, i] = self.0;
        let depth = g * x + h * y + i;
        ((a * x + b * y + c) / depth, (d * x + e * y + f) / depth)
    }

    /// The inverse, but for a factor that changes nothing.
    fn turned_back(&self) -> Homography {
        let [a, b, c, d, e, f, g, h, i] = self.0;
        Homography([
            e * i - f * h,
            c * h - b * i,
            b * f - c * e,
            f * g - d * i,
            a * i - c * g,
            c * d - a * f,
            d * h - e * g,
            b * g - a * h,
            a * e - b * d,
        ])
    }

    fn after(&self, first: &Homography) -> Homography {
        let (a, b) = (&self.0, &first.0);
        let mut product = [0.0; 9];
        for (at, value) in product.iter_mut().enumerate() {
            let (row, column) = (at / 3 * 3, at % 3);
            *value = a[row] * b[column] + a[row + 1] * b[3 + column] + a[row + 2] * b[6 + column];
        }
        Homography(product)
    }
}

/// Takes the corners of the unit square, clockwise from the origin, to four points (Heckbert 1989).
fn of_square([a, b, c, d]: [(f32, f32); 4]) -> Option<Homography> {
    let (dx1, dy1) = (b.0 - c.0, b.1 - c.1);
    let (dx2, dy2) = (d.0 - c.0, d.1 - c.1);
    let (sx, sy) = (a.0 - b.0 + c.0 - d.0, a.1 - b.1 + c.1 - d.1);
    let area = dx1 * dy2 - dx2 * dy1;
    if area.abs() < 1e-3 {
        return None;
    }
    let g = (sx * dy2 - dx2 * sy) / area;
    let h = (dx1 * sy - sx * dy1) / area;
    Some(Homography([
        b.0 - a.0 + g * b.0,
        d.0 - a.0 + h * d.0,
        a.0,
        b.1 - a.1 + g * b.1,
        d.1 - a.1 + h * d.1,
        a.1,
        g,
        h,
        1.0,
    ]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn four_points_go_where_they_should_and_lines_stay_straight() {
        let from = [(3.5, 3.5), (37.5, 3.5), (34.5, 34.5), (3.5, 37.5)];
        let to = [(100.0, 80.0), (300.0, 90.0), (270.0, 260.0), (90.0, 290.0)];
        let map = Homography::between(from, to).unwrap();
        for (from, to) in from.into_iter().zip(to) {
            let got = map.of(from);
            assert!((got.0 - to.0).hypot(got.1 - to.1) < 0.01, "{got:?}, {to:?}");
        }
        let [a, b, c] = [(5.0, 5.0), (15.0, 12.0), (25.0, 19.0)].map(|point| map.of(point));
        let turn = (b.0 - a.0) * (c.1 - a.1) - (b.1 - a.1) * (c.0 - a.0);
        assert!(turn.abs() < 0.5, "{turn}");
    }

    #[test]
    fn points_on_a_line_have_no_map() {
        let line = [(0.0, 0.0), (1.0, 1.0), (2.0, 2.0), (3.0, 3.0)];
        let square = [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)];
        assert!(Homography::between(line, square).is_none());
        assert!(Homography::between(square, line).is_none());
    }
}
