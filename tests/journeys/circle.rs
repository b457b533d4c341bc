//! The whole circle: a place is made in the real window, its printed poster is read, the page behind it is opened on a phone
//! and filled in, the pass is held up to the gate's camera, the verdict is the policy's, the entry reaches the hub, and the
//! district sees both the poster and the visitor.

use super::places::{make_and_print, pages, staffed};
use checkpoint::entry::{Direction, Entry, Outcome};
use chot_tests::camera::TestCamera;
use chot_tests::frames::{self, HEIGHT, WIDTH};
use chot_tests::travel::Served;
use chot_tests::window::{PATIENCE, Window, choose_arrangement};
use chot_tests::{done, root, wait_until};
use hub::overview;
use hub::store::Store;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use kiosk::pictures;
use serde_json::Value;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use tempfile::TempDir;
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};

const AN: &str = "051090000001|212345678|Nguyễn Văn An|05031990|Nam|Bình Sơn, Quảng Ngãi|12052021";
/// A certificate that browsers understand, unlike Ed25519, for localhost, and who signed it. Of nobody else.
const TLS: &str = "tests/fixtures/tls";

/// What ends TLS before a hub, as a balancer does. Returns its address.
fn balancer(hub: &str) -> String {
    let folder = root().join(TLS);
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(
            vec![CertificateDer::from_pem_file(folder.join("server.pem")).unwrap()],
            PrivateKeyDer::from_pem_file(folder.join("server.key.pem")).unwrap(),
        );
    let acceptor = TlsAcceptor::from(Arc::new(config.unwrap()));
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let address = format!("https://{}", listener.local_addr().unwrap());
    let hub = hub.to_owned();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        runtime.block_on(async {
            let listener = TcpListener::from_std(listener).unwrap();
            while let Ok((stream, _)) = listener.accept().await {
                let (acceptor, hub) = (acceptor.clone(), hub.clone());
                tokio::spawn(async move {
                    let Ok(mut stream) = acceptor.accept(stream).await else {
                        return;
                    };
                    if let Ok(mut hub) = TcpStream::connect(hub).await {
                        // Either end closes when it likes.
                        let _ = tokio::io::copy_bidirectional(&mut stream, &mut hub).await;
                    }
                });
            }
        });
    });
    address
}

/// A unit of a district, and its gate, which has enrolled over TLS and asks for a declaration.
fn unit(hub: &Served, home: &Path, district: &str) -> String {
    let unit = hub.said(&["unit", "add", "Trường Thử", "--below", district]);
    let address = balancer(&hub.address);
    let gate = ["--gate", "1", "--address", &address, "Cổng chính"];
    let added = hub.said(&[&["post", "add", "--unit", &unit][..], &gate].concat());
    let code = added
        .lines()
        .find(|line| line.starts_with("CHOTHUB1:"))
        .unwrap();
    let ca = root().join(TLS).join("ca.pem").display().to_string();
    done(
        home,
        &["target", "enrol", "--this-machine", "--ca", &ca, code],
    );
    let wanted = home.join("wanted.json");
    std::fs::write(&wanted, r#"{"v":1,"policy":"declaration-today"}"#).unwrap();
    let wanted = wanted.display().to_string();
    hub.said(&["hand", "config", "--unit", &unit, &wanted]);
    done(home, &["sync", "--once"]);
    unit
}

/// A picture of the pass in the middle of what the camera sees.
fn held_up(pass: &Path) -> Vec<u8> {
    let picture = pictures::luma(pass).unwrap();
    let mut luma = frames::wall();
    let (left, top) = ((WIDTH - picture.width) / 2, (HEIGHT - picture.height) / 2);
    for (y, row) in (top..).zip(picture.bytes.chunks(picture.width as usize)) {
        let at = (y * WIDTH + left) as usize;
        luma[at..at + row.len()].copy_from_slice(row);
    }
    luma
}

#[test]
fn a_place_made_in_the_window_leads_by_its_poster_and_a_phone_to_the_district_s_figures() {
    let hub = Served::set_up();
    let district = hub.said(&["unit", "add", "Huyện Thử"]);
    let home = TempDir::new().unwrap();
    let folder = TempDir::new().unwrap();
    let camera = TestCamera::new().unwrap();
    staffed(home.path());
    choose_arrangement(home.path(), "to-guard");
    let unit = unit(&hub, home.path(), &district);
    let window = Window::open_live(home.path(), &camera);

    let pdf = make_and_print(&window, "Cong chinh", folder.path());
    window.click("admin-close");
    window.wait_for("the gate at rest", |w| w.has("privacy"));
    let listed = ["place", "list", "--unit", &unit];
    wait_until("the place at the hub", PATIENCE, || {
        hub.said(&listed).contains("BS-012")
    });

    // The poster, as any scanner reads it.
    let (_drawn, drawn) = pages(&pdf, &["-r", "150"]);
    let elsewhere = TempDir::new().unwrap();
    let page = drawn[0].display().to_string();
    let said = done(elsewhere.path(), &["read", &page, "--json"]);
    let said: Value = serde_json::from_str(said.lines().next().unwrap()).unwrap();
    let link = said["texts"][0].as_str().unwrap();
    assert!(link.starts_with("https://127.0.0.1:"), "{link}");

    let pass = folder.path().join("pass.png");
    let phone = Command::new("node")
        .arg(root().join("ui/e2e-hub/phone.mjs"))
        .args([link, "Nguyễn Văn An", "0001"])
        .arg(&pass)
        .output()
        .unwrap();
    let complained = String::from_utf8_lossy(&phone.stderr);
    assert!(phone.status.success(), "{complained}");

    // The card alone isn't enough here; the pass makes it whole.
    let before = window.shown();
    let card = frames::with_codes(&[AN], 6);
    camera.show(WIDTH, HEIGHT, &card).unwrap();
    let asked = window.wait_for_verdict("look", before);
    camera.show(WIDTH, HEIGHT, &held_up(&pass)).unwrap();
    // A card writes names otherwise than people do: the guard says whether the two are one person.
    window.wait_for("whether they are one person", |w| w.has("same-as"));
    window.click("same-as");
    window.wait_for_verdict("in", asked);
    window.picture("circle-in.png");
    camera.show(WIDTH, HEIGHT, &frames::wall()).unwrap();

    let came = || {
        let lines = hub.lines(&unit).into_iter();
        lines
            .filter_map(|line| Entry::parse(line.as_bytes()).ok())
            .any(|entry| {
                entry.said.verdict == Some(Outcome::Admit)
                    && entry.said.direction == Some(Direction::In)
            })
    };
    wait_until("the entry at the hub", PATIENCE, came);
    window.close();

    let runtime = tokio::runtime::Runtime::new().unwrap();
    let (posters, today) = runtime.block_on(async {
        let store = Store::open(&hub.cluster.address("chot"), 4).await.unwrap();
        let now = Timestamp::now();
        let zone = TimeZone::get("Asia/Ho_Chi_Minh").unwrap();
        let day = zone.to_datetime(now).date();
        let top = district.parse().unwrap();
        let places = overview::places(&store, top, day, now).await.unwrap();
        let units = overview::overview(&store, top, day, now).await.unwrap();
        let school = units.into_iter().find(|one| one.unit == unit).unwrap();
        (places.posters, school.today)
    });
    assert_eq!((posters.registered, posters.posted), (1, 0));
    assert_eq!(today.people_in, 1);
    let declared = hub.said(&["declare", "count", "--unit", &unit]);
    assert_eq!(declared, "BS-012 declaration 1 1");
}
