//! The bridge for the admin's pages, as `translate.rs` is for the guard's screen.

use crate::view::{
    ActionWord, AlikeView, ClockView, CountryView, DocumentView, DoneView, KindWord, NeedWord,
    PolicyView, ProblemView, ReasonWord, RulesView, SampleWord, StandingWord, TestedView,
    TrialForm, TrialView, TrustView, WordsView,
};
use kiosk::checkpoint::document::Standing;
use kiosk::checkpoint::policy::{Action, Need, Tested, Words};
use kiosk::policies::{Listed, PoliciesError, Problem};
use kiosk::post::{Alike, ClockState, Remark, Rules, Sample, Told, Trial, Tried, TrustState, What};
use kiosk::trusted::TrustedError;

impl From<&Words> for WordsView {
    fn from(words: &Words) -> WordsView {
        WordsView {
            vi: words.vi.clone(),
            en: words.en.clone(),
        }
    }
}

impl From<&Tested> for TestedView {
    fn from(tested: &Tested) -> TestedView {
        TestedView {
            met: tested.met,
            words: (&tested.words).into(),
        }
    }
}

impl From<Need> for NeedWord {
    fn from(need: Need) -> NeedWord {
        match need {
            Need::Identity => NeedWord::Identity,
            Need::Declaration => NeedWord::Declaration,
            Need::Certificate => NeedWord::Certificate,
            Need::DeclarationOrCertificate => NeedWord::DeclarationOrCertificate,
        }
    }
}

impl From<Action> for ActionWord {
    fn from(action: Action) -> ActionWord {
        match action {
            Action::Admit => ActionWord::Admit,
            Action::Look => ActionWord::Look,
            Action::Refuse => ActionWord::Refuse,
        }
    }
}

impl From<Standing> for StandingWord {
    fn from(standing: Standing) -> StandingWord {
        match standing {
            Standing::Valid => StandingWord::Valid,
            Standing::Expired => StandingWord::Expired,
            Standing::NotYetValid => StandingWord::NotYetValid,
            Standing::UnknownIssuer => StandingWord::UnknownIssuer,
            Standing::Forged(_) => StandingWord::Forged,
            Standing::Revoked => StandingWord::Revoked,
            Standing::Elsewhere => StandingWord::Elsewhere,
        }
    }
}

impl From<&Told> for DocumentView {
    fn from(told: &Told) -> DocumentView {
        DocumentView {
            standing: told.standing.into(),
            issuer: told.issuer.clone(),
            says: told.says.iter().map(WordsView::from).collect(),
            until: told.until.map(|until| until.as_millisecond()),
        }
    }
}

impl From<&Alike> for AlikeView {
    fn from(alike: &Alike) -> AlikeView {
        AlikeView {
            name: alike.holder.name.clone(),
            initials: alike.holder.initials(),
            since: alike.since.as_millisecond(),
        }
    }
}

impl From<ClockState> for ClockView {
    fn from(clock: ClockState) -> ClockView {
        ClockView {
            mark: clock.mark.map(|mark| mark.as_millisecond()),
            behind_ms: clock.behind_ms,
            behind: clock.is_behind(),
            offset_ms: clock.offset_ms,
        }
    }
}

impl From<Rules> for RulesView {
    fn from(rules: Rules) -> RulesView {
        RulesView {
            policies: rules.policies.iter().map(PolicyView::from).collect(),
            problems: rules.problems.iter().map(ProblemView::from).collect(),
        }
    }
}

impl From<&Listed> for PolicyView {
    fn from(listed: &Listed) -> PolicyView {
        PolicyView {
            id: listed.policy.id.clone(),
            name: (&listed.policy.name).into(),
            sentence: (&listed.policy.sentence).into(),
            own: listed.is_own,
            active: listed.is_active,
            text: listed.policy.to_text(),
        }
    }
}

impl From<&Problem> for ProblemView {
    fn from(problem: &Problem) -> ProblemView {
        ProblemView {
            file: problem.file.clone(),
            what: (&problem.what).into(),
            active: problem.is_active,
        }
    }
}

impl From<Result<(), PoliciesError>> for DoneView {
    fn from(done: Result<(), PoliciesError>) -> DoneView {
        DoneView {
            problem: done.err().map(|error| (&error.words()).into()),
        }
    }
}

impl From<SampleWord> for Sample {
    fn from(word: SampleWord) -> Sample {
        match word {
            SampleWord::Card => Sample::Card,
            SampleWord::StaffBadge => Sample::StaffBadge,
            SampleWord::DeclarationToday => Sample::DeclarationToday,
            SampleWord::DeclarationYesterday => Sample::DeclarationYesterday,
            SampleWord::OneDose => Sample::OneDose,
            SampleWord::TwoDosesToday => Sample::TwoDosesToday,
            SampleWord::TwoDosesMonthAgo => Sample::TwoDosesMonthAgo,
            SampleWord::RecoveredMonthAgo => Sample::RecoveredMonthAgo,
            SampleWord::RecoveredYearAgo => Sample::RecoveredYearAgo,
            SampleWord::PcrToday => Sample::PcrToday,
            SampleWord::PcrWeekAgo => Sample::PcrWeekAgo,
            SampleWord::RapidToday => Sample::RapidToday,
            SampleWord::Expired => Sample::Expired,
            SampleWord::UnknownIssuer => Sample::UnknownIssuer,
            SampleWord::Forged => Sample::Forged,
        }
    }
}

impl From<TrialForm> for Trial {
    fn from(form: TrialForm) -> Trial {
        Trial {
            policy: form.policy,
            samples: form.samples.into_iter().map(Sample::from).collect(),
            code: form.code,
        }
    }
}

impl From<Result<Tried, PoliciesError>> for TrialView {
    fn from(tried: Result<Tried, PoliciesError>) -> TrialView {
        match tried {
            Ok(tried) => TrialView {
                problem: None,
                kind: tried.kind.map(|kind| KindWord::from(What::Document(kind))),
                action: tried.finding.action.into(),
                reasons: tried
                    .finding
                    .reasons
                    .iter()
                    .map(|&reason| ReasonWord::from(Remark::Reason(reason)))
                    .collect(),
                missing: tried.finding.missing.iter().map(|&n| n.into()).collect(),
                rules: tried.finding.rules.iter().map(TestedView::from).collect(),
            },
            Err(error) => TrialView {
                problem: Some((&error.words()).into()),
                kind: None,
                action: ActionWord::Look,
                reasons: Vec::new(),
                missing: Vec::new(),
                rules: Vec::new(),
            },
        }
    }
}

impl From<Result<(), TrustedError>> for DoneView {
    fn from(done: Result<(), TrustedError>) -> DoneView {
        DoneView {
            problem: done.err().map(|error| (&error.words()).into()),
        }
    }
}

impl From<TrustState> for TrustView {
    fn from(state: TrustState) -> TrustView {
        let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        let tally = &state.tally;
        TrustView {
            number: state.number,
            issued: state.issued.map(|issued| issued.as_millisecond()),
            days: state.days,
            old: state.is_old,
            countries: tally
                .countries
                .iter()
                .map(|(country, count)| CountryView {
                    country: if country.is_empty() {
                        "–".to_owned()
                    } else {
                        country.clone()
                    },
                    keys: number(count.all),
                })
                .collect(),
            health_issuers: number(tally.shc_issuers),
            roots: number(tally.roots + tally.unit_keys),
            revoked: number(tally.revoked),
        }
    }
}
