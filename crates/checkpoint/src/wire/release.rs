//! *Release*: a post fetches a newer program's file from its hub, part by part. Nothing of it is believed but the release
//! key's signature within the file ([`crate::update`]).
//!
//! ```text
//! GET /v1/units/{unit}/devices/{device}/release?target=x86_64-linux&from=65536     signed as every request is
//! 200  Chot-Release: 9f86d081884c7d65     names the file: another name is another file
//!      Chot-Release-Size: 23456789        its bytes
//!      …                                  as many of them as go at a time, from `from` on; none at the end
//! 204                                     nothing is kept for this system
//! ```

use crate::update::{LARGEST, LONGEST_HEAD, is_target};

/// The last word of the path.
pub const PATH: &str = "release";
/// The header that names the file: 16 hexadecimal digits.
pub const NAME: &str = "chot-release";
/// The header with the bytes of the whole file.
pub const SIZE: &str = "chot-release-size";

/// The query that asks for the part from a byte on.
pub fn query(target: &str, from: u64) -> String {
    format!("target={target}&from={from}")
}

/// The target and the byte that a query asks for, in the one form that it has.
pub fn asked(query: &str) -> Option<(&str, u64)> {
    let (target, from) = query.strip_prefix("target=")?.split_once("&from=")?;
    let from: u64 = from.parse().ok()?;
    (is_target(target) && from <= largest()).then_some((target, from))
}

/// No file is larger, in bytes.
pub fn largest() -> u64 {
    LARGEST + u64::try_from(LONGEST_HEAD).unwrap_or(0)
}

/// Whether it can be a file's name.
pub fn is_name(text: &str) -> bool {
    let is_digit = |digit: u8| digit.is_ascii_digit() || (b'a'..=b'f').contains(&digit);
    text.len() == 16 && text.bytes().all(is_digit)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test says what is wrong by failing")]
mod tests {
    use super::*;

    #[test]
    fn a_query_is_read_as_it_is_written_and_in_no_other_form() {
        let text = query("x86_64-windows", 65_536);
        assert_eq!(text, "target=x86_64-windows&from=65536");
        assert_eq!(asked(&text), Some(("x86_64-windows", 65_536)));
        for wrong in [
            "",
            "target=x86_64-windows",
            "from=0&target=x86_64-windows",
            "target=X86&from=0",
            "target=..%2F&from=0",
            "target=x86_64-windows&from=-1",
            "target=x86_64-windows&from=99999999999",
        ] {
            assert_eq!(asked(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_name_is_sixteen_digits_and_no_path() {
        assert!(is_name("9f86d081884c7d65"));
        assert!(!is_name("9F86d081884c7d65"));
        assert!(!is_name("../6d081884c7d65"));
        assert!(!is_name("9f86"));
    }
}
