//! What is too large, too odd or nobody's.

use crate::post::{Post, Subjects, assert_acked};
use crate::support::{Running, exchange, get};
use checkpoint::wire::answer::{Next, What};
use checkpoint::wire::request::{BATCH_TYPE, hub_name};

async fn send(hub: &Running, post: &mut Post, encoding: &str, body: &[u8]) -> (u16, Next) {
    let (bytes, digest) = post.signed("POST", "batches", "", (BATCH_TYPE, encoding), body);
    let answer = exchange(hub.address, &bytes).await;
    let own = |seq| post.head_at(seq);
    let what = What::Batch {
        first: 1,
        last: 1,
        own: &own,
    };
    (answer.status, post.read(&answer, digest, what))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hub_says_that_it_is_one_and_what_it_takes() {
    let hub = Running::start().await;
    let answer = exchange(
        hub.address,
        b"HEAD /v1 HTTP/1.1\r\nhost: hub.example\r\n\r\n",
    )
    .await;
    assert_eq!(answer.status, 204);
    assert_eq!(answer.header("chot-sync"), Some("1"));
    assert_eq!(
        answer.header("chot-hub"),
        Some(hub_name(&hub.root).as_str())
    );
    assert!(
        answer
            .header("chot-limits")
            .unwrap()
            .contains("entries=2000")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn every_encoding_is_read_and_an_unknown_one_refused() {
    let hub = Running::start().await;
    let mut post = Post::enrolled(&hub).await;
    post.write(1);
    let text = post.batch(1, 1, Subjects::Sent);
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    std::io::Write::write_all(&mut gzip, &text).unwrap();
    let gzip = gzip.finish().unwrap();
    let zstd = zstd::encode_all(text.as_slice(), 3).unwrap();
    for (encoding, body) in [("identity", text.clone()), ("gzip", gzip), ("zstd", zstd)] {
        let (_, next) = send(&hub, &mut post, encoding, &body).await;
        assert_acked(&next, 1);
    }
    let refused = send(&hub, &mut post, "br", &text).await;
    assert_eq!(refused, (415, Next::OtherEncoding));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bomb_and_a_body_of_more_than_a_mebibyte_are_refused_under_signature() {
    let hub = Running::start().await;
    let mut post = Post::enrolled(&hub).await;
    post.write(1);
    let bomb = zstd::encode_all(vec![b'a'; 9 * 1024 * 1024].as_slice(), 3).unwrap();
    let refused = send(&hub, &mut post, "zstd", &bomb).await;
    assert_eq!(refused, (413, Next::Halve));
    let large = vec![b'a'; 1024 * 1024 + 1];
    let refused = send(&hub, &mut post, "identity", &large).await;
    assert_eq!(refused, (413, Next::Halve));
}

#[tokio::test(flavor = "multi_thread")]
async fn nonsense_is_malformed_and_stores_nothing() {
    let hub = Running::start().await;
    let mut post = Post::enrolled(&hub).await;
    post.write(1);
    for body in [b"".as_slice(), b"{}\n", b"\0\xff\n", b"[[[[[[[[\n"] {
        let refused = send(&hub, &mut post, "identity", body).await;
        assert_eq!(refused, (400, Next::SmallerThenAlarm));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn headers_beyond_sixteen_kibibytes_are_not_read() {
    let hub = Running::start().await;
    let long = "a".repeat(17 * 1024);
    let request = format!("HEAD /v1 HTTP/1.1\r\nhost: hub.example\r\nx-long: {long}\r\n\r\n");
    assert_eq!(exchange(hub.address, request.as_bytes()).await.status, 431);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unsigned_request_is_nobody_s() {
    let hub = Running::start().await;
    let mut post = Post::enrolled(&hub).await;
    post.write(1);
    let text = post.batch(1, 1, Subjects::Sent);
    let path = checkpoint::wire::request::path(&post.unit, &post.device, "batches");
    let request = format!(
        "POST {path} HTTP/1.1\r\nhost: hub.example\r\ncontent-length: {}\r\n\r\n{}",
        text.len(),
        String::from_utf8(text).unwrap()
    );
    assert_eq!(exchange(hub.address, request.as_bytes()).await.status, 400);
}

#[tokio::test(flavor = "multi_thread")]
async fn health_readiness_and_gauges_are_told() {
    let hub = Running::start().await;
    let mut post = Post::enrolled(&hub).await;
    post.write(5);
    assert_acked(&post.post(&hub, 1, 5).await, 5);
    assert_eq!(get(hub.address, "/health").await.status, 200);
    assert_eq!(get(hub.address, "/ready").await.status, 200);
    let gauges = get(hub.address, "/metrics").await.text();
    for line in [
        "chot_hub_acknowledged_entries_total 5",
        "chot_hub_answers_total{call=\"batches\",status=\"201\"} 1",
        "chot_hub_batch_seconds_count 1",
    ] {
        assert!(gauges.contains(line), "{line} in\n{gauges}");
    }
}
