//! What posts tell of their places: the page behind a poster works by itself, and a district's figures equal a recount.

use crate::desk::user;
use crate::inspecting::inspect;
use crate::post::{Post, assert_acked};
use crate::support::{Answer, Running, exchange, get, number, superuser};
use checkpoint::chain::BranchName;
use checkpoint::document::PlaceLink;
use checkpoint::entry::{Audit, Draft};
use checkpoint::place::{Code, Kind, Said, State};
use checkpoint::wire::answer::{self, Asked, Next, What};
use checkpoint::wire::register::{self, Group, Kept, Listed, People, Register};
use checkpoint::wire::request::JSON_TYPE;
use checkpoint::wire::signed::Pin;
use hub::overview::{self, Posters};
use hub::places::{self, Place};
use hub::store;
use hub::tree;
use hub::users::Role;
use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeSet;
use uuid::Uuid;

pub fn listed(number: u32, code: &str, kind: Kind, name: &str) -> Listed {
    Listed {
        number,
        code: Code::of_typed(code).unwrap(),
        kind,
        name: name.to_owned(),
        address: "12 phố Thử".to_owned(),
        capacity: Some(40),
        parent: None,
        until: None,
        version: 1,
        state: State::Posted,
    }
}

/// A register of places alone.
fn of(places: &[Listed]) -> Register {
    Register {
        places: places.to_vec(),
        people: None,
    }
}

/// Bytes of a request that tells a register, and the digest that its answer repeats.
fn telling(post: &mut Post, register: &Register) -> (Vec<u8>, [u8; 32]) {
    let body = zstd::encode_all(register::body(register).as_slice(), 3).unwrap();
    post.signed("POST", "places", "", (JSON_TYPE, "zstd"), &body)
}

/// As a kiosk believes it.
fn believed(hub: &Running, post: &Post, came: &Answer, request: [u8; 32]) -> Result<Kept, Next> {
    let revoked = BTreeSet::new();
    let pin = Pin {
        root: &hub.root,
        revoked: &revoked,
        unit: post.unit,
        heard: None,
    };
    let came = answer::Answer {
        status: came.status,
        chot_sync: came.header("chot-sync"),
        content_type: came.header("content-type"),
        retry_after: came.header("retry-after"),
        body: &came.body,
    };
    let asked = Asked {
        device: post.device,
        branch: BranchName([0; 16]),
        request,
        what: What::Other,
    };
    register::kept(&came, &asked, &pin)
}

/// Tells a register, which the hub then has.
pub async fn tell(hub: &Running, post: &mut Post, places: &[Listed]) {
    tell_all(hub, post, &of(places)).await;
}

async fn tell_all(hub: &Running, post: &mut Post, register: &Register) {
    let (bytes, request) = telling(post, register);
    let came = exchange(hub.address, &bytes).await;
    let kept = believed(hub, post, &came, request).unwrap();
    assert_eq!(kept.register, register::digest(&register::body(register)));
}

fn path(unit: Uuid, code: &str) -> String {
    let link = PlaceLink {
        unit: unit.into_bytes(),
        code: Code::of_typed(code).unwrap(),
        version: 1,
    };
    link.text("")
}

async fn alarms(hub: &Running) -> Vec<String> {
    let database = superuser(&hub.database).await;
    let sql = "SELECT kind || ' ' || about FROM alarm WHERE unit_id = $1 AND settled_at IS NULL ORDER BY 1";
    let rows = database.query(sql, &[&hub.unit]).await.unwrap();
    rows.iter().map(|row| row.get(0)).collect()
}

async fn names(hub: &Running) -> Vec<(String, String)> {
    let listed = places::list(&hub.store, hub.unit).await.unwrap();
    let named = listed
        .into_iter()
        .map(|place| (place.code.as_str().to_owned(), place.name));
    named.collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_of_a_place_that_was_made_at_a_post_works_once_its_register_is_told() {
    let hub = Running::start().await;
    let mut post = Post::enrolled(&hub).await;
    let gate = path(hub.unit, "BS-012");
    assert_eq!(get(hub.address, &gate).await.status, 404);
    let mut places = [
        listed(1, "BS-012", Kind::Gate, "Cổng <chính>"),
        listed(2, "BS-013", Kind::Vehicle, "Xe đưa đón số 2"),
        listed(3, "BS-014", Kind::MeetingRoom, "Phòng họp lớn"),
    ];
    tell(&hub, &mut post, &places).await;
    let page = get(hub.address, &gate).await.text();
    assert!(
        page.contains("Cổng &lt;chính&gt;") && page.contains("name=\"birth-year\""),
        "{page}"
    );
    // Nobody guards a vehicle: its page takes a check-in.
    let vehicle = get(hub.address, &path(hub.unit, "BS-013")).await.text();
    assert!(
        vehicle.contains("Xe đưa đón số 2") && !vehicle.contains("name=\"birth-year\""),
        "{vehicle}"
    );
    // Renamed, printed anew and revoked.
    places[0].name = "Cổng phía Đông".to_owned();
    places[0].version = 2;
    places[2].state = State::Revoked;
    tell(&hub, &mut post, &places).await;
    let page = get(hub.address, &gate).await.text();
    assert!(page.contains("Cổng phía Đông") && !page.contains("bản cũ"));
    let old = get(hub.address, &format!("{gate}?v=1")).await.text();
    assert!(old.contains("bản cũ"), "{old}");
    assert_eq!(
        get(hub.address, &path(hub.unit, "BS-014")).await.status,
        410
    );
    // Whom to call is nowhere in it.
    let database = superuser(&hub.database).await;
    let columns = "SELECT count(*) FROM information_schema.columns WHERE table_name = 'place' \
                   AND column_name IN ('contact', 'responsible')";
    assert_eq!(number(&database, columns).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_register_that_arrives_late_twice_or_cut_off_changes_nothing() {
    let hub = Running::start().await;
    let mut post = Post::enrolled(&hub).await;
    let first = of(&[listed(1, "BS-012", Kind::Gate, "Cổng chính")]);
    let second = of(&[listed(1, "BS-012", Kind::Gate, "Cổng phía Đông")]);
    let (late, late_request) = telling(&mut post, &first);
    let (bytes, request) = telling(&mut post, &second);
    for cut in [0, bytes.len() / 2, bytes.len() - 1] {
        use tokio::io::AsyncWriteExt;
        let mut stream = tokio::net::TcpStream::connect(hub.address).await.unwrap();
        stream.write_all(&bytes[..cut]).await.unwrap();
        stream.shutdown().await.unwrap();
    }
    assert_eq!(names(&hub).await, []);
    let digest = register::digest(&register::body(&second));
    for _ in 0..2 {
        let came = exchange(hub.address, &bytes).await;
        let kept = believed(&hub, &post, &came, request).unwrap();
        assert_eq!(kept.register, digest);
    }
    // What was on its way for longer is told which one counts.
    let came = exchange(hub.address, &late).await;
    let kept = believed(&hub, &post, &came, late_request).unwrap();
    assert_eq!(kept.register, digest);
    let named = ("BS-012".to_owned(), "Cổng phía Đông".to_owned());
    assert_eq!(names(&hub).await, [named]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_register_or_nobody_s_is_refused_and_a_retired_post_is_heard_no_more() {
    let hub = Running::start().await;
    let mut post = Post::enrolled(&hub).await;
    let places = [listed(1, "BS-012", Kind::Gate, "Cổng chính")];
    for (body, status) in [
        (b"{}".to_vec(), 400),
        (b"{\"v\":2,\"places\":[]}".to_vec(), 426),
        (
            register::body(&of(&[places[0].clone(), places[0].clone()])),
            400,
        ),
    ] {
        let (bytes, _) = post.signed("POST", "places", "", (JSON_TYPE, "identity"), &body);
        let answer = exchange(hub.address, &bytes).await;
        assert_eq!(answer.status, status, "{}", answer.text());
    }
    let mut stranger = Post::stranger(&hub);
    let (bytes, _) = telling(&mut stranger, &of(&places));
    assert_eq!(exchange(hub.address, &bytes).await.status, 401);
    let (mut spoilt, _) = telling(&mut post, &of(&places));
    let last = spoilt.len() - 1;
    spoilt[last] ^= 1;
    assert_eq!(exchange(hub.address, &spoilt).await.status, 400);
    let device = post.device_id();
    tree::set_state(&hub.store, hub.unit, device, tree::State::Retired)
        .await
        .unwrap();
    let (bytes, request) = telling(&mut post, &of(&places));
    let came = exchange(hub.address, &bytes).await;
    let refused = believed(&hub, &post, &came, request);
    assert!(matches!(refused, Err(Next::Retired)), "{refused:?}");
    assert_eq!(names(&hub).await, []);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_posts_may_have_the_same_place_and_one_code_for_two_places_is_a_matter_for_a_person() {
    let hub = Running::start().await;
    let mut one = Post::enrolled(&hub).await;
    let mut other = Post::enrolled(&hub).await;
    let shared = listed(1, "BS-001", Kind::Gate, "Cổng chính");
    let mut places = [shared.clone(), listed(2, "BS-002", Kind::Office, "Một cửa")];
    tell(&hub, &mut one, std::slice::from_ref(&shared)).await;
    tell(&hub, &mut other, &places).await;
    assert_eq!(alarms(&hub).await, [""; 0]);
    // The other one calls it what nobody else does: the first one's place stays what it is.
    tell(&hub, &mut one, &[shared]).await;
    places[0].name = "Nhà để xe".to_owned();
    tell(&hub, &mut other, &places).await;
    assert_eq!(alarms(&hub).await, ["same-code BS-001"]);
    let own = |code: &str, name: &str| (code.to_owned(), name.to_owned());
    let both = [own("BS-001", "Cổng chính"), own("BS-002", "Một cửa")];
    assert_eq!(names(&hub).await, both);
    // Another code, and it is settled by itself when both agree again.
    places[0].name = "Cổng chính".to_owned();
    tell(&hub, &mut other, &places).await;
    assert_eq!(alarms(&hub).await, [""; 0]);
    // A post that is in use no more has nothing to say.
    let device = one.device_id();
    tell(
        &hub,
        &mut one,
        &[listed(1, "BS-001", Kind::Gate, "Cổng chính")],
    )
    .await;
    tree::set_state(&hub.store, hub.unit, device, tree::State::Retired)
        .await
        .unwrap();
    places[0].name = "Cổng phía Tây".to_owned();
    tell(&hub, &mut other, &places).await;
    assert_eq!(alarms(&hub).await, [""; 0]);
    assert_eq!(names(&hub).await[0], own("BS-001", "Cổng phía Tây"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_place_that_the_hub_knew_before_its_post_keeps_who_guards_it_and_that_it_was_revoked() {
    let hub = Running::start().await;
    let mut post = Post::enrolled(&hub).await;
    let code = Code::of_typed("BS-012").unwrap();
    let known = Place {
        code: code.clone(),
        version: 1,
        name: "Cổng".to_owned(),
        kind: Kind::Gate,
        state: State::Made,
        unguarded: true,
        until: None,
    };
    places::put(&hub.store, hub.unit, &known).await.unwrap();
    let mut told = listed(1, "BS-012", Kind::Gate, "Cổng chính");
    tell(&hub, &mut post, std::slice::from_ref(&told)).await;
    let listed = places::list(&hub.store, hub.unit).await.unwrap();
    let expected = Place {
        name: "Cổng chính".to_owned(),
        state: State::Posted,
        ..known
    };
    assert_eq!(listed, [expected]);
    places::guard(&hub.store, hub.unit, &code, true)
        .await
        .unwrap();
    places::revoke(&hub.store, hub.unit, &code).await.unwrap();
    told.address = "14 phố Thử".to_owned();
    tell(&hub, &mut post, std::slice::from_ref(&told)).await;
    let listed = places::list(&hub.store, hub.unit).await.unwrap();
    assert_eq!(
        (listed[0].state, listed[0].unguarded),
        (State::Revoked, false)
    );
    // The next print counts.
    told.version = 2;
    tell(&hub, &mut post, &[told]).await;
    let listed = places::list(&hub.store, hub.unit).await.unwrap();
    assert_eq!((listed[0].state, listed[0].version), (State::Posted, 2));
}

/// Something is done with a poster, a number of days ago.
fn act(post: &mut Post, days: i64, place: u32, version: u32, state: State) {
    let mut draft = Draft::new(checkpoint::entry::Kind::Audit(Audit::Place));
    draft.place = Some(Said {
        place,
        version,
        state,
    });
    let at = Timestamp::now() - SignedDuration::from_hours(24 * days);
    post.write_at(at, &draft, None);
}

async fn send_all(hub: &Running, post: &mut Post) {
    let last = post.newest();
    assert_acked(&post.post(hub, 1, last).await, last);
}

/// The posters of a unit by the lines that are stored, counted another way: the newest version of each place, and what was
/// said of it.
async fn recounted(hub: &Running, unit: Uuid) -> Posters {
    let database = superuser(&hub.database).await;
    let sql = "
        WITH said AS (
            SELECT b.device, convert_from(e.line, 'UTF8')::jsonb AS line FROM entry AS e
            JOIN branch AS b ON b.unit_id = e.unit_id AND b.history = e.history
            WHERE e.unit_id = $1
        ), done AS (
            SELECT coalesce(n.code, device || ' ' || (line ->> 'place')) AS place, (line ->> 'version')::int AS version,
                   line ->> 'state' AS state, (line ->> 'at')::timestamptz AS at
            FROM said LEFT JOIN (SELECT device AS of, number, code FROM place_number WHERE unit_id = $1) AS n
                ON n.of = device AND n.number = (line ->> 'place')::bigint
            WHERE line ->> 'kind' = 'place'
        ), newest AS (
            SELECT d.place, d.state, d.at FROM done AS d
            WHERE d.version = (SELECT max(version) FROM done AS o WHERE o.place = d.place)
        ), place AS (
            SELECT bool_or(state IN ('revoked', 'expired', 'replaced')) AS is_over, bool_or(state IN ('posted', 'checked')) AS posted,
                   bool_or(state = 'checked' AND at > now() - interval '30 days') AS checked
            FROM newest GROUP BY place
        )
        SELECT count(*), count(*) FILTER (WHERE posted), count(*) FILTER (WHERE checked) FROM place WHERE NOT is_over";
    let row = database.query_one(sql, &[&unit]).await.unwrap();
    Posters {
        registered: row.get(0),
        posted: row.get(1),
        inspected: row.get(2),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_district_sees_which_units_made_and_posted_theirs_and_its_figures_equal_a_recount() {
    let hub = Running::start().await;
    let day = "2020-01-01".parse().unwrap();
    let below = async |name: &str| {
        tree::add_unit(&hub.store, Some(hub.unit), name, day)
            .await
            .unwrap()
    };
    let (made, none, apart) = (
        below("Xã A").await,
        below("Xã B").await,
        below("Xã C").await,
    );
    let mut one = Post::enrolled_in(&hub, made).await;
    let mut other = Post::enrolled_in(&hub, made).await;
    let mut silent = Post::enrolled_in(&hub, none).await;
    // Made; put up; looked at lately; looked at long ago; revoked; expired; replaced and only made anew.
    for (place, acts) in [
        (1, vec![(50, 1, State::Made)]),
        (2, vec![(50, 1, State::Made), (40, 1, State::Posted)]),
        (3, vec![(50, 1, State::Made), (2, 1, State::Checked)]),
        (4, vec![(50, 1, State::Made), (31, 1, State::Checked)]),
        (
            5,
            vec![
                (50, 1, State::Made),
                (9, 1, State::Posted),
                (8, 1, State::Revoked),
            ],
        ),
        (6, vec![(50, 1, State::Made), (7, 1, State::Expired)]),
        (
            7,
            vec![
                (50, 1, State::Made),
                (6, 1, State::Checked),
                (5, 1, State::Replaced),
                (5, 2, State::Made),
            ],
        ),
    ] {
        for (days, version, state) in acts {
            act(&mut one, days, place, version, state);
        }
    }
    // The same gate in another post's register, where somebody looked at it: one place. And one of its own.
    act(&mut other, 49, 1, 1, State::Made);
    act(&mut other, 1, 1, 1, State::Checked);
    act(&mut other, 1, 2, 1, State::Made);
    silent.write(1);
    for post in [&mut one, &mut other, &mut silent] {
        send_all(&hub, post).await;
    }
    let counted = async |registered, posted, inspected| {
        let shown = overview::places(&hub.store, hub.unit, today(), Timestamp::now())
            .await
            .unwrap();
        let own = shown.units.iter().find(|unit| unit.name == "Xã A").unwrap();
        let expected = Posters {
            registered,
            posted,
            inspected,
        };
        assert_eq!(own.posters, expected);
        assert_eq!(own.posters, recounted(&hub, made).await);
        assert_eq!(shown.posters, expected, "nobody else has any");
        shown
    };
    // Before their registers were told, a number names a place: seven, and the other post's two.
    counted(7, 4, 2).await;
    let gate = listed(1, "BS-001", Kind::Gate, "Cổng chính");
    let anew = Listed {
        version: 2,
        ..listed(7, "BS-007", Kind::Office, "Một cửa")
    };
    tell(&hub, &mut one, &[gate.clone(), anew]).await;
    tell(&hub, &mut other, &[gate]).await;
    let shown = counted(6, 4, 2).await;
    assert_eq!(
        (
            shown.expected,
            shown.with_places,
            shown.with_posted,
            shown.without
        ),
        (2, 1, 1, 1),
        "of a unit without a gate nobody expects a poster"
    );
    assert!(
        shown
            .units
            .iter()
            .any(|unit| unit.unit == apart.to_string())
    );
    // A user looks at two of them on a phone: one of which a post told that somebody looked, and one that was only made.
    user(&hub, hub.unit, "huyen", Role::Head).await;
    for code in ["BS-001", "BS-007"] {
        inspect(&hub, "huyen", made, code).await;
    }
    let now = Timestamp::now();
    let looked = overview::places(&hub.store, hub.unit, today(), now).await;
    let expected = Posters {
        registered: 6,
        posted: 5,
        inspected: 3,
    };
    assert_eq!(looked.unwrap().posters, expected, "each place once");
    // As of a day before: what came later hadn't been done.
    let before = today().saturating_sub(jiff::ToSpan::days(20));
    let shown = overview::places(&hub.store, hub.unit, before, Timestamp::now())
        .await
        .unwrap();
    let expected = Posters {
        registered: 7,
        posted: 2,
        inspected: 1,
    };
    assert_eq!(shown.posters, expected);
    // Lines leave after their time, and the places stay.
    let database = superuser(&hub.database).await;
    let gone = "DELETE FROM entry WHERE unit_id <> '00000000-0000-0000-0000-000000000000'";
    database.execute(gone, &[]).await.unwrap();
    let shown = overview::places(&hub.store, hub.unit, today(), Timestamp::now())
        .await
        .unwrap();
    assert_eq!(shown.posters.registered, 6);
}

fn today() -> jiff::civil::Date {
    store::day_of_receipt(Timestamp::now())
}

fn group(kind: &str, name: &str, [people, seen, card, app]: [u32; 4]) -> Group {
    Group {
        kind: kind.to_owned(),
        name: name.to_owned(),
        people,
        seen,
        card,
        app,
        pass: 0,
        badge: 1,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_district_sees_who_has_come_with_which_code_by_unit_and_department() {
    let hub = Running::start().await;
    let since = "2020-01-01".parse().unwrap();
    let below = tree::add_unit(&hub.store, Some(hub.unit), "Xã A", since)
        .await
        .unwrap();
    let mut one = Post::enrolled_in(&hub, below).await;
    let mut other = Post::enrolled_in(&hub, below).await;
    let told = |day: &str, groups: Vec<Group>| Register {
        places: Vec::new(),
        people: Some(People {
            day: day.parse().unwrap(),
            groups,
        }),
    };
    let clerks = group("staff", "Văn thư", [9, 6, 5, 2]);
    let pupils = group("pupil", "1A", [30, 1, 1, 0]);
    tell_all(&hub, &mut one, &told("2026-11-26", vec![clerks, pupils])).await;
    // The same department at another gate, which saw more of it.
    let clerks = group("staff", "Văn thư", [9, 7, 4, 3]);
    tell_all(&hub, &mut other, &told("2026-11-27", vec![clerks])).await;
    let shown = overview::adoption(&hub.store, hub.unit, today())
        .await
        .unwrap();
    let own = &shown.units[1];
    assert_eq!((own.name.as_str(), own.groups.len()), ("Xã A", 2));
    let reached = own.reached;
    assert_eq!((reached.people, reached.seen), (39, 8));
    assert_eq!((reached.card, reached.app, reached.badge), (6, 3, 2));
    assert_eq!((reached.share, reached.app_share), (Some(205), Some(77)));
    assert_eq!(own.groups[1].reached.share, Some(778));
    assert_eq!(own.day, Some("2026-11-26".parse().unwrap()));
    assert_eq!(shown.total, reached);
    assert_eq!(
        (shown.units[0].day, shown.units[0].reached.share),
        (None, None)
    );
    // What a post doesn't know now stays; lists that are gone go.
    tell(&hub, &mut one, &[listed(1, "BS-012", Kind::Gate, "Cổng")]).await;
    let shown = overview::adoption(&hub.store, hub.unit, today())
        .await
        .unwrap();
    assert_eq!(shown.total.people, 39);
    tell_all(&hub, &mut one, &told("2026-11-28", Vec::new())).await;
    let shown = overview::adoption(&hub.store, hub.unit, today())
        .await
        .unwrap();
    assert_eq!((shown.total.people, shown.total.seen), (9, 7));
    // Nor has a device that is in use no more anything to say.
    let device = other.device_id();
    tree::set_state(&hub.store, below, device, tree::State::Retired)
        .await
        .unwrap();
    let shown = overview::adoption(&hub.store, hub.unit, today())
        .await
        .unwrap();
    assert_eq!(shown.total.people, 0);
}
