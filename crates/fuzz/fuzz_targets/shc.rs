//! `shc:/` with any digits, any JWS, any stream, and any claims.
#![no_main]

use libfuzzer_sys::fuzz_target;

#[path = "../envelope.rs"]
mod envelope;

use envelope::{base64url, judged, raw_deflate};

fuzz_target!(|input: &[u8]| {
    let [depth, input @ ..] = input else {
        return;
    };
    let card = |jws: &[u8]| {
        let mut text = b"shc:/".to_vec();
        for byte in jws {
            text.extend(format!("{:02}", byte.wrapping_sub(45) % 100).bytes());
        }
        text
    };
    let jws = |payload: &[u8]| {
        let header = base64url(br#"{"alg":"ES256","zip":"DEF","kid":"k"}"#);
        [header, base64url(payload), base64url(&[0; 64])].join(&b'.')
    };
    match depth % 5 {
        0 => judged(&[b"shc:/", input].concat()),
        1 => judged(&card(input)),
        2 => judged(&card(&jws(input))),
        3 => judged(&card(&jws(&raw_deflate(input)))),
        _ => {
            let claims = [
                br#"{"iss":"https://a","vc":{"credentialSubject":{"fhirBundle":"#,
                input,
                b"}}}",
            ]
            .concat();
            judged(&jws(&raw_deflate(&claims)));
        }
    }
});
