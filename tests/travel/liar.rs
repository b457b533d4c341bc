//! *Liar*: what answers in a hub's place and isn't one.

use super::Fate;
use super::proxy::Asked;
use checkpoint::chain::{BranchName, DeviceId};
use checkpoint::wire::UnitId;
use checkpoint::wire::batch;
use checkpoint::wire::request::Parts;
use checkpoint::wire::signed::{Receipt, Signed};
use hub::keyring::HubKey;
use jiff::Timestamp;

/// An answer in so many words. `headers` end with a line break each.
pub fn said(status: &str, headers: &str, body: &str) -> Fate {
    let length = body.len();
    let text = format!(
        "HTTP/1.1 {status}\r\n{headers}content-length: {length}\r\nconnection: close\r\n\r\n{body}"
    );
    Fate::Say(text.into_bytes())
}

/// The value of a header of a request.
fn header<'a>(head: &'a str, name: &str) -> &'a str {
    head.lines()
        .filter_map(|line| line.split_once(": "))
        .find(|(known, _)| known.eq_ignore_ascii_case(name))
        .map_or("", |(_, value)| value)
}

/// A receipt for a batch, in all its form, of whoever holds `key`, for a head that `wrong` changes.
///
/// # Panics
/// Where what was asked isn't a batch of ours.
pub fn receipt(asked: &Asked, key: &HubKey, wrong: impl FnOnce(&mut Receipt)) -> Fate {
    let end = asked.bytes.windows(4).position(|four| four == b"\r\n\r\n");
    let (head, body) = asked.bytes.split_at(end.expect("a head") + 4);
    let head = std::str::from_utf8(head).expect("a head is text");
    let text = batch::open(header(head, "content-encoding"), body).expect("it is packed");
    let batch = batch::read(&text).expect("a batch").header;
    let parts = Parts {
        method: "POST",
        path: &asked.path,
        query: "",
        content_type: header(head, "content-type"),
        content_encoding: header(head, "content-encoding"),
        content_digest: header(head, "content-digest"),
        chot_hub: header(head, "chot-hub"),
        chot_n: header(head, "chot-n"),
    };
    let (device, unit): (DeviceId, UnitId) = (batch.device, batch.unit);
    let mut receipt = Receipt {
        hub: key.hub(),
        unit,
        device,
        branch: BranchName(batch.branch.0),
        acked: batch.last,
        head: batch.head,
        at: Timestamp::now(),
        request: parts.base(&device).expect("every part is there").digest(),
    };
    wrong(&mut receipt);
    let signed = Signed::new(receipt, vec![key.link().to_vec()], |text| key.sign(text));
    let body = String::from_utf8(signed.body()).expect("JSON is text");
    said(
        "201 Created",
        "chot-sync: 1\r\ncontent-type: application/json\r\n",
        &body,
    )
}
