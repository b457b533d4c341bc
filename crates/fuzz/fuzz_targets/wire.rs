//! What comes over the network or on a stick, of any bytes.
#![no_main]

use checkpoint::chain::{BranchName, DeviceId};
use checkpoint::wire::UnitId;
use checkpoint::wire::answer::{Answer, Asked, Next, What, next};
use checkpoint::wire::batch::{About, Packer, Pushed, open, read};
use checkpoint::wire::courier;
use checkpoint::wire::enrol::{self, Invitation, Request};
use checkpoint::wire::heartbeat::Heartbeat;
use checkpoint::wire::request::Claimed;
use checkpoint::wire::signed::Pin;
use libfuzzer_sys::fuzz_target;
use std::collections::BTreeSet;

fuzz_target!(|input: &[u8]| {
    if let Ok(batch) = read(input) {
        let header = &batch.header;
        let about = About {
            device: header.device,
            unit: header.unit,
            branch: header.branch,
            origin: header.origin,
            app: header.app.clone(),
        };
        let mut packer = Packer::new(about, header.first - 1, header.prev, usize::MAX);
        let mut short = packer.clone().leaving_out();
        for item in &batch.items {
            assert_eq!(packer.push(item.line, &item.subject), Pushed::Yes);
            assert_eq!(short.push(item.line, &item.subject), Pushed::Yes);
        }
        let (packed, text) = packer
            .done(header.sent_at, header.waiting)
            .expect("a batch has an entry");
        assert_eq!(packed.head, header.head);
        let (_, short) = short
            .done(header.sent_at, header.waiting)
            .expect("a batch has an entry");
        assert_eq!(open("identity", &short).as_deref(), Ok(&text[..]));
    }
    if let Ok(text) = open("identity", input) {
        let _ = read(&text);
    }
    if let Some((status, body)) = input.split_first_chunk() {
        let answer = Answer {
            status: u16::from_be_bytes(*status),
            chot_sync: Some("1"),
            content_type: None,
            retry_after: None,
            body,
        };
        let asked = Asked {
            device: DeviceId([1; 16]),
            branch: BranchName([2; 16]),
            request: [3; 32],
            what: What::Head { seq: 9 },
        };
        let pin = Pin {
            root: &[4; 32],
            revoked: &BTreeSet::new(),
            unit: UnitId([5; 16]),
            heard: None,
        };
        assert!(
            matches!(next(&answer, &asked, &pin), Next::Again(_)),
            "nobody has signed it"
        );
    }
    if let Ok(text) = str::from_utf8(input) {
        let _ = Claimed::read(text, text);
    }
    if let Some(invitation) = Invitation::read(input) {
        let again = Invitation::read(invitation.text().as_bytes());
        assert_eq!(again, Some(invitation));
    }
    let _ = Request::read(input);
    let _ = Heartbeat::read(input);
    let _ = enrol::refused(input);
    let _ = courier::open(input, &[6; 32], &[7; 32]);
});
