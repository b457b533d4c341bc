//! *Pass*: what somebody who has declared shows at a gate: signed, so that any kiosk of the unit believes it without a network.

use super::asking::Asking;
use super::form::Declared;
use crate::keyring::HubKey;
use checkpoint::document::chot1::{Issue, IssueError, IssuedAs, Signature, issue};
use jiff::Timestamp;
use qrcode::{Color, EcLevel, QrCode};
use uuid::Uuid;

/// Pixels of a module, so that a phone's screen shows each with the same number of its own.
const SCALE: usize = 8;
/// Light modules around it, as the standard asks.
const QUIET: usize = 4;

/// What is signed.
pub struct Pass<'a> {
    pub unit: Uuid,
    pub cti: [u8; 16],
    /// In whole seconds, as its end.
    pub at: Timestamp,
    pub ends: Timestamp,
    pub declared: &'a Declared,
}

impl Pass<'_> {
    /// The text of its code, under the hub's key and its certificate. It says who it is for, and of the answers only what the
    /// unit's gates go by.
    pub fn text(&self, asking: &Asking, key: &HubKey) -> Result<String, IssueError> {
        let answers = self.declared.answers.iter();
        let carried = answers.filter(|(question, _)| asking.on_pass.contains(question));
        let issued = Issue {
            iss: self.unit.into_bytes(),
            aud: self.unit.into_bytes(),
            iat: self.at,
            exp: self.ends,
            document: IssuedAs::Pass {
                cti: self.cti,
                name: self.declared.name.clone(),
                birth_year: self.declared.birth_year,
                last_four: self.declared.last_digits.clone(),
                answers: carried
                    .map(|(question, answer)| (question.number(), *answer))
                    .collect(),
                heads: self.declared.heads,
            },
        };
        let chain = [key.link().to_vec()];
        issue(issued, Signature::Chain(&chain), |bytes| key.sign(bytes))
    }
}

/// A text as a QR code of level M.
pub fn code(text: &str) -> Option<QrCode> {
    QrCode::with_error_correction_level(text, EcLevel::M).ok()
}

/// A code as a picture of one bit a pixel.
pub fn picture(code: &QrCode) -> Option<Vec<u8>> {
    let modules = code.width();
    let colours = code.to_colors();
    let side = (modules + 2 * QUIET) * SCALE;
    let is_dark = |x: usize, y: usize| {
        let place = |pixel: usize| {
            (pixel / SCALE)
                .checked_sub(QUIET)
                .filter(|at| *at < modules)
        };
        place(x)
            .zip(place(y))
            .is_some_and(|(x, y)| colours[y * modules + x] == Color::Dark)
    };
    let mut pixels = Vec::with_capacity(side * side.div_ceil(8));
    for y in 0..side {
        for byte in 0..side.div_ceil(8) {
            let bits = (0..8).map(|bit| byte * 8 + bit);
            pixels.push(bits.fold(0_u8, |bits, x| bits << 1 | u8::from(!is_dark(x, y))));
        }
    }
    let mut file = Vec::new();
    let side = u32::try_from(side).ok()?;
    let mut encoder = png::Encoder::new(&mut file, side, side);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_depth(png::BitDepth::One);
    encoder.set_compression(png::Compression::Balanced);
    let mut writer = encoder.write_header().ok()?;
    writer.write_image_data(&pixels).ok()?;
    writer.finish().ok()?;
    Some(file)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::declaring::form::Companion;
    use crate::keyring::Root;
    use checkpoint::document::{Document, Question, Recognised, Says, Standing};
    use checkpoint::moment::{Boot, Moment};
    use checkpoint::trust::{TrustList, TrustedHub};
    use checkpoint::verdict::judge;
    use jiff::SignedDuration;
    use qrcode::Version;

    fn asking(on_pass: &[Question]) -> Asking {
        Asking {
            questions: Question::ALL.to_vec(),
            on_pass: on_pass.to_vec(),
            ..Asking::default()
        }
    }

    fn declared(name: &str) -> Declared {
        Declared {
            name: name.to_owned(),
            birth_year: Some(1990),
            last_digits: Some("0001".to_owned()),
            answers: Question::ALL
                .map(|question| (question, question == Question::Cough))
                .to_vec(),
            companions: vec![Companion {
                name: "Bùi Tí".to_owned(),
                birth_year: None,
            }],
            heads: 2,
            ..Declared::default()
        }
    }

    fn text(declared: &Declared, asking: &Asking) -> (String, TrustList, Timestamp) {
        let at = Timestamp::from_second(1_795_480_920).unwrap();
        let root = Root::new().unwrap();
        let key = root.hub_key(root.hub_id(), at).unwrap();
        let unit = Uuid::from_bytes([5; 16]);
        let pass = Pass {
            unit,
            cti: [7; 16],
            at,
            ends: at + SignedDuration::from_hours(24),
            declared,
        };
        let mut trust = TrustList::default();
        trust.here = Some([1; 16]);
        trust.hubs.push(TrustedHub {
            root: root.public(),
            unit: unit.into_bytes(),
        });
        (pass.text(asking, &key).unwrap(), trust, at)
    }

    #[test]
    fn a_full_declaration_fits_a_code_of_version_15_at_level_m() {
        // A name as long as they come; every answer on the pass, a group of the most.
        let mut full = declared("Công Tằng Tôn Nữ Hoàng Phủ Bảo Ngọc Quỳnh");
        full.heads = 60;
        let (text, _, _) = text(&full, &asking(&Question::ALL));
        let version = code(&text).unwrap().version();
        let Version::Normal(number) = version else {
            panic!("{version:?}");
        };
        assert!(number <= 15, "version {number}: {} letters", text.len());
    }

    #[test]
    fn it_says_who_and_how_many_and_the_answers_that_the_unit_goes_by_and_no_others() {
        let asking = asking(&[Question::Fever, Question::Cough]);
        let (text, trust, at) = text(&declared("Nguyễn Văn An"), &asking);
        let Recognised::Document(document) = Document::recognise(text.as_bytes()) else {
            panic!("{text}");
        };
        let moment = Moment {
            at,
            mono_ms: 1,
            boot: Boot([1; 16]),
            offset: None,
        };
        let judged = judge(document, &trust, &moment);
        assert_eq!(judged.claim.name.as_deref(), Some("NGUYEN VAN AN"));
        let verified = judged.verified.unwrap();
        assert_eq!(verified.standing, Standing::Valid);
        let Says::Declaration(says) = verified.certificate.unwrap().says else {
            panic!("a pass");
        };
        assert_eq!(says.answers, [(1, false), (2, true)]);
        assert_eq!((says.heads, says.cti), (2, [7; 16]));
        assert_eq!(says.last_four.as_deref(), Some("0001"));
    }

    #[test]
    fn a_picture_has_the_code_s_modules_in_a_light_frame() {
        let code = code("CHOT1:").unwrap();
        let file = picture(&code).unwrap();
        let mut reader = png::Decoder::new(std::io::Cursor::new(&file))
            .read_info()
            .unwrap();
        let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
        let frame = reader.next_frame(&mut pixels).unwrap();
        let side = (code.width() + 2 * QUIET) * SCALE;
        assert_eq!(frame.width as usize, side);
        let at = |x: usize, y: usize| pixels[y * frame.line_size + x / 8] >> (7 - x % 8) & 1;
        assert_eq!(at(0, 0), 1, "light");
        let inside = QUIET * SCALE;
        assert_eq!(at(inside, inside), 0, "the corner of the first square");
        assert_eq!(at(side - 1, side - 1), 1);
        assert!(file.len() < 4_000, "{}", file.len());
    }
}
