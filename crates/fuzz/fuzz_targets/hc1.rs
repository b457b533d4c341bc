//! `HC1:` with any letters, any stream, any message, and any claims under a signer who is known.
#![no_main]

use libfuzzer_sys::fuzz_target;

#[path = "../envelope.rs"]
mod envelope;

use envelope::{base45, judged, message, zlib};

fuzz_target!(|input: &[u8]| {
    let [depth, input @ ..] = input else {
        return;
    };
    match depth % 4 {
        0 => judged(&[b"HC1:", input].concat()),
        1 => judged(&base45("HC1:", input)),
        2 => judged(&base45("HC1:", &zlib(input))),
        _ => {
            // {1: -7, 4: h'0000000000000000'}
            let protected = [0xa2, 1, 0x26, 4, 0x48, 0, 0, 0, 0, 0, 0, 0, 0];
            judged(&base45("HC1:", &zlib(&message(&protected, input))));
        }
    }
});
