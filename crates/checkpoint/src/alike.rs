//! *Alike*: whether somebody may be the one whom a list describes, however each of the two was spelt.
//!
//! Names are compared without tones, *đ* as *d*, *y* as *i*, their words in any order, with one letter off: put in, left
//! out, another one or two that changed places, or a blank too many or too few. Dates and numbers narrow where both sides
//! tell them. Only a person decides whether it is the one.

use crate::document::Birth;
use crate::subject::{fold_name, words};
use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};

/// No name has more; what is longer is compared as it stands, so that no code before a gate costs it time.
const MOST_LETTERS: usize = 120;
const MOST_WORDS: usize = 12;
/// Fewer digits tell nobody from another.
const LEAST_DIGITS: usize = 3;
/// Of an old card; a whole number has as many, or 12.
const OLD_DIGITS: usize = 9;

/// How near two names are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Spelling {
    Same,
    /// But for tones, *đ*, *i* and *y*, and the order of words.
    Respelt,
    /// But for one letter, too.
    OneOff,
    /// Another name under the same whole number.
    Other,
}

/// Somebody, as a list or a document has them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Described {
    pub name: String,
    pub birth: Birth,
    /// ID numbers, or their ends: digits alone.
    pub numbers: Vec<String>,
}

/// What agrees of two descriptions; what isn't known on both sides does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Likeness {
    pub spelling: Spelling,
    pub birth: bool,
    pub numbers: bool,
}

/// Whether two descriptions may be one person's; None where a name, a date or a number speaks against it. A whole number
/// that agrees outweighs all else.
pub fn alike(one: &Described, other: &Described) -> Option<Likeness> {
    compare(one, &Spelt::of(&one.name), other, &Spelt::of(&other.name))
}

/// How near two names are; None where they are two.
pub fn spelling(one: &str, other: &str) -> Option<Spelling> {
    Spelt::of(one).spelling(&Spelt::of(other))
}

fn compare(
    one: &Described,
    spelt: &Spelt,
    other: &Described,
    other_spelt: &Spelt,
) -> Option<Likeness> {
    let birth = births(one.birth, other.birth);
    let numbers = numbers(&one.numbers, &other.numbers);
    let spelling = spelt.spelling(other_spelt);
    let likeness = |spelling| Likeness {
        spelling,
        birth: birth == Some(true),
        numbers: numbers == Some(true),
    };
    let is_whole = |number: &&String| number.len() >= OLD_DIGITS;
    let mut whole = one.numbers.iter().filter(is_whole);
    if whole.any(|number| other.numbers.contains(number)) {
        return Some(likeness(spelling.unwrap_or(Spelling::Other)));
    }
    let speaks_against = birth == Some(false) || numbers == Some(false);
    spelling.filter(|_| !speaks_against).map(likeness)
}

/// None where one of them tells too little.
fn births(one: Birth, other: Birth) -> Option<bool> {
    let month = |birth| match birth {
        Birth::Day(day) => Some(day.month()),
        Birth::Month(_, month) => Some(month),
        Birth::Unknown | Birth::Impossible | Birth::Year(_) => None,
    };
    let agree = |one: Option<i8>, other: Option<i8>| one.zip(other).is_none_or(|(a, b)| a == b);
    let days = [one, other].map(|birth| birth.day().map(|day| day.day()));
    Some(one.year()? == other.year()? && agree(month(one), month(other)) && agree(days[0], days[1]))
}

/// None where no two of them can be compared: an old card's number says nothing of a new one's.
fn numbers(one: &[String], other: &[String]) -> Option<bool> {
    let mut agree = None;
    for (a, b) in one.iter().flat_map(|a| other.iter().map(move |b| (a, b))) {
        let (shorter, longer) = if a.len() <= b.len() { (a, b) } else { (b, a) };
        let are_two = shorter.len() >= OLD_DIGITS && shorter.len() != longer.len();
        if shorter.len() >= LEAST_DIGITS && !are_two {
            agree = Some(agree == Some(true) || longer.ends_with(shorter.as_str()));
        }
    }
    agree
}

/// A name, taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Spelt {
    /// With accents, in their order.
    written: Vec<String>,
    /// Without them, *y* as *i*, in order of the alphabet.
    folded: Vec<String>,
    /// Short enough for somebody's name.
    is_name: bool,
}

impl Spelt {
    fn of(name: &str) -> Spelt {
        let plain: String = fold_name(name)
            .chars()
            .map(|letter| match letter {
                'y' => 'i',
                letter if letter.is_alphanumeric() => letter,
                _ => ' ',
            })
            .collect();
        let mut folded: Vec<String> = plain.split_whitespace().map(str::to_owned).collect();
        folded.sort_unstable();
        let letters: usize = folded.iter().map(|word| word.chars().count()).sum();
        Spelt {
            written: words(name),
            is_name: letters <= MOST_LETTERS && folded.len() <= MOST_WORDS,
            folded,
        }
    }

    fn spelling(&self, other: &Spelt) -> Option<Spelling> {
        if self.folded.is_empty() || other.folded.is_empty() {
            return None;
        }
        let (mine, theirs) = apart(&self.folded, &other.folded);
        let is_one_off = match (mine.as_slice(), theirs.as_slice()) {
            ([], []) if self.written == other.written => return Some(Spelling::Same),
            ([], []) => return Some(Spelling::Respelt),
            _ if !self.is_name || !other.is_name => false,
            ([one], [other]) => is_one_letter_off(one, other),
            ([word], []) | ([], [word]) => word.chars().count() == 1,
            ([whole], [a, b]) | ([a, b], [whole]) => {
                **whole == format!("{a}{b}") || **whole == format!("{b}{a}")
            }
            _ => false,
        };
        is_one_off.then_some(Spelling::OneOff)
    }

    /// Two names that are alike have one of these in common: the name as it is, without each of its letters, and with
    /// two of its words run together.
    fn keys(&self) -> Vec<u64> {
        let mut keys = vec![key(&self.folded)];
        if !self.is_name {
            return keys;
        }
        for (at, word) in self.folded.iter().enumerate() {
            let others = || {
                let others = self.folded.iter().enumerate();
                others.filter(move |(other, _)| *other != at)
            };
            let with = |changed: String, skipped: Option<usize>| {
                let left = others().filter(|(other, _)| Some(*other) != skipped);
                let mut all: Vec<String> = left.map(|(_, word)| word.clone()).collect();
                if !changed.is_empty() {
                    all.push(changed);
                }
                all.sort_unstable();
                key(&all)
            };
            for (from, letter) in word.char_indices() {
                let shorter = [&word[..from], &word[from + letter.len_utf8()..]].concat();
                keys.push(with(shorter, None));
            }
            for (behind, other) in others() {
                keys.push(with([word.as_str(), other].concat(), Some(behind)));
            }
        }
        keys.sort_unstable();
        keys.dedup();
        keys
    }
}

/// Of two lists in order, what only one of them has.
fn apart<'a>(one: &'a [String], other: &'a [String]) -> (Vec<&'a String>, Vec<&'a String>) {
    let (mut mine, mut theirs) = (Vec::new(), Vec::new());
    let (mut one, mut other) = (one.iter().peekable(), other.iter().peekable());
    loop {
        match (one.peek(), other.peek()) {
            (Some(a), Some(b)) if a == b => {
                one.next();
                other.next();
            }
            (Some(a), Some(b)) if a < b => mine.extend(one.next()),
            (Some(_), Some(_)) => theirs.extend(other.next()),
            (Some(_), None) => mine.extend(one.next()),
            (None, Some(_)) => theirs.extend(other.next()),
            (None, None) => return (mine, theirs),
        }
    }
}

/// One letter put in, left out or changed, or two neighbours that changed places.
fn is_one_letter_off(one: &str, other: &str) -> bool {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let pairs = || one.iter().zip(&other);
    let front = pairs().take_while(|(a, b)| a == b).count();
    let back = one.iter().rev().zip(other.iter().rev());
    let shorter = one.len().min(other.len());
    let back = back
        .take(shorter - front)
        .take_while(|(a, b)| a == b)
        .count();
    match (
        &one[front..one.len() - back],
        &other[front..other.len() - back],
    ) {
        ([] | [_], [] | [_]) => true,
        ([a, b], [c, d]) => (a, b) == (d, c),
        _ => false,
    }
}

/// Words that hash alike by chance are told apart when they are compared.
fn key(words: &[String]) -> u64 {
    let mut hasher = DefaultHasher::new();
    words.hash(&mut hasher);
    hasher.finish()
}

/// Descriptions that are looked through at once.
#[derive(Clone, Debug, Default)]
pub struct Index {
    people: Vec<(Described, Spelt)>,
    /// In order; each with the place of one who has it.
    keys: Vec<(u64, usize)>,
    by_number: BTreeMap<String, Vec<usize>>,
}

impl Index {
    pub fn of(people: Vec<Described>) -> Index {
        let mut index = Index::default();
        for (at, person) in people.into_iter().enumerate() {
            let spelt = Spelt::of(&person.name);
            index
                .keys
                .extend(spelt.keys().into_iter().map(|key| (key, at)));
            for number in person.numbers.iter().filter(|n| n.len() >= OLD_DIGITS) {
                index.by_number.entry(number.clone()).or_default().push(at);
            }
            index.people.push((person, spelt));
        }
        index.keys.sort_unstable();
        index
    }

    /// Who may be the one, by their places, and what agrees.
    pub fn find(&self, who: &Described) -> Vec<(usize, Likeness)> {
        let spelt = Spelt::of(&who.name);
        let of_number = who.numbers.iter().filter_map(|n| self.by_number.get(n));
        let mut near: Vec<usize> = of_number.flatten().copied().collect();
        for key in spelt.keys() {
            let from = self.keys.partition_point(|(other, _)| *other < key);
            let same = self.keys[from..]
                .iter()
                .take_while(|(other, _)| *other == key);
            near.extend(same.map(|(_, at)| *at));
        }
        near.sort_unstable();
        near.dedup();
        let found = near.into_iter().filter_map(|at| {
            let (person, known) = self.people.get(at)?;
            Some((at, compare(who, &spelt, person, known)?))
        });
        found.collect()
    }
}
