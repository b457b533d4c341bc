//! The claims of a document of ours (FORMATS.md, CHOT1).

use crate::cbor::{self, Value, Writer};
use crate::document::text::name;
use crate::document::{Birth, Claim, Declaration, Kind, Place, Says, StaffBadge};
use crate::moment;
use jiff::{Timestamp, ToSpan};

const ISS: i64 = 1;
const AUD: i64 = 3;
const EXP: i64 = 4;
const IAT: i64 = 6;
const CTI: i64 = 7;
const CHOT: i64 = -65_537;

/// What every document of ours says, and what only some kinds do.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Claims {
    /// The unit that issued it.
    pub(super) iss: [u8; 16],
    /// The unit that it is for.
    pub(super) aud: [u8; 16],
    pub(super) exp: Timestamp,
    pub(super) iat: Timestamp,
    pub(super) cti: Option<[u8; 16]>,
    pub(super) name: Option<String>,
    pub(super) birth_year: Option<i16>,
    pub(super) last_four: Option<String>,
    pub(super) answers: Option<Vec<(u8, bool)>>,
    pub(super) place: Option<(String, u32)>,
    pub(super) heads: Option<u32>,
    pub(super) token: Option<Vec<u8>>,
}

impl Claims {
    /// None where a claim that every document has isn't there, or one isn't what its number promises.
    pub(super) fn read(payload: &[u8]) -> Option<Claims> {
        let claims = cbor::read(payload).ok()?;
        let unit = |key| claims.at(key)?.bytes()?.try_into().ok();
        let moment = |key| {
            let seconds = claims.at(key)?.integer()?;
            moment::of_seconds(seconds as f64)
        };
        let chot = claims.at(CHOT)?;
        chot.map()?;
        Some(Claims {
            iss: unit(ISS)?,
            aud: unit(AUD)?,
            exp: moment(EXP)?,
            iat: moment(IAT)?,
            cti: each(&claims, CTI, |cti| cti.bytes()?.try_into().ok())?,
            name: each(chot, 0, |name| name.text().map(str::to_owned))?,
            birth_year: each(chot, 1, |year| {
                let year = i16::try_from(year.integer()?).ok()?;
                (1850..=2200).contains(&year).then_some(year)
            })?,
            last_four: each(chot, 2, |four| {
                let four = four.text()?;
                let fits = four.len() == 4 && four.bytes().all(|byte| byte.is_ascii_alphanumeric());
                fits.then(|| four.to_owned())
            })?,
            answers: each(chot, 3, answers)?,
            place: each(chot, 4, |place| {
                let [code, version] = place.list()? else {
                    return None;
                };
                let version = u32::try_from(version.integer()?).ok()?;
                Some((code.text()?.to_owned(), version))
            })?,
            heads: each(chot, 5, |heads| u32::try_from(heads.integer()?).ok())?,
            token: each(chot, 6, |token| token.bytes().map(<[u8]>::to_vec))?,
        })
    }

    pub(super) fn write(&self) -> Vec<u8> {
        let mut payload = Writer::new();
        payload.map(if self.cti.is_some() { 6 } else { 5 });
        payload.integer(ISS).bytes(&self.iss);
        payload.integer(AUD).bytes(&self.aud);
        payload.integer(EXP).integer(self.exp.as_second());
        payload.integer(IAT).integer(self.iat.as_second());
        if let Some(cti) = &self.cti {
            payload.integer(CTI).bytes(cti);
        }
        let there = [
            self.name.is_some(),
            self.birth_year.is_some(),
            self.last_four.is_some(),
            self.answers.is_some(),
            self.place.is_some(),
            self.heads.is_some(),
            self.token.is_some(),
        ];
        payload.integer(CHOT);
        payload.map(there.into_iter().filter(|there| *there).count());
        if let Some(name) = &self.name {
            payload.integer(0).text(name);
        }
        if let Some(year) = self.birth_year {
            payload.integer(1).integer(year.into());
        }
        if let Some(four) = &self.last_four {
            payload.integer(2).text(four);
        }
        if let Some(answers) = &self.answers {
            payload.integer(3).map(answers.len());
            for (question, answer) in answers {
                payload.integer((*question).into()).bool(*answer);
            }
        }
        if let Some((code, version)) = &self.place {
            payload.integer(4).list(2).text(code);
            payload.integer((*version).into());
        }
        if let Some(heads) = self.heads {
            payload.integer(5).integer(heads.into());
        }
        if let Some(token) = &self.token {
            payload.integer(6).bytes(token);
        }
        payload.done()
    }

    /// What a document of this kind says. None where it lacks what its kind needs, ends before it
    /// begins, or is a day badge of more than a day.
    pub(super) fn says(&self, kind: Kind) -> Option<Says> {
        if self.exp <= self.iat {
            return None;
        }
        match kind {
            Kind::DeclarationPass => {
                self.name.as_ref()?;
                Some(Says::Declaration(Declaration {
                    cti: self.cti?,
                    answers: self.answers.clone()?,
                    heads: self.heads.unwrap_or(1),
                    last_four: self.last_four.clone(),
                }))
            }
            Kind::DayBadge => {
                self.name.as_ref()?;
                let a_day = self.iat.checked_add(24.hours()).ok()?;
                (self.exp <= a_day).then_some(Says::DayBadge { cti: self.cti })
            }
            Kind::StaffBadge => Some(Says::StaffBadge(StaffBadge {
                cti: self.cti?,
                token: self.token.clone()?,
                is_staff: true,
            })),
            Kind::PlacePoster => {
                let (code, version) = self.place.clone()?;
                Some(Says::Place(Place { code, version }))
            }
            Kind::CitizenCard
            | Kind::PersonalCode
            | Kind::InsuranceCard
            | Kind::VaccineCertificate
            | Kind::TestCertificate
            | Kind::RecoveryCertificate
            | Kind::SmartHealthCard => None,
        }
    }

    /// Its holder. Names are folded in the document, and shown in capitals as on a personal code.
    pub(super) fn claim(&self, kind: Kind) -> Claim {
        let shown = self.name.as_ref().map(|name| name.to_uppercase());
        Claim {
            name: shown.and_then(|shown| name(shown.as_bytes())),
            birth: self.birth_year.map_or(Birth::Unknown, Birth::Year),
            ..Claim::nothing(kind)
        }
    }
}

/// A member that may be missing; None where it is there and can't be read.
fn each<T>(map: &Value, key: i64, read: impl FnOnce(&Value) -> Option<T>) -> Option<Option<T>> {
    map.at(key)
        .map_or(Some(None), |value| read(value).map(Some))
}

fn answers(answers: &Value) -> Option<Vec<(u8, bool)>> {
    let members = answers.map()?.iter();
    members
        .map(|(question, answer)| {
            let question = u8::try_from(question.integer()?).ok()?;
            let Value::Bool(answer) = answer else {
                return None;
            };
            Some((question, *answer))
        })
        .collect()
}
