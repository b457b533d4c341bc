//! The bridge between the kiosk's types and what crosses to the page: one match for each, exhaustive.

use crate::declaring::asked;
use crate::preset::nine;
use crate::view::{
    AlikeView, ArrangementWord, AwaitedView, BadgeWord, CameraWord, CardTestView, CardTestWord,
    CountersView, DirectionWord, DocumentView, ExpectationView, FieldWord, ForeignWord, GapView,
    GateView, HeadsView, HintWord, HitView, HouseForm, HouseView, InsideView, KindWord,
    LanguageWord, ModeWord, PaperForm, PartyWord, PassedForm, PortView, PresetWord, QuestionWord,
    ReaderChoiceView, ReaderForm, ReaderView, ReaderWord, ReasonWord, RefusalWord, ShownView,
    SoundWord, StoreWord, SuffixWord, TestedView, TextSizeWord, TypedForm, VerdictWord,
    VisitorView,
};
use kiosk::camera::State;
use kiosk::card_test::Trial;
use kiosk::checkpoint::document::{Foreign, Kind, Question};
use kiosk::checkpoint::entry::{Direction, Mode, Party};
use kiosk::checkpoint::preset::{Field, PresetName};
use kiosk::checkpoint::verdict::Reason;
use kiosk::post::{Badge, Found, FromPaper, House, Remark, Said, Shown, Snapshot, Unscanned, What};
use kiosk::reader::serial::{self, Suffix};
use kiosk::reader::wedge::Typed;
use kiosk::scanner::Hint;
use kiosk::scanner::near::Near;
use kiosk::settings::{Arrangement, Language, TextSize};
use kiosk::store::{Presence, Trouble};

impl GateView {
    pub fn of(snapshot: &Snapshot) -> GateView {
        let settings = &snapshot.settings;
        let preset = settings.counting();
        let (camera, camera_name) = camera_of(&snapshot.camera, snapshot.samples);
        GateView {
            revision: snapshot.revision,
            gate: settings.gate_name.clone(),
            unit: settings.unit_name.clone(),
            notice: (&snapshot.notice).into(),
            mode: settings.mode.into(),
            arrangement: settings.arrangement.map(ArrangementWord::from),
            language: settings.language.into(),
            text_size: settings.text_size.into(),
            locked: settings.kiosk,
            demo: snapshot.demo,
            drill: settings.drill.is_some(),
            practice: snapshot.practice.map(|ends| ends.as_millisecond()),
            preset: settings.in_force.into(),
            fields: preset.fields.iter().copied().map(FieldWord::from).collect(),
            invitation: (&preset.screens.invitation).into(),
            party: preset.screens.party.into(),
            purposes: nine(&settings.purposes),
            camera,
            camera_name,
            store: store_of(snapshot.trouble, snapshot.key_file),
            sound: if snapshot.sound {
                SoundWord::Ready
            } else {
                SoundWord::Absent
            },
            readers: snapshot.readers.iter().map(ReaderView::from).collect(),
            reader_choice: ReaderChoiceView {
                port: settings.reader.port.clone().into(),
                suffix: settings.reader.suffix.into(),
            },
            card_test: snapshot.trial.map(CardTestView::from),
            awaited: snapshot.awaited.clone().map(AwaitedView::from),
            counters: CountersView {
                inside: snapshot.counters.inside,
                entered: snapshot.counters.entered,
                left: snapshot.counters.left,
            },
            shown: snapshot.panel.as_ref().and_then(ShownView::of),
            capacity: settings.capacity,
            strip: snapshot.strip.iter().filter_map(ShownView::of).collect(),
            hint: snapshot.hint.map(HintWord::from),
            rush: snapshot.rush,
            darkness: snapshot.darkness,
            gap: snapshot.gap.map(|(from, to)| GapView {
                from: from.as_millisecond(),
                to: to.as_millisecond(),
            }),
            zone: settings.zone.clone(),
            clock: snapshot.clock.into(),
            policy: (&snapshot.policy).into(),
            declaring: snapshot.declaring.as_deref().map(asked),
            policy_id: snapshot.policy_id.clone(),
            policy_problem: snapshot.policy_problem,
            staff: (&snapshot.staff).into(),
            named: snapshot.named,
        }
    }
}

impl ShownView {
    /// None for what isn't shown to anybody.
    fn of(shown: &Shown) -> Option<ShownView> {
        let (mut foreign, mut badge, mut place) = (None, None, None);
        let verdict = match shown.said {
            Said::In => VerdictWord::In,
            Said::Out => VerdictWord::Out,
            Said::Already => VerdictWord::Already,
            Said::Look => VerdictWord::Look,
            Said::Refuse => VerdictWord::Refuse,
            Said::Foreign(what) => {
                foreign = Some(what.into());
                VerdictWord::Foreign
            }
            Said::Badge(what) => {
                badge = Some(what.into());
                VerdictWord::Badge
            }
            Said::Place(answer) => {
                place = Some(answer.into());
                VerdictWord::Place
            }
            Said::Unknown => VerdictWord::Unknown,
            Said::Damaged => VerdictWord::Damaged,
            Said::NotStored(_) => VerdictWord::NotStored,
            Said::Ignored | Said::Nothing => return None,
        };
        Some(ShownView {
            id: shown.number_so_far,
            verdict,
            at: shown.at.as_millisecond(),
            seq: shown.entry(),
            direction: shown.direction.map(DirectionWord::from),
            kind: shown.what.map(KindWord::from),
            name: shown.holder.name.clone(),
            initials: shown.holder.initials(),
            birth_year: shown.holder.birth_year,
            last_four: shown.holder.last_four.clone(),
            since: shown.since.map(|since| since.as_millisecond()),
            reasons: shown.reasons.iter().map(|&remark| remark.into()).collect(),
            foreign,
            badge,
            place,
            number: shown.number.clone(),
            count: shown.count,
            purpose: shown.purpose,
            open: shown.open,
            rules: shown.rules.iter().map(TestedView::from).collect(),
            missing: shown.missing.iter().map(|&need| need.into()).collect(),
            alike: shown.alike.as_ref().map(AlikeView::from),
            document: shown.told.as_ref().map(DocumentView::from),
            watched: shown.watched.iter().map(HitView::from).collect(),
            expected: shown.expected.iter().map(ExpectationView::from).collect(),
            group: shown.group.map(HeadsView::from),
        })
    }
}

fn camera_of(state: &State, samples: bool) -> (CameraWord, Option<String>) {
    if samples {
        return (CameraWord::Samples, None);
    }
    match state {
        State::Starting => (CameraWord::Starting, None),
        State::Live {
            name,
            width,
            height,
            fps: _,
        } => (CameraWord::Live, Some(format!("{name} {width}×{height}"))),
        State::Still => (CameraWord::Still, None),
        State::Absent => (CameraWord::Absent, None),
        State::Unplugged => (CameraWord::Unplugged, None),
        State::Busy => (CameraWord::Busy, None),
        State::Denied => (CameraWord::Denied, None),
        State::WrongFormat => (CameraWord::WrongFormat, None),
        State::Stalled => (CameraWord::Stalled, None),
    }
}

fn store_of(trouble: Option<Trouble>, key_file: bool) -> StoreWord {
    match trouble {
        None if key_file => StoreWord::KeyFile,
        None => StoreWord::Ready,
        Some(Trouble::DiskFull) => StoreWord::DiskFull,
        Some(Trouble::ReadOnly) => StoreWord::ReadOnly,
        Some(Trouble::Failed) => StoreWord::Failed,
        Some(Trouble::WrongKey) => StoreWord::WrongKey,
        Some(Trouble::MissingKey) => StoreWord::MissingKey,
        Some(Trouble::Newer) => StoreWord::Newer,
        Some(Trouble::Damaged) => StoreWord::Damaged,
        Some(Trouble::AlreadyRunning) => StoreWord::AlreadyRunning,
    }
}

impl From<Remark> for ReasonWord {
    fn from(remark: Remark) -> ReasonWord {
        match remark {
            Remark::Reason(Reason::BirthDateImpossible) => ReasonWord::BirthDateImpossible,
            Remark::Reason(Reason::IdentityMasked) => ReasonWord::IdentityMasked,
            Remark::Reason(Reason::PossibleDouble) => ReasonWord::PossibleDouble,
            Remark::Reason(Reason::AgainstHabit) => ReasonWord::AgainstHabit,
            Remark::Reason(Reason::DocumentMissing) => ReasonWord::DocumentMissing,
            Remark::Reason(Reason::DocumentUnmet) => ReasonWord::DocumentUnmet,
            Remark::Reason(Reason::DocumentExpired) => ReasonWord::DocumentExpired,
            Remark::Reason(Reason::DocumentNotYetValid) => ReasonWord::DocumentNotYetValid,
            Remark::Reason(Reason::IssuerUnknown) => ReasonWord::IssuerUnknown,
            Remark::Reason(Reason::DocumentForged) => ReasonWord::DocumentForged,
            Remark::Reason(Reason::DocumentRevoked) => ReasonWord::DocumentRevoked,
            Remark::Reason(Reason::IdentitiesDiffer) => ReasonWord::IdentitiesDiffer,
            Remark::Reason(Reason::UsedAgain) => ReasonWord::UsedAgain,
            Remark::Reason(Reason::BadgeSpent) => ReasonWord::BadgeSpent,
            Remark::Reason(Reason::SelfMonitored) => ReasonWord::SelfMonitored,
            Remark::Reason(Reason::Watched) => ReasonWord::Watched,
            Remark::Reason(Reason::DeclaredToGuard) => ReasonWord::DeclaredToGuard,
            Remark::Reason(Reason::VisitComplete) => ReasonWord::VisitComplete,
            Remark::Reason(Reason::PolicyChanged) => ReasonWord::PolicyChanged,
            Remark::Reason(Reason::ByHub) => ReasonWord::ByHub,
            Remark::Reason(Reason::NamesChanged) => ReasonWord::NamesChanged,
            Remark::Reason(Reason::HouseChanged) => ReasonWord::HouseChanged,
            Remark::Reason(Reason::PresetChanged) => ReasonWord::PresetChanged,
            Remark::Reason(Reason::DrillBegan) => ReasonWord::DrillBegan,
            Remark::Reason(Reason::DrillEnded) => ReasonWord::DrillEnded,
            Remark::Reason(Reason::TrustChanged) => ReasonWord::TrustChanged,
            Remark::Reason(Reason::StaffChanged) => ReasonWord::StaffChanged,
            Remark::Reason(Reason::RecoveryKeyUsed) => ReasonWord::RecoveryKeyUsed,
            Remark::Reason(Reason::BackupChanged) => ReasonWord::BackupChanged,
            Remark::Reason(Reason::SettingsTaken) => ReasonWord::SettingsTaken,
            Remark::Reason(Reason::WatchChanged) => ReasonWord::WatchChanged,
            Remark::Reason(Reason::VersionChanged) => ReasonWord::VersionChanged,
            Remark::SecondDocument => ReasonWord::SecondDocument,
            Remark::Corrected => ReasonWord::Corrected,
            Remark::Voided => ReasonWord::Voided,
        }
    }
}

impl From<What> for KindWord {
    fn from(what: What) -> KindWord {
        match what {
            What::Document(Kind::CitizenCard) => KindWord::CitizenCard,
            What::Document(Kind::PersonalCode) => KindWord::PersonalCode,
            What::Document(Kind::InsuranceCard) => KindWord::InsuranceCard,
            What::Document(Kind::VaccineCertificate) => KindWord::VaccineCertificate,
            What::Document(Kind::TestCertificate) => KindWord::TestCertificate,
            What::Document(Kind::RecoveryCertificate) => KindWord::RecoveryCertificate,
            What::Document(Kind::SmartHealthCard) => KindWord::SmartHealthCard,
            What::Document(Kind::DeclarationPass) => KindWord::DeclarationPass,
            What::Document(Kind::DayBadge) => KindWord::DayBadge,
            What::Document(Kind::StaffBadge) => KindWord::StaffBadge,
            What::Document(Kind::PlacePoster) => KindWord::PlacePoster,
            What::IdNumber => KindWord::IdNumber,
            What::Manual => KindWord::Manual,
            What::Paper => KindWord::Paper,
            What::Passed(_) => KindWord::Passed,
        }
    }
}

impl From<Badge> for BadgeWord {
    fn from(badge: Badge) -> BadgeWord {
        match badge {
            Badge::Begun => BadgeWord::Begun,
            Badge::GoesOn => BadgeWord::GoesOn,
            Badge::Another => BadgeWord::Another,
            Badge::Inspecting => BadgeWord::Inspecting,
            Badge::PagesOpen => BadgeWord::PagesOpen,
            Badge::Revoked => BadgeWord::Revoked,
            Badge::Elsewhere => BadgeWord::Elsewhere,
        }
    }
}

impl From<Foreign> for ForeignWord {
    fn from(foreign: Foreign) -> ForeignWord {
        match foreign {
            Foreign::BankTransfer => ForeignWord::BankTransfer,
            Foreign::WebPage => ForeignWord::WebPage,
            Foreign::WiFi => ForeignWord::WiFi,
            Foreign::ContactCard => ForeignWord::ContactCard,
            Foreign::Email => ForeignWord::Email,
            Foreign::Phone => ForeignWord::Phone,
            Foreign::Message => ForeignWord::Message,
            Foreign::Location => ForeignWord::Location,
            Foreign::CalendarEvent => ForeignWord::CalendarEvent,
            Foreign::Authenticator => ForeignWord::Authenticator,
            Foreign::Payment => ForeignWord::Payment,
            Foreign::Enrolment => ForeignWord::Enrolment,
            Foreign::UnitKey => ForeignWord::UnitKey,
            Foreign::DistrictKeys => ForeignWord::DistrictKeys,
            Foreign::Nzcp => ForeignWord::Nzcp,
            Foreign::VdsNc => ForeignWord::VdsNc,
            Foreign::Divoc => ForeignWord::Divoc,
            Foreign::Hcfr1 => ForeignWord::Hcfr1,
            Foreign::No1 => ForeignWord::No1,
            Foreign::SmartHealthLink => ForeignWord::SmartHealthLink,
            Foreign::TwoDDoc => ForeignWord::TwoDDoc,
            Foreign::ChunkedHealthCard => ForeignWord::ChunkedHealthCard,
        }
    }
}

impl From<Hint> for HintWord {
    fn from(hint: Hint) -> HintWord {
        match hint {
            Hint::Closer => HintWord::Closer,
            Hint::Farther => HintWord::Farther,
            Hint::HoldStill => HintWord::HoldStill,
            Hint::WholeCode => HintWord::WholeCode,
            Hint::LessGlare => HintWord::LessGlare,
            Hint::BrighterPhone => HintWord::BrighterPhone,
            Hint::OtherSide => HintWord::OtherSide,
        }
    }
}

/// Two enums of the same words, one on each side of the border.
macro_rules! same_words {
    ($ours:ident, $theirs:ident: $($word:ident),+) => {
        impl From<$ours> for $theirs {
            fn from(ours: $ours) -> $theirs {
                match ours { $($ours::$word => $theirs::$word),+ }
            }
        }
        impl From<$theirs> for $ours {
            fn from(theirs: $theirs) -> $ours {
                match theirs { $($theirs::$word => $ours::$word),+ }
            }
        }
    };
}

same_words!(Suffix, SuffixWord: Any, Cr, Lf, CrLf, Tab, None);
same_words!(Mode, ModeWord: In, Out, Auto);
same_words!(Direction, DirectionWord: In, Out);
same_words!(Arrangement, ArrangementWord: ToVisitor, ToGuard);
same_words!(Language, LanguageWord: Vi, En);
same_words!(TextSize, TextSizeWord: Normal, Large, Largest);
same_words!(Party, PartyWord: Visitor, Staff, Pupil);
same_words!(PresetName, PresetWord: GuestBook, School, Epidemic);
same_words!(Field, FieldWord: Name, BirthYear, LastDigits, Purpose, Host, Phone, Address, Class, Guardian, Health);
same_words!(
    Question, QuestionWord: Fever, Cough, ShortBreath, Pneumonia, SoreThroat, Tired, Travel, MetPatient,
    MetTraveller, MetSymptoms
);

impl PaperForm {
    /// Reads the typed day and time.
    pub fn line(self) -> Result<FromPaper, RefusalWord> {
        Ok(FromPaper {
            day: self.day.parse().map_err(|_| RefusalWord::TimeWrong)?,
            time: self.time.parse().map_err(|_| RefusalWord::TimeWrong)?,
            name: self.name,
            birth_year: self.birth_year,
            direction: self.direction.into(),
            purpose: self.purpose,
        })
    }
}

impl From<House> for HouseView {
    fn from(house: House) -> HouseView {
        HouseView {
            unit_name: house.unit_name,
            gate_name: house.gate_name,
            named_by_hub: house.is_named_by_hub,
            close_at: house.close_at.map(|at| at.strftime("%H:%M").to_string()),
            keep_days: house.keep_days,
            keep_years: house.keep_years,
            privacy_contact: house.privacy_contact,
            cut_at: house.cut_at.map(|at| at.strftime("%H:%M").to_string()),
            capacity: house.capacity,
            day_badge: house.day_badge.into(),
        }
    }
}

impl HouseForm {
    /// Reads the typed time.
    pub fn house(self) -> Result<House, RefusalWord> {
        let read = |at: Option<String>| {
            let at = at.map(|at| at.parse()).transpose();
            at.map_err(|_| RefusalWord::TimeWrong)
        };
        Ok(House {
            unit_name: self.unit_name,
            gate_name: self.gate_name,
            // The gate knows by itself.
            is_named_by_hub: false,
            close_at: read(self.close_at)?,
            keep_days: self.keep_days,
            keep_years: self.keep_years,
            privacy_contact: self.privacy_contact,
            cut_at: read(self.cut_at)?,
            capacity: self.capacity,
            day_badge: self.day_badge.into(),
        })
    }
}

impl From<PassedForm> for Unscanned {
    fn from(form: PassedForm) -> Unscanned {
        Unscanned {
            count: form.count,
            party: form.party.into(),
            direction: form.direction.map(Direction::from),
        }
    }
}

impl From<Found> for VisitorView {
    fn from(found: Found) -> VisitorView {
        VisitorView {
            visitor: found.id,
            name: found.holder.name.unwrap_or_default(),
            birth_year: found.holder.birth_year,
            last_four: found.holder.last_four,
            last_seen: found.seen.map(|seen| seen.as_millisecond()),
            of_list: found.of_list,
            host: found.appointment.map(|one| one.host),
        }
    }
}

impl From<Presence> for InsideView {
    fn from(presence: Presence) -> InsideView {
        InsideView {
            seq: presence.seq,
            initials: presence.holder.initials(),
            name: presence.holder.name,
            birth_year: presence.holder.birth_year,
            last_four: presence.holder.last_four,
            since: presence.since.as_millisecond(),
            count: presence.count,
        }
    }
}

impl From<&serial::Reader> for ReaderView {
    fn from(reader: &serial::Reader) -> ReaderView {
        ReaderView {
            port: reader.port.clone(),
            product: reader.product.clone(),
            state: match reader.state {
                serial::State::Ready => ReaderWord::Ready,
                serial::State::Gone => ReaderWord::Gone,
                serial::State::Busy => ReaderWord::Busy,
                serial::State::Denied => ReaderWord::Denied,
                serial::State::Broken => ReaderWord::Broken,
            },
        }
    }
}

impl From<serial::Port> for PortView {
    fn from(port: serial::Port) -> PortView {
        PortView {
            name: port.name,
            product: port.product,
            usb: port.device.is_some(),
        }
    }
}

impl ReaderForm {
    /// The choice, with the device that has the port now, so that it is followed when it moves.
    pub fn choice(self, ports: &[serial::Port]) -> serial::Choice {
        let port = ports.iter().find(|port| port.name == self.port);
        serial::Choice {
            device: port.and_then(|port| port.device.clone()),
            port: self.port.into(),
            suffix: self.suffix.into(),
            ..serial::Choice::default()
        }
    }
}

impl From<TypedForm> for Typed {
    fn from(form: TypedForm) -> Typed {
        Typed {
            text: form.text,
            retouched: form.retouched,
        }
    }
}

impl From<Trial> for CardTestView {
    fn from(trial: Trial) -> CardTestView {
        let (state, measured) = match trial {
            Trial::Waiting => (CardTestWord::Waiting, None),
            Trial::Seen => (CardTestWord::Seen, None),
            Trial::OtherCode => (CardTestWord::OtherCode, None),
            Trial::Done {
                near,
                centimetres,
                milliseconds,
            } => {
                let state = match near {
                    Near::Passes => CardTestWord::Passes,
                    Near::HeldClose => CardTestWord::HeldClose,
                    Near::NotSharpEnough => CardTestWord::NotSharpEnough,
                };
                (state, Some((centimetres, milliseconds)))
            }
        };
        CardTestView {
            state,
            cm: measured.map(|(cm, _)| cm),
            ms: measured.map(|(_, ms)| ms),
        }
    }
}
