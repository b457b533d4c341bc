use super::*;

fn bytes_of(hex: &str) -> Vec<u8> {
    let digits: Vec<u8> = hex
        .bytes()
        .filter(|byte| !byte.is_ascii_whitespace())
        .map(|byte| (byte as char).to_digit(16).unwrap() as u8)
        .collect();
    digits
        .chunks(2)
        .map(|pair| pair[0] << 4 | pair[1])
        .collect()
}

#[test]
fn examples_of_rfc_8949_appendix_a_are_read_as_it_says() {
    for (hex, expected) in [
        ("00", Value::Unsigned(0)),
        ("1818", Value::Unsigned(24)),
        ("1b000000e8d4a51000", Value::Unsigned(1_000_000_000_000)),
        ("1bffffffffffffffff", Value::Unsigned(u64::MAX)),
        ("20", Value::Negative(0)),
        ("3903e7", Value::Negative(999)),
        ("4401020304", Value::Bytes(Cow::Borrowed(&[1, 2, 3, 4]))),
        ("62c3bc", Value::Text("ü".into())),
        ("f5", Value::Bool(true)),
        ("f6", Value::Null),
        ("f7", Value::Simple(23)),
        ("f93c00", Value::Float(1.0)),
        ("f90001", Value::Float(5.960_464_477_539_063e-8)),
        ("f9c400", Value::Float(-4.0)),
        ("fa47c35000", Value::Float(100_000.0)),
        ("fb3ff199999999999a", Value::Float(1.1)),
        ("f97c00", Value::Float(f64::INFINITY)),
    ] {
        let list = bytes_of(&format!("81{hex}"));
        assert_eq!(read(&list), Ok(Value::List(vec![expected])), "{hex}");
    }
    assert_eq!(
        read(&bytes_of("7f657374726561646d696e67ff")),
        Ok(Value::Text("streaming".into()))
    );
    assert_eq!(
        read(&bytes_of("9f018202039f0405ffff"))
            .unwrap()
            .list()
            .map(<[Value]>::len),
        Some(3)
    );
    let map = bytes_of("a26161016162820203");
    let map = read(&map).unwrap();
    assert_eq!(map.named("a").and_then(Value::integer), Some(1));
    assert_eq!(map.named("c"), None);
}

#[test]
fn a_key_that_stands_twice_is_refused_in_any_encoding_of_it() {
    for hex in [
        "a201000100",
        "a2010018 0100",
        "a2616100616100",
        "bf616100616101ff",
        "a24161004161 00",
    ] {
        assert_eq!(read(&bytes_of(hex)), Err(CborError::DuplicateKey), "{hex}");
    }
    assert!(read(&bytes_of("a3010020004101 00")).is_ok());
    assert_eq!(read(&bytes_of("a1f600")), Err(CborError::OddKey));
    assert_eq!(read(&bytes_of("a18000")), Err(CborError::OddKey));
}

#[test]
fn what_is_cut_off_or_followed_by_more_is_refused() {
    let whole = bytes_of("a26161016162820203");
    for end in 0..whole.len() {
        assert_eq!(read(&whole[..end]), Err(CborError::CutOff), "{end}");
    }
    let mut more = whole;
    more.push(0);
    assert_eq!(read(&more), Err(CborError::Trailing));
}

#[test]
fn giant_lengths_and_bombs_are_refused_before_anything_is_made_of_them() {
    for hex in [
        "5bffffffffffffffff",
        "9bffffffffffffffff",
        "bbffffffffffffffff",
        "7b7fffffffffffffff",
    ] {
        assert_eq!(read(&bytes_of(hex)), Err(CborError::CutOff), "{hex}");
    }
    assert_eq!(read(&[0x81; 10_000]), Err(CborError::TooDeep));
    assert_eq!(read(&[0xc1; 10_000]), Err(CborError::TooDeep));
    let mut wide = vec![0x99, 0x27, 0x10];
    wide.extend([0xf6; 10_000]);
    assert_eq!(read(&wide), Err(CborError::TooMany));
}

#[test]
fn malformed_heads_are_refused() {
    for hex in [
        "1c", "1f", "3f", "df", "fc", "f818", "5f01ff", "7f4101ff", "7f61c3ff", "61c3",
    ] {
        let list = bytes_of(&format!("81{hex}"));
        assert_eq!(read(&list), Err(CborError::Malformed), "{hex}");
    }
}

#[test]
fn what_is_written_is_read_back_and_as_short_as_can_be() {
    let mut writer = Writer::new();
    writer.map(2).integer(-65_537).text("Đỗ").integer(4).list(4);
    writer
        .integer(23)
        .integer(24)
        .integer(i64::MAX)
        .bytes(&[0; 300]);
    let bytes = writer.done();
    let value = read(&bytes).unwrap();
    assert_eq!(value.at(-65_537).and_then(Value::text), Some("Đỗ"));
    let list = value.at(4).and_then(Value::list).unwrap();
    assert_eq!(list[2].integer(), Some(i64::MAX));
    assert_eq!(list[3].bytes(), Some(&[0; 300][..]));
    let mut small = Writer::new();
    small.integer(-7);
    assert_eq!(small.done(), [0x26]);
}
