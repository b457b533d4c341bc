//! Entries of every kind, from chance.

use checkpoint::chain::{BranchName, DeviceId};
use checkpoint::document::Kind as DocumentKind;
use checkpoint::entry::{Audit, Direction, Draft, Elsewhere, Happened, Kind, MAX_NUMBER, Mode};
use checkpoint::entry::{Outcome, Party, Precision, Ref, Was};
use checkpoint::moment::{Boot, Moment, Offset as ClockOffset};
use checkpoint::place::{Said, State};
use checkpoint::verdict::Reason;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::{Offset, TimeZone};
use proptest::option::of;
use proptest::prelude::*;
use proptest::sample::select;
use uuid::{Builder, Uuid};

pub fn direction() -> impl Strategy<Value = Direction> {
    select(vec![Direction::In, Direction::Out])
}

pub fn outcome() -> impl Strategy<Value = Outcome> {
    select(vec![Outcome::Admit, Outcome::Look, Outcome::Refuse])
}

pub fn reasons() -> impl Strategy<Value = Vec<Reason>> {
    let all = [
        Reason::BirthDateImpossible,
        Reason::IdentityMasked,
        Reason::PossibleDouble,
        Reason::AgainstHabit,
        Reason::DocumentMissing,
        Reason::DocumentUnmet,
        Reason::DocumentExpired,
        Reason::DocumentNotYetValid,
        Reason::IssuerUnknown,
        Reason::DocumentForged,
        Reason::DocumentRevoked,
        Reason::IdentitiesDiffer,
        Reason::UsedAgain,
        Reason::BadgeSpent,
        Reason::Watched,
        Reason::VisitComplete,
        Reason::PolicyChanged,
        Reason::ByHub,
        Reason::NamesChanged,
        Reason::HouseChanged,
        Reason::PresetChanged,
        Reason::DrillBegan,
        Reason::DrillEnded,
        Reason::TrustChanged,
        Reason::StaffChanged,
        Reason::RecoveryKeyUsed,
        Reason::BackupChanged,
        Reason::SettingsTaken,
        Reason::WatchChanged,
        Reason::SelfMonitored,
        Reason::VersionChanged,
    ];
    prop::collection::vec(select(all.map(known).to_vec()), 0..5)
}

/// Doesn't compile once there is a reason more, which then goes into the lists above too.
pub fn known(reason: Reason) -> Reason {
    match reason {
        Reason::BirthDateImpossible
        | Reason::IdentityMasked
        | Reason::PossibleDouble
        | Reason::AgainstHabit
        | Reason::DocumentMissing
        | Reason::DocumentUnmet
        | Reason::DocumentExpired
        | Reason::DocumentNotYetValid
        | Reason::IssuerUnknown
        | Reason::DocumentForged
        | Reason::DocumentRevoked
        | Reason::IdentitiesDiffer
        | Reason::UsedAgain
        | Reason::BadgeSpent
        | Reason::Watched
        | Reason::VisitComplete
        | Reason::PolicyChanged
        | Reason::ByHub
        | Reason::NamesChanged
        | Reason::HouseChanged
        | Reason::PresetChanged
        | Reason::DrillBegan
        | Reason::DrillEnded
        | Reason::TrustChanged
        | Reason::StaffChanged
        | Reason::RecoveryKeyUsed
        | Reason::BackupChanged
        | Reason::SettingsTaken
        | Reason::WatchChanged
        | Reason::SelfMonitored
        | Reason::DeclaredToGuard
        | Reason::VersionChanged => reason,
    }
}

/// Of the years that RFC 3339 can write in any zone, to the millisecond.
pub fn timestamp() -> impl Strategy<Value = Timestamp> {
    (-62_160_000_000_000_i64..253_402_000_000_000)
        .prop_map(|ms| Timestamp::from_millisecond(ms).unwrap())
}

pub fn zone() -> impl Strategy<Value = TimeZone> {
    let named = [
        "Asia/Ho_Chi_Minh",
        "UTC",
        "America/St_Johns",
        "Africa/Monrovia",
        "Pacific/Apia",
    ];
    let named = select(named.to_vec()).prop_map(|name| TimeZone::get(name).unwrap());
    let fixed = (-50_000..50_000)
        .prop_map(|seconds| TimeZone::fixed(Offset::from_seconds(seconds).unwrap()));
    prop_oneof![named, fixed]
}

pub fn moment() -> impl Strategy<Value = Moment> {
    let most = i64::try_from(MAX_NUMBER).unwrap();
    let offset = (-most..=most, 0..=MAX_NUMBER)
        .prop_map(|(ms, uncertainty_ms)| ClockOffset { ms, uncertainty_ms });
    (timestamp(), 0..=MAX_NUMBER, any::<[u8; 16]>(), of(offset)).prop_map(
        |(at, mono_ms, boot, offset)| Moment {
            at,
            mono_ms,
            boot: Boot(boot),
            offset,
        },
    )
}

pub fn id() -> impl Strategy<Value = Uuid> {
    (0..1_u64 << 48, any::<[u8; 10]>())
        .prop_map(|(ms, noise)| Builder::from_unix_timestamp_millis(ms, &noise).into_uuid())
}

pub fn reference() -> impl Strategy<Value = Ref> {
    (1..=MAX_NUMBER, any::<[u8; 32]>()).prop_map(|(seq, leaf)| Ref { seq, leaf })
}

pub fn elsewhere() -> impl Strategy<Value = Elsewhere> {
    (any::<[u8; 16]>(), any::<[u8; 16]>(), reference()).prop_map(|(device, branch, of)| Elsewhere {
        device: DeviceId(device),
        branch: BranchName(branch),
        of,
    })
}

pub fn was(kind: impl Strategy<Value = Kind>) -> impl Strategy<Value = Was> {
    let day =
        (0_i16..=9999, 1_i8..=12, 1_i8..=28).prop_map(|(y, m, d)| Date::new(y, m, d).unwrap());
    (
        day,
        0_i8..24,
        any::<u32>(),
        of(direction()),
        of(outcome()),
        kind,
    )
        .prop_map(|(day, hour, gate, direction, verdict, kind)| Was {
            day,
            hour,
            gate,
            direction,
            verdict,
            kind,
        })
}

pub fn draft<K: Strategy<Value = Kind>>(kind: impl Fn() -> K) -> impl Strategy<Value = Draft> {
    let precision = select(vec![Precision::Second, Precision::Minute, Precision::Hour]);
    let happened = (timestamp(), precision).prop_map(|(at, precision)| Happened { at, precision });
    let document = select(vec![
        DocumentKind::CitizenCard,
        DocumentKind::PersonalCode,
        DocumentKind::InsuranceCard,
        DocumentKind::VaccineCertificate,
        DocumentKind::TestCertificate,
        DocumentKind::RecoveryCertificate,
        DocumentKind::SmartHealthCard,
        DocumentKind::DeclarationPass,
        DocumentKind::DayBadge,
        DocumentKind::StaffBadge,
        DocumentKind::PlacePoster,
    ]);
    let party = select(vec![Party::Visitor, Party::Staff, Party::Pupil]);
    let mode = select(vec![Mode::In, Mode::Out, Mode::Auto]);
    let verdict = (of(direction()), of(outcome()), reasons(), of(document));
    let place = (
        of(reference()),
        of(elsewhere()),
        of(was(kind())),
        (of(happened), of(timestamp())),
        any::<bool>(),
        of(0..=MAX_NUMBER),
    );
    let poster = (any::<u32>(), any::<u32>(), select(State::ALL.to_vec())).prop_map(
        |(place, version, state)| Said {
            place,
            version,
            state,
        },
    );
    (
        kind(),
        verdict,
        place,
        (
            of(any::<u32>()),
            of(poster),
            of(any::<u32>()),
            of(reference()),
        ),
        of(party),
        of(mode),
    )
        .prop_map(
            |(
                kind,
                (direction, verdict, reasons, document),
                (of, elsewhere, was, (happened, until), paper, by),
                (count, poster, heads, group),
                party,
                mode,
            )| {
                Draft {
                    kind,
                    direction,
                    verdict,
                    reasons,
                    document,
                    happened,
                    until,
                    paper,
                    count,
                    heads,
                    group: group.map(Box::new),
                    place: poster,
                    party,
                    mode,
                    was,
                    by,
                    of: of.filter(|_| elsewhere.is_none()),
                    elsewhere: elsewhere.map(Box::new),
                }
            },
        )
}

pub fn ours() -> impl Strategy<Value = Kind> {
    let counted = [
        Kind::Scan,
        Kind::Manual,
        Kind::Passed,
        Kind::Decision,
        Kind::AutoOut,
        Kind::Void,
        Kind::Correct,
        Kind::SameAs,
        Kind::Gap,
    ];
    let audits = Audit::ALL.map(Kind::Audit);
    select([counted.as_slice(), audits.as_slice()].concat())
}
