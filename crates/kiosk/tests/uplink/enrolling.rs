//! A hub's code makes a post one of its own.

use super::hub::{Hub, join};
use super::post::Post;
use super::server::{Reply, Server};
use checkpoint::entry::Mode;
use checkpoint::wire::enrol::Invitation;
use checkpoint::wire::signed::Code;
use kiosk::ledger::Reading;
use kiosk::settings::Settings;
use kiosk::uplink::address::Reach;
use kiosk::uplink::enrolment::{Choice, NotEnrolled, enrol};
use kiosk::uplink::standing::Standing;
use ring::digest::{SHA256, digest};
use std::process::Command;
use std::sync::Arc;

fn invitation(address: String, root: &[u8; 32]) -> Invitation {
    Invitation {
        address,
        root: digest(&SHA256, root).as_ref().try_into().unwrap(),
        code: [4; 16],
        secret: [9; 16],
    }
}

fn choice() -> Choice {
    Choice {
        reach: Reach::ThisMachine,
        ca: None,
        name: None,
    }
}

#[test]
fn a_code_enrols_names_and_pins_and_what_follows_is_sent() {
    let post = Post::with(3);
    let hub = Hub::of(&post);
    let theirs = Arc::clone(&hub);
    let server = Server::start(move |asked| Some(theirs.lock().unwrap().answer(asked)));
    let root = hub.lock().unwrap().authority.root_key();
    let text = invitation(server.address(), &root).text();

    let (target, enrolled) =
        enrol(&post.home, text.as_bytes(), &choice(), post.clock.clone()).unwrap();

    assert_eq!(enrolled.gate_name, "Cổng sau");
    assert_eq!(enrolled.unit_name, "Trường Tiểu học Thử");
    let membership = target.membership.unwrap();
    assert_eq!(membership.root, root);
    assert!(target.picked.is_empty(), "no personal data by itself");
    let cards = post.send();
    assert_eq!(cards[0].standing, Standing::Sent, "{}", cards[0].words.en);
    let hub = hub.lock().unwrap();
    assert_eq!(hub.lines(), 3);
    for stored in hub.branches.values() {
        assert!(stored.groups.values().all(|groups| *groups == [false; 4]));
    }
    drop(hub);

    // The same code again: the same target, enrolled anew.
    let (again, _) = enrol(&post.home, text.as_bytes(), &choice(), post.clock.clone()).unwrap();
    assert_eq!(again.id, target.id);
    assert_eq!(post.targets().list().unwrap().len(), 1);
}

#[test]
fn a_code_of_another_root_or_a_used_one_changes_nothing() {
    let post = Post::with(1);
    let hub = Hub::of(&post);
    let theirs = Arc::clone(&hub);
    let server = Server::start(move |asked| Some(theirs.lock().unwrap().answer(asked)));
    let other = invitation(server.address(), &[1; 32]).text();
    let refused = enrol(&post.home, other.as_bytes(), &choice(), post.clock.clone());
    assert!(
        matches!(refused, Err(NotEnrolled::Answer(_))),
        "{refused:?}"
    );

    let theirs = Arc::clone(&hub);
    let used = Server::start(move |asked| {
        let hub = theirs.lock().unwrap();
        Some(hub.refusal(asked, Code::CodeUsed, None))
    });
    let root = hub.lock().unwrap().authority.root_key();
    let text = invitation(used.address(), &root).text();
    let refused = enrol(&post.home, text.as_bytes(), &choice(), post.clock.clone()).unwrap_err();
    assert!(matches!(refused, NotEnrolled::Refused(Code::CodeUsed)));
    assert!(refused.words().vi.starts_with("Mã này đã dùng"));

    let page = Server::start(|_| Some(Reply::new(200, "<html>").with("content-type", "text/html")));
    let text = invitation(page.address(), &root).text();
    let refused = enrol(&post.home, text.as_bytes(), &choice(), post.clock.clone()).unwrap_err();
    assert!(matches!(refused, NotEnrolled::Fault(_)));
    assert!(post.targets().list().unwrap().is_empty());
}

#[test]
fn a_code_that_leads_to_this_machine_needs_the_admin_s_word() {
    let post = Post::with(1);
    let joined = join(&post, |_, _| None);
    let root = joined.hub.lock().unwrap().authority.root_key();
    let text = invitation(joined.server.address(), &root).text();
    for reach in [Reach::Public, Reach::LocalNetwork] {
        let choice = Choice { reach, ..choice() };
        let refused = enrol(&post.home, text.as_bytes(), &choice, post.clock.clone());
        assert!(
            matches!(refused, Err(NotEnrolled::Address(_))),
            "{refused:?}"
        );
    }
    assert!(joined.server.seen.lock().unwrap().is_empty());
    for text in ["", "CHOTHUB1:", "https://hub.example.vn"] {
        let refused = enrol(&post.home, text.as_bytes(), &choice(), post.clock.clone());
        assert!(matches!(refused, Err(NotEnrolled::NotACode)), "{text}");
    }
}

#[test]
fn a_post_is_configured_as_it_is_enrolled_by_the_hub_that_steers_it_alone() {
    let post = Post::with(1);
    let Post {
        home,
        ledger,
        _scratch,
        ..
    } = post;
    let post = Post::with(0);
    let hub = Hub::of(&post);
    let device = ledger.lock().unwrap().device_public_key();
    drop(Arc::into_inner(ledger).unwrap());
    let wanted = |mode: &str, device: &[u8; 32]| {
        let device = checkpoint::chain::device_id(device);
        let device = checkpoint::base64url::base64url(&device.0);
        format!(r#"{{"v":1,"device":"{device}","mode":"{mode}"}}"#)
    };
    hub.lock().unwrap().config = Some(wanted("out", &device));
    let theirs = Arc::clone(&hub);
    let server = Server::start(move |asked| Some(theirs.lock().unwrap().answer(asked)));
    let root = hub.lock().unwrap().authority.root_key();
    let enrol_at = |server: &Server| {
        let text = invitation(server.address(), &root).text();
        let enrolled = Command::new(env!("CARGO_BIN_EXE_chot"))
            .args(["target", "enrol", "--this-machine", &text])
            .env("CHOT_HOME", home.root())
            .output()
            .unwrap();
        assert!(enrolled.status.success(), "{enrolled:?}");
        Settings::load(&Settings::path(&home)).unwrap()
    };
    let settings = enrol_at(&server);
    assert_eq!(settings.gate_name, "Cổng sau");
    assert_eq!(settings.mode, Mode::Out, "named and configured at once");
    let mut lines = Vec::new();
    Reading::open(&home)
        .unwrap()
        .lines(|line| {
            lines.push(String::from_utf8(line.to_vec()).unwrap());
            true
        })
        .unwrap();
    let told = |line: &String| line.contains("\"by-hub\"") && line.contains("\"mode-out\"");
    assert_eq!(
        lines.iter().filter(|line| told(line)).count(),
        1,
        "{lines:?}"
    );

    // Another hub names the gate, and its settings are for its own posts.
    hub.lock().unwrap().config = Some(wanted("in", &device));
    let theirs = Arc::clone(&hub);
    let second = Server::start(move |asked| Some(theirs.lock().unwrap().answer(asked)));
    assert_eq!(enrol_at(&second).mode, Mode::Out);
    // Nor is what was meant for another post.
    hub.lock().unwrap().config = Some(wanted("in", &[1; 32]));
    assert_eq!(enrol_at(&server).mode, Mode::Out);
}
