//! *Staff*: who works at this post, what each may do here, and who is signed on.
//!
//! The list lies in a database beside the ledger's, so that it outlives a ledger that is set aside. A PIN opens verbs
//! and never a database: whoever has this account's files has its keys too.
//!
//! Trying a PIN takes a tenth of a second and 64 MiB: never on the gate's thread. What the gate asks, whether somebody
//! may, it is told at once.

pub mod badge;
mod confirming;
pub mod desk;
mod error;
pub mod handover;
pub mod pin;
mod recovery;
mod session;
mod tries;

pub use confirming::Again;
pub use error::{NotAllowed, StaffError};
pub use session::{Seat, Session};
pub use tries::Standing;

use crate::home::Home;
use crate::keys::{Key, KeyStore, Name, SecretName, Secrets};
use crate::ledger::open_or_begin;
use checkpoint::entry::MAX_NUMBER;
use checkpoint::moment::Moment;
use checkpoint::role::{Act, Role, may};
use pin::{Pin, least};
use ring::rand::{SecureRandom, SystemRandom};
use rusqlite::{Connection, OptionalExtension, params};
use session::Sessions;
use std::sync::{Mutex, MutexGuard, PoisonError};
use tries::Tries;

const MIGRATIONS: [&str; 4] = [
    include_str!("schema_1.sql"),
    include_str!("schema_2.sql"),
    include_str!("schema_3.sql"),
    include_str!("schema_4.sql"),
];

/// Letters of a name.
const NAME_CHARS: usize = 80;

/// Somebody of the staff.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Random and below 2⁵³: it stands in entries.
    pub number: u64,
    pub name: String,
    pub role: Role,
}

/// What somebody typed of a person.
#[derive(Clone, Debug)]
pub struct Typed {
    pub name: String,
    pub role: Role,
    /// None leaves the PIN as it is; inspectors have none.
    pub pin: Option<String>,
}

impl Typed {
    /// The PIN that somebody typed, where they did and the role has one.
    fn chosen_pin(&self) -> Result<Option<Pin>, StaffError> {
        match (self.role, self.pin.as_deref()) {
            (_, None) => Ok(None),
            (Role::Inspector, Some(_)) => Err(StaffError::InspectorByBadge),
            (role, Some(pin)) => Ok(Some(Pin::choose(pin, role)?)),
        }
    }
}

/// Somebody who has just entered the right PIN, or shown the badge that counts: nobody else can make one.
#[derive(Clone, Debug)]
pub struct Proven(Person);

impl Proven {
    pub fn person(&self) -> &Person {
        &self.0
    }
}

/// What became of a try.
#[derive(Clone, Debug)]
pub enum Tried {
    Right(Proven),
    /// So many tries are left.
    Wrong {
        left: u32,
    },
    /// No try is taken for so long. `by_this` one: it was wrong, too.
    Locked {
        ms: u64,
        by_this: bool,
    },
}

/// Who is signed on, for the screen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SignedOn {
    /// There is an admin, so that roles are asked.
    pub is_governed: bool,
    pub duty: Option<Person>,
    pub desk: Option<Person>,
    /// Inspects the gate by a badge, beside whoever is on duty.
    pub inspector: Option<Person>,
}

/// The staff of one home.
pub struct Staff {
    home: Home,
    list: Mutex<Option<List>>,
    sessions: Mutex<Sessions>,
    /// Whether there is an admin; None until it was looked up.
    governed: Mutex<Option<bool>>,
    /// A recovery key that was shown and not yet typed back.
    shown_key: Mutex<Option<recovery::Shown>>,
    /// Every badge; None until they were looked up.
    badges: Mutex<Option<badge::Badges>>,
}

/// The open list.
struct List {
    connection: Connection,
    secret: Key,
    tries: Tries,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Staff {
    /// Touches nothing yet.
    pub fn of(home: &Home) -> Staff {
        Staff {
            home: home.clone(),
            list: Mutex::default(),
            sessions: Mutex::default(),
            governed: Mutex::default(),
            shown_key: Mutex::default(),
            badges: Mutex::default(),
        }
    }

    /// Whether whoever is signed on may do it. Before there is an admin everybody may, so that a post can be set up.
    pub fn allow(&self, act: Act, now: &Moment) -> Result<(), NotAllowed> {
        if !self.is_governed() {
            return Ok(());
        }
        let mut sessions = lock(&self.sessions);
        sessions.expire(now);
        if sessions.roles().any(|role| may(role, act)) {
            Ok(())
        } else {
            Err(NotAllowed::of(act))
        }
    }

    /// There is an admin. A list that can't be read has one: it isn't opened by damaging it.
    pub fn is_governed(&self) -> bool {
        if let Some(known) = *lock(&self.governed) {
            return known;
        }
        let found = if self.home.staff().exists() {
            match self.with_list(|list| Ok(list.has_admin()?)) {
                Ok(found) => found,
                Err(_) => return true,
            }
        } else {
            false
        };
        *lock(&self.governed) = Some(found);
        found
    }

    /// Who is signed on now.
    pub fn signed_on(&self, now: &Moment) -> SignedOn {
        let is_governed = self.is_governed();
        let mut sessions = lock(&self.sessions);
        sessions.expire(now);
        let person = |session: &Option<Session>| session.as_ref().map(|one| one.person.clone());
        SignedOn {
            is_governed,
            duty: person(&sessions.duty),
            desk: person(&sessions.desk),
            inspector: person(&sessions.inspector),
        }
    }

    /// The shift that runs.
    pub fn shift(&self, now: &Moment) -> Option<Session> {
        let mut sessions = lock(&self.sessions);
        sessions.expire(now);
        sessions.duty.clone()
    }

    /// Somebody touched a key or the mouse: neither the desk nor an inspection is idle.
    pub fn stay(&self, now: &Moment) {
        let mut sessions = lock(&self.sessions);
        sessions.expire(now);
        sessions.touch(now);
    }

    /// Begins a session, in place of the one that is there.
    pub fn begin(&self, proven: &Proven, seat: Seat, now: &Moment) {
        lock(&self.sessions).begin(proven.0.clone(), seat, now);
    }

    pub fn end(&self, seat: Seat) {
        lock(&self.sessions).at(seat).take();
    }

    /// Everybody on the list, admins and unit heads first. Not asked for: a PIN is tried by whom it belongs to.
    pub fn people(&self) -> Result<Vec<Person>, StaffError> {
        if !self.home.staff().exists() {
            return Ok(Vec::new());
        }
        self.with_list(|list| list.people())
    }

    /// Tries somebody's PIN for a seat. It counts as wrong until it was found right.
    pub fn try_pin(
        &self,
        number: u64,
        pin: &str,
        seat: Seat,
        now: &Moment,
    ) -> Result<Tried, StaffError> {
        self.with_list(|list| {
            let person = list.person(number)?;
            match (person.role, seat) {
                (_, Seat::Inspection) | (Role::Inspector, _) => {
                    return Err(StaffError::InspectorByBadge);
                }
                (Role::Nobody | Role::Guard, Seat::Desk) => return Err(StaffError::GuardAtDesk),
                (Role::Nobody | Role::Guard, Seat::Gate) | (Role::UnitHead | Role::Admin, _) => {}
            }
            let hash: Option<String> = list
                .connection
                .query_row(include_str!("pin_of.sql"), [number], |row| row.get(0))
                .optional()?;
            let hash = hash.ok_or(StaffError::Unknown)?;
            list.try_secret(number, pin, &hash, now, || Tried::Right(Proven(person)))
        })
    }

    /// Adds somebody.
    pub fn add(&self, typed: &Typed, now: &Moment) -> Result<Person, StaffError> {
        self.allow(Act::ManageStaff, now)?;
        let name = name_of(&typed.name)?;
        let pin = match typed.role {
            Role::Inspector => typed.chosen_pin()?,
            Role::Nobody | Role::Guard | Role::UnitHead | Role::Admin => {
                let pin = typed.pin.as_deref().unwrap_or_default();
                Some(Pin::choose(pin, typed.role)?)
            }
        };
        let person = self.with_list(|list| {
            list.is_free(&name, None)?;
            let person = Person {
                number: number()?,
                name,
                role: typed.role,
            };
            let row = params![
                person.number,
                person.name,
                person.role.as_str(),
                pin.map(|pin| pin.hash(&list.secret)).transpose()?
            ];
            list.connection.execute(include_str!("add.sql"), row)?;
            Ok(person)
        })?;
        self.look_again();
        Ok(person)
    }

    /// Gives somebody another name, role or PIN. A new PIN ends their lock; another role, their sessions and badges.
    pub fn change(&self, number: u64, typed: &Typed, now: &Moment) -> Result<(), StaffError> {
        self.allow(Act::ManageStaff, now)?;
        let name = name_of(&typed.name)?;
        let pin = typed.chosen_pin()?;
        let is_other = self.with_list(|list| {
            let before = list.person(number)?;
            list.is_free(&name, Some(number))?;
            if pin.is_none() && least(typed.role) > least(before.role) {
                return Err(StaffError::NeedsPin(least(typed.role)));
            }
            if before.role == Role::Admin && typed.role != Role::Admin {
                list.is_not_last_admin()?;
            }
            let hash = pin.map(|pin| pin.hash(&list.secret)).transpose()?;
            let is_other = before.role != typed.role;
            let transaction = list.connection.transaction()?;
            let row = params![number, name, typed.role.as_str(), hash];
            transaction.execute(include_str!("change.sql"), row)?;
            if is_other {
                let row = params![number, now.at.as_millisecond()];
                transaction.execute(include_str!("revoke_badges.sql"), row)?;
            }
            transaction.commit()?;
            if hash.is_some() {
                list.tries.forget(number, &list.connection)?;
            }
            Ok(is_other)
        })?;
        if is_other {
            lock(&self.sessions).end_of(number);
        }
        self.look_again();
        Ok(())
    }

    /// Takes somebody off the list. Entries keep the number, and the number its name.
    pub fn remove(&self, number: u64, now: &Moment) -> Result<(), StaffError> {
        self.allow(Act::ManageStaff, now)?;
        self.with_list(|list| {
            if list.person(number)?.role == Role::Admin {
                list.is_not_last_admin()?;
            }
            let row = params![number, now.at.as_millisecond()];
            list.connection.execute(include_str!("remove.sql"), row)?;
            list.tries.forget(number, &list.connection)
        })?;
        lock(&self.sessions).end_of(number);
        self.look_again();
        Ok(())
    }

    /// Looked up here, so that the gate needn't wait for the list.
    fn look_again(&self) {
        let found = self.with_list(|list| Ok(list.has_admin()?));
        *lock(&self.governed) = found.ok();
        self.look_at_badges();
    }

    fn with_list<T>(
        &self,
        ask: impl FnOnce(&mut List) -> Result<T, StaffError>,
    ) -> Result<T, StaffError> {
        let mut list = lock(&self.list);
        let open = match list.take() {
            Some(open) => open,
            None => List::open(&self.home)?,
        };
        ask(list.insert(open))
    }
}

impl List {
    fn open(home: &Home) -> Result<List, StaffError> {
        let keys = KeyStore::of(home)?;
        let key = keys.get(Name::Ledger).ok_or(StaffError::NoLedger)?;
        let connection = open_or_begin(&home.staff(), key, &MIGRATIONS)?;
        let connection = connection.ok_or(StaffError::Newer)?;
        let secrets = Secrets::of(home);
        let secret = match secrets.get(SecretName::Staff)? {
            Some(secret) => secret,
            // Another one would fit nobody's PIN.
            None if !people(&connection)?.is_empty() => return Err(StaffError::NoSecret),
            None => {
                let secret = Key::new(random::<32>()?.to_vec());
                secrets.put(SecretName::Staff, &secret)?;
                secret
            }
        };
        Ok(List {
            tries: Tries::open(home, &secret, &connection)?,
            connection,
            secret,
        })
    }

    fn people(&self) -> Result<Vec<Person>, StaffError> {
        Ok(people(&self.connection)?)
    }

    fn person(&self, number: u64) -> Result<Person, StaffError> {
        let mut people = self.people()?.into_iter();
        let found = people.find(|person| person.number == number);
        found.ok_or(StaffError::Unknown)
    }

    fn has_admin(&self) -> rusqlite::Result<bool> {
        self.connection
            .query_row(include_str!("has_admin.sql"), [], |row| row.get(0))
    }

    /// Nobody else on the list has the name.
    fn is_free(&self, name: &str, of: Option<u64>) -> Result<(), StaffError> {
        let lower = name.to_lowercase();
        let mut people = self.people()?.into_iter();
        let is_taken =
            people.any(|person| Some(person.number) != of && person.name.to_lowercase() == lower);
        if is_taken {
            Err(StaffError::NameTaken)
        } else {
            Ok(())
        }
    }

    fn is_not_last_admin(&self) -> Result<(), StaffError> {
        let people = self.people()?.into_iter();
        let admins = people.filter(|person| person.role == Role::Admin);
        if admins.count() > 1 {
            Ok(())
        } else {
            Err(StaffError::LastAdmin)
        }
    }

    /// Tries a secret text under somebody's count.
    fn try_secret(
        &mut self,
        number: u64,
        text: &str,
        hash: &str,
        now: &Moment,
        right: impl FnOnce() -> Tried,
    ) -> Result<Tried, StaffError> {
        let before = self.tries.standing(number, now, &self.connection)?;
        if let Standing::Locked { ms } = before {
            return Ok(Tried::Locked { ms, by_this: false });
        }
        let if_wrong = self.tries.count(number, now, &self.connection)?;
        if pin::is_right(text, hash, &self.secret)? {
            self.tries.forget(number, &self.connection)?;
            return Ok(right());
        }
        Ok(match if_wrong {
            Standing::Free { left } => Tried::Wrong { left },
            Standing::Locked { ms } => Tried::Locked { ms, by_this: true },
        })
    }
}

fn people(connection: &Connection) -> rusqlite::Result<Vec<Person>> {
    let mut statement = connection.prepare_cached(include_str!("all.sql"))?;
    let rows = statement.query_map([], |row| {
        let role: String = row.get(2)?;
        Ok(Person {
            number: row.get(0)?,
            name: row.get(1)?,
            // The schema has no other word.
            role: Role::of_word(&role).unwrap_or(Role::Nobody),
        })
    })?;
    rows.collect()
}

fn name_of(typed: &str) -> Result<String, StaffError> {
    let name = typed.split_whitespace().collect::<Vec<_>>().join(" ");
    let letters = name.chars().count();
    let is_one = name.chars().any(char::is_alphabetic) && !name.chars().any(char::is_control);
    if is_one && letters <= NAME_CHARS {
        Ok(name)
    } else {
        Err(StaffError::Name)
    }
}

/// A number that nobody has yet, as good as certainly.
fn number() -> Result<u64, StaffError> {
    Ok(u64::from_le_bytes(random()?) & MAX_NUMBER)
}

fn random<const N: usize>() -> Result<[u8; N], StaffError> {
    let mut bytes = [0; N];
    SystemRandom::new()
        .fill(&mut bytes)
        .map_err(|_| StaffError::NoRandom)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_of_before_there_were_inspectors_keeps_its_people_their_pins_and_badges() {
        let connection = Connection::open_in_memory().unwrap();
        connection
            .execute_batch("PRAGMA foreign_keys = ON")
            .unwrap();
        let (before, after) = MIGRATIONS.split_at(3);
        for step in before {
            connection.execute_batch(step).unwrap();
        }
        connection
            .execute_batch(
                "INSERT INTO person VALUES (1, 'Lê Văn Bảo', 'guard', 'hash', NULL), (2, 'Đã Đi', 'admin', NULL, 5);
                 INSERT INTO badge VALUES (zeroblob(16), 1, 10, NULL);",
            )
            .unwrap();
        for step in after {
            connection.execute_batch(step).unwrap();
        }
        let add = |role: &str, pin: Option<&str>| {
            let row = params![9, "Hồ Thị Thanh", role, pin];
            connection.execute(include_str!("add.sql"), row)
        };
        add("inspector", Some("hash")).unwrap_err();
        add("guard", None).unwrap_err();
        add("inspector", None).unwrap();
        let names: Vec<String> = people(&connection)
            .unwrap()
            .into_iter()
            .map(|person| person.name)
            .collect();
        assert_eq!(names, ["Lê Văn Bảo", "Hồ Thị Thanh"]);
        let count = |sql: &str| connection.query_row(sql, [], |row| row.get::<_, i64>(0));
        assert_eq!(count("SELECT count(*) FROM person").unwrap(), 3);
        assert_eq!(
            count("SELECT count(*) FROM badge JOIN person ON number = person WHERE pin = 'hash'")
                .unwrap(),
            1
        );
        let orphan = "INSERT INTO badge VALUES (randomblob(16), 77, 10, NULL)";
        connection.execute_batch(orphan).unwrap_err();
    }
}
