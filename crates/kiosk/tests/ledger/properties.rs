//! Whatever is done in whatever order: what was acknowledged is there, in order, and the chain holds.

use super::post::{Post, coming_in, identity};
use checkpoint::entry::{Audit, Draft, Kind};
use proptest::prelude::*;

#[derive(Clone, Debug)]
enum Act {
    Admit { name: String, year: i16 },
    Note,
    Reopen,
    Alive,
    Time(i64),
    Read,
}

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        5 => ("[A-ZĐa-zđáàảãạ ]{1,30}", 1900i16..2026).prop_map(|(name, year)| Act::Admit { name, year }),
        3 => Just(Act::Note),
        2 => Just(Act::Reopen),
        1 => Just(Act::Alive),
        2 => (-7200i64..7200).prop_map(Act::Time),
        1 => Just(Act::Read),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_sequence_of_appends_and_restarts_keeps_every_acknowledged_line(acts in prop::collection::vec(act(), 1..40)) {
        let mut post = Post::new();
        let mut ledger = post.open();
        let mut acknowledged: Vec<String> = Vec::new();
        for act in acts {
            match act {
                Act::Admit { name, year } => {
                    let subject = identity(&name, year, "0001", None);
                    let at = post.now();
                    for settled in ledger.settle(&at, 1, &post.zone).unwrap() {
                        acknowledged.push(settled.line);
                    }
                    let appended = ledger.append(&coming_in(), Some(&subject), &at, 1, &post.zone).unwrap();
                    acknowledged.push(appended.line);
                }
                Act::Note => {
                    let at = post.now();
                    for settled in ledger.settle(&at, 1, &post.zone).unwrap() {
                        acknowledged.push(settled.line);
                    }
                    let draft = Draft::new(Kind::Audit(Audit::Config));
                    acknowledged.push(ledger.append(&draft, None, &at, 1, &post.zone).unwrap().line);
                }
                Act::Reopen => {
                    drop(ledger);
                    ledger = post.open();
                    prop_assert_eq!(ledger.departure(), None);
                }
                Act::Alive => ledger.alive(&post.now()),
                Act::Time(seconds) => post.pass_seconds(seconds),
                Act::Read => {
                    prop_assert_eq!(post.proven().entries, acknowledged.len() as u64);
                }
            }
        }
        drop(ledger);
        prop_assert_eq!(post.proven().entries, acknowledged.len() as u64);
        prop_assert_eq!(post.lines(), acknowledged);
    }
}
