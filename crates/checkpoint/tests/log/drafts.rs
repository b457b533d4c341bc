//! What each known line says, as a gate drafts it.

use crate::vectors::{BRANCH, ENTRIES, stored};
use checkpoint::chain;
use checkpoint::document::Kind as DocumentKind;
use checkpoint::entry::{
    Audit, Direction, Draft, Happened, Kind, Mode, Outcome, Party, Precision, Ref, Was,
};
use checkpoint::place::{Said, State};
use checkpoint::verdict::Reason;
use jiff::civil::{Date, date};

const IN: Option<Direction> = Some(Direction::In);
const OUT: Option<Direction> = Some(Direction::Out);
const ADMIT: Option<Outcome> = Some(Outcome::Admit);
/// Where a group's pass was shown first.
const FIRST_PASS: u64 = 50;
pub const DAY: Date = date(2026, 11, 24);

fn of(branch: &'static str, seq: u64) -> Option<Ref> {
    Some(Ref {
        seq,
        leaf: chain::leaf(stored(branch, seq).as_bytes()),
    })
}

pub fn was(hour: i8, kind: Kind) -> Option<Was> {
    Some(Was {
        day: DAY,
        hour,
        gate: 1,
        direction: IN,
        verdict: ADMIT,
        kind,
    })
}

pub fn happened(at: &str, precision: Precision) -> Option<Happened> {
    Some(Happened {
        at: at.parse().unwrap(),
        precision,
    })
}

/// What each line says, as the gate would draft it.
pub fn drafts() -> Vec<(&'static str, u64, &'static str, Draft)> {
    let admitted = |kind| Draft {
        direction: IN,
        verdict: ADMIT,
        ..Draft::new(kind)
    };
    let plain = Draft::new;
    let card = Some(DocumentKind::CitizenCard);
    let first = vec![
        ("06:58:00.000", plain(Kind::Audit(Audit::BranchOpen))),
        (
            "06:58:02.250",
            Draft {
                mode: Some(Mode::Auto),
                ..plain(Kind::Audit(Audit::Config))
            },
        ),
        (
            "07:42:01.123",
            Draft {
                document: card,
                ..admitted(Kind::Scan)
            },
        ),
        (
            "07:42:09.007",
            Draft {
                verdict: ADMIT,
                document: Some(DocumentKind::InsuranceCard),
                of: of(ENTRIES, 3),
                ..plain(Kind::Scan)
            },
        ),
        (
            "07:50:30.500",
            Draft {
                verdict: Some(Outcome::Look),
                reasons: vec![Reason::BirthDateImpossible],
                document: card,
                ..plain(Kind::Scan)
            },
        ),
        (
            "07:50:41.000",
            Draft {
                of: of(ENTRIES, 5),
                ..admitted(Kind::Decision)
            },
        ),
        (
            "07:55:00.999",
            Draft {
                reasons: vec![Reason::PossibleDouble],
                ..admitted(Kind::Manual)
            },
        ),
        (
            "08:03:00.000",
            Draft {
                happened: happened("2026-11-24T06:40:00+07:00", Precision::Minute),
                paper: true,
                ..admitted(Kind::Manual)
            },
        ),
        (
            "08:10:00.000",
            Draft {
                count: Some(3),
                party: Some(Party::Pupil),
                ..admitted(Kind::Passed)
            },
        ),
        (
            "08:10:05.000",
            Draft {
                of: of(ENTRIES, 3),
                was: was(7, Kind::Scan),
                ..admitted(Kind::Correct)
            },
        ),
        (
            "09:15:12.345",
            Draft {
                direction: OUT,
                reasons: vec![Reason::AgainstHabit],
                document: card,
                of: of(ENTRIES, 3),
                ..admitted(Kind::Scan)
            },
        ),
        (
            "09:15:20.000",
            Draft {
                direction: OUT,
                of: of(ENTRIES, 7),
                was: was(7, Kind::Manual),
                ..admitted(Kind::Correct)
            },
        ),
        (
            "09:16:00.000",
            Draft {
                of: of(ENTRIES, 9),
                was: was(8, Kind::Passed),
                ..plain(Kind::Void)
            },
        ),
        (
            "09:55:00.000",
            Draft {
                happened: happened("2026-11-24T09:20:33+07:00", Precision::Second),
                ..plain(Kind::Gap)
            },
        ),
        ("09:55:00.001", plain(Kind::Audit(Audit::Clock))),
        (
            "10:00:00.000",
            Draft {
                verdict: Some(Outcome::Refuse),
                reasons: vec![Reason::IdentityMasked],
                document: Some(DocumentKind::PersonalCode),
                ..plain(Kind::Scan)
            },
        ),
        (
            "10:00:07.000",
            Draft {
                verdict: Some(Outcome::Refuse),
                of: of(ENTRIES, 16),
                ..plain(Kind::Decision)
            },
        ),
        (
            "10:00:20.000",
            Draft {
                of: of(ENTRIES, 16),
                ..plain(Kind::Audit(Audit::Erase))
            },
        ),
        (
            "10:00:30.000",
            Draft {
                document: card,
                ..admitted(Kind::Scan)
            },
        ),
    ];
    let first = first.into_iter().chain(staffed());
    let second = vec![
        ("10:05:00.000", plain(Kind::Audit(Audit::BranchOpen))),
        (
            "10:06:00.000",
            Draft {
                document: Some(DocumentKind::PersonalCode),
                ..admitted(Kind::Scan)
            },
        ),
        (
            "10:06:10.000",
            Draft {
                of: of(BRANCH, 14),
                was: was(10, Kind::Scan),
                ..plain(Kind::Void)
            },
        ),
    ];
    let first = (1..)
        .zip(first)
        .map(|(seq, (clock, draft))| (ENTRIES, seq, clock, draft));
    let second = (13..)
        .zip(second)
        .map(|(seq, (clock, draft))| (BRANCH, seq, clock, draft));
    first.chain(second).collect()
}

/// What staff, a drill, a count of people, a closing hour and a settled day write.
fn staffed() -> Vec<(&'static str, Draft)> {
    let by = |number, kind| Draft {
        by: Some(number),
        ..Draft::new(kind)
    };
    let config = |reason| Draft {
        reasons: vec![reason],
        ..by(71, Kind::Audit(Audit::Config))
    };
    let counted = |count| Draft {
        happened: happened("2026-11-24T09:00:00+07:00", Precision::Second),
        until: Some("2026-11-24T10:00:00+07:00".parse().unwrap()),
        count,
        ..by(71, Kind::Audit(Audit::Headcount))
    };
    vec![
        ("10:10:00.000", by(71, Kind::Audit(Audit::SignIn))),
        ("10:10:05.000", config(Reason::DrillBegan)),
        (
            "10:11:00.000",
            Draft {
                verdict: Some(Outcome::Look),
                reasons: vec![Reason::Watched],
                document: Some(DocumentKind::PersonalCode),
                ..by(71, Kind::Scan)
            },
        ),
        (
            "10:11:09.000",
            Draft {
                direction: IN,
                verdict: ADMIT,
                of: of(ENTRIES, 22),
                ..by(71, Kind::Decision)
            },
        ),
        ("10:20:00.000", config(Reason::DrillEnded)),
        ("10:20:30.000", config(Reason::WatchChanged)),
        (
            "10:21:00.000",
            Draft {
                reasons: vec![
                    Reason::ByHub,
                    Reason::PolicyChanged,
                    Reason::NamesChanged,
                    Reason::PresetChanged,
                ],
                mode: Some(Mode::In),
                ..Draft::new(Kind::Audit(Audit::Config))
            },
        ),
        ("10:25:00.000", counted(Some(41))),
        ("10:26:00.000", counted(None)),
        (
            "10:30:00.000",
            Draft {
                of: of(ENTRIES, 11),
                count: Some(4),
                ..by(71, Kind::Audit(Audit::Reveal))
            },
        ),
        (
            "10:30:20.000",
            Draft {
                of: of(ENTRIES, 29),
                happened: happened("2026-11-24T00:00:00+07:00", Precision::Second),
                until: Some("2026-11-25T00:00:00+07:00".parse().unwrap()),
                count: Some(2),
                ..by(71, Kind::Audit(Audit::Export))
            },
        ),
        (
            "10:35:00.000",
            Draft {
                direction: IN,
                verdict: ADMIT,
                of: of(ENTRIES, 3),
                was: was(7, Kind::Scan),
                ..by(71, Kind::Correct)
            },
        ),
        (
            "10:36:00.000",
            Draft {
                of: of(ENTRIES, 11),
                was: was(9, Kind::Scan).map(|was| Was {
                    direction: OUT,
                    ..was
                }),
                ..by(71, Kind::Void)
            },
        ),
        (
            "10:37:00.000",
            Draft {
                direction: IN,
                verdict: ADMIT,
                of: of(ENTRIES, 8),
                was: was(6, Kind::Manual),
                paper: true,
                ..by(71, Kind::SameAs)
            },
        ),
        (
            "10:40:00.000",
            Draft {
                direction: IN,
                party: Some(Party::Visitor),
                count: Some(5),
                ..by(71, Kind::Passed)
            },
        ),
        (
            "22:00:30.000",
            Draft {
                direction: OUT,
                of: of(ENTRIES, 34),
                happened: happened("2026-11-24T22:00:00+07:00", Precision::Hour),
                count: Some(5),
                ..Draft::new(Kind::AutoOut)
            },
        ),
        (
            "22:05:00.000",
            Draft {
                of: of(ENTRIES, 35),
                was: was(22, Kind::AutoOut).map(|was| Was {
                    direction: OUT,
                    verdict: None,
                    ..was
                }),
                count: Some(5),
                ..Draft::new(Kind::Void)
            },
        ),
        ("22:10:00.000", by(71, Kind::Audit(Audit::ShiftClose))),
        ("22:11:00.000", by(72, Kind::Audit(Audit::Lockout))),
        (
            "22:12:00.000",
            Draft {
                of: of(ENTRIES, 12),
                ..Draft::new(Kind::Audit(Audit::Purge))
            },
        ),
        (
            "23:00:00.000",
            Draft {
                of: of(ENTRIES, 39),
                happened: happened("2026-11-24T23:00:00+07:00", Precision::Second),
                ..by(72, Kind::Audit(Audit::DaySettled))
            },
        ),
        (
            "23:01:00.000",
            Draft {
                of: of(ENTRIES, 31),
                ..Draft::new(Kind::Audit(Audit::Erase))
            },
        ),
        (
            "23:02:00.000",
            Draft {
                of: of(ENTRIES, 22),
                ..by(72, Kind::Audit(Audit::Erase))
            },
        ),
        (
            "23:03:00.000",
            Draft {
                of: of(ENTRIES, 2),
                ..Draft::new(Kind::Audit(Audit::Dispose))
            },
        ),
        (
            "23:04:00.000",
            Draft {
                by: Some(72),
                ..poster(1, 1, State::Made)
            },
        ),
        (
            "23:05:00.000",
            Draft {
                by: Some(72),
                happened: happened("2026-11-24T16:30:00+07:00", Precision::Second),
                ..poster(1, 1, State::Posted)
            },
        ),
        ("23:06:00.000", poster(1, 1, State::Checked)),
        ("23:07:00.000", poster(1, 1, State::Replaced)),
        ("23:08:00.000", poster(1, 2, State::Expired)),
        ("23:09:00.000", poster(u32::MAX, 7, State::Revoked)),
    ]
    .into_iter()
    .chain(declared())
    .collect()
}

/// What a group on one pass and people without a phone write.
fn declared() -> Vec<(&'static str, Draft)> {
    let pass = |heads| Draft {
        verdict: ADMIT,
        document: Some(DocumentKind::DeclarationPass),
        heads: Some(heads),
        ..Draft::new(Kind::Scan)
    };
    vec![
        (
            "23:10:00.000",
            Draft {
                of: of(ENTRIES, 11),
                ..pass(5)
            },
        ),
        (
            "23:10:20.000",
            Draft {
                reasons: vec![Reason::UsedAgain],
                verdict: Some(Outcome::Look),
                of: of(ENTRIES, 12),
                group: of(ENTRIES, FIRST_PASS).map(Box::new),
                ..pass(5)
            },
        ),
        (
            "23:10:25.000",
            Draft {
                direction: IN,
                party: Some(Party::Visitor),
                count: Some(1),
                group: of(ENTRIES, FIRST_PASS).map(Box::new),
                by: Some(71),
                ..Draft::new(Kind::Passed)
            },
        ),
        (
            "23:11:00.000",
            Draft {
                direction: IN,
                verdict: ADMIT,
                reasons: vec![Reason::DeclaredToGuard],
                by: Some(71),
                ..Draft::new(Kind::Manual)
            },
        ),
        (
            "23:12:00.000",
            Draft {
                of: of(ENTRIES, 5),
                count: Some(1),
                by: Some(71),
                ..Draft::new(Kind::Audit(Audit::Declaration))
            },
        ),
    ]
}

fn poster(place: u32, version: u32, state: State) -> Draft {
    Draft {
        place: Some(Said {
            place,
            version,
            state,
        }),
        ..Draft::new(Kind::Audit(Audit::Place))
    }
}
