//! FORMATS.md, Citizen card · National personal code · Health-insurance card.

use crate::samples::{CITIZEN, INSURANCE, PERSONAL};
use crate::told::{check, told};

/// A citizen's card with one part put in the place of another.
fn citizen_with(part: usize, value: &str) -> String {
    let mut parts: Vec<&str> = CITIZEN[0].split('|').collect();
    parts[part] = value;
    parts.join("|")
}

#[test]
fn citizen_cards_of_the_world_are_read() {
    let phu_le = "Thôn Phú Lễ 1, Bình Trung, Bình Sơn, Quảng Ngãi";
    check(
        CITIZEN[0],
        &format!(
            "citizen-card; Nguyễn Văn An; id:051090000001 id:212345678; 1990-03-05; male; {phu_le}; -"
        ),
    );
    check(
        CITIZEN[1],
        "citizen-card; Trần Thị Bé; id:051190000002; 1990-11-20; female; Tổ 3, Châu Ổ, Bình Sơn, Quảng Ngãi; -",
    );
    check(
        CITIZEN[2],
        &format!("citizen-card; Nguyễn Văn An; id:051090000001; 1990-03-05; male; {phu_le}; -"),
    );
    check(
        CITIZEN[3],
        "citizen-card; Phạm Văn Cũ; id:051045000003; 1945; male; Bình Châu, Bình Sơn, Quảng Ngãi; -",
    );
}

#[test]
fn personal_codes_of_the_world_are_read() {
    check(
        PERSONAL[0],
        "personal-code; NGUYEN VAN A; id:001093029317; 1987-01-18; male; -; 0123232422",
    );
    check(
        PERSONAL[1],
        "personal-code; NGUYEN LE KHA HAN; id:001093029317 bhyt:0120878821; 1987-01-18; male; -; 0944713700",
    );
}

#[test]
fn insurance_cards_of_17_15_and_10_parts_are_read() {
    check(
        INSURANCE[0],
        "insurance-card; Nguyễn Văn An; bhyt:5100000001; 1990-03-05; male; -; -",
    );
    check(
        INSURANCE[1],
        "insurance-card; Nguyễn Văn An; bhyt:5100000001; 1990-03-05; male; Bình Trung, Bình Sơn, Quảng Ngãi; -",
    );
    check(
        INSURANCE[2],
        "insurance-card; Trần Thị Bé; bhyt:5100000002; 2008-09-07; female; Bình Trung, Bình Sơn, Quảng Ngãi; -",
    );
}

#[test]
fn what_readers_put_around_a_code_changes_nothing() {
    for code in CITIZEN.into_iter().chain(PERSONAL).chain(INSURANCE) {
        let bare = told(code);
        for (before, after) in [
            ("\u{feff}", ""),
            ("", "\r\n"),
            ("", "\0\0\0"),
            ("\u{2}", "\u{3}\r"),
            (" \t", " \n "),
            ("\u{feff}\u{a0}", "\0\u{a0}\u{feff}"),
            ("CCCD:", ""),
            ("cccd: ", "\r"),
        ] {
            check(format!("{before}{code}{after}"), &bare);
        }
    }
}

#[test]
fn a_broken_line_inside_a_code_parts_words_and_joins_digits() {
    check(
        "0510900\r\n00001|\n|Nguyễn Văn\nAn|0503\n1990|Nam|Châu Ổ,\r\nBình Sơn|12052021",
        "citizen-card; Nguyễn Văn An; id:051090000001; 1990-03-05; male; Châu Ổ, Bình Sơn; -",
    );
    check(
        "GD45151\n00000001|4e6775\r\n79e1bb856e2056c4836e20416e|05/03/\n1990|1|-",
        "insurance-card; Nguyễn Văn An; bhyt:5100000001; 1990-03-05; male; -; -",
    );
}

#[test]
fn a_citizens_birth_is_told_as_far_as_it_is_written() {
    for (written, birth) in [
        ("05031990", "1990-03-05"),
        ("1945", "1945"),
        ("031945", "1945-03"),
        ("001945", "1945"),
        ("00001945", "1945"),
        ("00031945", "1945-03"),
        ("05001945", "1945"),
        ("29022000", "2000-02-29"),
        ("00000000", "-"),
        ("0000", "-"),
        ("31022000", "impossible"),
        ("31022022", "impossible"),
        ("29021999", "impossible"),
        ("32001990", "impossible"),
        ("131990", "impossible"),
        ("00131990", "impossible"),
        ("99999999", "impossible"),
    ] {
        let code = citizen_with(3, written);
        let line = told(&code);
        assert_eq!(line.split("; ").nth(3), Some(birth), "for {written}");
        assert!(line.starts_with("citizen-card; Nguyễn Văn An; id:051090000001"));
    }
}

#[test]
fn a_citizens_sex_is_read_in_each_of_its_spellings() {
    for (written, sex) in [
        ("Nam", "male"),
        ("NAM", "male"),
        ("nam", "male"),
        ("Nữ", "female"),
        ("nữ", "female"),
        ("NỮ", "female"),
        ("Nu\u{31b}\u{303}", "female"),
        ("nu", "female"),
        ("Nu", "female"),
        ("", "-"),
        ("?", "-"),
    ] {
        let line = told(citizen_with(4, written));
        assert_eq!(line.split("; ").nth(4), Some(sex), "for {written}");
    }
}

#[test]
fn an_address_may_be_empty_or_hold_commas() {
    for (written, address) in [
        ("", "-"),
        (" ", "-"),
        ("-", "-"),
        ("Xóm 1,, Bình  Sơn", "Xóm 1,, Bình Sơn"),
    ] {
        let line = told(citizen_with(5, written));
        assert_eq!(line.split("; ").nth(5), Some(address), "for {written:?}");
    }
}

#[test]
fn a_2024_card_tells_nothing_of_its_last_four_parts() {
    let with_parents = format!("{}|a|Nguyễn Văn Cha|Lê Thị Mẹ|b", CITIZEN[1]);
    check(with_parents, &told(CITIZEN[1]));
}

#[test]
fn twelve_digits_are_all_that_a_citizens_number_needs() {
    for number in ["000000000000", "999999999999", "951299000007"] {
        let line = told(citizen_with(0, number));
        assert!(
            line.contains(&format!("id:{number} id:212345678")),
            "{line}"
        );
    }
}

#[test]
fn an_older_number_counts_only_with_nine_digits() {
    for older in ["", "21234567", "2123456789", "abcdefghi", "***345678"] {
        let line = told(citizen_with(1, older));
        assert_eq!(
            line.split("; ").nth(2),
            Some("id:051090000001"),
            "for {older}"
        );
    }
}

#[test]
fn what_only_resembles_a_citizens_card_is_unknown() {
    for code in [
        citizen_with(0, "05109000001"),
        citizen_with(0, "0510900000011"),
        citizen_with(0, "05109000000A"),
        citizen_with(0, "０５１０９０００００01"),
        citizen_with(3, ""),
        citizen_with(3, "0503199"),
        citizen_with(3, "５０３1990"),
        citizen_with(3, "05-03-1990"),
        CITIZEN[0]
            .rsplit_once('|')
            .map_or("", |cut| cut.0)
            .to_owned(),
    ] {
        check(code, "unknown");
    }
}

#[test]
fn a_name_is_composed_and_its_blanks_are_single() {
    for (written, name) in [
        ("Nguye\u{302}\u{303}n Va\u{306}n An", "Nguyễn Văn An"),
        (" Nguyễn \t Văn\u{a0}An ", "Nguyễn Văn An"),
        ("Nguyễn\u{202e} Văn\u{200b} An", "Nguyễn Văn An"),
        ("Y'Bhim Niê", "Y'Bhim Niê"),
        ("H’Hen K-Sor", "H’Hen K-Sor"),
        ("ĐỖ THỊ ƯỚC", "ĐỖ THỊ ƯỚC"),
    ] {
        let line = told(citizen_with(2, written));
        assert_eq!(line.split("; ").nth(1), Some(name), "for {written:?}");
    }
}

#[test]
fn a_name_that_was_garbled_masked_or_overlong_is_not_told() {
    let overlong = "Nguyễn ".repeat(40);
    let marked = format!("An{}", "\u{301}".repeat(20));
    for written in [
        "",
        " ",
        "-",
        "1990",
        "NGUYEN V** A",
        "Hu廙軟h Hi廕簑 Thu廕要",
        "Nguyá»…n VÄƒn An",
        "Nguy?n V?n An",
        "Nguy\u{fffd}n V\u{fffd}n An",
        "Nguyễn\u{1b}[31m An",
        "Nguyễn\u{85}\u{7} An",
        "<b>An</b>",
        &overlong,
        &marked,
    ] {
        let line = told(citizen_with(2, written));
        assert!(
            line.starts_with("citizen-card; -; id:051090000001 id:212345678; 1990-03-05; male; "),
            "for {written:?}: {line}"
        );
    }
}

#[test]
fn text_that_is_not_utf_8_gives_its_digits_and_no_name() {
    // Windows-1258 writes "Nguyễn Văn An" so, and "Nữ" as N, u-horn, tilde.
    let code = b"051190000002|212345678|Nguy\xea\xden V\xe3n An|20111990|N\xfd\xde|Qu\xe2\xd2ng Ng\xe3i|10072022";
    check(
        code,
        "citizen-card; -; id:051190000002 id:212345678; 1990-11-20; -; -; -",
    );
    check(b"Nguy\xea\xden V\xe3n An", "unknown");
}

#[test]
fn a_personal_code_may_be_masked() {
    check(
        "******029317|NGUYEN VAN A|1987-**-**|0|162979388586171100|<1<00<0123232422",
        "personal-code; NGUYEN VAN A; -; 1987; male; -; 0123232422",
    );
    for (written, birth) in [
        ("1987-01-18", "1987-01-18"),
        ("1987-01-**", "1987-01"),
        ("1987-**-18", "1987"),
        ("1987-00-00", "1987"),
        ("****-**-**", "-"),
        ("19**-01-18", "-"),
        ("1987-02-31", "impossible"),
        ("1987-13-**", "impossible"),
    ] {
        let line = told(format!("001093029317|NGUYEN VAN A|{written}|1|1|"));
        assert_eq!(line.split("; ").nth(3), Some(birth), "for {written}");
    }
}

#[test]
fn a_personal_codes_number_is_a_citizens_an_older_one_or_a_passports() {
    for (written, number) in [
        ("001093029317", "id:001093029317"),
        ("212345678", "id:212345678"),
        ("C1234567", "passport:XX:C1234567"),
        ("p00012345", "passport:XX:P00012345"),
        ("12345678", "passport:XX:12345678"),
        ("******029317", "-"),
        ("000000000", "-"),
        ("", "-"),
        ("NGUYEN", "-"),
        ("C12 34567", "-"),
    ] {
        let line = told(format!("{written}|NGUYEN VAN A|1987-01-18|0|1|"));
        assert_eq!(line.split("; ").nth(2), Some(number), "for {written}");
    }
}

#[test]
fn the_fields_of_ext_are_told_by_their_shape() {
    let qid = "162979388586171100";
    for (written, numbers, sex, phone) in [
        ("<1<00<0123232422", "", "male", "0123232422"),
        ("1<00<0123232422", "", "male", "0123232422"),
        (
            "2<HS4010120878821<0944713700",
            " bhyt:0120878821",
            "female",
            "0944713700",
        ),
        (
            "<2<0120878821<0944713700<c2lnbmF0dXJl",
            " bhyt:0120878821",
            "female",
            "0944713700",
        ),
        ("<1<0120878821<", " bhyt:0120878821", "male", "-"),
        ("<1<5120878821", " bhyt:5120878821", "male", "-"),
        ("<1<0944713700", "", "male", "0944713700"),
        ("<1<<0944713700", "", "male", "0944713700"),
        ("<1<<+84944713700", "", "male", "+84944713700"),
        ("<0<00<84944713700", "", "-", "84944713700"),
        (
            &format!("{qid}<1<HS4010120878821<0944713700"),
            " bhyt:0120878821",
            "male",
            "0944713700",
        ),
        ("1629793885<1<<0944713700", "", "male", "0944713700"),
        (
            "HS4010120878821<0944713700",
            " bhyt:0120878821",
            "-",
            "0944713700",
        ),
        ("<<<", "", "-", "-"),
        ("", "", "-", "-"),
        ("<7<x<y<z<<<<<<<<<<0944713700", "", "-", "-"),
    ] {
        check(
            format!("001093029317|NGUYEN VAN A|1987-01-18|0|{qid}|{written}"),
            &format!(
                "personal-code; NGUYEN VAN A; id:001093029317{numbers}; 1987-01-18; {sex}; -; {phone}"
            ),
        );
    }
}

#[test]
fn what_only_resembles_a_personal_code_is_unknown() {
    for code in [
        "001093029317|NGUYEN VAN A|1987-01-18|2|162979388586171100|",
        "001093029317|NGUYEN VAN A|1987-01-18|0|162979388586171100",
        "001093029317|NGUYEN VAN A|1987-01-18|0|162979388586171100||",
        "001093029317|NGUYEN VAN A|18-01-1987|0|162979388586171100|",
        "001093029317|NGUYEN VAN A||0|162979388586171100|",
    ] {
        check(code, "unknown");
    }
}

#[test]
fn an_insurance_cards_empty_parts_are_a_dash_or_nothing() {
    let an = "4e677579e1bb856e2056c4836e20416e";
    check(
        format!("5100000001|{an}|-|-|-|-|-|-|-|$"),
        "insurance-card; Nguyễn Văn An; bhyt:5100000001; -; -; -; -",
    );
    check(
        format!("5100000001|{an}||||||||$"),
        "insurance-card; Nguyễn Văn An; bhyt:5100000001; -; -; -; -",
    );
    check(
        "5100000001|-|1990|2|-|-|-|-|-|$",
        "insurance-card; -; bhyt:5100000001; 1990; female; -; -",
    );
    check("5100000001||", "unknown");
}

#[test]
fn an_insurance_card_keeps_its_kind_where_a_part_is_wrong() {
    let an = "4E677579E1BB856E2056C4836E20416E";
    check(
        format!("TE1515100000001|{an}|31/02/2022|3|zz|-|-|-|-|$"),
        "insurance-card; Nguyễn Văn An; bhyt:5100000001; impossible; -; -; -",
    );
    // Latin-1 in hex, and a line break and an escape in hex.
    check(
        "5100000001|4e677579ea6e|05/03/1990|1|-|-|-|-|-|$",
        "insurance-card; -; bhyt:5100000001; 1990-03-05; male; -; -",
    );
    check(
        "5100000001|416e1b5b33316d|00/03/1990|1|-|-|-|-|-|$",
        "insurance-card; -; bhyt:5100000001; 1990-03; male; -; -",
    );
}

#[test]
fn what_only_resembles_an_insurance_card_is_unknown() {
    for code in [
        "510000001|416e|05/03/1990|1|-|-|-|-|-|$",
        "gd4515100000001|416e|05/03/1990|1|-|-|-|-|-|$",
        "G14515100000001|416e|05/03/1990|1|-|-|-|-|-|$",
        "5100000001|416|05/03/1990|1|-|-|-|-|-|$",
        "5100000001|Nguyễn|05/03/1990|1|-|-|-|-|-|$",
        "5100000001|416e",
    ] {
        check(code, "unknown");
    }
}

#[test]
fn twelve_or_nine_digits_alone_are_a_number_for_manual_entry() {
    check("051090000001", "number 051090000001");
    check("212345678", "number 212345678");
    check("\u{feff} 051090000001\r\n", "number 051090000001");
    check("000201000001", "number 000201000001");
    for other in [
        "05109000000",
        "0510900000011",
        "2123456789",
        "0510９0000001",
        "051090000001|",
    ] {
        check(other, "unknown");
    }
}
