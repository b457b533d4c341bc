//! *Base45* (RFC 9285), strictly.

/// The bytes of a text; None for a letter outside the alphabet, a letter too many, or a group that
/// stands for more than its bytes can hold.
pub(crate) fn decode(text: &[u8]) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() / 3 * 2 + 1);
    for group in text.chunks(3) {
        let mut number = 0;
        for letter in group.iter().rev() {
            number = number * 45 + VALUES[usize::from(*letter)]?;
        }
        match group.len() {
            3 => bytes.extend(u16::try_from(number).ok()?.to_be_bytes()),
            2 => bytes.push(u8::try_from(number).ok()?),
            _ => return None,
        }
    }
    Some(bytes)
}

/// The text of bytes.
pub(crate) fn encode(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() / 2 * 3 + 2);
    for pair in bytes.chunks(2) {
        let (mut number, letters) = match pair {
            [one, two] => (usize::from(*one) << 8 | usize::from(*two), 3),
            _ => (usize::from(pair[0]), 2),
        };
        for _ in 0..letters {
            text.push(char::from(ALPHABET[number % 45]));
            number /= 45;
        }
    }
    text
}

const ALPHABET: &[u8; 45] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

/// What each byte stands for.
const VALUES: [Option<u32>; 256] = {
    let mut values = [None; 256];
    let mut at = 0;
    while at < ALPHABET.len() {
        values[ALPHABET[at] as usize] = Some(at as u32);
        at += 1;
    }
    values
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn examples_of_rfc_9285_are_read_and_written() {
        for (bytes, text) in [
            ("AB", "BB8"),
            ("Hello!!", "%69 VD92EX0"),
            ("base-45", "UJCLQE7W581"),
            ("ietf!", "QED8WEX0"),
            ("", ""),
        ] {
            assert_eq!(encode(bytes.as_bytes()), text);
            assert_eq!(decode(text.as_bytes()).as_deref(), Some(bytes.as_bytes()));
        }
    }

    #[test]
    fn what_no_encoder_writes_is_refused() {
        for text in [
            "A", "BB8A", "GGW", ":::", "::", "6U", "bb8", "BB8\n", "BB\u{e9}",
        ] {
            assert_eq!(decode(text.as_bytes()), None, "{text}");
        }
        // The greatest that three and two letters may stand for.
        assert_eq!(decode(b"FGW"), Some(vec![0xff, 0xff]));
        assert_eq!(decode(b"U5"), Some(vec![0xff]));
        assert_eq!(decode(b"V5"), None);
    }
}
