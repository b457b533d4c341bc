//! Which row of FORMATS.md wins where a code fits two.

use crate::samples::{CITIZEN, INSURANCE, PERSONAL, all};
use crate::told::{check, told};
use checkpoint::document::CodeId;

#[test]
fn a_signed_document_comes_before_the_cards() {
    let nothing = |kind| format!("{kind}; -; -; -; -; -; -");
    check(
        format!("HC1:{}", CITIZEN[0]),
        &nothing("vaccine-certificate"),
    );
    check(
        format!("shc:/{}", PERSONAL[0]),
        &nothing("smart-health-card"),
    );
    for card in [CITIZEN[0], PERSONAL[0], INSURANCE[0]] {
        check(format!("{card}|CHOT1:6BF"), &nothing("declaration-pass"));
    }
    check("HC1:CHOT1:", &nothing("vaccine-certificate"));
    check("shc:/CHOT1:", &nothing("smart-health-card"));
}

#[test]
fn a_citizens_card_comes_before_a_personal_code_and_both_before_the_rest() {
    check(
        "001093029317|NGUYEN VAN A|1987-01-18|1990|1|x|y",
        "citizen-card; -; id:001093029317; 1990; -; x; -",
    );
    let emv = CITIZEN[0].replace("051090000001", "000201000001");
    assert!(told(emv).starts_with("citizen-card; "));
    let wallet = "2|99|1987-01-18|0|x|";
    assert!(told(wallet).starts_with("personal-code; "));
}

#[test]
fn a_number_comes_before_a_bank_code() {
    check("000201000", "number 000201000");
    check("0002010000", "BankTransfer");
}

#[test]
fn a_code_has_one_id_whatever_a_reader_puts_around_it() {
    for code in all() {
        let id = CodeId::of(code.as_bytes());
        for around in [
            format!("\u{feff}{code}"),
            format!("{code}\r\n"),
            format!("\0{code}\0"),
            format!("\r\n\u{2}{code}\u{3}"),
            format!("{}\r\n{}", &code[..5], &code[5..]),
        ] {
            assert_eq!(CodeId::of(around.as_bytes()), id, "{around:?}");
        }
    }
}

#[test]
fn different_codes_have_different_ids() {
    let mut ids: Vec<CodeId> = all()
        .into_iter()
        .map(|code| CodeId::of(code.as_bytes()))
        .collect();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), all().len());
    // The space is one of base45's letters.
    assert_ne!(CodeId::of(b"HC1:6BF"), CodeId::of(b"HC1:6BF "));
    assert_eq!(CodeId::of(b"HC1:6BF \r\n"), CodeId::of(b"HC1:6BF "));
    assert_eq!(CodeId::of(b"6BF"), CodeId::of(b"6BF "));
}

#[test]
fn a_code_id_is_the_first_half_of_sha_256() {
    // SHA-256("abc"), FIPS 180-2, appendix B.1.
    let abc = [
        0xba, 0x78, 0x16, 0xbf, 0x8f, 0x01, 0xcf, 0xea, 0x41, 0x41, 0x40, 0xde, 0x5d, 0xae, 0x22,
        0x23,
    ];
    assert_eq!(CodeId::of(b"abc"), CodeId(abc));
}
