//! Badges of the unit's lists, from the printed page to the person whom they name at the gate.

use super::{AN, Gate, gate};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use checkpoint::document::{Document, Kind, Recognised};
use checkpoint::roster::Kind as RosterKind;
use checkpoint::verdict::Reason;
use kiosk::clock::Clock;
use kiosk::home::Home;
use kiosk::pictures;
use kiosk::post::{Remark, Said, Shown, What};
use kiosk::roster::RosterError;
use kiosk::roster::badges::Order;
use kiosk::roster::desk::{Desk, Typed};
use kiosk::roster::{Standing, Stands};
use kiosk::scanner::{Effort, Scanner};
use kiosk::staff::Staff;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use tempfile::TempDir;

/// A part of a page as a camera sees it: its left and upper edge, width and height in millimetres.
pub(super) fn code_in(pdf: &Path, page: u32, part: [f64; 4]) -> Option<Vec<u8>> {
    let picture = pdf.with_extension("");
    let [left, top, wide, high] = part.map(|mm| format!("{:.0}", mm / 25.4 * 300.0));
    let page = page.to_string();
    let drawn = Command::new("pdftoppm")
        .args([
            "-r",
            "300",
            "-gray",
            "-singlefile",
            "-f",
            &page,
            "-l",
            &page,
        ])
        .args(["-x", &left, "-y", &top, "-W", &wide, "-H", &high])
        .args([pdf, &picture])
        .status();
    assert!(drawn.expect("poppler").success());
    let luma = pictures::luma(&picture.with_extension("pgm")).expect("a picture");
    let scan = Scanner::new().read(&luma, Effort::Every);
    scan.codes.first().map(|code| code.text.clone())
}

/// The codes of so many badges of a file, in its order.
fn codes_of(pdf: &Path, badges: usize) -> Vec<Vec<u8>> {
    let code = |n: usize| {
        let (page, row, column) = (n / 24, n % 24 / 3, n % 3);
        let mm = |cells: usize, size: f64| f64::from(u16::try_from(cells).expect("few")) * size;
        let card = [6.0 + mm(column, 66.0), 8.5 + mm(row, 35.0), 66.0, 35.0];
        let page = u32::try_from(page + 1).expect("few");
        code_in(pdf, page, card).unwrap_or_else(|| panic!("badge {n} can't be read"))
    };
    (0..badges).map(code).collect()
}

/// A gate, and whoever keeps its lists.
struct School {
    gate: Gate,
    desk: Desk,
    folder: TempDir,
    list: u32,
    _home: TempDir,
}

impl School {
    /// A list of a file's people.
    fn new(kind: RosterKind, name: &str, file: &str) -> School {
        let (home, mut gate) = gate();
        gate.post.tick();
        let at = Home::at(home.path());
        let clock = Arc::clone(&gate.clock) as Arc<dyn Clock>;
        let desk = Desk::new(&at, Arc::new(Staff::of(&at)), clock);
        let mut school = School {
            gate,
            desk,
            folder: TempDir::new().expect("a folder"),
            list: 0,
            _home: home,
        };
        school.take(None, kind, name, file);
        school.list = school.desk.all().expect("lists")[0].number;
        school
    }

    fn take(&self, roster: Option<u32>, kind: RosterKind, name: &str, file: &str) {
        let typed = Typed {
            roster,
            kind,
            name: name.to_owned(),
        };
        let (token, _) = self
            .desk
            .look(&typed, &STANDARD.encode(file), None)
            .expect("a plan");
        self.desk.take(token, false).expect("taken");
    }

    fn print(&self, group: Option<&str>, again: bool) -> Result<PathBuf, RosterError> {
        let order = Order {
            roster: self.list,
            group: group.map(str::to_owned),
            again,
        };
        let folder = self.folder.path().to_str().expect("a path");
        self.desk.print_badges(&order, folder)
    }

    fn show(&mut self, code: &[u8]) -> Shown {
        self.gate.post.see(&[code.to_vec()]).remove(0)
    }

    fn stands(&self) -> Stands {
        self.desk.stands(self.list).expect("a list")
    }

    fn member(&self, name: &str) -> Standing {
        let mut people = self.stands().people.into_iter();
        people
            .find(|one| one.listed.member.name == name)
            .expect("on the list")
    }
}

const CLASS: &str = "Họ và tên,Ngày sinh,CCCD,Lớp\n\
    Nguyễn Văn An,5/3/1990,051090000001,6A\n\
    Trần Thị Bé,2014,,6A\n\
    Phạm Văn Cũ,,,6A\n\
    Phạm Văn Cũ,,,6B\n";

#[test]
fn every_badge_of_a_printed_list_is_read_back_by_our_scanner() {
    let given = ["An", "Bé", "Cũ", "Đạt", "Hân", "Khuê", "Mỹ", "Quỳnh", "Ừng"];
    let family = ["Nguyễn Thị", "Trần Văn", "Huỳnh Nguyễn Hoàng"];
    let mut file = "Họ và tên,Lớp\n".to_owned();
    for (family, given) in family
        .iter()
        .flat_map(|family| given.map(|given| (family, given)))
        .take(26)
    {
        file.push_str(&format!("{family} {given},6A\n"));
    }
    let school = School::new(RosterKind::Pupil, "Khối 6", &file);
    let pdf = school.print(None, false).expect("printed");
    assert_eq!(
        pdf.file_name().expect("a name"),
        "the-khoi-6-2026-11-24.pdf"
    );
    let codes = codes_of(&pdf, 26);
    for code in &codes {
        let Recognised::Document(document) = Document::recognise(code) else {
            panic!("no document of ours");
        };
        assert_eq!(document.kind(), Kind::StaffBadge);
    }
    let mut apart = codes.clone();
    apart.sort_unstable();
    apart.dedup();
    assert_eq!(apart.len(), 26, "each is somebody else's");
    assert!(matches!(
        school.print(None, false),
        Err(RosterError::NoBadgeNeeded)
    ));
    assert!(matches!(
        school.print(Some("6B"), true),
        Err(RosterError::NoBadgeNeeded)
    ));
}

#[test]
fn a_badge_names_its_holder_and_counts_on_the_list_until_it_is_lost() {
    let mut school = School::new(RosterKind::Pupil, "Khối 6", CLASS);
    let codes = codes_of(&school.print(None, false).expect("printed"), 4);

    let shown = school.show(&codes[1]);
    assert_eq!(
        (shown.said, shown.what),
        (Said::In, Some(What::Document(Kind::StaffBadge)))
    );
    assert_eq!(shown.holder.name.as_deref(), Some("Trần Thị Bé"));
    assert_eq!(shown.holder.birth_year, Some(2014));
    let be = school.member("Trần Thị Bé");
    assert!(be.told.today && be.badge.is_some());
    assert_eq!(
        be.told.by.into_iter().collect::<Vec<_>>(),
        [Some(Kind::StaffBadge)]
    );
    // Two who only their badges tell apart: one leaves, and the other is still inside.
    assert_eq!(school.show(&codes[2]).said, Said::In);
    assert_eq!(school.show(&codes[3]).said, Said::In);
    assert_eq!(school.stands().figures(None).today, 3);
    school.gate.clock.on(180_000);
    assert_eq!(school.show(&codes[3]).said, Said::Out);
    assert_eq!(school.gate.counters(), (2, 3, 1));

    // It is lost: from then on it names nobody.
    let number = be.listed.number;
    school.desk.revoke_badge(number).expect("revoked");
    assert!(matches!(
        school.desk.revoke_badge(number),
        Err(RosterError::NoBadge)
    ));
    let lost = school.show(&codes[1]);
    assert_eq!(lost.said, Said::Look);
    assert!(
        lost.reasons
            .contains(&Remark::Reason(Reason::DocumentRevoked))
    );
    assert_eq!(school.gate.counters(), (2, 3, 1));
    assert_eq!(school.member("Trần Thị Bé").badge, None);
    // The next one is another's code and the same person: she was inside, and leaves.
    let pdf = school.print(None, false).expect("printed anew");
    let next = codes_of(&pdf, 1).remove(0);
    assert_ne!(next, codes[1]);
    assert_eq!(
        code_in(&pdf, 1, [72.0, 8.5, 66.0, 35.0]),
        None,
        "hers alone"
    );
    assert_eq!(school.show(&next).said, Said::Out);
    assert_eq!(school.gate.counters(), (1, 3, 2));
}

#[test]
fn a_badge_and_a_card_are_one_person_and_so_are_a_badge_and_a_line_typed_by_hand() {
    let mut school = School::new(RosterKind::Staff, "Cán bộ", CLASS);
    let codes = codes_of(&school.print(Some("6A"), false).expect("printed"), 3);
    let shown = school.show(&codes[0]);
    assert_eq!(shown.said, Said::In);
    assert_eq!(shown.holder.last_four.as_deref(), Some("0001"));
    school.gate.clock.on(5_000);
    let card = school.show(AN.as_bytes());
    assert!(card.reasons.contains(&Remark::SecondDocument));
    assert_eq!(school.gate.counters(), (1, 1, 0));
    // Cũ has no number and no birth date: found by name he is whom his badge names.
    school.show(&codes[2]);
    school.gate.clock.on(180_000);
    let found = school
        .gate
        .post
        .find_visitors("pham van cu")
        .expect("a list");
    let row = found
        .iter()
        .find(|row| row.of_list.as_deref() == Some("Cán bộ · 6A"));
    let form = kiosk::post::ByHand {
        visitor: row.map(|row| row.id.clone()),
        ..kiosk::post::ByHand::default()
    };
    school.gate.post.enter_by_hand(&form).expect("by hand");
    assert_eq!(school.gate.counters(), (1, 2, 1));
}

#[test]
fn whoever_is_on_no_list_any_more_has_no_badge_and_a_renewed_list_keeps_its_own() {
    let mut school = School::new(RosterKind::Pupil, "Khối 6", CLASS);
    let codes = codes_of(&school.print(None, false).expect("printed"), 4);
    let renewed = "Họ và tên,Ngày sinh,CCCD,Lớp\nTrần Thị Bé,2014,051214000002,7A\n";
    school.take(Some(school.list), RosterKind::Pupil, "Khối 6", renewed);
    assert_eq!(school.show(&codes[0]).said, Said::Look);
    let be = school.show(&codes[1]);
    assert_eq!(be.said, Said::In);
    assert_eq!(be.holder.last_four.as_deref(), Some("0002"));
    school.desk.remove(school.list).expect("removed");
    school.gate.clock.on(180_000);
    assert_eq!(school.show(&codes[1]).said, Said::Look);
}
