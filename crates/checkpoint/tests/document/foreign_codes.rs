//! FORMATS.md, Order of recognition, rows 1–3, 8 and 9.

use crate::samples::BANK;
use crate::told::check;
use checkpoint::document::{PlaceLink, is_place_link};
use checkpoint::place::Code;

#[test]
fn signed_documents_are_documents_even_where_they_say_nothing() {
    for code in [
        "HC1:6BFOXN%TS3DH0YOJ58S S-W5HDC *M0II5XHC9B5G2",
        "\u{feff}HC1:6BF \r\n",
    ] {
        check(code, "vaccine-certificate; -; -; -; -; -; -");
    }
    check(
        "shc:/567629595326546034602925",
        "smart-health-card; -; -; -; -; -; -",
    );
    for code in ["CHOT1:6BFOXN%TS3DH", "https://example.org/v#CHOT1:6BFOX"] {
        check(code, "declaration-pass; -; -; -; -; -; -");
    }
}

#[test]
fn a_health_card_of_several_codes_is_named() {
    for code in [
        "shc:/1/2/567629595326",
        "SHC:/2/2/567629595326",
        "shc:/1/1/5676",
    ] {
        check(code, "ChunkedHealthCard");
    }
}

#[test]
fn foreign_codes_are_called_by_name() {
    for (code, named) in [
        (BANK, "BankTransfer"),
        ("000201010212", "number 000201010212"),
        ("https://example.org/menu?ban=3", "WebPage"),
        ("HTTP://EXAMPLE.ORG", "WebPage"),
        ("www.example.org", "WebPage"),
        ("URLTO:https://example.org", "WebPage"),
        ("WIFI:T:WPA;S:Quan Ca Phe;P:motdentam;;", "WiFi"),
        ("wifi:S:x;;", "WiFi"),
        (
            "BEGIN:VCARD\r\nVERSION:3.0\r\nN:An\r\nEND:VCARD",
            "ContactCard",
        ),
        ("MECARD:N:Nguyen Van An;TEL:0900000000;;", "ContactCard"),
        ("mailto:an@example.org", "Email"),
        ("MATMSG:TO:an@example.org;SUB:x;;", "Email"),
        ("tel:+84900000000", "Phone"),
        ("sms:+84900000000?body=x", "Message"),
        ("SMSTO:0900000000:x", "Message"),
        ("geo:15.3,108.7", "Location"),
        ("BEGIN:VEVENT\nSUMMARY:Họp\nEND:VEVENT", "CalendarEvent"),
        ("BEGIN:VCALENDAR\r\nBEGIN:VEVENT", "CalendarEvent"),
        ("otpauth://totp/x?secret=AAAA", "Authenticator"),
        ("otpauth-migration://offline?data=AAAA", "Authenticator"),
        ("momo://app?action=pay", "Payment"),
        ("https://me.momo.vn/qr/abc", "Payment"),
        ("https://qr.ZaloPay.vn:443/x", "Payment"),
        ("2|99|0900000000|NGUYEN VAN AN||0|0|50000", "Payment"),
        ("https://notmomo.vn/x", "WebPage"),
        ("https://momo.vn@example.org/x", "WebPage"),
        ("https://example.org/momo.vn", "WebPage"),
        ("CHOTDIST1:AAAA", "DistrictKeys"),
        ("CHOTASK1:AAAA", "UnitKey"),
        ("CHOTKEY1:AAAA", "UnitKey"),
    ] {
        check(code, named);
    }
}

#[test]
fn health_passes_that_nobody_here_checks_are_called_by_name() {
    for (code, named) in [
        (
            "NZCP:/1/2KCEVIQEIVVWK6JNGEASNICZAEP2KALYDZSGSZB2O5SWEOTOPJRXALTDN53GSZBRHEXGQZLBNR2GQLTO",
            "Nzcp",
        ),
        ("HCFR1:6BFOXN", "Hcfr1"),
        ("NO1:6BFOXN", "No1"),
        (
            "shlink:/eyJ1cmwiOiJodHRwczovL2V4YW1wbGUub3JnIn0",
            "SmartHealthLink",
        ),
        (
            "https://viewer.example.org/#shlink:/eyJ1cmwiOiJodHRwczovL2V4YW1wbGUub3JnIn0",
            "SmartHealthLink",
        ),
        (
            "{\"data\":{\"hdr\":{\"is\":\"UTO\",\"t\":\"icao.vacc\",\"v\":1}},\"sig\":{}}",
            "VdsNc",
        ),
        (
            "{\"data\":{\"hdr\":{\"is\":\"UTO\",\"t\":\"icao.test\",\"v\":1}},\"sig\":{}}",
            "VdsNc",
        ),
        (
            "PK\u{3}\u{4}\u{14}\0\u{8}\0\u{8}\0certificate.json",
            "Divoc",
        ),
        ("DC04DHI600011E8A1E8EL101FRL0DOE<GS>L1JEAN", "TwoDDoc"),
    ] {
        check(code, named);
    }
}

#[test]
fn a_link_to_a_place_of_the_units_own_hub_is_a_poster() {
    for link in [
        "https://hub.example.vn/p/QN-0042",
        "HTTPS://Hub.Example.VN:443/p/QN-0042\r\n",
    ] {
        assert!(is_place_link(link.as_bytes(), "hub.example.vn"), "{link}");
        assert!(
            !is_place_link(link.as_bytes(), "other.example.vn"),
            "{link}"
        );
        assert!(!is_place_link(link.as_bytes(), ""), "{link}");
    }
    for link in [
        "http://hub.example.vn/p/QN-0042",
        "https://hub.example.vn/p/",
        "https://hub.example.vn/x/p/QN-0042",
        "https://hub.example.vn@example.org/p/QN-0042",
        "https://hub.example.vn.example.org/p/QN-0042",
        "https:///p/QN-0042",
    ] {
        assert!(!is_place_link(link.as_bytes(), "hub.example.vn"), "{link}");
    }
}

#[test]
fn a_place_s_link_reads_as_what_it_was_made_of_and_nothing_else_does() {
    let link = |version| PlaceLink {
        unit: [0xb0; 16],
        code: Code::of_typed("bs-012").expect("a code"),
        version,
    };
    let unit = "sLCwsLCwsLCwsLCwsLCwsA";
    let hub = "https://hub.example.vn:8443";
    assert_eq!(link(1).text(hub), format!("{hub}/p/{unit}/BS-012"));
    assert_eq!(link(7).text(hub), format!("{hub}/p/{unit}/BS-012?v=7"));
    for version in [1, 2, u32::MAX] {
        let text = link(version).text(hub);
        assert_eq!(PlaceLink::read(text.as_bytes()), Some(link(version)));
        assert!(is_place_link(text.as_bytes(), "hub.example.vn"));
    }
    for other in [
        format!("http://hub.example.vn/p/{unit}/BS-012"),
        format!("https://hub.example.vn/p/{unit}/"),
        format!("https://hub.example.vn/p/{unit}"),
        format!("https://hub.example.vn/p/{unit}/bs-012"),
        format!("https://hub.example.vn/p/{unit}/BS-012/x"),
        format!("https://hub.example.vn/p/{unit}/BS-012?v=1"),
        format!("https://hub.example.vn/p/{unit}/BS-012?v=x"),
        format!("https://hub.example.vn/p/{unit}/BS-012?w=2"),
        format!("https://hub.example.vn/p/{unit}x/BS-012"),
        format!("https://hub.example.vn/q/{unit}/BS-012"),
        "https://hub.example.vn/p/BS-012".to_owned(),
    ] {
        assert_eq!(PlaceLink::read(other.as_bytes()), None, "{other}");
    }
}

#[test]
fn anything_else_is_unknown() {
    for code in [
        "",
        " \r\n",
        "\0\0",
        "Xin chào",
        "|",
        "||||||",
        "12345",
        "8934563138165",
        "HC1",
        "HC2:6BF",
        "hc1:6bf",
        "{\"a\":1}",
        "DC04",
        "PK\u{3}\u{4}other.json",
        "tell me",
    ] {
        check(code, "unknown");
    }
    check([0xff, 0xfe, 0x80], "unknown");
}

#[test]
fn more_than_8_kib_is_unknown_whatever_it_says() {
    let page = |length: usize| format!("https://example.org/{}", "a".repeat(length - 20));
    check(page(8 * 1024), "WebPage");
    check(page(8 * 1024 + 1), "unknown");
}
