//! What a judged document gives to a visit.

use super::evidence::{Certificate, EuCertificate, Evidence, Fate, Says};
use crate::document::{self, Declaration, Health, Kind, Question, Standing, Verified};
use crate::verdict::{Judged, Reason, Verdict};

impl Judged {
    /// What makes a certificate or a pass this one, whatever text it is encoded into: country and
    /// identifier where it has them, else its signed payload. None for a document that anybody can
    /// copy, for one whose proof is wrong, and for badges, which are shown every day.
    pub fn what_it_is(&self) -> Option<Vec<u8>> {
        let certificate = self.verified.as_ref()?.certificate.as_ref()?;
        match &certificate.says {
            document::Says::Health(health) => {
                let known = health.country.as_ref().zip(health.uci.as_ref());
                let named = known.map(|(country, uci)| [country.as_bytes(), b"\0", uci.as_bytes()]);
                Some(named.map_or_else(|| certificate.payload.to_vec(), |parts| parts.concat()))
            }
            document::Says::Declaration(_) => Some(certificate.payload.to_vec()),
            document::Says::DayBadge { .. }
            | document::Says::StaffBadge(_)
            | document::Says::Place(_) => None,
        }
    }
}

impl Evidence {
    /// None for a document that says nothing a policy could ask for.
    pub fn of(judged: &Judged) -> Option<Evidence> {
        match judged.claim.kind {
            Kind::CitizenCard | Kind::PersonalCode | Kind::InsuranceCard => {
                let names_nobody = match &judged.verdict {
                    Verdict::CannotTell { doubts } => doubts.contains(&Reason::IdentityMasked),
                    Verdict::Admit | Verdict::Refuse { .. } | Verdict::Forged { .. } => false,
                };
                (!names_nobody).then(|| Evidence::card(judged.claim.issued))
            }
            Kind::VaccineCertificate
            | Kind::TestCertificate
            | Kind::RecoveryCertificate
            | Kind::SmartHealthCard
            | Kind::DeclarationPass
            | Kind::DayBadge
            | Kind::StaffBadge => signed(judged.claim.kind, judged.verified.as_ref()?),
            Kind::PlacePoster => None,
        }
    }
}

fn signed(kind: Kind, verified: &Verified) -> Option<Evidence> {
    let fate = match verified.standing {
        Standing::Valid => Fate::Valid,
        Standing::Expired => Fate::Expired,
        Standing::NotYetValid => Fate::NotYetValid,
        // Ours for another unit is as good as one that nobody here knows.
        Standing::UnknownIssuer | Standing::Elsewhere => Fate::UnknownIssuer,
        Standing::Forged(_) => Fate::Forged,
        Standing::Revoked => Fate::Revoked,
    };
    let certificate = verified.certificate.as_ref();
    let says = match (certificate.map(|certificate| &certificate.says), kind) {
        (Some(document::Says::Health(health)), _) => {
            Says::Certificate(Box::new(of_health(certificate?, health)))
        }
        (Some(document::Says::Declaration(pass)), _) => Says::Declaration {
            // A pass that doesn't say when it was made is as old as can be.
            made: certificate?.issued.unwrap_or(jiff::Timestamp::MIN),
            yes: yes(pass),
        },
        (Some(document::Says::StaffBadge(badge)), _) if !badge.is_staff => Says::DayBadge,
        (Some(document::Says::StaffBadge(_)), _) | (None, Kind::StaffBadge) => Says::StaffBadge,
        (Some(document::Says::DayBadge { .. }), _) | (None, Kind::DayBadge) => Says::DayBadge,
        (None, Kind::DeclarationPass) => Says::Declaration {
            made: jiff::Timestamp::MIN,
            yes: Vec::new(),
        },
        (Some(document::Says::Place(_)), _) => return None,
        (
            None,
            Kind::VaccineCertificate
            | Kind::TestCertificate
            | Kind::RecoveryCertificate
            | Kind::SmartHealthCard
            | Kind::CitizenCard
            | Kind::PersonalCode
            | Kind::InsuranceCard
            | Kind::PlacePoster,
        ) => Says::Certificate(Box::default()),
    };
    Some(Evidence { fate, says })
}

/// Questions of a newer program are told to the guard and asked by no policy of this one.
fn yes(pass: &Declaration) -> Vec<Question> {
    let yes = pass.answers.iter().filter(|(_, answer)| *answer);
    yes.filter_map(|(number, _)| Question::of_number(*number))
        .collect()
}

fn of_health(certificate: &document::Certificate, health: &Health) -> Certificate {
    let is_eu = health.eu.is_object();
    Certificate {
        issued: certificate.issued,
        vaccinations: health.vaccinations.clone(),
        recoveries: health.recoveries.clone(),
        tests: health.tests.clone(),
        eu: is_eu.then(|| EuCertificate {
            payload: health.eu.clone(),
            country: certificate.issuer.clone(),
            issued: certificate.issued,
            expires: certificate.expires,
        }),
    }
}
