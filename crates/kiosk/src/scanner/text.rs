//! Text: what the bytes of a code say.
//!
//! Cards carry UTF-8 without declaring it, so whatever is strictly UTF-8 is taken as that. Only bytes that aren't are
//! read as the code declares them (an ECI assignment, ISO/IEC 18004 7.3.2), and only those that declare nothing may be
//! Shift_JIS or Latin-1, where they are valid and cannot be UTF-8 that was cut off. What none of this explains stays
//! bytes: nothing is replaced, nothing is left out.

use encoding_rs::Encoding;

/// Bytes under one declaration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segment {
    /// The ECI assignment in force, if any.
    pub eci: Option<u32>,
    pub bytes: Vec<u8>,
}

/// The text that the segments of one code spell together; `None` when they aren't text in any way that is sure.
pub fn text(segments: &[Segment]) -> Option<String> {
    let whole = bytes(segments);
    let spelled = String::from_utf8(whole);
    let declares = segments.iter().any(|segment| segment.eci.is_some());
    match spelled {
        // UTF-16 is strict UTF-8 by accident now and then; its letters come with zeros.
        Ok(text) if !(declares && text.contains('\0')) => Some(text),
        Ok(text) => declared(segments).or(Some(text)),
        Err(_) if declares => declared(segments),
        Err(error) => guessed(error.as_bytes()),
    }
}

/// All the bytes in a row.
pub fn bytes(segments: &[Segment]) -> Vec<u8> {
    segments
        .iter()
        .flat_map(|segment| &segment.bytes)
        .copied()
        .collect()
}

/// Each run of bytes read as its declaration says; before the first one that is Latin-1.
fn declared(segments: &[Segment]) -> Option<String> {
    let mut runs: Vec<Segment> = Vec::new();
    for segment in segments {
        match runs.last_mut() {
            // A letter may lie across two symbols of a sequence.
            Some(last) if last.eci == segment.eci => last.bytes.extend(&segment.bytes),
            Some(_) | None => runs.push(segment.clone()),
        }
    }
    runs.iter()
        .map(|run| match charset(run.eci.unwrap_or(LATIN_1)) {
            Charset::Latin1 => latin_1(&run.bytes),
            Charset::Of(encoding) => encoding
                .decode_without_bom_handling_and_without_replacement(&run.bytes)
                .map(|text| text.into_owned()),
            Charset::Unknown => None,
        })
        .collect()
}

enum Charset {
    Latin1,
    Of(&'static Encoding),
    Unknown,
}

const LATIN_1: u32 = 3;

/// The assignments of AIM's ECI register that are texts.
fn charset(eci: u32) -> Charset {
    Charset::Of(match eci {
        1 | LATIN_1 => return Charset::Latin1,
        4 => encoding_rs::ISO_8859_2,
        5 => encoding_rs::ISO_8859_3,
        6 => encoding_rs::ISO_8859_4,
        7 => encoding_rs::ISO_8859_5,
        8 => encoding_rs::ISO_8859_6,
        9 => encoding_rs::ISO_8859_7,
        10 => encoding_rs::ISO_8859_8,
        // Of the next and of 13 and 23 the web's supersets, which agree on every letter.
        11 => encoding_rs::WINDOWS_1254,
        12 => encoding_rs::ISO_8859_10,
        13 => encoding_rs::WINDOWS_874,
        15 => encoding_rs::ISO_8859_13,
        16 => encoding_rs::ISO_8859_14,
        17 => encoding_rs::ISO_8859_15,
        18 => encoding_rs::ISO_8859_16,
        20 => encoding_rs::SHIFT_JIS,
        21 => encoding_rs::WINDOWS_1250,
        22 => encoding_rs::WINDOWS_1251,
        23 => encoding_rs::WINDOWS_1252,
        24 => encoding_rs::WINDOWS_1256,
        25 => encoding_rs::UTF_16BE,
        26 | 27 | 170 => encoding_rs::UTF_8,
        28 => encoding_rs::BIG5,
        29 | 31 | 32 => encoding_rs::GB18030,
        30 => encoding_rs::EUC_KR,
        33 => encoding_rs::UTF_16LE,
        _ => return Charset::Unknown,
    })
}

/// Shift_JIS or Latin-1, where the bytes are that and surely no damaged UTF-8.
fn guessed(bytes: &[u8]) -> Option<String> {
    if is_damaged_utf8(bytes) {
        return None;
    }
    shift_jis(bytes).or_else(|| latin_1(bytes))
}

/// Whether these are letters in UTF-8 that were cut off, or Latin ones that were spoilt otherwise: no other charset may
/// garble them.
fn is_damaged_utf8(bytes: &[u8]) -> bool {
    let chunks: Vec<_> = bytes.utf8_chunks().collect();
    let foreign = |text: &str| text.bytes().filter(|byte| !byte.is_ascii()).count();
    let spelled = chunks.iter().any(|chunk| foreign(chunk.valid()) > 0);
    let whole = chunks
        .split_last()
        .is_none_or(|(_, before)| before.iter().all(|chunk| chunk.invalid().is_empty()));
    // The error's length is unknown when the bytes end where more should follow.
    let ends_early = std::str::from_utf8(bytes).is_err_and(|error| error.error_len().is_none());
    // A lone byte at the end, as in Latin-1's café, is no sign yet.
    let begun = chunks.last().is_some_and(|last| last.invalid().len() > 1);
    if whole && ends_early && (spelled || begun) {
        return true;
    }
    let latin: usize = chunks
        .iter()
        .flat_map(|chunk| chunk.valid().chars())
        .filter(|letter| matches!(letter, '\u{C0}'..='\u{24F}' | '\u{300}'..='\u{36F}' | '\u{1E00}'..='\u{1EFF}'))
        .map(char::len_utf8)
        .sum();
    let all = bytes.iter().filter(|byte| !byte.is_ascii()).count();
    latin * 2 >= all
}

/// Valid Shift_JIS of which at least two letters in a row take two bytes, or three are half-width: single ones are more
/// likely Latin-1.
fn shift_jis(bytes: &[u8]) -> Option<String> {
    let text = encoding_rs::SHIFT_JIS.decode_without_bom_handling_and_without_replacement(bytes)?;
    let (mut wide, mut narrow, mut most_wide, mut most_narrow) = (0u32, 0u32, 0u32, 0u32);
    for letter in text.chars() {
        match letter {
            control if control.is_control() && !matches!(control, '\t' | '\r' | '\n') => {
                return None;
            }
            // The private area holds what vendors added: no text that is meant for others.
            '\u{E000}'..='\u{F8FF}' => return None,
            '\u{FF61}'..='\u{FF9F}' => (wide, narrow) = (0, narrow + 1),
            '\u{80}'.. => (wide, narrow) = (wide + 1, 0),
            _ => (wide, narrow) = (0, 0),
        }
        (most_wide, most_narrow) = (most_wide.max(wide), most_narrow.max(narrow));
    }
    (most_wide >= 2 || most_narrow >= 3).then(|| text.into_owned())
}

/// ISO/IEC 8859-1 without its controls, which no text contains.
fn latin_1(bytes: &[u8]) -> Option<String> {
    bytes
        .iter()
        .map(|&byte| match byte {
            b'\t' | b'\r' | b'\n' | 0x20..=0x7E | 0xA0..=0xFF => Some(char::from(byte)),
            _ => None,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn plain(bytes: &[u8]) -> Vec<Segment> {
        under(None, bytes)
    }

    fn under(eci: Option<u32>, bytes: &[u8]) -> Vec<Segment> {
        vec![Segment {
            eci,
            bytes: bytes.to_vec(),
        }]
    }

    #[test]
    fn a_card_is_utf8_whatever_it_declares() {
        let name = "HUỲNH HIẾU THUẬN";
        for eci in [None, Some(3), Some(20), Some(26), Some(28), Some(899)] {
            assert_eq!(text(&under(eci, name.as_bytes())).as_deref(), Some(name));
        }
    }

    #[test]
    fn what_isnt_utf8_is_read_as_declared() {
        assert_eq!(
            text(&under(Some(3), b"M\xFCller \x41")).as_deref(),
            Some("Müller A")
        );
        assert_eq!(
            text(&under(Some(7), b"\xBF\xE0\xD8\xD2\xD5\xE2")).as_deref(),
            Some("Привет")
        );
        assert_eq!(text(&under(Some(20), b"\x82\xA0")).as_deref(), Some("あ"));
        assert_eq!(
            text(&under(Some(25), b"\0A\x1E\xA1\0B")).as_deref(),
            Some("AạB")
        );
        let mixed = [
            Segment {
                eci: None,
                bytes: b"\xE9".to_vec(),
            },
            Segment {
                eci: Some(26),
                bytes: "ế".as_bytes().to_vec(),
            },
        ];
        assert_eq!(text(&mixed).as_deref(), Some("éế"));
    }

    #[test]
    fn a_declaration_that_the_bytes_break_or_nobody_knows_leaves_bytes() {
        assert_eq!(text(&under(Some(26), b"Th\xE1")), None);
        assert_eq!(text(&under(Some(899), b"\xFF\x80")), None);
        assert_eq!(text(&under(Some(999_999), b"\xE9")), None);
    }

    #[test]
    fn bytes_that_declare_nothing_may_be_japanese_or_latin() {
        assert_eq!(
            text(&plain(b"\x93\xFA\x96\x7B\x8C\xEA")).as_deref(),
            Some("日本語")
        );
        let kana = b"\xC3\xDE\xBB\xDE\xB2\xDDQR";
        assert_eq!(text(&plain(kana)).as_deref(), Some("ﾃﾞｻﾞｲﾝQR"));
        assert_eq!(
            text(&plain(b"\xC3\xBD\xC4\xB6")),
            Some("ýĶ".to_owned()),
            "strict UTF-8 comes first"
        );
        assert_eq!(
            text(&plain(b"caf\xE9 cr\xE8me")).as_deref(),
            Some("café crème")
        );
        assert_eq!(text(&plain(b"caf\xE9")).as_deref(), Some("café"));
        assert_eq!(text(&plain(b"\xFF\x00\xE9\x80\x41\xC3")), None);
    }

    #[test]
    fn a_letter_across_two_symbols_is_whole_again() {
        let (first, second) = "Nguyễn".as_bytes().split_at(5);
        let parts = [
            Segment {
                eci: None,
                bytes: first.to_vec(),
            },
            Segment {
                eci: None,
                bytes: second.to_vec(),
            },
        ];
        assert_eq!(text(&parts).as_deref(), Some("Nguyễn"));
        let kana = [
            Segment {
                eci: Some(20),
                bytes: b"\x82".to_vec(),
            },
            Segment {
                eci: Some(20),
                bytes: b"\xA0".to_vec(),
            },
        ];
        assert_eq!(text(&kana).as_deref(), Some("あ"));
    }

    proptest! {
        #[test]
        fn any_text_comes_back_under_any_declaration(said in "\\PC{1,60}", eci in proptest::option::of(0u32..1000)) {
            prop_assert_eq!(text(&under(eci, said.as_bytes())), Some(said));
        }

        #[test]
        fn a_vietnamese_text_cut_anywhere_is_its_beginning_or_bytes(
            said in "[a-z |]{0,9}[ạảãđêịốừỹễẤỒĐ]{1,3}[A-Za-z0-9 ạảãđêịốừỹễẤỒĐ|]{0,40}[ạảãđêịốừỹễ]",
            from in 0usize..200,
        ) {
            let cut = &said.as_bytes()[..from % (said.len() + 1)];
            // One byte of the first letter beyond ASCII, and no more, may be any charset's.
            let foreign = cut.iter().filter(|byte| !byte.is_ascii()).count();
            if let Some(text) = text(&plain(cut)) && foreign != 1 {
                prop_assert!(said.starts_with(&text), "{text:?} of {said:?}");
            }
        }

        #[test]
        fn any_bytes_end_as_text_or_bytes(eci in proptest::option::of(0u32..1000), bytes: Vec<u8>) {
            let said = text(&under(eci, &bytes));
            if let Ok(strict) = std::str::from_utf8(&bytes) && !strict.contains('\0') {
                prop_assert_eq!(said.as_deref(), Some(strict));
            }
        }
    }
}
