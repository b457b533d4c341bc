//! *Finding*: a policy held against what somebody has shown.

use super::evidence::{Certificate, Evidence, Fate, Says};
use super::explain::{self, Shortfall};
use super::{
    Action, Asked, DeclarationRule, IdentityRule, Needs, Policy, Rule, TestRule, VaccinationRule,
    Words, eu_rule,
};
use crate::document::{Question, Test, TestKind, Vaccination};
use crate::verdict::Reason;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;

/// What a policy makes of a visit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    pub action: Action,
    /// Why it isn't plainly *admit*, or what is remarkable though it is. In the order of [`Reason`].
    pub reasons: Vec<Reason>,
    /// The documents that are still to be shown.
    pub missing: Vec<Need>,
    /// Every rule that was asked.
    pub rules: Vec<Tested>,
}

/// A document that a visit needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Need {
    Identity,
    Declaration,
    Certificate,
    /// One of the two is enough.
    DeclarationOrCertificate,
}

impl Need {
    /// Whether a document of a kind is what is needed.
    pub fn takes(self, kind: Need) -> bool {
        self == kind
            || self == Need::DeclarationOrCertificate
                && [Need::Declaration, Need::Certificate].contains(&kind)
    }
}

/// How what was shown stands to a need.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Held {
    Met,
    Unmet,
    NotShown,
}

impl Held {
    fn of(shortfall: Option<&Shortfall>) -> Held {
        match shortfall {
            None => Held::Met,
            Some(Shortfall::NotShown) => Held::NotShown,
            Some(_) => Held::Unmet,
        }
    }
}

/// A rule, and whether it was met.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Tested {
    pub met: bool,
    /// What it asks, and where it wasn't met why not.
    pub words: Words,
}

impl Tested {
    fn of(asked: Words, shortfall: Option<Shortfall>) -> Tested {
        match shortfall {
            None => Tested {
                met: true,
                words: asked,
            },
            Some(shortfall) => Tested {
                met: false,
                words: explain::joined(&asked, &shortfall.words()),
            },
        }
    }
}

/// A finding under way.
struct Look<'a> {
    policy: &'a Policy,
    rule: &'a Rule,
    shown: &'a [Evidence],
    at: Timestamp,
    today: Date,
    zone: &'a jiff::tz::TimeZone,
    finding: Finding,
}

impl Policy {
    /// Holds the policy against the documents of one visitor, in any order. Where no rule fits the
    /// visitor, the unit or the day, everybody is admitted.
    pub fn finding(&self, shown: &[Evidence], asked: &Asked<'_>) -> Finding {
        let finding = Finding {
            action: Action::Admit,
            reasons: Vec::new(),
            missing: Vec::new(),
            rules: Vec::new(),
        };
        let Some(rule) = self.rule(asked) else {
            return finding;
        };
        let look = Look {
            policy: self,
            rule,
            shown,
            at: asked.at,
            today: asked.zone.to_datetime(asked.at).date(),
            zone: asked.zone,
            finding,
        };
        look.take()
    }

    /// Which documents a visit needs here and now.
    pub fn needs(&self, asked: &Asked<'_>) -> Vec<Need> {
        match self.rule(asked).map(|rule| rule.needs) {
            Some(Needs::Identity) => vec![Need::Identity],
            Some(Needs::IdentityAndDeclaration) => vec![Need::Identity, Need::Declaration],
            Some(Needs::IdentityAndCertificate) => vec![Need::Identity, Need::Certificate],
            Some(Needs::IdentityAndDeclarationOrCertificate) => {
                vec![Need::Identity, Need::DeclarationOrCertificate]
            }
            Some(Needs::Any) | None => Vec::new(),
        }
    }
}

impl Look<'_> {
    fn take(mut self) -> Finding {
        self.proofs();
        match self.rule.needs {
            Needs::Identity => self.identity(),
            Needs::IdentityAndDeclaration => {
                self.identity();
                let held = self.declaration();
                self.settle(Need::Declaration, held);
            }
            Needs::IdentityAndCertificate => {
                self.identity();
                let held = self.certificate();
                self.settle(Need::Certificate, held);
            }
            Needs::IdentityAndDeclarationOrCertificate => {
                self.identity();
                self.declaration_or_certificate();
            }
            Needs::Any => self.any(),
        }
        self.finding.reasons.sort_unstable();
        self.finding.reasons.dedup();
        self.finding
    }

    /// Every document's proof, also of one that nobody asked for.
    fn proofs(&mut self) {
        let then = self.rule.then;
        for evidence in self.shown {
            let (action, reason) = match evidence.fate {
                Fate::Unsigned | Fate::Valid => continue,
                Fate::Expired => (then.expired, Reason::DocumentExpired),
                Fate::NotYetValid => (then.expired, Reason::DocumentNotYetValid),
                Fate::UnknownIssuer => (then.unknown, Reason::IssuerUnknown),
                Fate::Forged => (then.forged, Reason::DocumentForged),
                Fate::Revoked => (then.revoked, Reason::DocumentRevoked),
            };
            let tested = Tested {
                met: false,
                words: explain::proof(evidence.fate),
            };
            if !self.finding.rules.contains(&tested) {
                self.finding.rules.push(tested);
            }
            self.weigh(action, reason);
        }
    }

    fn weigh(&mut self, action: Action, reason: Reason) {
        self.finding.action = self.finding.action.max(action);
        self.finding.reasons.push(reason);
    }

    fn settle(&mut self, need: Need, held: Held) {
        match held {
            Held::Met => {}
            Held::Unmet => self.weigh(self.rule.then.unmet, Reason::DocumentUnmet),
            Held::NotShown => {
                self.finding.missing.push(need);
                self.weigh(self.rule.then.missing, Reason::DocumentMissing);
            }
        }
    }

    fn counting(&self) -> impl Iterator<Item = &Says> {
        let counting = self.shown.iter().filter(|evidence| evidence.counts());
        counting.map(|evidence| &evidence.says)
    }

    fn identity(&mut self) {
        let rule = &self.rule.identity;
        let shortfall = best(self.counting().filter_map(|says| match says {
            Says::Card { issued } => Some(self.card_is_old(rule, *issued)),
            Says::Named | Says::DayBadge | Says::StaffBadge => Some(None),
            Says::Declaration { .. } | Says::Certificate(_) => None,
        }));
        let held = Held::of(shortfall.as_ref());
        self.test(explain::identity(rule), shortfall);
        self.settle(Need::Identity, held);
    }

    fn card_is_old(&self, rule: &IdentityRule, issued: Option<Date>) -> Option<Shortfall> {
        let most = i64::from(rule.days?);
        let Some(issued) = issued else {
            return Some(Shortfall::NoDate);
        };
        match days_between(issued, self.today) {
            ..0 => Some(Shortfall::StillToCome),
            days => (days > most).then_some(Shortfall::Days(days)),
        }
    }

    fn any(&mut self) {
        let met = self.counting().next().is_some();
        let shortfall = (!met).then_some(Shortfall::NotShown);
        self.test(explain::any(), shortfall);
        if !met {
            self.weigh(self.rule.then.missing, Reason::DocumentMissing);
        }
    }

    fn test(&mut self, asked: Words, shortfall: Option<Shortfall>) {
        self.finding.rules.push(Tested::of(asked, shortfall));
    }

    fn declaration(&mut self) -> Held {
        let rule = &self.rule.declaration;
        let shortfall = best(self.counting().filter_map(|says| match says {
            Says::Declaration { made, yes } => {
                let late = self.declaration_is_late(rule, *made);
                Some(late.or_else(|| says_yes(rule, yes)))
            }
            Says::Card { .. }
            | Says::Named
            | Says::DayBadge
            | Says::StaffBadge
            | Says::Certificate(_) => None,
        }));
        let held = Held::of(shortfall.as_ref());
        self.test(explain::declaration(rule), shortfall);
        held
    }

    fn declaration_is_late(&self, rule: &DeclarationRule, made: Timestamp) -> Option<Shortfall> {
        let day = self.zone.to_datetime(made).date();
        if made > self.at {
            return Some(Shortfall::StillToCome);
        }
        if rule.today && day != self.today {
            return Some(Shortfall::MadeOn(day));
        }
        let hours = hours_between(made, self.at);
        match rule.hours {
            Some(most) if hours > f64::from(most) => Some(Shortfall::Hours(hours)),
            Some(_) | None => None,
        }
    }

    /// One of them is enough: the other one is no condition then. Where neither is, what is wrong with the one that was shown
    /// is the matter.
    fn declaration_or_certificate(&mut self) {
        let before = self.finding.rules.len();
        let declared = self.declaration();
        let between = self.finding.rules.len();
        let certified = self.certificate();
        match (declared, certified) {
            (Held::Met, _) => self.finding.rules.truncate(between),
            (_, Held::Met) => drop(self.finding.rules.drain(before..between)),
            (Held::NotShown, Held::NotShown) => {
                self.settle(Need::DeclarationOrCertificate, Held::NotShown);
            }
            (Held::Unmet, _) | (_, Held::Unmet) => {
                self.settle(Need::DeclarationOrCertificate, Held::Unmet);
            }
        }
    }

    fn certificate(&mut self) -> Held {
        let rule = &self.rule.certificate;
        let all: Vec<Certificate> = self
            .counting()
            .filter_map(|says| match says {
                Says::Certificate(certificate) => Some(certificate.as_ref().clone()),
                Says::Card { .. }
                | Says::Named
                | Says::DayBadge
                | Says::StaffBadge
                | Says::Declaration { .. } => None,
            })
            .collect();
        let mut met = !all.is_empty();
        let mut alternatives = Vec::new();
        if let Some(asked) = &rule.vaccination {
            let shortfall = best(
                all.iter()
                    .map(|one| self.vaccination_falls_short(asked, one)),
            );
            alternatives.push(Tested::of(explain::vaccination(asked), shortfall));
        }
        if let Some(asked) = &rule.recovery {
            let shortfall = best(
                all.iter()
                    .map(|one| self.recovery_falls_short(asked.days, one)),
            );
            alternatives.push(Tested::of(explain::recovery(asked), shortfall));
        }
        if let Some(asked) = &rule.test {
            let shortfall = best(all.iter().map(|one| self.test_falls_short(asked, one)));
            alternatives.push(Tested::of(explain::test(asked), shortfall));
        }
        if alternatives.is_empty() {
            let shortfall = (!met).then_some(Shortfall::NotShown);
            self.test(explain::certificate(), shortfall);
        } else if alternatives.iter().any(|tested| tested.met) {
            // The others were no condition any more.
            self.finding
                .rules
                .extend(alternatives.into_iter().filter(|tested| tested.met));
        } else {
            met = false;
            self.finding.rules.extend(alternatives);
        }
        if let Some(most) = rule.days {
            met &= self.certificate_is_young(most, &all);
        }
        if rule.certlogic {
            met &= self.certlogic(&all);
        }
        if all.is_empty() {
            Held::NotShown
        } else if met {
            Held::Met
        } else {
            Held::Unmet
        }
    }

    fn certificate_is_young(&mut self, most: u32, all: &[Certificate]) -> bool {
        let shortfall = best(all.iter().map(|one| match one.issued {
            None => Some(Shortfall::NoDate),
            Some(issued) => {
                let days = days_between(self.zone.to_datetime(issued).date(), self.today);
                (days > i64::from(most)).then_some(Shortfall::Days(days))
            }
        }));
        let young = shortfall.is_none();
        self.test(explain::issued(most), shortfall);
        young
    }

    fn vaccination_falls_short(
        &self,
        asked: &VaccinationRule,
        certificate: &Certificate,
    ) -> Option<Shortfall> {
        let doses = certificate.vaccinations.iter();
        let doses: Vec<&Vaccination> = doses.filter(|dose| self.is_asked(&dose.against)).collect();
        let newest = doses.iter().max_by_key(|dose| (dose.on, dose.dose));
        let Some(newest) = newest else {
            return Some(Shortfall::NotShown);
        };
        let listed = u32::try_from(doses.len()).unwrap_or(u32::MAX);
        let count = doses
            .iter()
            .filter_map(|dose| dose.dose)
            .max()
            .unwrap_or(listed)
            .max(listed);
        let whole = asked.or_whole_series && is_whole(newest);
        if count < asked.doses && !whole {
            return Some(Shortfall::Doses(count));
        }
        let days = days_between(newest.on, self.today);
        if days < 0 {
            return Some(Shortfall::StillToCome);
        }
        let late = asked.most_days.is_some_and(|most| days > i64::from(most));
        (days < i64::from(asked.days) || late).then_some(Shortfall::Days(days))
    }

    fn recovery_falls_short(&self, most: u32, certificate: &Certificate) -> Option<Shortfall> {
        let recoveries = certificate.recoveries.iter();
        let asked = recoveries.filter(|recovery| self.is_asked(&recovery.against));
        best(asked.map(|recovery| {
            let days = days_between(recovery.first_positive, self.today);
            if days < 0 || recovery.from.is_some_and(|from| self.today < from) {
                return Some(Shortfall::StillToCome);
            }
            if days > i64::from(most) {
                return Some(Shortfall::Days(days));
            }
            let until = recovery.until.filter(|until| self.today > *until);
            until.map(Shortfall::Until)
        }))
    }

    fn test_falls_short(&self, asked: &TestRule, certificate: &Certificate) -> Option<Shortfall> {
        let tests = certificate.tests.iter();
        best(
            tests
                .filter(|test| self.is_asked(&test.against))
                .map(|test| {
                    let Some(most) = hours_for(asked, test) else {
                        return Some(Shortfall::TestKind(test.kind));
                    };
                    if test.negative != Some(true) {
                        return Some(Shortfall::Positive);
                    }
                    if test.sampled > self.at {
                        return Some(Shortfall::StillToCome);
                    }
                    let hours = hours_between(test.sampled, self.at);
                    (hours > f64::from(most)).then_some(Shortfall::Hours(hours))
                }),
        )
    }

    /// A certificate that names no disease is taken to be about the one that is asked.
    fn is_asked(&self, against: &Option<String>) -> bool {
        let asked = &self.rule.certificate.against;
        against.as_ref().is_none_or(|against| against == asked)
    }

    /// Every rule has to be met by one and the same certificate.
    fn certlogic(&mut self, all: &[Certificate]) -> bool {
        let of_eu: Vec<_> = all.iter().filter_map(|one| one.eu.as_ref()).collect();
        if of_eu.is_empty() {
            // Other certificates aren't what these rules are written for.
            return !all.is_empty();
        }
        let mut tries = of_eu.into_iter().map(|certificate| {
            let data = eu_rule::data(certificate, &self.policy.value_sets, self.at);
            let rules = self.policy.certlogic.iter();
            rules
                .filter(|rule| rule.is_asked(certificate, self.at))
                .map(|rule| Tested {
                    met: rule.is_met(&data),
                    words: explain::eu(rule),
                })
                .collect::<Vec<Tested>>()
        });
        let failed = |tested: &[Tested]| tested.iter().filter(|one| !one.met).count();
        let mut fewest = tries.next().unwrap_or_default();
        for other in tries {
            if failed(&other) < failed(&fewest) {
                fewest = other;
            }
        }
        let met = failed(&fewest) == 0;
        self.finding.rules.extend(fewest);
        met
    }
}

/// What a declaration says yes to and may not.
fn says_yes(rule: &DeclarationRule, yes: &[Question]) -> Option<Shortfall> {
    let said = rule.no_to.iter().filter(|asked| yes.contains(asked));
    let said: Vec<Question> = said.copied().collect();
    (!said.is_empty()).then_some(Shortfall::Declared(said))
}

/// Of several documents the one that falls short least: not at all, else the first that was shown.
fn best(tries: impl Iterator<Item = Option<Shortfall>>) -> Option<Shortfall> {
    let mut first = None;
    for shortfall in tries {
        match shortfall {
            None => return None,
            Some(Shortfall::NotShown) => {}
            Some(other) => first = first.or(Some(other)),
        }
    }
    first.or(Some(Shortfall::NotShown))
}

fn is_whole(dose: &Vaccination) -> bool {
    match (dose.dose, dose.series) {
        (Some(dose), Some(series)) => series > 0 && dose >= series,
        (None | Some(_), _) => false,
    }
}

fn hours_for(asked: &TestRule, test: &Test) -> Option<u32> {
    match test.kind {
        TestKind::Pcr => asked.pcr_hours,
        TestKind::Rapid => asked.rapid_hours,
        TestKind::Other => None,
    }
}

fn days_between(from: Date, to: Date) -> i64 {
    i64::from((to - from).get_days())
}

fn hours_between(from: Timestamp, to: Timestamp) -> f64 {
    to.duration_since(from).as_secs_f64() / 3600.0
}
