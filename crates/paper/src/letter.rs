//! *Letter*: the parts of an official letter that a unit fills in once (Decree 30/2020/NĐ-CP,
//! Annex I), around whatever is reported.

use serde::{Deserialize, Serialize};

/// Everything chosen here; a member that is missing is empty, and an empty part isn't printed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Letter {
    /// The superior body, printed above.
    pub superior: String,
    /// The body that issues it; else the name of what is reported.
    pub body: String,
    /// `Số: 12/BC-UBND`; else a line to write it on.
    pub symbol: String,
    /// Where it is dated.
    pub place: String,
    /// Who receives it, each a line of *Nơi nhận*.
    pub addressees: Vec<String>,
    pub signer: Signer,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Signer {
    pub behalf: Behalf,
    /// On whose behalf, where it is on anybody's: `CHỦ TỊCH`.
    pub of: String,
    /// The signer's own office: `PHÓ CHỦ TỊCH`.
    pub office: String,
    pub name: String,
}

/// By which right somebody signs (Annex I, II.7).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Behalf {
    /// By their own.
    #[default]
    Own,
    /// TM.: for a collective.
    Collective,
    /// KT.: a deputy for the head.
    Deputy,
    /// TL.: by the head's order.
    Order,
    /// TUQ.: by a written authorisation.
    Authorised,
}

impl Behalf {
    /// What stands before the office, with its full stop; nothing for one's own.
    pub fn word(self) -> &'static str {
        match self {
            Behalf::Own => "",
            Behalf::Collective => "TM.",
            Behalf::Deputy => "KT.",
            Behalf::Order => "TL.",
            Behalf::Authorised => "TUQ.",
        }
    }
}

impl Signer {
    /// The lines above the name, in capitals as they were given.
    pub fn lines(&self) -> Vec<String> {
        let of = format!("{} {}", self.behalf.word(), self.of);
        [of.trim(), self.office.trim()]
            .into_iter()
            .filter(|line| !line.is_empty())
            .map(str::to_owned)
            .collect()
    }
}
