//! A Vietnamese input method, as far as it spoils codes: Telex and VNI, marks beside the letter or at the word's end, and
//! the same mark a second time taking itself back.

use unicode_normalization::UnicodeNormalization;

#[derive(Clone, Copy, Debug, PartialEq)]
enum Keys {
    Telex,
    Vni,
}

/// How far from its letter a mark may be typed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Placing {
    Beside,
    AtTheEnd,
}

#[derive(Clone, Copy, Debug)]
pub struct Method {
    keys: Keys,
    placing: Placing,
}

impl Method {
    pub const fn telex(placing: Placing) -> Method {
        Method {
            keys: Keys::Telex,
            placing,
        }
    }

    pub const fn vni(placing: Placing) -> Method {
        Method {
            keys: Keys::Vni,
            placing,
        }
    }
}

const CIRCUMFLEX: char = '\u{302}';
const HORN: char = '\u{31b}';
const BREVE: char = '\u{306}';
const STROKE: char = '\u{335}';

/// A letter of the word under way, with what was put on it.
#[derive(Clone, Copy)]
struct Letter {
    base: char,
    shape: Option<char>,
    tone: Option<char>,
}

impl Letter {
    fn is_vowel(self) -> bool {
        "aeiouy".contains(self.base.to_ascii_lowercase())
    }

    fn is_one_of(self, bases: &str) -> bool {
        bases.contains(self.base.to_ascii_lowercase())
    }

    fn write(self, out: &mut String) {
        match (self.base, self.shape) {
            ('d', Some(STROKE)) => out.push('đ'),
            ('D', Some(STROKE)) => out.push('Đ'),
            (base, shape) => out.extend([base].into_iter().chain(shape).chain(self.tone)),
        }
    }
}

/// What stands on the screen after these keys.
pub fn typed_through(method: Method, keys: &str) -> String {
    let mut out = String::new();
    let mut word: Vec<Letter> = Vec::new();
    for key in keys.chars() {
        let of_a_word =
            key.is_ascii_alphabetic() || (method.keys == Keys::Vni && key.is_ascii_digit());
        if !of_a_word {
            write_word(&mut word, &mut out);
            out.push(key);
        } else if !mark(method, &mut word, key) {
            word.push(Letter {
                base: key,
                shape: None,
                tone: None,
            });
        }
    }
    write_word(&mut word, &mut out);
    out.nfc().collect()
}

fn write_word(word: &mut Vec<Letter>, out: &mut String) {
    for letter in word.drain(..) {
        letter.write(out);
    }
}

/// Puts the key's mark on the word. False where it has none, or nothing to put it on: then it is a letter.
fn mark(method: Method, word: &mut Vec<Letter>, key: char) -> bool {
    let lower = key.to_ascii_lowercase();
    let (shape, on) = match (method.keys, lower) {
        (Keys::Telex, 'a' | 'e' | 'o') => (Some(CIRCUMFLEX), lower.to_string()),
        (Keys::Telex, 'd') | (Keys::Vni, '9') => (Some(STROKE), "d".to_owned()),
        (Keys::Vni, '6') => (Some(CIRCUMFLEX), "aeo".to_owned()),
        (Keys::Vni, '7') => (Some(HORN), "ou".to_owned()),
        (Keys::Vni, '8') => (Some(BREVE), "a".to_owned()),
        (Keys::Telex, 'w') => return hook(method, word, key),
        _ => return tone(method, word, key),
    };
    shaped(method, word, key, shape, &on)
}

/// Telex's w: a horn, a breve, or an ư of its own.
fn hook(method: Method, word: &mut Vec<Letter>, key: char) -> bool {
    let marked = target(method, word, "aou").map(|at| word[at]);
    match marked {
        Some(letter) if letter.is_one_of("a") => shaped(method, word, key, Some(BREVE), "a"),
        Some(_) => shaped(method, word, key, Some(HORN), "ou"),
        None => {
            word.push(Letter {
                base: if key == 'W' { 'U' } else { 'u' },
                shape: Some(HORN),
                tone: None,
            });
            true
        }
    }
}

fn shaped(
    method: Method,
    word: &mut Vec<Letter>,
    key: char,
    shape: Option<char>,
    on: &str,
) -> bool {
    let Some(at) = target(method, word, on) else {
        return false;
    };
    let back = word[at].shape == shape;
    word[at].shape = if back { None } else { shape };
    if back {
        word.push(Letter {
            base: key,
            shape: None,
            tone: None,
        });
    }
    true
}

fn tone(method: Method, word: &mut Vec<Letter>, key: char) -> bool {
    let place = match method.keys {
        Keys::Telex => "sfrxj".find(key.to_ascii_lowercase()),
        Keys::Vni => "12345".find(key),
    };
    let Some(place) = place else {
        return false;
    };
    let tone = ['\u{301}', '\u{300}', '\u{309}', '\u{303}', '\u{323}'][place];
    let Some(at) = target(method, word, "aeiouy") else {
        return false;
    };
    let back = word[at].tone == Some(tone);
    word[at].tone = if back { None } else { Some(tone) };
    if back {
        word.push(Letter {
            base: key,
            shape: None,
            tone: None,
        });
    }
    true
}

/// The letter that a mark goes to: the one beside it, or the last fitting one of the word.
fn target(method: Method, word: &[Letter], on: &str) -> Option<usize> {
    let fits = |letter: &Letter| letter.is_one_of(on) && (on == "d" || letter.is_vowel());
    match method.placing {
        Placing::Beside => word
            .last()
            .filter(|letter| fits(letter))
            .map(|_| word.len() - 1),
        Placing::AtTheEnd => word.iter().rposition(fits),
    }
}
