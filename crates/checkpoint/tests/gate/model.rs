//! What a log comes to, counted from scratch by someone who has all day: no index, no state kept.

use crate::stand::zone;
use checkpoint::entry::{Direction, Entry, Kind, Outcome, Ref, day_of};
use checkpoint::gate::Recorded;
use checkpoint::subject::{Person, Who};
use jiff::Timestamp;
use jiff::civil::Date;

/// An entry that moved somebody, as the log has left it.
struct Move {
    time: Timestamp,
    seq: u64,
    who: Who,
    /// The place in the log as of which it is known whom they are the same as.
    known_at: u64,
    direction: Direction,
    count: i64,
    is_group: bool,
}

#[derive(Debug, PartialEq, Eq)]
pub struct Count {
    pub inside: u32,
    pub entered: u32,
    pub left: u32,
    pub open: Vec<Ref>,
}

/// Recounts a day.
pub fn count(log: &[Recorded], day: Date) -> Count {
    let mut moves: Vec<Move> = log.iter().filter_map(|one| moved(log, one, day)).collect();
    moves.sort_by_key(|one| (one.time, one.seq));
    let people = |direction| {
        let those = moves.iter().filter(|one| one.direction == direction);
        those.map(|one| one.count).sum::<i64>()
    };
    let (entered, left) = (people(Direction::In), people(Direction::Out));
    let mut inside: Vec<Person> = Vec::new();
    let mut unnamed = 0_i64;
    for one in &moves {
        match one.who.person.filter(|_| !one.is_group) {
            Some(person) => {
                let claims = claims(log, one.known_at, day);
                inside.retain(|&other| !is_same(&claims, person, other));
                if one.direction == Direction::In {
                    inside.push(person);
                }
            }
            None => {
                let sign = if one.direction == Direction::In {
                    1
                } else {
                    -1
                };
                unnamed = (unnamed + sign * one.count).max(0);
            }
        }
    }
    let number = |count: i64| u32::try_from(count).unwrap();
    Count {
        inside: number(inside.len() as i64 + unnamed),
        entered: number(entered),
        left: number(left),
        open: log
            .iter()
            .filter(|one| is_open(log, one))
            .map(place)
            .collect(),
    }
}

/// Which way somebody went last on a day, if anyway.
pub fn last_direction(log: &[Recorded], who: &Who, day: Date) -> Option<Direction> {
    let mut moves: Vec<Move> = log.iter().filter_map(|one| moved(log, one, day)).collect();
    moves.sort_by_key(|one| (one.time, one.seq));
    let mut claims = claims(log, u64::MAX, day);
    claims.push(who);
    let mut theirs = moves
        .iter()
        .filter(|one| match (one.who.person, who.person) {
            (Some(one), Some(other)) => is_same(&claims, one, other),
            (None, _) | (_, None) => false,
        });
    theirs.next_back().map(|one| one.direction)
}

/// Whom the documents of a day named, up to a place in the log.
fn claims(log: &[Recorded], until: u64, day: Date) -> Vec<&Who> {
    let that_day = log.iter().filter(|one| day_of(&one.entry, &zone()) == day);
    that_day
        .filter(|one| one.entry.seq <= until)
        .filter(|one| {
            let kind = &one.entry.said.kind;
            matches!(kind, Kind::Scan | Kind::Manual | Kind::SameAs)
        })
        .map(|one| &one.who)
        .collect()
}

fn is_same(claims: &[&Who], one: Person, other: Person) -> bool {
    let says = |owner, alias| {
        let of_owner = claims.iter().filter(|who| who.person == Some(owner));
        of_owner.into_iter().any(|who| who.aliases.contains(&alias))
    };
    one == other || says(one, other) || says(other, one)
}

fn moved(log: &[Recorded], one: &Recorded, day: Date) -> Option<Move> {
    let said = &one.entry.said;
    let (direction, verdict) = standing(log, one)?;
    let moves = match said.kind {
        Kind::Scan | Kind::Manual | Kind::Decision => verdict == Some(Outcome::Admit),
        Kind::Passed => true,
        Kind::Void
        | Kind::Correct
        | Kind::Gap
        | Kind::Audit(_)
        | Kind::SameAs
        | Kind::AutoOut
        | Kind::Other(_) => false,
    };
    // A decision is about whom the scan that it answers is about.
    let about = match said.kind == Kind::Decision {
        true => log.iter().find(|other| Some(place(other)) == said.of)?,
        false => one,
    };
    if !moves || day_of(&one.entry, &zone()) != day {
        return None;
    }
    Some(Move {
        time: time(log, &one.entry),
        seq: one.entry.seq,
        who: identity(log, about).0,
        known_at: identity(log, about).1.max(one.entry.seq),
        direction: direction?,
        count: i64::from(said.count.unwrap_or(1)),
        is_group: said.kind == Kind::Passed,
    })
}

/// When it happened; else the latest time that the day's log had come to when it was written.
fn time(log: &[Recorded], entry: &Entry) -> Timestamp {
    if let Some(happened) = entry.said.happened {
        return happened.at;
    }
    let day = day_of(entry, &zone());
    let until = log.iter().map(|one| &one.entry).filter(|other| {
        let people = matches!(
            other.said.kind,
            Kind::Scan | Kind::Manual | Kind::Passed | Kind::Decision
        );
        people && other.seq <= entry.seq
    });
    let that_day = until.filter(|other| zone().to_datetime(other.moment.at).date() == day);
    that_day.map(|other| other.moment.at).max().unwrap()
}

/// Whom an entry is about, and which entry said so last.
fn identity(log: &[Recorded], one: &Recorded) -> (Who, u64) {
    let mut said = log.iter().filter(|other| {
        other.entry.said.kind == Kind::SameAs && other.entry.said.of == Some(place(one))
    });
    let newest = said.next_back().unwrap_or(one);
    (newest.who.clone(), newest.entry.seq)
}

/// Direction and verdict after the newest correction; None when that is a void.
fn standing(log: &[Recorded], one: &Recorded) -> Option<(Option<Direction>, Option<Outcome>)> {
    let said = &one.entry.said;
    let mut named = log
        .iter()
        .filter(|other| other.entry.said.of == Some(place(one)));
    let is_later = |other: &&Recorded| {
        let kind = &other.entry.said.kind;
        matches!(kind, Kind::Void | Kind::Correct | Kind::SameAs)
    };
    let newest = named.rfind(is_later);
    match newest {
        None => Some((said.direction, said.verdict)),
        Some(newest) if newest.entry.said.kind == Kind::Void => None,
        Some(newest) => Some((newest.entry.said.direction, newest.entry.said.verdict)),
    }
}

fn is_open(log: &[Recorded], one: &Recorded) -> bool {
    let answers = log
        .iter()
        .filter(|other| other.entry.said.kind == Kind::Decision);
    let mut mine = answers.filter(|other| other.entry.said.of == Some(place(one)));
    one.entry.said.kind == Kind::Scan
        && standing(log, one).is_some_and(|(_, verdict)| verdict != Some(Outcome::Admit))
        && !mine.any(|answer| standing(log, answer).is_some())
}

fn place(one: &Recorded) -> Ref {
    Ref {
        seq: one.entry.seq,
        leaf: one.leaf,
    }
}
