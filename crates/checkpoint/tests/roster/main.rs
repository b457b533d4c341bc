//! Which member an entry is about, and what a roster is told by a log, against a recount that compares everybody with
//! everybody.

use checkpoint::document::{Birth, Kind, Number};
use checkpoint::roster::{Figures, Index, Member, Seen, Tally, Told, monday, share};
use checkpoint::subject::{Identity, Person, PersonKey, Who, fold_name};
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use proptest::prelude::*;
use proptest::sample::select;

const KEY: PersonKey = PersonKey([7; 32]);
const TODAY: Date = Date::constant(2026, 11, 26);

fn names() -> impl Strategy<Value = String> {
    select(vec![
        "Nguyễn Văn An",
        "NGUYEN VAN AN",
        "Trần Thị Bé",
        "Lê Hữu Đạt",
    ])
    .prop_map(str::to_owned)
}

fn birth() -> impl Strategy<Value = Birth> {
    select(vec![
        Birth::Unknown,
        Birth::Year(2014),
        Birth::Day(Date::constant(2014, 5, 6)),
        Birth::Day(Date::constant(2014, 8, 9)),
        Birth::Day(Date::constant(1990, 1, 2)),
    ])
}

fn id() -> impl Strategy<Value = Option<String>> {
    prop::option::of(
        select(vec!["001214000001", "001214000002", "012345678"]).prop_map(str::to_owned),
    )
}

fn phone() -> impl Strategy<Value = Option<String>> {
    prop::option::weighted(
        0.3,
        select(vec!["0912345678", "0987654321"]).prop_map(str::to_owned),
    )
}

fn member() -> impl Strategy<Value = Member> {
    (names(), birth(), id(), phone()).prop_map(|(name, birth, id, phone)| Member {
        name,
        birth,
        id,
        phone,
    })
}

/// Who came, before the log made pseudonyms of it.
#[derive(Clone, Debug)]
struct Came {
    name: Option<String>,
    birth: Birth,
    ids: Vec<String>,
    phone: Option<String>,
    document: Option<Kind>,
    days_ago: i64,
}

fn came() -> impl Strategy<Value = Came> {
    let ids =
        (id(), id()).prop_map(|(one, other)| one.into_iter().chain(other).collect::<Vec<_>>());
    let document = prop::option::of(select(vec![
        Kind::CitizenCard,
        Kind::PersonalCode,
        Kind::StaffBadge,
    ]));
    (
        prop::option::weighted(0.9, names()),
        birth(),
        ids,
        phone(),
        document,
        0..12_i64,
    )
        .prop_map(|(name, birth, ids, phone, document, days_ago)| Came {
            name,
            birth,
            ids,
            phone,
            document,
            days_ago,
        })
}

impl Came {
    fn day(&self) -> Date {
        TODAY.checked_sub(self.days_ago.days()).expect("a day")
    }

    fn seen(&self) -> Seen {
        let mut persons = self
            .ids
            .iter()
            .map(|id| Person::of_number(&Number::Id(id.clone()), &KEY));
        let namesake = self.name.as_ref().zip(self.birth.day());
        Seen {
            at: Timestamp::from_second(1_800_000_000 - self.days_ago * 86_400).expect("a moment"),
            day: self.day(),
            document: self.document,
            identity: Identity {
                name: self.name.clone(),
                birth_year: self.birth.year(),
                last4: None,
                who: Who {
                    person: persons.next(),
                    aliases: persons.collect(),
                    namesake: namesake.map(|(name, born)| Person::of_namesake(name, born, &KEY)),
                },
            },
            phone: self.phone.clone(),
        }
    }

    /// The member that it is, by reading the rules word for word.
    fn is(&self, members: &[Member]) -> Option<usize> {
        let same_name = |member: &Member| {
            self.name.as_ref().map(|name| fold_name(name)) == Some(fold_name(&member.name))
        };
        let number = |member: &Member| member.id.as_ref().is_some_and(|id| self.ids.contains(id));
        let phone = |member: &Member| {
            self.phone.is_some()
                && member.phone == self.phone
                && (self.name.is_none() || same_name(member))
        };
        let date = |member: &Member| {
            same_name(member)
                && self.birth.day().is_some()
                && member.birth.day() == self.birth.day()
        };
        let year = |member: &Member| {
            let one_tells_less = self.birth.day().is_none() || member.birth.day().is_none();
            same_name(member)
                && one_tells_less
                && self.birth.year().is_some()
                && member.birth.year() == self.birth.year()
        };
        let rules: [&dyn Fn(&Member) -> bool; 4] = [&number, &phone, &date, &year];
        rules.into_iter().find_map(|rule| {
            let mut fitting = (0..members.len()).filter(|at| rule(&members[*at]));
            let first = fitting.next()?;
            fitting.next().is_none().then_some(first)
        })
    }
}

proptest! {
    #[test]
    fn an_entry_is_whose_the_rules_say_and_nobody_s_where_two_fit(
        members in prop::collection::vec(member(), 0..8),
        came in came(),
    ) {
        let seen = came.seen();
        let found = Index::of(&members, &KEY).find(&seen.identity, seen.phone.as_deref());
        prop_assert_eq!(found, came.is(&members));
    }

    #[test]
    fn what_a_roster_is_told_equals_a_recount(
        members in prop::collection::vec(member(), 0..8),
        all in prop::collection::vec(came(), 0..20),
    ) {
        let mut tally = Tally::of(&members, &KEY, TODAY);
        for came in &all {
            tally.take(&came.seen());
        }
        let told = tally.told();
        let recount: Vec<Told> = (0..members.len())
            .map(|at| {
                let own: Vec<&Came> = all.iter().filter(|came| came.is(&members) == Some(at)).collect();
                Told {
                    today: own.iter().any(|came| came.day() == TODAY),
                    this_week: own.iter().any(|came| came.day() >= monday(TODAY)),
                    last: own.iter().map(|came| came.seen().at).max(),
                    by: own.iter().map(|came| came.document).collect(),
                }
            })
            .collect();
        prop_assert_eq!(&told, &recount);
        let figures = Figures::of(&told);
        prop_assert_eq!(figures.people, members.len());
        prop_assert_eq!(figures.never, recount.iter().filter(|told| told.by.is_empty()).count());
        let apps = recount.iter().filter(|told| told.by.contains(&Some(Kind::PersonalCode)));
        prop_assert_eq!(figures.app, apps.count());
        prop_assert_eq!(figures.seen() + figures.never, figures.people);
        let with = |kinds: &[Kind]| {
            let has = |told: &&Told| kinds.iter().any(|kind| told.by.contains(&Some(*kind)));
            recount.iter().filter(has).count()
        };
        prop_assert_eq!(figures.card, with(&[Kind::CitizenCard]));
        prop_assert_eq!(figures.pass, with(&[Kind::DeclarationPass]));
        prop_assert_eq!(figures.badge, with(&[Kind::DayBadge, Kind::StaffBadge]));
        let (some, others) = told.split_at(told.len() / 2);
        prop_assert_eq!(Figures::of(some).with(Figures::of(others)), figures);
        let tenths = share(figures.today, figures.people);
        prop_assert!(tenths.is_none_or(|tenths| (0..=1000).contains(&tenths)));
    }
}
