//! Trust lists of any bytes, and what an import is given.
#![no_main]

use checkpoint::trust::{Beside, TrustList, bundle};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    assert!(bundle::open(input).is_err(), "nobody has signed it");
    if let Ok(list) = bundle::read_draft(input) {
        let written = bundle::draft(&list);
        assert_eq!(bundle::read_draft(written.as_bytes()), Ok(list));
    }
    let mut list = TrustList::default();
    let beside = Beside {
        issuer: Some("https://a"),
        signature: None,
    };
    if list.import(input, "fuzz", beside).is_ok() {
        let written = bundle::draft(&list);
        assert_eq!(bundle::read_draft(written.as_bytes()), Ok(list));
    }
});
