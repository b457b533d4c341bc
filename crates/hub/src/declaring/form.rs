//! *Form*: what somebody typed at a page, held against what the unit asks.

use super::asking::{Asking, Field};
use checkpoint::document::Question;
use ring::digest::{Context, SHA256};
use std::borrow::Cow;
use std::collections::BTreeMap;
use uuid::Uuid;

/// Bytes of a form: sixty companions with long names, percent-encoded.
pub const MAX_BYTES: usize = 32 * 1024;
/// Members of a form.
const MOST_MEMBERS: usize = 64;
/// Letters of a name, and of any other line.
const LONGEST_NAME: usize = 60;
const LONGEST: usize = 160;
/// People who come on one declaration.
pub const MOST_HEADS: usize = 60;
/// The first birth year of anybody who may come.
const FIRST_YEAR: i16 = 1900;

/// A form as it came, by the names of its members. Of two of one name the last counts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Typed(BTreeMap<String, String>);

impl Typed {
    /// Reads `application/x-www-form-urlencoded`.
    pub fn read(body: &[u8]) -> Typed {
        let members = form_urlencoded::parse(body).take(MOST_MEMBERS);
        let owned =
            |(name, value): (Cow<'_, str>, Cow<'_, str>)| (name.into_owned(), value.into_owned());
        Typed(members.map(owned).collect())
    }

    /// What was typed there; empty where nothing was.
    pub fn get(&self, name: &str) -> &str {
        self.0.get(name).map_or("", String::as_str)
    }

    pub fn is_ticked(&self, name: &str) -> bool {
        !self.get(name).is_empty()
    }

    /// The same form of the same page has the same name however often it is sent; another one never has it. None where it
    /// doesn't come from a page of ours.
    pub fn once(&self, unit: Uuid, place: &str) -> Option<[u8; 16]> {
        checkpoint::base64url::from_base64url::<16>(self.get(ONCE))?;
        let mut hash = Context::new(&SHA256);
        hash.update(b"chot/declared/1");
        hash.update(unit.as_bytes());
        let parts = self.0.iter().flat_map(|(name, value)| [name, value]);
        for part in std::iter::once(place).chain(parts.map(String::as_str)) {
            hash.update(&(part.len() as u64).to_be_bytes());
            hash.update(part.as_bytes());
        }
        let mut once = [0; 16];
        once.copy_from_slice(&hash.finish().as_ref()[..16]);
        Some(once)
    }

    /// A line: blanks at its ends off, and single ones within.
    fn line(&self, name: &str) -> String {
        let words = self.get(name).split_whitespace();
        words.collect::<Vec<_>>().join(" ")
    }
}

/// The member that holds what the page made up for this form.
pub const ONCE: &str = "once";
pub const NAME: &str = "name";
/// Set where somebody declares for another.
pub const FOR_ANOTHER: &str = "for-another";
/// Who declares for another.
pub const DECLARER: &str = "declarer";
/// Who else comes, a line for each.
pub const PEOPLE: &str = "people";
/// How many come, at a place that nobody guards.
pub const HEADS: &str = "heads";
pub const AGREE: &str = "agree";
/// Data of health are agreed to apart.
pub const AGREE_HEALTH: &str = "agree-health";

/// The member of a question.
pub fn member(question: Question) -> String {
    format!("q-{}", question.word())
}

/// What is wrong with one member.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flaw {
    Missing,
    /// More than so many letters.
    TooLong(usize),
    NoName,
    /// Not a year of a living person.
    Year,
    Digits,
    Phone,
    Email,
    /// Neither yes nor no.
    Answer,
    NotAgreed,
    /// This line of the list, from 1.
    Line(usize),
    TooMany,
}

/// What is wrong with a form, by its members in the order of the page.
pub type Flaws = Vec<(String, Flaw)>;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sex {
    Female,
    Male,
    Other,
}

impl Sex {
    pub const ALL: [Sex; 3] = [Sex::Female, Sex::Male, Sex::Other];

    pub fn word(self) -> &'static str {
        match self {
            Sex::Female => "female",
            Sex::Male => "male",
            Sex::Other => "other",
        }
    }
}

/// Somebody who comes with whom the declaration is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Companion {
    pub name: String,
    pub birth_year: Option<i16>,
}

/// A form that is as the unit asks it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Declared {
    pub name: String,
    pub birth_year: Option<i16>,
    pub sex: Option<Sex>,
    pub nationality: Option<String>,
    pub last_digits: Option<String>,
    pub phone: Option<String>,
    pub email: Option<String>,
    pub area: Option<String>,
    pub address: Option<String>,
    pub purpose: Option<String>,
    pub host: Option<String>,
    pub answers: Vec<(Question, bool)>,
    /// Who declares it for them.
    pub declarer: Option<String>,
    pub companions: Vec<Companion>,
    /// How many people it is about.
    pub heads: u32,
}

/// Which of the two forms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doing {
    /// Ahead of a gate that somebody guards.
    Declare,
    /// At a place that nobody guards.
    CheckIn,
}

/// Holds a form against what is asked. `year` is the present one.
pub fn check(typed: &Typed, asking: &Asking, doing: Doing, year: i16) -> Result<Declared, Flaws> {
    let mut checking = Checking {
        typed,
        asking,
        year,
        flaws: Vec::new(),
    };
    let mut declared = Declared::default();
    if doing == Doing::Declare && typed.is_ticked(FOR_ANOTHER) {
        declared.declarer = checking.name(DECLARER);
    }
    declared.name = checking.name(NAME).unwrap_or_default();
    for field in Field::ALL {
        if let Some(value) = checking.field(field) {
            checking.keep(&mut declared, field, value);
        }
    }
    for question in &asking.questions {
        let member = member(*question);
        match typed.get(&member) {
            "yes" => declared.answers.push((*question, true)),
            "no" => declared.answers.push((*question, false)),
            _ => checking.flaw(&member, Flaw::Answer),
        }
    }
    match doing {
        Doing::Declare => {
            declared.companions = checking.companions();
            declared.heads = u32::try_from(declared.companions.len() + 1).unwrap_or(1);
        }
        Doing::CheckIn => declared.heads = checking.heads(),
    }
    if !asking.questions.is_empty() && !typed.is_ticked(AGREE_HEALTH) {
        checking.flaw(AGREE_HEALTH, Flaw::NotAgreed);
    }
    if !typed.is_ticked(AGREE) {
        checking.flaw(AGREE, Flaw::NotAgreed);
    }
    if checking.flaws.is_empty() {
        Ok(declared)
    } else {
        Err(checking.flaws)
    }
}

struct Checking<'a> {
    typed: &'a Typed,
    asking: &'a Asking,
    year: i16,
    flaws: Flaws,
}

impl Checking<'_> {
    fn flaw(&mut self, member: &str, flaw: Flaw) {
        self.flaws.push((member.to_owned(), flaw));
    }

    fn name(&mut self, member: &str) -> Option<String> {
        let name = self.typed.line(member);
        match name_flaw(&name) {
            None => Some(name),
            Some(flaw) => {
                self.flaw(member, flaw);
                None
            }
        }
    }

    /// A field's line, where it is asked and something stands there.
    fn field(&mut self, field: Field) -> Option<String> {
        if !self.asking.asks(field) {
            return None;
        }
        let line = self.typed.line(field.word());
        if line.chars().count() > LONGEST {
            self.flaw(field.word(), Flaw::TooLong(LONGEST));
            return None;
        }
        if line.is_empty() {
            if self.asking.needs(field) {
                self.flaw(field.word(), Flaw::Missing);
            }
            return None;
        }
        Some(line)
    }

    fn keep(&mut self, declared: &mut Declared, field: Field, value: String) {
        let flaw = match field {
            Field::BirthYear => {
                declared.birth_year = self.birth_year(&value);
                declared.birth_year.is_none().then_some(Flaw::Year)
            }
            Field::Sex => {
                declared.sex = Sex::ALL.into_iter().find(|sex| sex.word() == value);
                declared.sex.is_none().then_some(Flaw::Missing)
            }
            Field::LastDigits => {
                declared.last_digits = last_digits(&value);
                declared.last_digits.is_none().then_some(Flaw::Digits)
            }
            Field::Phone => {
                declared.phone = phone(&value);
                declared.phone.is_none().then_some(Flaw::Phone)
            }
            Field::Email => {
                let is_one = value.split_once('@').is_some_and(|(who, host)| {
                    !who.is_empty() && host.contains('.') && !value.contains(' ')
                });
                declared.email = is_one.then_some(value);
                declared.email.is_none().then_some(Flaw::Email)
            }
            Field::Nationality => kept(&mut declared.nationality, value),
            Field::Area => kept(&mut declared.area, value),
            Field::Address => kept(&mut declared.address, value),
            Field::Purpose => kept(&mut declared.purpose, value),
            Field::Host => kept(&mut declared.host, value),
        };
        if let Some(flaw) = flaw {
            self.flaw(field.word(), flaw);
        }
    }

    fn birth_year(&self, text: &str) -> Option<i16> {
        let year = text.parse().ok().filter(|_| text.len() == 4);
        year.filter(|year| (FIRST_YEAR..=self.year).contains(year))
    }

    /// A line each: a name, and a birth year behind it where one is known.
    fn companions(&mut self) -> Vec<Companion> {
        let typed = self.typed;
        let lines = typed.get(PEOPLE).lines().enumerate();
        let lines = lines.filter(|(_, line)| !line.trim().is_empty());
        let mut companions = Vec::new();
        for (at, line) in lines {
            match self.companion(line) {
                Some(companion) => companions.push(companion),
                None => {
                    self.flaw(PEOPLE, Flaw::Line(at + 1));
                    return Vec::new();
                }
            }
        }
        if companions.len() >= MOST_HEADS {
            self.flaw(PEOPLE, Flaw::TooMany);
            return Vec::new();
        }
        companions
    }

    fn companion(&self, line: &str) -> Option<Companion> {
        let words: Vec<&str> = line
            .split(|letter: char| letter.is_whitespace() || matches!(letter, ',' | ';'))
            .filter(|word| !word.is_empty())
            .collect();
        let (last, before) = words.split_last()?;
        let is_number = last.bytes().all(|byte| byte.is_ascii_digit());
        let (name, birth_year) = if is_number {
            (before.join(" "), Some(self.birth_year(last)?))
        } else {
            (words.join(" "), None)
        };
        name_flaw(&name)
            .is_none()
            .then_some(Companion { name, birth_year })
    }

    fn heads(&mut self) -> u32 {
        let text = self.typed.line(HEADS);
        let heads = text.parse().ok();
        let most = u32::try_from(MOST_HEADS).unwrap_or(u32::MAX);
        match heads.filter(|heads| (1..=most).contains(heads)) {
            Some(heads) => heads,
            None => {
                self.flaw(HEADS, Flaw::TooMany);
                1
            }
        }
    }
}

fn name_flaw(name: &str) -> Option<Flaw> {
    let letters = name.chars().filter(|letter| letter.is_alphabetic()).count();
    if name.is_empty() {
        Some(Flaw::Missing)
    } else if name.chars().count() > LONGEST_NAME {
        Some(Flaw::TooLong(LONGEST_NAME))
    } else if letters < 2 || name.contains(|letter: char| letter.is_ascii_digit() || letter == '|')
    {
        Some(Flaw::NoName)
    } else {
        None
    }
}

fn kept(to: &mut Option<String>, value: String) -> Option<Flaw> {
    *to = Some(value);
    None
}

/// The last four letters or digits of a number: whoever types all of it gives away no more.
fn last_digits(text: &str) -> Option<String> {
    let number: String = text
        .chars()
        .filter(|letter| !matches!(letter, ' ' | '-' | '.'))
        .collect();
    let fits =
        (4..=20).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_alphanumeric());
    fits.then(|| number[number.len() - 4..].to_ascii_uppercase())
}

/// Digits with a plus before them where it is a country's.
fn phone(text: &str) -> Option<String> {
    let number: String = text
        .chars()
        .filter(|letter| !matches!(letter, ' ' | '-' | '.' | '(' | ')'))
        .collect();
    let digits = number.strip_prefix('+').unwrap_or(&number);
    let fits = (8..=15).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    fits.then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn typed(members: &[(&str, &str)]) -> Typed {
        let members = members.iter();
        Typed(
            members
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
                .collect(),
        )
    }

    fn everything() -> Asking {
        Asking {
            fields: Field::ALL.to_vec(),
            optional: Vec::new(),
            questions: Question::ALL.to_vec(),
            ..Asking::default()
        }
    }

    fn declare(members: &[(&str, &str)]) -> Result<Declared, Flaws> {
        check(&typed(members), &Asking::default(), Doing::Declare, 2026)
    }

    #[test]
    fn a_form_as_browsers_send_it_is_read_with_its_accents() {
        let body = b"name=Nguy%E1%BB%85n+V%C4%83n+An&birth-year=1990&agree=1&purpose=%20h%E1%BB%8Dp%0A+ban";
        let read = check(&Typed::read(body), &Asking::default(), Doing::Declare, 2026).unwrap();
        assert_eq!(read.name, "Nguyễn Văn An");
        assert_eq!((read.birth_year, read.heads), (Some(1990), 1));
        assert_eq!(read.purpose.as_deref(), Some("họp ban"));
    }

    #[test]
    fn each_flaw_stands_at_its_member_in_the_page_s_order() {
        let flaws = check(&typed(&[]), &everything(), Doing::Declare, 2026).unwrap_err();
        let members: Vec<&str> = flaws.iter().map(|(member, _)| member.as_str()).collect();
        let mut expected = vec![NAME.to_owned()];
        expected.extend(Field::ALL.map(|field| field.word().to_owned()));
        expected.extend(Question::ALL.map(member));
        expected.extend([AGREE_HEALTH.to_owned(), AGREE.to_owned()]);
        assert_eq!(members, expected);
        let own = [
            ("name", "An"),
            ("birth-year", "1990"),
            ("purpose", "họp"),
            ("agree", "1"),
        ];
        let with = |member: &'static str, value: &'static str| {
            let mut members = own.to_vec();
            members.retain(|(name, _)| *name != member);
            members.push((member, value));
            declare(&members).map_err(|flaws| flaws[0].1)
        };
        assert!(with("name", "Trần Thị Bé").is_ok());
        assert_eq!(with("name", "a1"), Err(Flaw::NoName));
        assert_eq!(with("name", "0905 123 456"), Err(Flaw::NoName));
        for year in ["90", "1899", "2027", "19900", "abcd"] {
            assert_eq!(with("birth-year", year), Err(Flaw::Year), "{year}");
        }
        assert_eq!(with("last-digits", "12"), Err(Flaw::Digits));
        assert_eq!(with("last-digits", "số 1234"), Err(Flaw::Digits));
        let whole = with("last-digits", "051 090 000 001").unwrap();
        assert_eq!(
            whole.last_digits.as_deref(),
            Some("0001"),
            "no more is kept"
        );
        assert_eq!(with("agree", ""), Err(Flaw::NotAgreed));
        assert_eq!(
            with("people", "Lê Văn Hai, 1980\n\nTrần Thị Ba 17"),
            Err(Flaw::Line(3))
        );
        assert_eq!(with("for-another", "1"), Err(Flaw::Missing));
    }

    #[test]
    fn a_group_is_counted_by_its_lines() {
        let group = declare(&[
            ("name", "Lê Thị Cô"),
            ("birth-year", "1985"),
            ("purpose", "thăm lớp"),
            ("people", "Bùi Tí, 2015\r\n Bùi Tèo;2016\nBùi Bé Út"),
            ("agree", "1"),
        ])
        .unwrap();
        assert_eq!(group.heads, 4);
        let years: Vec<_> = group.companions.iter().map(|one| one.birth_year).collect();
        assert_eq!(years, [Some(2015), Some(2016), None]);
        assert_eq!(group.companions[2].name, "Bùi Bé Út");
    }

    #[test]
    fn a_phone_is_kept_without_what_stands_between_its_digits() {
        assert_eq!(phone("0905.123 456").as_deref(), Some("0905123456"));
        assert_eq!(phone("+84 (905) 123-456").as_deref(), Some("+84905123456"));
        for wrong in ["", "123", "09051234567890123", "0905x12345", "+"] {
            assert_eq!(phone(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn the_same_form_sent_twice_has_one_name_and_a_changed_one_another() {
        let page = checkpoint::base64url::base64url(&[7; 16]);
        let unit = Uuid::from_bytes([1; 16]);
        let one = typed(&[("once", &page), ("name", "An")]);
        let changed = typed(&[("once", &page), ("name", "Anh")]);
        assert_eq!(one.once(unit, "BS-1"), one.clone().once(unit, "BS-1"));
        assert_ne!(one.once(unit, "BS-1"), changed.once(unit, "BS-1"));
        assert_ne!(one.once(unit, "BS-1"), one.once(unit, "BS-2"));
        assert_ne!(one.once(unit, "BS-1"), one.once(Uuid::nil(), "BS-1"));
        assert_eq!(typed(&[("once", "guess")]).once(unit, "BS-1"), None);
    }

    proptest! {
        #[test]
        fn no_body_makes_it_panic_and_what_is_taken_fits_a_line(body: Vec<u8>) {
            let read = Typed::read(&body);
            for doing in [Doing::Declare, Doing::CheckIn] {
                if let Ok(declared) = check(&read, &everything(), doing, 2026) {
                    prop_assert!(declared.name.chars().count() <= LONGEST_NAME);
                }
            }
        }

        #[test]
        fn what_is_taken_has_a_name_a_year_and_a_consent(
            name in "\\PC{0,70}", year in "[0-9a-z]{0,5}", agree in "1?", people in "(\\PC{0,20}\n){0,4}"
        ) {
            let members = [("name", &*name), ("birth-year", &*year), ("purpose", "x"), ("agree", &*agree), ("people", &*people)];
            if let Ok(declared) = declare(&members) {
                prop_assert!(declared.name.chars().any(char::is_alphabetic));
                prop_assert!((1900..=2026).contains(&declared.birth_year.unwrap()));
                prop_assert_eq!(agree, "1");
                prop_assert_eq!(declared.heads as usize, declared.companions.len() + 1);
            }
        }
    }
}
