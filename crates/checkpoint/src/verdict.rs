//! *Verdict*: what we conclude of a document at a moment.

use crate::document::{
    Birth, Claim, Document, Layer, Number, Proof, Says, Standing, Verified, Warning,
};
use crate::moment::Moment;
use crate::roster::{self, Member};
use crate::trust::TrustList;
use jiff::ToSpan;
use serde::{Deserialize, Serialize};

/// Why a verdict isn't a plain *come in*, or what is remarkable about an entry. A closed list:
/// these words stand in entry lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    /// The birth date is no date of the calendar.
    BirthDateImpossible,
    /// Neither a name nor a number can be read from the document.
    IdentityMasked,
    /// Someone of the same name and birth date is in the log, but no number proves it is the same person.
    PossibleDouble,
    /// The hours' habit says the other direction.
    AgainstHabit,
    /// The policy asks for a document that wasn't shown.
    DocumentMissing,
    /// A document was shown and doesn't say what the policy asks.
    DocumentUnmet,
    DocumentExpired,
    DocumentNotYetValid,
    /// No trust list names its issuer.
    IssuerUnknown,
    /// Its signature is wrong: forged or damaged.
    DocumentForged,
    DocumentRevoked,
    /// A certificate or a pass names somebody else than the person it was shown with.
    IdentitiesDiffer,
    /// Somebody else showed this certificate or pass a while ago.
    UsedAgain,
    /// A badge of the day whose visit is over: it was used to leave, or its holder left without it.
    BadgeSpent,
    /// Somebody on the unit's list of people to be looked at may be the one. It says nothing of whom.
    Watched,
    /// A person without a code whom the guard asked what the unit's form asks: they declared it so.
    DeclaredToGuard,
    /// The gate's own answer to a *look*: what was missing was shown.
    VisitComplete,
    /// A config entry: another policy is asked from here on.
    PolicyChanged,
    /// A config entry: a hub asked for it.
    ByHub,
    /// A config entry: the unit or the gate has another name from here on.
    NamesChanged,
    /// A config entry: exits that nobody saw are closed at another hour, personal data is kept longer or shorter, the screen
    /// is locked to the gate or isn't any more, or updates are looked for elsewhere.
    HouseChanged,
    /// A config entry: another preset counts from here on, or its time, its basis or its purpose keys are others.
    PresetChanged,
    /// A config entry: from here to the end of the day, or to [`Reason::DrillEnded`], this is a drill.
    DrillBegan,
    DrillEnded,
    /// A config entry: another trust list counts from here on.
    TrustChanged,
    /// A config entry: somebody of the staff was added, changed or removed.
    StaffChanged,
    /// A config entry: an admin who forgot the PIN chose another by the recovery key.
    RecoveryKeyUsed,
    /// A config entry: copies go to another folder from here on, or to none.
    BackupChanged,
    /// A config entry: this post took the settings that its unit signed.
    SettingsTaken,
    /// A config entry: other people are to be looked at from here on.
    WatchChanged,
    /// An inspection: the unit watches its gate itself.
    SelfMonitored,
    /// A config entry: another version of the program runs from here on; the note says which.
    VersionChanged,
}

/// *No* (refuse) is kept apart from *don't know* (cannot tell).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    Admit,
    Refuse {
        reasons: Vec<Reason>,
    },
    /// The proof is wrong: forged or damaged, in this layer.
    Forged {
        flaw: Layer,
    },
    CannotTell {
        doubts: Vec<Reason>,
    },
}

/// A document that was judged: only now can its claim be read.
#[derive(Clone, Debug, PartialEq)]
pub struct Judged {
    pub verdict: Verdict,
    pub claim: Claim,
    /// What became of its proof; None where it has none.
    pub verified: Option<Verified>,
}

impl Judged {
    /// For how many people a pass of ours speaks whose signature holds, here and at this time; None for one, and for all else.
    pub fn heads(&self) -> Option<u32> {
        let Says::Declaration(pass) = self.proven()? else {
            return None;
        };
        Some(pass.heads).filter(|heads| *heads > 1)
    }

    /// The token of a badge whose signature holds, here and at this time.
    pub fn badge(&self) -> Option<&[u8]> {
        let Says::StaffBadge(badge) = self.proven()? else {
            return None;
        };
        Some(&badge.token)
    }

    /// What a document says whose signature holds, here and at this time.
    fn proven(&self) -> Option<&Says> {
        let verified = self.verified.as_ref()?;
        let says = &verified.certificate.as_ref()?.says;
        (verified.standing == Standing::Valid).then_some(says)
    }

    /// What a badge of the day calls its visit, where one of this unit's made it, and be its day over.
    pub fn day_badge(&self) -> Option<[u8; 16]> {
        let verified = self.verified.as_ref()?;
        match (&verified.standing, &verified.certificate.as_ref()?.says) {
            (Standing::Valid | Standing::Expired, Says::DayBadge { cti }) => *cti,
            (
                Standing::Valid
                | Standing::Expired
                | Standing::NotYetValid
                | Standing::UnknownIssuer
                | Standing::Forged(_)
                | Standing::Revoked
                | Standing::Elsewhere,
                _,
            ) => None,
        }
    }

    /// The unit's roster knows whose badge this is: from here on it names them, as their list has them.
    pub fn name_holder(&mut self, member: &Member, kind: roster::Kind) {
        self.claim.name = Some(member.name.clone());
        self.claim.birth = member.birth;
        self.claim.numbers = member.id.iter().cloned().map(Number::Id).collect();
        let certificate = self
            .verified
            .as_mut()
            .and_then(|verified| verified.certificate.as_mut());
        if let Some(certificate) = certificate
            && let Says::StaffBadge(badge) = &mut certificate.says
        {
            badge.is_staff = kind == roster::Kind::Staff;
        }
    }

    /// What is remarkable about its proof where that alone stops nobody: it is recorded with the
    /// entry, and a policy may ask more.
    pub fn remark(&self) -> Option<Reason> {
        match self.verified.as_ref()?.standing {
            Standing::Expired => Some(Reason::DocumentExpired),
            Standing::NotYetValid => Some(Reason::DocumentNotYetValid),
            Standing::UnknownIssuer | Standing::Elsewhere => Some(Reason::IssuerUnknown),
            Standing::Valid | Standing::Forged(_) | Standing::Revoked => None,
        }
    }
}

/// Judges a document at a moment: its proof by the trust list, and who it names by the one rule
/// *identity only*: whoever says a name or a number comes in. A birth date that can't be (no date of
/// the calendar, or one to come), a document that tells neither name nor number, and one whose proof
/// is wrong or withdrawn are for the guard to look at; nothing is refused. An issuer that nobody
/// knows is no forgery, and what is expired still tells a name: both are recorded with their reason.
///
/// A date to come is one that no clock on Earth has reached (UTC+14): the moment knows no time
/// zone, and a child born today is no error. In the claim it becomes [`Birth::Impossible`], so that
/// nobody is recognised by it.
pub fn judge(document: Document, trust: &TrustList, at: &Moment) -> Judged {
    let Document { mut claim, proof } = document;
    let verified = match proof {
        Proof::Unsigned => None,
        Proof::Hcert(envelope) => Some(envelope.verify(trust, at.at)),
        Proof::Shc(envelope) => Some(envelope.verify(trust, at.at)),
        Proof::Chot1(envelope) => Some(envelope.verify(trust, at.at)),
    };
    let verified = verified.map(|mut verified| {
        if trust.is_old(at.at) {
            verified.warnings.push(Warning::TrustListOld);
        }
        verified
    });
    let latest = at.at.checked_add(14.hours()).unwrap_or(at.at);
    let today = jiff::tz::TimeZone::UTC.to_datetime(latest).date();
    if claim.birth.is_after(today) {
        claim.birth = Birth::Impossible;
    }
    let mut doubts = Vec::new();
    if claim.birth == Birth::Impossible {
        doubts.push(Reason::BirthDateImpossible);
    }
    if claim.name.is_none() && claim.numbers.is_empty() {
        doubts.push(Reason::IdentityMasked);
    }
    let verdict = match verified.as_ref().map(|verified| verified.standing) {
        Some(Standing::Forged(flaw)) => Verdict::Forged { flaw },
        Some(Standing::Revoked) => {
            doubts.push(Reason::DocumentRevoked);
            Verdict::CannotTell { doubts }
        }
        _ if doubts.is_empty() => Verdict::Admit,
        _ => Verdict::CannotTell { doubts },
    };
    Judged {
        verdict,
        claim,
        verified,
    }
}
