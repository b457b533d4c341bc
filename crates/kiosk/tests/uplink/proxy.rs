//! The system's proxy stands on the way to the internet, and nowhere else.

use super::ladder::over_tls;
use super::post::Post;
use super::server::{Reply, Server};
use kiosk::targets::Way;
use kiosk::uplink::address::{Address, Reach};
use serde_json::Value;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::process::Command;
use std::sync::{Arc, Mutex};

/// A proxy on this machine, and the hosts that were asked of it. Whatever it is asked for, it leads to
/// `to`; without that it wants a password first.
struct Proxy {
    address: String,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Proxy {
    fn start(to: Option<String>) -> Proxy {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let asked = Arc::new(Mutex::new(Vec::new()));
        let log = Arc::clone(&asked);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (to, log) = (to.clone(), Arc::clone(&log));
                std::thread::spawn(move || carry(stream, to.as_deref(), &log));
            }
        });
        Proxy { address, asked }
    }

    fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }
}

/// One connection: `CONNECT host:port`, and then whatever passes.
fn carry(mut stream: TcpStream, to: Option<&str>, log: &Mutex<Vec<String>>) -> Option<()> {
    let mut reader = BufReader::new(stream.try_clone().ok()?);
    let mut first = String::new();
    reader.read_line(&mut first).ok()?;
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        if line.trim().is_empty() {
            break;
        }
    }
    log.lock().unwrap().push(first.trim().to_owned());
    let Some(to) = to else {
        return stream
            .write_all(b"HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n")
            .ok();
    };
    let mut there = TcpStream::connect(to).ok()?;
    stream.write_all(b"HTTP/1.1 200 Connected\r\n\r\n").ok()?;
    let (mut back, mut forth) = (there.try_clone().ok()?, stream.try_clone().ok()?);
    std::thread::spawn(move || std::io::copy(&mut back, &mut forth));
    std::io::copy(&mut reader, &mut there).ok()?;
    Some(())
}

/// The rung at which a test fails where the system has this proxy.
fn rung(post: &Post, id: u32, proxy: &Proxy) -> Value {
    let output = Command::new(env!("CARGO_BIN_EXE_chot"))
        .args(["target", "test", &id.to_string(), "--json"])
        .env("CHOT_HOME", post.home.root())
        .envs(
            ["HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy"]
                .map(|name| (name, &proxy.address)),
        )
        .env_remove("NO_PROXY")
        .env_remove("no_proxy")
        .output()
        .unwrap();
    let said: Value = serde_json::from_slice(&output.stdout).unwrap();
    said["failed"].clone()
}

fn public(post: &Post, ca: Option<&str>) -> u32 {
    post.add(&Way::Hub {
        address: Address::parse("https://localhost", Reach::Public).unwrap(),
        ca: ca.map(str::to_owned),
    })
}

#[test]
fn a_public_target_is_reached_through_the_system_s_proxy_and_still_has_to_prove_who_it_is() {
    let post = Post::with(1);
    let hub = over_tls();
    let proxy = Proxy::start(Some(hub.trim_start_matches("https://").to_owned()));
    let pinned = public(&post, Some(include_str!("tls/ca.pem")));
    // Everything up to the enrolment holds: the proxy carried it.
    assert_eq!(rung(&post, pinned, &proxy), "enrolled");
    assert_eq!(proxy.asked(), ["CONNECT localhost:443 HTTP/1.1"]);
    // A proxy that leads to somebody else is found out like anybody.
    let unpinned = public(&post, Some(include_str!("tls/other.pem")));
    assert_eq!(rung(&post, unpinned, &proxy), "tls");
}

#[test]
fn a_proxy_that_wants_a_password_or_is_gone_is_a_connection_that_nobody_takes() {
    let post = Post::with(1);
    let id = public(&post, Some(include_str!("tls/ca.pem")));
    let strict = Proxy::start(None);
    assert_eq!(rung(&post, id, &strict), "connect");
    assert_eq!(strict.asked().len(), 1);
    let gone = TcpListener::bind("127.0.0.1:0").unwrap();
    let gone = Proxy {
        address: format!("http://{}", gone.local_addr().unwrap()),
        asked: Arc::default(),
    };
    assert_eq!(rung(&post, id, &gone), "connect");
}

#[test]
fn what_is_in_the_building_is_never_asked_of_a_proxy() {
    let post = Post::with(1);
    let hub = Server::start(|_| Some(Reply::new(204, "").with("chot-sync", "1")));
    let proxy = Proxy::start(Some(hub.at.to_string()));
    let id = post.add(&Way::Hub {
        address: super::post::here(&hub.address()),
        ca: None,
    });
    assert_eq!(rung(&post, id, &proxy), "enrolled");
    assert!(proxy.asked().is_empty());
    assert_eq!(hub.seen.lock().unwrap().len(), 1);
}
