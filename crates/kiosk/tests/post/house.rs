//! What an admin settles for the gate.

use super::{AN, Gate, gate};
use checkpoint::entry::{Audit, Kind};
use checkpoint::verdict::Reason;
use jiff::civil::time;
use kiosk::clock::Clock;
use kiosk::home::Home;
use kiosk::ledger::Ledger;
use kiosk::post::{House, Refusal};
use kiosk::settings::Settings;

const HOUR: u64 = 60 * 60 * 1000;

#[test]
fn what_is_settled_is_kept_and_an_entry_and_nonsense_is_refused_with_its_reason() {
    let (dir, mut gate) = gate();
    let house = gate.post.house().expect("the defaults");
    assert_eq!(house.close_at, Some(time(22, 0, 0, 0)));
    let with = |change: &dyn Fn(&mut House)| {
        let mut wanted = house.clone();
        change(&mut wanted);
        wanted
    };
    for (wanted, refusal) in [
        (
            with(&|house| house.unit_name = " ".to_owned()),
            Refusal::NameMissing,
        ),
        (
            with(&|house| house.gate_name = "à".repeat(121)),
            Refusal::NameTooLong,
        ),
        (with(&|house| house.keep_days = 2), Refusal::DaysWrong),
        (with(&|house| house.keep_days = 3654), Refusal::DaysWrong),
        (with(&|house| house.keep_years = 0), Refusal::YearsWrong),
        (with(&|house| house.keep_years = 51), Refusal::YearsWrong),
    ] {
        assert_eq!(gate.post.settle_house(&wanted), Err(refusal));
    }
    assert_eq!(gate.post.settle_house(&house), Ok(()), "nothing changes");
    let wanted = House {
        unit_name: " Trường Thử ".to_owned(),
        close_at: Some(time(18, 0, 0, 0)),
        ..house
    };
    gate.show(&[AN]);
    gate.post.settle_house(&wanted).expect("settled");
    gate.clock.on(11 * HOUR);
    gate.post.tick();
    assert_eq!(gate.counters(), (0, 1, 0), "closed at 18:00");
    let now = gate.clock.now();
    drop(gate.post);
    let mut again = Gate::at(dir.path(), 11 * HOUR);
    let kept = Settings::load(&Settings::path(&Home::at(dir.path()))).expect("settings");
    assert_eq!(kept.unit_name, "Trường Thử");
    assert_eq!(kept.close_at, wanted.close_at);
    again.post.tick();
    drop(again.post);
    let mut ledger = Ledger::open(&Home::at(dir.path()), &now).expect("a ledger");
    let zone = kept.time_zone().expect("a zone");
    let entries = ledger.recent(&now, &zone).expect("entries");
    let configs: Vec<Vec<Reason>> = entries
        .into_iter()
        .filter(|kept| kept.entry.said.kind == Kind::Audit(Audit::Config))
        .map(|kept| kept.entry.said.reasons)
        .collect();
    assert_eq!(configs, [vec![Reason::NamesChanged, Reason::HouseChanged]]);
}
