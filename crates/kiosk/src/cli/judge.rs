//! `chot judge`: what a gate would make of a code's text, one JSON object a line; for integrators,
//! auditors and conformance. Nothing is written, and nothing but the question's own moment is asked.

use crate::home::Home;
use crate::trusted::Trusted;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use checkpoint::document::{Checks, Document, Foreign, Layer, Recognised, Standing, Warning};
use checkpoint::entry::Party;
use checkpoint::moment::{self, Boot, Moment};
use checkpoint::policy::{Action, Asked, Evidence, Policy};
use checkpoint::trust::TrustList;
use checkpoint::verdict::{Judged, Reason, Verdict, judge};
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Map, Value as Json, json};
use std::fs::File;
use std::io::{self, BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::ExitCode;

/// Reads one JSON object a line:
/// {"text","at","signers":[base64 DER],"shc_issuers":{iss:[JWK]},"policy":…}, all but "text" optional.
///
/// Prints one for each: {"outcome","checks","document","reasons","verdict"}, or {"error"} for a line
/// that is no such question. "at" is now where it is missing, and UTC where it has no offset. With
/// "signers" or "shc_issuers" those alone count, else this post's trust list. "policy" is a policy's
/// file, or the id of one that every Chốt has. Exit code 1 when a line had an error.
#[derive(clap::Args)]
pub struct Judge {
    /// Files of questions; standard input where there is none.
    files: Vec<PathBuf>,
}

/// Members that aren't named here are the asker's own.
#[derive(Deserialize)]
struct Question {
    text: String,
    at: Option<String>,
    signers: Option<Vec<String>>,
    shc_issuers: Option<Map<String, Json>>,
    policy: Option<Json>,
}

/// Why a line is no question.
#[derive(Debug, thiserror::Error)]
enum NoQuestion {
    #[error("not a question: {0}")]
    Json(#[from] serde_json::Error),
    #[error("\"at\" is no moment: write it as 2026-11-24T07:42:00+07:00")]
    At,
    #[error("\"policy\" isn't one: {0}")]
    Policy(String),
}

impl Judge {
    pub fn run(&self) -> anyhow::Result<ExitCode> {
        let mut out = io::BufWriter::new(io::stdout().lock());
        let mut installed = None;
        let mut failed = false;
        let inputs: Vec<Box<dyn BufRead>> = if self.files.is_empty() {
            vec![Box::new(io::stdin().lock())]
        } else {
            let opened = self.files.iter().map(|path| {
                let file = File::open(path).map_err(|e| anyhow::anyhow!("{}: {e}", path.display()));
                file.map(|file| Box::new(BufReader::new(file)) as Box<dyn BufRead>)
            });
            opened.collect::<Result<_, _>>()?
        };
        for input in inputs {
            for line in input.lines() {
                let line = line?;
                if line.trim().is_empty() {
                    continue;
                }
                let answer = answer(&line, &mut installed).unwrap_or_else(|error| {
                    failed = true;
                    json!({ "error": error.to_string() })
                });
                match writeln!(out, "{answer}").and_then(|()| out.flush()) {
                    // Whoever reads has enough (`| head`).
                    Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
                        return Ok(ExitCode::SUCCESS);
                    }
                    written => written?,
                }
            }
        }
        Ok(if failed {
            ExitCode::from(1)
        } else {
            ExitCode::SUCCESS
        })
    }
}

fn answer(line: &str, installed: &mut Option<TrustList>) -> Result<Json, NoQuestion> {
    let question: Question = serde_json::from_str(line)?;
    let at = match &question.at {
        None => Timestamp::now(),
        Some(at) => moment::read(at).ok_or(NoQuestion::At)?,
    };
    let policy = policy(question.policy.as_ref())?;
    let own =
        (question.signers.is_some() || question.shc_issuers.is_some()).then(|| inline(&question));
    let trust = match &own {
        Some(own) => own,
        None => installed.get_or_insert_with(|| {
            Home::resolve()
                .map(|home| Trusted::open(home.root()).list())
                .unwrap_or_default()
        }),
    };
    Ok(match Document::recognise(question.text.as_bytes()) {
        Recognised::Document(document) => {
            let now = Moment {
                at,
                mono_ms: 0,
                boot: Boot([0; 16]),
                offset: None,
            };
            of_document(&judge(document, trust, &now), &policy, at)
        }
        Recognised::Foreign(foreign) => of_foreign(foreign),
        Recognised::Number(_) => nothing("id-number"),
        Recognised::Unknown => nothing("unknown"),
    })
}

/// A list of what the question brings. What can't be used of it is nobody's key.
fn inline(question: &Question) -> TrustList {
    let mut trust = TrustList::default();
    for signer in question.signers.iter().flatten() {
        if let Ok(der) = STANDARD.decode(signer.trim()) {
            let _ = trust.add_certificate(&der, "question");
        }
    }
    for (iss, keys) in question.shc_issuers.iter().flatten() {
        trust.add_shc_keys(iss, keys, "question");
    }
    trust
}

fn policy(asked: Option<&Json>) -> Result<Policy, NoQuestion> {
    match asked {
        None | Some(Json::Null) => Ok(Policy::default()),
        Some(Json::String(id)) => Policy::shipped()
            .into_iter()
            .find(|policy| policy.id == *id)
            .ok_or_else(|| NoQuestion::Policy(format!("there is none named {id:?}"))),
        Some(policy) => Policy::parse(policy.to_string().as_bytes())
            .map_err(|error| NoQuestion::Policy(error.to_string())),
    }
}

fn of_document(judged: &Judged, policy: &Policy, at: Timestamp) -> Json {
    let mut reasons: Vec<Json> = Vec::new();
    let mut say = |reason: Json| {
        if !reasons.contains(&reason) {
            reasons.push(reason);
        }
    };
    let base = match &judged.verdict {
        Verdict::Admit => Action::Admit,
        Verdict::Refuse { reasons } => {
            reasons.iter().for_each(|reason| say(json!(reason)));
            Action::Refuse
        }
        Verdict::CannotTell { doubts } => {
            doubts.iter().for_each(|doubt| say(json!(doubt)));
            Action::Look
        }
        Verdict::Forged { flaw } => {
            say(json!(Reason::DocumentForged));
            say(json!(flaw.word()));
            Action::Look
        }
    };
    if let Some(remark) = judged.remark() {
        say(json!(remark));
    }
    let zone = jiff::tz::TimeZone::get("Asia/Ho_Chi_Minh").unwrap_or(jiff::tz::TimeZone::UTC);
    let shown: Vec<Evidence> = Evidence::of(judged).into_iter().collect();
    let asked = Asked {
        unit: None,
        party: Party::Visitor,
        at,
        zone: &zone,
    };
    let finding = policy.finding(&shown, &asked);
    finding.reasons.iter().for_each(|reason| say(json!(reason)));
    let (outcome, checks) = match &judged.verified {
        None => ("not-a-certificate", no_prefix()),
        Some(verified) => {
            if verified.standing == Standing::Elsewhere {
                say(json!("not-for-here"));
            }
            for warning in &verified.warnings {
                say(json!(match warning {
                    Warning::IssuedInFuture => "issued-in-future",
                    Warning::TrustListOld => "trust-list-old",
                }));
            }
            (outcome(verified.standing), verified.checks)
        }
    };
    json!({
        "outcome": outcome,
        "checks": of_checks(&checks),
        "document": judged.claim.kind,
        "reasons": reasons,
        "verdict": base.max(finding.action),
    })
}

fn outcome(standing: Standing) -> &'static str {
    match standing {
        Standing::Valid => "valid",
        Standing::Expired => "expired",
        Standing::NotYetValid => "not-yet-valid",
        Standing::UnknownIssuer | Standing::Elsewhere => "unknown-issuer",
        Standing::Forged(_) => "forged",
        Standing::Revoked => "revoked",
    }
}

fn of_foreign(foreign: Foreign) -> Json {
    let unsupported = foreign.is_health_pass();
    let checks = if unsupported {
        Checks::default()
    } else {
        no_prefix()
    };
    json!({
        "outcome": if unsupported { "unsupported" } else { "not-a-certificate" },
        "checks": of_checks(&checks),
        "document": foreign.word(),
        "reasons": [],
        "verdict": null,
    })
}

/// A text that is nobody's document: nothing is decided about anybody.
fn nothing(document: &str) -> Json {
    json!({
        "outcome": "not-a-certificate",
        "checks": of_checks(&no_prefix()),
        "document": document,
        "reasons": [],
        "verdict": null,
    })
}

fn no_prefix() -> Checks {
    Checks {
        prefix: Some(false),
        ..Checks::default()
    }
}

fn of_checks(checks: &Checks) -> Json {
    let words = checks.by_layer().into_iter();
    words
        .map(|(layer, check): (Layer, Option<bool>)| (layer.word().to_owned(), json!(check)))
        .collect::<Map<_, _>>()
        .into()
}
