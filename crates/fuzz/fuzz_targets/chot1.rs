//! `CHOT1:` with any letters, any stream, any message, any claims of a known key, and any chain.
#![no_main]

use libfuzzer_sys::fuzz_target;

#[path = "../envelope.rs"]
mod envelope;

use envelope::{base45, judged, message, zlib};

fuzz_target!(|input: &[u8]| {
    let [depth, input @ ..] = input else {
        return;
    };
    match depth % 5 {
        0 => judged(&[b"CHOT1:", input].concat()),
        1 => judged(&base45("CHOT1:", input)),
        2 => judged(&base45("CHOT1:", &zlib(input))),
        3 => {
            // {1: -8, 4: h'cb05c9fac26332f9', 16: "pass"}, the name of the key in the list.
            let protected = [
                &[
                    0xa3, 1, 0x27, 4, 0x48, 0xcb, 0x5, 0xc9, 0xfa, 0xc2, 0x63, 0x32, 0xf9, 0x10,
                    0x64,
                ][..],
                b"pass",
            ]
            .concat();
            judged(&base45("CHOT1:", &zlib(&message(&protected, input))));
        }
        _ => {
            // {1: -8, 16: "pass", -65537: [any]}
            let protected = [
                &[0xa3, 1, 0x27, 0x10, 0x64][..],
                b"pass",
                &[0x3a, 0, 1, 0, 0],
                input,
            ]
            .concat();
            judged(&base45("CHOT1:", &zlib(&message(&protected, &[0xa0]))));
        }
    }
});
