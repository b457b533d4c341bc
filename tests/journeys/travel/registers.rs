//! A post's register of places on its way to a hub: the page behind a poster works by itself, whatever the line does.

use checkpoint::document::PlaceLink;
use checkpoint::place::State;
use checkpoint::roster::Kind;
use chot_tests::travel::post::HASTE;
use chot_tests::travel::{Fate, Hub, Post, Proxy};
use chot_tests::{full, wait_until};
use hub::overview::{self, Posters};
use hub::places::Place;
use hub::store::day_of_receipt;
use jiff::tz::TimeZone;
use kiosk::places::{Doing, Places, Typed};
use kiosk::post::{Parts, Post as Gate};
use kiosk::roster::{self, File, Progress, Rosters};
use kiosk::settings::Settings;
use kiosk::sound::Silent;
use kiosk::store::Store;
use kiosk::uplink::standing::Standing;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use uuid::Uuid;

const PATIENCE: Duration = Duration::from_secs(30);

fn doing(post: &Post) -> Doing {
    let at = post.clock().now().at;
    Doing {
        by: None,
        at,
        today: TimeZone::UTC.to_datetime(at).date(),
    }
}

/// Adds the one place of a post, or gives it another name.
fn name(post: &Post, name: &str) {
    let mut places = Places::open(&post.home).unwrap();
    let number = places.all().unwrap().first().map(|place| place.number);
    let typed = Typed {
        kind: "gate".to_owned(),
        name: name.to_owned(),
        contact: "024 0000 0000".to_owned(),
        responsible: "Trần Thị Thử".to_owned(),
        ..Typed::default()
    };
    places.put(number, &typed, "Xã Thử", doing(post)).unwrap();
}

/// What the hub calls the places of a unit.
fn names(hub: &Hub, unit: Uuid) -> Vec<String> {
    let listed: Vec<Place> = hub.block_on(hub::places::list(&hub.store, unit)).unwrap();
    listed.into_iter().map(|place| place.name).collect()
}

/// Where the next register's exchange is cut.
#[derive(Clone, Copy, Debug)]
enum Cut {
    Request(usize),
    Answer(usize),
}

#[test]
fn a_register_whose_exchange_is_cut_at_any_byte_is_there_once_the_line_holds_and_never_holds_up_the_log()
 {
    let hub = Hub::start();
    let unit = hub.unit();
    let cut: Arc<Mutex<Option<Cut>>> = Arc::default();
    let length = Arc::new(Mutex::new(0));
    let (next, long) = (Arc::clone(&cut), Arc::clone(&length));
    let proxy = Proxy::start(hub.address, move |asked| {
        if !asked.path.ends_with("/places") {
            return Fate::Pass;
        }
        *long.lock().unwrap() = asked.bytes.len();
        match next.lock().unwrap().take() {
            Some(Cut::Request(at)) => Fate::CutRequest(at),
            Some(Cut::Answer(at)) => Fate::CutAnswer(at),
            None => Fate::Pass,
        }
    });
    let post = Post::new();
    post.append(1);
    hub.enrol_at(&post, unit, proxy.at);
    post.send_all();
    assert_eq!(
        names(&hub, unit),
        [""; 0],
        "a post without places tells none"
    );
    name(&post, "Cổng số 0");
    post.send_all();
    assert_eq!(names(&hub, unit), ["Cổng số 0"]);
    let step = if full() { 7 } else { 97 };
    let length = *length.lock().unwrap();
    let cuts = (0..length).step_by(step).map(Cut::Request);
    let cuts = cuts.chain((0..700).step_by(step).map(Cut::Answer));
    for (count, place) in cuts.enumerate() {
        let (before, after) = (format!("Cổng số {count}"), format!("Cổng số {}", count + 1));
        name(&post, &after);
        post.append(1);
        *cut.lock().unwrap() = Some(place);
        let cards = post.send();
        assert!(
            cut.lock().unwrap().is_none(),
            "{place:?}: a register was begun"
        );
        assert_eq!(cards[0].standing, Standing::Sent, "{place:?}");
        let arrived = matches!(place, Cut::Answer(_));
        let expected = if arrived { &after } else { &before };
        assert_eq!(names(&hub, unit), [expected.as_str()], "{place:?}");
        post.send_all();
        assert_eq!(names(&hub, unit), [after]);
    }
    hub.has_all_of(unit, &[&post]);
    assert_eq!(hub.alarms(unit), [""; 0]);
    // Who answers for the place and whom to call stay at the post.
    let told = "SELECT place::text FROM place WHERE unit_id = $1";
    let told: String = hub.ask(told, &[&unit])[0].get(0);
    assert!(
        !told.contains("Trần") && !told.contains("0000 0000"),
        "{told}"
    );
}

#[test]
fn a_change_is_told_by_itself_and_a_hub_that_lost_it_is_told_again() {
    let mut hub = Hub::start();
    let unit = hub.unit();
    let post = Post::new();
    post.append(1);
    hub.enrol(&post, unit);
    post.send_all();
    let before = hub.address;
    let _uplink = post.uplink(HASTE);
    name(&post, "Cổng chính");
    wait_until("the hub knows the place", PATIENCE, || {
        names(&hub, unit) == ["Cổng chính"]
    });
    name(&post, "Cổng phía Đông");
    wait_until("the hub knows its name", PATIENCE, || {
        names(&hub, unit) == ["Cổng phía Đông"]
    });
    // As a database that was restored from before it knew the place: entries and register are gone with it.
    hub.stop();
    hub.ask("DELETE FROM place WHERE unit_id = $1", &[&unit]);
    hub.ask("DELETE FROM place_register WHERE unit_id = $1", &[&unit]);
    hub.ask("DELETE FROM entry WHERE unit_id = $1", &[&unit]);
    hub.ask("DELETE FROM rollup WHERE unit_id = $1", &[&unit]);
    hub.ask("DELETE FROM branch WHERE unit_id = $1", &[&unit]);
    hub.serve();
    assert_eq!(hub.address, before);
    post.append(1);
    wait_until("the hub knows the place again", PATIENCE, || {
        names(&hub, unit) == ["Cổng phía Đông"]
    });
}

#[test]
fn how_many_of_a_unit_s_people_have_come_is_told_without_a_name() {
    let hub = Hub::start();
    let unit = hub.unit();
    let post = Post::new();
    let mut list = "Họ và tên,Ngày sinh,Phòng\n".to_owned();
    for number in 0..10 {
        list += &format!("Nguyễn Văn Thử {number},{},Văn thư\n", 1950 + number);
    }
    let today = day_of_receipt(post.clock().now().at);
    let typed = roster::desk::Typed {
        roster: None,
        kind: Kind::Staff,
        name: "Cán bộ".to_owned(),
    };
    let file = File {
        bytes: list.as_bytes(),
        columns: None,
        progress: &Progress::default(),
    };
    let mut rosters = Rosters::open(&post.home).unwrap();
    let plan = rosters.plan(&typed, file, today).unwrap();
    rosters.take(&plan, false).unwrap();
    post.append(3);
    hub.enrol(&post, unit);
    let _uplink = post.uplink(HASTE);
    let shown = || {
        hub.block_on(overview::adoption(&hub.store, unit, today))
            .unwrap()
    };
    wait_until("the hub knows the figures", PATIENCE, || {
        shown().total.people > 0
    });
    let shown = shown();
    let reached = shown.total;
    assert_eq!((reached.people, reached.seen, reached.card), (10, 3, 0));
    assert_eq!(reached.share, Some(300));
    let told = "SELECT adoption::text FROM adoption WHERE unit_id = $1";
    let told: String = hub.ask(told, &[&unit])[0].get(0);
    assert!(
        told.contains("Văn thư") && !told.contains("Nguyễn"),
        "{told}"
    );
}

/// What a telephone gets of an address.
fn page(hub: &Hub, path: &str) -> String {
    let mut line = TcpStream::connect(hub.address).unwrap();
    let request = format!("GET {path} HTTP/1.1\r\nhost: hub.example\r\nconnection: close\r\n\r\n");
    line.write_all(request.as_bytes()).unwrap();
    let mut answer = String::new();
    line.read_to_string(&mut answer).unwrap();
    answer
}

#[test]
fn a_place_that_is_made_and_put_up_at_a_gate_has_a_page_and_is_in_the_district_s_figures() {
    let hub = Hub::start();
    let unit = hub.unit();
    let post = Post::new();
    post.append(1);
    name(&post, "Cổng chính");
    let mut places = Places::open(&post.home).unwrap();
    let place = places.all().unwrap().remove(0);
    let put_up = places.mark(place.number, State::Posted, "cạnh bàn trực", doing(&post));
    put_up.unwrap();
    // The gate enters what was done.
    post.close();
    let settings_path = Settings::path(&post.home);
    let settings = Settings::load(&settings_path).unwrap();
    let zone = settings.time_zone().unwrap();
    let mut gate = Gate::new(Parts {
        store: Store::new(post.home.clone(), settings.gate, zone),
        settings_path,
        settings,
        speaker: Box::new(Silent),
        clock: post.clock(),
        demo: false,
    })
    .unwrap();
    gate.places_changed().unwrap();
    drop(gate);
    post.reopen();
    hub.enrol(&post, unit);
    post.send_all();
    let link = PlaceLink {
        unit: unit.into_bytes(),
        code: place.line.code,
        version: 1,
    };
    let shown = page(&hub, &link.text(""));
    assert!(
        shown.starts_with("HTTP/1.1 200") && shown.contains("Cổng chính"),
        "{shown}"
    );
    let now = post.clock().now().at;
    let figures = hub.block_on(overview::places(&hub.store, unit, day_of_receipt(now), now));
    let expected = Posters {
        registered: 1,
        posted: 1,
        inspected: 0,
    };
    assert_eq!(figures.unwrap().posters, expected);
    hub.has_all_of(unit, &[&post]);
    // No line has a name or a note.
    let lines = hub.lines(unit);
    let told = |line: &&String| line.contains("Cổng chính") || line.contains("cạnh bàn");
    assert_eq!(lines.keys().find(told), None);
}
