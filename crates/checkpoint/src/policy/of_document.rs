//! What a judged document gives to a visit.

use super::Evidence;
use crate::document::Kind;
use crate::verdict::{Judged, Reason, Verdict};

impl Judged {
    /// What makes a certificate or a pass this one, whatever text it is encoded into; None for a
    /// document that anybody can copy, and for one whose proof is wrong.
    pub fn what_it_is(&self) -> Option<Vec<u8>> {
        None
    }
}

impl Evidence {
    /// None for a document that says nothing a policy could ask for.
    pub fn of(judged: &Judged) -> Option<Evidence> {
        match judged.claim.kind {
            Kind::CitizenCard | Kind::PersonalCode | Kind::InsuranceCard => {
                let names_nobody = match &judged.verdict {
                    Verdict::CannotTell { doubts } => doubts.contains(&Reason::IdentityMasked),
                    Verdict::Admit | Verdict::Refuse { .. } => false,
                };
                (!names_nobody).then(Evidence::identity)
            }
        }
    }
}
