//! The verbs of the page about one line, by the staff who may, through a gate that runs.

use checkpoint::entry::{Audit, Entry, Kind};
use checkpoint::role::Role;
use kiosk::book::Change;
use kiosk::book::clerk::{Clerk, Revealed};
use kiosk::book::desk::Desk as Reader;
use kiosk::clock::{Clock, SystemClock};
use kiosk::home::Home;
use kiosk::ledger::Reading;
use kiosk::post::{ByHand, Parts, Shown, Snapshot};
use kiosk::privacy::office::Office;
use kiosk::settings::Settings;
use kiosk::sound::{Sound, Speaker};
use kiosk::staff::desk::Desk as People;
use kiosk::staff::{Seat, Tried, Typed};
use kiosk::store::Store;
use kiosk::watch::{Eyes, Screen, Vitals, Watch};
use std::sync::Arc;
use tempfile::TempDir;

struct Dark;

impl Screen for Dark {
    fn show(&self, _snapshot: Snapshot) {}
    fn say(&self, _shown: &Shown) {}
    fn beat(&self, _vitals: Vitals) {}
}

impl Speaker for Dark {
    fn play(&self, _sound: Sound) {}
    fn is_present(&self) -> bool {
        true
    }
}

const HEAD_PIN: &str = "97531864";
const ADMIN_PIN: &str = "25801357";

/// A running gate with a unit head, and whoever works at its desk.
pub struct House {
    pub home: Home,
    pub watch: Watch,
    pub people: Arc<People>,
    pub reader: Arc<Reader>,
    clerk: Arc<Clerk>,
    pub office: Office,
    head: u64,
    admin: u64,
    _dir: TempDir,
}

impl House {
    pub fn new() -> House {
        let dir = TempDir::new().unwrap();
        let home = Home::at(dir.path());
        let settings = Settings::default();
        let clock: Arc<dyn Clock> = Arc::new(SystemClock::new());
        let zone = settings.time_zone().unwrap();
        let parts = Parts {
            store: Store::new(home.clone(), settings.gate, zone),
            settings_path: Settings::path(&home),
            settings,
            speaker: Box::new(Dark),
            clock: Arc::clone(&clock),
            demo: false,
        };
        let watch = Watch::start(parts, Eyes::Nothing, Box::new(Dark)).unwrap();
        let staff = watch.staff();
        watch.door().with(|post| post.tick()).unwrap();
        let typed = |name: &str, role, pin: &str| Typed {
            name: name.to_owned(),
            role,
            pin: Some(pin.to_owned()),
        };
        let now = clock.now();
        let head = typed("Lê Thị Trưởng", Role::UnitHead, HEAD_PIN);
        let head = staff.add(&head, &now).unwrap().number;
        let admin = typed("Trần Văn Quản", Role::Admin, ADMIN_PIN);
        let admin = staff.add(&admin, &now).unwrap().number;
        let people = Arc::new(People::new(&home, Arc::clone(&staff), watch.door()));
        let reader = Reader::new(&home, Arc::clone(&staff), Arc::clone(&clock));
        let reader = Arc::new(reader);
        let clerk = Clerk::new(Arc::clone(&reader), Arc::clone(&people), watch.door());
        let clerk = Arc::new(clerk);
        let (read, write) = (Arc::clone(&reader), Arc::clone(&clerk));
        let office = Office::new(&home, staff, clock, read, write, watch.door());
        House {
            home,
            watch,
            people,
            reader,
            clerk,
            office,
            head,
            admin,
            _dir: dir,
        }
    }

    pub fn head_signs_on(&self) {
        let tried = self.people.sign_on(self.head, HEAD_PIN, Seat::Desk);
        assert!(matches!(tried, Ok(Tried::Right(_))));
    }

    pub fn admin_signs_on(&self) {
        let tried = self.people.sign_on(self.admin, ADMIN_PIN, Seat::Desk);
        assert!(matches!(tried, Ok(Tried::Right(_))));
    }

    /// Somebody is typed in at the gate. The place of the line.
    pub fn comes(&self, name: &str, number: &str) -> u64 {
        let form = ByHand {
            name: name.to_owned(),
            birth_year: Some(1990),
            number: Some(number.to_owned()),
            ..ByHand::default()
        };
        self.watch
            .with(move |post| post.enter_by_hand(&form))
            .unwrap()
            .unwrap();
        self.entries().len() as u64
    }

    pub fn entries(&self) -> Vec<Entry> {
        let mut entries = Vec::new();
        let reading = Reading::open(&self.home).unwrap();
        reading
            .lines(|line| {
                entries.push(Entry::parse(line).unwrap());
                true
            })
            .unwrap();
        entries
    }
}

#[test]
fn nobody_but_the_unit_head_amends_or_reveals_and_the_journal_tells_who_and_why() {
    let house = House::new();
    let place = house.comes("Nguyễn Văn Nhầm", "051090000001");
    let before = house.entries().len();
    assert!(
        house
            .clerk
            .amend(place, &Change::Void, "quét nhầm thẻ")
            .is_err()
    );
    assert!(house.clerk.reveal(place, HEAD_PIN).is_err());
    assert_eq!(house.entries().len(), before);

    house.head_signs_on();
    for short in ["", " \n ", "ừ"] {
        assert!(house.clerk.amend(place, &Change::Void, short).is_err());
    }
    let name = Change::Name {
        name: "  Nguyễn  Văn Đúng ".to_owned(),
        birth_year: Some(1991),
    };
    house.clerk.amend(place, &name, "gõ sai tên").unwrap();
    house
        .clerk
        .amend(place, &Change::Turn, "khách ra chứ không vào")
        .unwrap();
    house
        .clerk
        .amend(place, &Change::Void, "quét nhầm thẻ")
        .unwrap();
    assert!(house.clerk.amend(place, &Change::Turn, "lần nữa").is_err());
    let (details, named) = house.reader.details(place).unwrap();
    assert_eq!(
        details.row.line.identity.name.as_deref(),
        Some("Nguyễn Văn Đúng")
    );
    assert!(details.row.line.is_void);
    assert!(details.witnessed_by.is_empty());
    let said: Vec<_> = details
        .later
        .iter()
        .map(|later| {
            let by = later.by.and_then(|by| named.staff.get(&by).cloned());
            (later.kind.clone(), later.reason.clone(), by)
        })
        .collect();
    let head = || Some("Lê Thị Trưởng".to_owned());
    let why = |text: &str| Some(text.to_owned());
    assert_eq!(
        said,
        [
            (Kind::Correct, why("gõ sai tên"), head()),
            (Kind::Correct, why("khách ra chứ không vào"), head()),
            (Kind::Void, why("quét nhầm thẻ"), head()),
        ]
    );
    // Found by the right name and by the reason.
    for typed in ["nguyen van dung", "quet nham the"] {
        let (found, _) = house.reader.search(typed, None, 10).unwrap();
        assert_eq!(found.rows.len(), 1, "{typed}");
    }
    // Whoever is counted at the gate knows of it.
    let inside = house.watch.with(|post| post.snapshot().counters).unwrap();
    assert_eq!((inside.entered, inside.left), (0, 0));
}

#[test]
fn what_is_masked_is_shown_for_the_pin_alone_and_each_look_is_an_entry() {
    let house = House::new();
    house.head_signs_on();
    let place = house.comes("Nguyễn Văn An", "051090000017");
    let reveals = |house: &House| {
        let entries = house.entries().into_iter();
        let reveals = entries.filter(|entry| entry.said.kind == Kind::Audit(Audit::Reveal));
        reveals.collect::<Vec<_>>()
    };
    let wrong = house.clerk.reveal(place, "11112222").unwrap();
    assert!(matches!(wrong, Revealed::Not(Tried::Wrong { left: 4 })));
    assert!(reveals(&house).is_empty());
    let Revealed::Shown(kept) = house.clerk.reveal(place, HEAD_PIN).unwrap() else {
        panic!("the PIN was right");
    };
    let digits: Vec<_> = kept.iter().map(|kept| kept.value.as_str()).collect();
    assert_eq!(
        digits,
        ["0017"],
        "the rest isn't kept, pseudonyms say nothing"
    );
    let reveals = reveals(&house);
    assert_eq!(reveals.len(), 1);
    assert_eq!(reveals[0].said.by, Some(house.head));
    assert_eq!(reveals[0].said.of.map(|of| of.seq), Some(place));
}
