//! The test of a target names the first rung that failed.

use super::hub::join;
use super::post::Post;
use super::server::{Reply, Server};
use checkpoint::wire::signed::Code;
use kiosk::targets::Way;
use kiosk::uplink::address::{Address, Reach};
use kiosk::uplink::fault::Rung;
use kiosk::uplink::ladder::{Climb, climb};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::Arc;

fn test(post: &Post, id: u32) -> Climb {
    climb(&post.home, id, post.clock.clone()).unwrap()
}

fn at(post: &Post, address: &str, reach: Reach, ca: Option<&str>) -> Climb {
    let id = post.add(&Way::Hub {
        address: Address::parse(address, reach).unwrap(),
        ca: ca.map(str::to_owned),
    });
    test(post, id)
}

#[test]
fn names_that_lead_nowhere_or_elsewhere_than_said_are_rungs_of_their_own() {
    let post = Post::with(0);
    // Longer than a label may be: no name service needs to be asked.
    let long = format!("http://{}.example", "a".repeat(70));
    let climbed = at(&post, &long, Reach::LocalNetwork, None);
    assert_eq!(climbed.failed, Some(Rung::Name), "{}", climbed.words.en);
    for reach in [Reach::Public, Reach::LocalNetwork] {
        let climbed = at(&post, "https://localhost", reach, None);
        assert_eq!(climbed.failed, Some(Rung::Allowed), "{}", climbed.words.en);
    }
}

#[test]
fn nobody_there_something_else_there_and_not_enrolled_are_told_apart() {
    let post = Post::with(1);
    let gone = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", gone.local_addr().unwrap());
    drop(gone);
    let climbed = at(&post, &address, Reach::ThisMachine, None);
    assert_eq!(climbed.failed, Some(Rung::Connect), "{}", climbed.words.en);
    assert!(climbed.words.vi.starts_with("Không nối được tới 127.0.0.1"));

    let page = Server::start(|_| Some(Reply::new(200, "").with("content-type", "text/html")));
    let climbed = at(&post, &page.address(), Reach::ThisMachine, None);
    assert_eq!(climbed.failed, Some(Rung::Hub));
    let portal = "Mạng này đòi đăng nhập. Dữ liệu vẫn an toàn trên máy.";
    assert!(climbed.words.vi.starts_with(portal));

    let hub = Server::start(|_| Some(Reply::new(204, "").with("chot-sync", "1")));
    let climbed = at(&post, &hub.address(), Reach::ThisMachine, None);
    assert_eq!(climbed.failed, Some(Rung::Enrolled));
}

#[test]
fn a_test_that_goes_well_sends_nothing_and_a_retired_post_is_told_so() {
    let post = Post::with(3);
    let joined = join(&post, |_, _| None);
    let climbed = test(&post, joined.id);
    assert_eq!(climbed.failed, None, "{}", climbed.words.en);
    assert_eq!(post.target(joined.id).cursor, None);
    assert!(joined.server.asked("batches").is_empty());
    assert_eq!(joined.hub.lock().unwrap().heartbeats.len(), 1);

    let retired = join(&post, |hub, asked| {
        (asked.method == "POST").then(|| Some(hub.refusal(asked, Code::Retired, None)))
    });
    let climbed = test(&post, retired.id);
    assert_eq!(climbed.failed, Some(Rung::Welcome));
    assert!(climbed.words.vi.contains("cho máy này nghỉ"));

    let liar = join(&post, |hub, asked| {
        (asked.method == "POST").then(|| {
            let mut reply = hub.heard(asked);
            reply.body.truncate(40);
            Some(reply)
        })
    });
    let climbed = test(&post, liar.id);
    assert_eq!(climbed.failed, Some(Rung::Exchange), "{}", climbed.words.en);
}

#[test]
fn every_way_of_not_being_welcome_and_a_hub_that_is_busy_have_their_rungs() {
    for (code, rung, words) in [
        (Code::Retired, Rung::Welcome, "cho máy này nghỉ"),
        (Code::Distrusted, Rung::Welcome, "không còn tin máy này"),
        (Code::Version, Rung::Welcome, "bản Chốt mới hơn"),
        (Code::Unknown, Rung::Enrolled, "không nhận ra máy này"),
    ] {
        let post = Post::with(1);
        let joined = join(&post, move |hub, asked| {
            (asked.method == "POST").then(|| Some(hub.refusal(asked, code, None)))
        });
        let climbed = test(&post, joined.id);
        assert_eq!(climbed.failed, Some(rung), "{code:?}");
        assert!(climbed.words.vi.contains(words), "{}", climbed.words.vi);
        // The same without a signature says only that nothing was believed.
        let unsigned = join(&post, move |hub, asked| {
            let flipped = super::table::flipped;
            (asked.method == "POST").then(|| Some(flipped(hub.refusal(asked, code, None))))
        });
        let climbed = test(&post, unsigned.id);
        assert_eq!(climbed.failed, Some(Rung::Exchange), "{code:?}");
    }
    let post = Post::with(1);
    let busy = Server::start(|_| Some(Reply::new(503, "").with("chot-sync", "1")));
    let climbed = at(&post, &busy.address(), Reach::ThisMachine, None);
    assert_eq!(climbed.failed, Some(Rung::Hub), "{}", climbed.words.en);
    assert!(climbed.words.vi.contains("quá tải"));
    let silent = Server::start(|_| Some(Reply::new(204, "")));
    let climbed = at(&post, &silent.address(), Reach::ThisMachine, None);
    assert_eq!(climbed.failed, Some(Rung::Hub), "{}", climbed.words.en);
}

/// A hub's first answer over TLS, under a certificate for localhost.
pub fn over_tls() -> String {
    let config = rustls::ServerConfig::builder_with_provider(Arc::new(
        rustls::crypto::ring::default_provider(),
    ))
    .with_safe_default_protocol_versions()
    .unwrap()
    .with_no_client_auth()
    .with_single_cert(
        vec![CertificateDer::from_pem_slice(include_bytes!("tls/server.pem")).unwrap()],
        PrivateKeyDer::from_pem_slice(include_bytes!("tls/server.key.pem")).unwrap(),
    )
    .unwrap();
    let config = Arc::new(config);
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let mut tls = rustls::ServerConnection::new(Arc::clone(&config)).unwrap();
            let mut tls = rustls::Stream::new(&mut tls, &mut stream);
            let _ = tls.read(&mut [0; 4096]);
            let _ = tls
                .write_all(b"HTTP/1.1 204 No Content\r\nchot-sync: 1\r\nconnection: close\r\n\r\n");
            let _ = tls.flush();
        }
    });
    format!("https://127.0.0.1:{port}")
}

#[test]
fn only_the_pinned_authority_is_believed() {
    let post = Post::with(1);
    let address = over_tls();
    let at = |ca| at(&post, &address, Reach::ThisMachine, ca);
    let unpinned = at(None);
    assert_eq!(unpinned.failed, Some(Rung::Tls), "{}", unpinned.words.en);
    assert!(unpinned.words.vi.contains("nạp chứng thư CA"));
    let other = at(Some(include_str!("tls/other.pem")));
    assert_eq!(other.failed, Some(Rung::Tls));
    let pinned = at(Some(include_str!("tls/ca.pem")));
    assert_eq!(pinned.failed, Some(Rung::Enrolled), "{}", pinned.words.en);
    let plain = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = plain.local_addr().unwrap().port();
    std::thread::spawn(move || {
        for mut stream in plain.incoming().flatten() {
            let _ = stream.read(&mut [0; 4096]);
            let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n");
        }
    });
    let address = format!("https://127.0.0.1:{port}");
    let climbed = super::ladder::at(&post, &address, Reach::ThisMachine, None);
    assert_eq!(climbed.failed, Some(Rung::Tls), "{}", climbed.words.en);
}

#[test]
fn a_folder_is_tried_by_writing_into_it() {
    let scratch = tempfile::tempdir().unwrap();
    let post = Post::with(1);
    let id = post.add(&Way::Folder(scratch.path().to_path_buf()));
    assert_eq!(test(&post, id).failed, None);
    assert!(std::fs::read_dir(scratch.path()).unwrap().next().is_none());
    let id = post.add(&Way::Folder(scratch.path().join("gone")));
    assert_eq!(test(&post, id).failed, Some(Rung::Exchange));
}
