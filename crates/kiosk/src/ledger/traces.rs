//! *Traces*: what an entry is found by, besides its place: when it counts, which entry it amends, the words of its subject and
//! the pseudonyms of whom it is about. The words follow a little later; all of a subject go with it.

use checkpoint::entry::{Audit, Entry, Kind};
use checkpoint::subject::{Contact, Group, Identity, Note, Person, Purpose, Who, fold_name, words};
use rusqlite::{Connection, Transaction, params};
use std::collections::BTreeSet;

/// The seq of the entry that another one answers, corrects or takes back, or to which it adds what its person declared: its member
/// `of`, where that is what it says.
pub(super) fn amends(entry: &Entry) -> Option<u64> {
    let said = &entry.said;
    let of = said.of?;
    match said.kind {
        Kind::Decision
        | Kind::Void
        | Kind::Correct
        | Kind::SameAs
        | Kind::AutoOut
        | Kind::Audit(Audit::Declaration) => Some(of.seq),
        Kind::Scan | Kind::Manual | Kind::Passed | Kind::Gap | Kind::Audit(_) | Kind::Other(_) => {
            None
        }
    }
}

/// The word that stands for purpose key 1–9: a unit may rename a purpose.
pub(crate) fn word_of_purpose(key: u8) -> String {
    format!("viec{key}key")
}

/// What can be searched for in the words of a text: each with its accents, and without.
fn both(found: &mut BTreeSet<String>, text: &str) {
    for word in words(text) {
        found.insert(fold_name(&word));
        found.insert(word);
    }
}

/// The words of a subject, parted by blanks. Empty where it has none that are searched for.
fn text_of(groups: &[Option<String>; 4]) -> String {
    let mut found = BTreeSet::new();
    let line = |group: Group| groups[group as usize].as_deref();
    if let Some(identity) = line(Group::Identity).and_then(|line| Identity::parse(line).ok()) {
        both(&mut found, &identity.name.unwrap_or_default());
        found.extend(identity.birth_year.map(|year| year.to_string()));
        both(&mut found, &identity.last4.unwrap_or_default());
    }
    let contact = line(Group::Contact).and_then(|line| Contact::parse(line).ok());
    let contact = contact.unwrap_or_default();
    both(&mut found, &contact.class.unwrap_or_default());
    both(&mut found, &contact.guardian.unwrap_or_default());
    if let Some(phone) = contact.phone {
        let digits: String = phone.chars().filter(char::is_ascii_digit).collect();
        // Whoever remembers only its end finds it, too.
        found.extend(
            digits
                .get(digits.len().saturating_sub(4)..)
                .map(str::to_owned),
        );
        found.insert(digits);
    }
    if let Some(note) = line(Group::Note).and_then(|line| Note::parse(line).ok()) {
        match note.purpose {
            Some(Purpose::Key(key)) => drop(found.insert(word_of_purpose(key))),
            Some(Purpose::Text(text)) => both(&mut found, &text),
            None => {}
        }
        both(&mut found, &note.note.unwrap_or_default());
    }
    found.into_iter().collect::<Vec<_>>().join(" ")
}

/// Pairs of pseudonyms that one document carried; of a person without another, the person twice.
fn pairs(who: &Who) -> Vec<(Person, Person)> {
    let Some(person) = who.person.or(who.namesake) else {
        return Vec::new();
    };
    let aliases = who.aliases.iter().filter(|&&alias| alias != person);
    let pairs = aliases.flat_map(|&alias| [(person, alias), (alias, person)]);
    pairs.chain([(person, person)]).collect()
}

/// Writes the pseudonyms of the subject at a place.
pub(super) fn store(
    transaction: &Transaction<'_>,
    place: i64,
    groups: &[Option<String>; 4],
) -> rusqlite::Result<()> {
    let Some(line) = &groups[Group::Identity as usize] else {
        return Ok(());
    };
    let mut statement = transaction.prepare_cached(include_str!("append_somebody.sql"))?;
    for (person, other) in pairs(&Who::of_identity_line(line)) {
        statement.execute(params![person.0, other.0, place])?;
    }
    Ok(())
}

/// Writes the words of the oldest entries that have none yet, at most `most`; says how many entries those were.
pub(super) fn index(transaction: &Transaction<'_>, most: u32) -> rusqlite::Result<usize> {
    let places = copy_words(transaction, transaction, most)?;
    if let Some(last) = places.last() {
        transaction.execute(include_str!("indexed.sql"), [last])?;
    }
    Ok(places.len())
}

/// The words that aren't in a ledger's index yet, as an index of their own.
pub(crate) fn unindexed(ledger: &Connection) -> rusqlite::Result<Connection> {
    let memory = Connection::open_in_memory()?;
    memory.execute_batch(include_str!("words.sql"))?;
    copy_words(ledger, &memory, u32::MAX)?;
    Ok(memory)
}

/// The words of at most `most` entries that aren't in the index yet go into `to`; the places of these entries.
fn copy_words(from: &Connection, to: &Connection, most: u32) -> rusqlite::Result<Vec<i64>> {
    let mut unindexed = from.prepare_cached(include_str!("unindexed.sql"))?;
    let places: Vec<i64> = unindexed
        .query_map([most], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    let mut write = to.prepare_cached(include_str!("append_words.sql"))?;
    for place in &places {
        let text = text_of(&groups_at(from, *place)?);
        if !text.is_empty() {
            write.execute(params![place, text])?;
        }
    }
    Ok(places)
}

fn groups_at(connection: &Connection, place: i64) -> rusqlite::Result<[Option<String>; 4]> {
    let mut groups: [Option<String>; 4] = Default::default();
    let mut parts = connection.prepare_cached(include_str!("groups_at.sql"))?;
    for part in parts.query_map([place], |row| Ok((row.get::<_, usize>(0)?, row.get(1)?)))? {
        let (part, line) = part?;
        if let Some(group) = groups.get_mut(part) {
            *group = Some(line);
        }
    }
    Ok(groups)
}

/// Takes out those of the subjects from one place to another.
pub(super) fn forget(transaction: &Transaction<'_>, first: i64, last: i64) -> rusqlite::Result<()> {
    for sql in [
        include_str!("forget_words.sql"),
        include_str!("forget_somebody.sql"),
    ] {
        transaction.prepare_cached(sql)?.execute([first, last])?;
    }
    Ok(())
}

/// Writes those of the entries that an older program kept, but for the words.
pub(super) fn fill(transaction: &Transaction<'_>) -> rusqlite::Result<()> {
    let mut next = transaction.prepare(include_str!("untraced.sql"))?;
    let mut entries = next.query([])?;
    while let Some(row) = entries.next()? {
        let place: i64 = row.get(0)?;
        // One that can't be read counts nowhere; opening the ledger says so.
        let Ok(entry) = Entry::parse(row.get_ref(1)?.as_bytes()?) else {
            continue;
        };
        let counted = entry.counted_at().as_millisecond();
        transaction
            .prepare_cached(include_str!("trace_entry.sql"))?
            .execute(params![place, counted, amends(&entry)])?;
        store(transaction, place, &groups_at(transaction, place)?)?;
    }
    Ok(())
}
