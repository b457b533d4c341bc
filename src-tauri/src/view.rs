//! What crosses to TypeScript: `…View` out, `…Form` in. The TypeScript is generated from here.
//! Times are milliseconds since 1970; the page writes them in the unit's zone.

mod accounts;
mod admin;
mod book;
mod declaring;
mod expected;
mod house;
mod inspecting;
mod keep;
mod places;
mod preset;
mod privacy;
mod program;
mod roster;
mod staff;
mod targets;
mod unit_key;
mod watchlist;

pub use accounts::{
    CalledView, ChecksView, CountForm, DayBadgeView, FormatWord, LinesWord, PaperPartView,
    PaperTableView, ProgressView, ReportForm, ReportView, RollForm, RollView, SendForm, SentView,
    SettledBefore, SettledView, SpanWord, StayView, TraceForm, TracedView, WindowView,
};
pub use admin::{
    ActionWord, AlikeView, ClockView, CountryView, DocumentView, DoneView, NeedWord, PolicyView,
    ProblemView, RulesView, SampleWord, StandingWord, SyncView, SyncWord, TestedView, TrialForm,
    TrialView, TrustView, WordsView,
};

pub use book::{
    AfterForm, AmendForm, AmendWord, BarsForm, BarsView, CareView, CareWord, CoverageView, DayForm,
    DayView, DetailsView, FoundView, GuardView, HourView, KeptView, LaterView, LaterWord, LineView,
    ListedView, MomentForm, NamedView, OutcomeWord, PresentView, RevealForm, RevealedView,
    SearchForm, SortWord, TilesView, TimeWord,
};
pub use declaring::{HeadsView, ManualForm, QuestionView, QuestionWord, ToldToGuardForm};
pub use expected::{
    ExpectationView, ExpectedFileForm, ExpectedForm, ExpectedLineView, ExpectedListView,
};
pub use house::{BadgeSizeWord, HouseForm, HouseView};
pub use inspecting::{InspectedView, InspectionForm, InspectionsView, SaveInspectionForm};
pub use keep::{
    BackupView, BackupsView, ChangeView, ChangeWord, OfferedView, RestoreForm, RestoredView,
    SavedView, TakeForm,
};

pub use places::{
    MarkPlaceForm, PlaceColumnWord, PlaceForm, PlaceKindWord, PlaceRowView, PlaceView, PlaceWord,
    PlacesPlanView, PlacesView, PosterDoneView, PosterSizeWord, PosterWord, PostersForm,
    SeenPlaceView,
};

pub use preset::{
    BasisView, FieldWord, InvitationView, PresetForm, PresetView, PresetWord, PresetsView,
};

pub use privacy::{
    AskedForm, CorrectForm, DidView, DoneForm, FoundPeopleView, HandOutForm, HeldView,
    IncidentForm, IncidentView, LineName, ListWord, PrivacyView, RequestView, SomebodyView,
    WishWord,
};

pub use program::{OfferView, PinForm, ProgramView, UpdateWayWord};

pub use roster::{
    BadgesForm, ColumnWord, FileForm, MemberForm, MemberView, PlanView, RosterForm, RosterView,
    RosterWord, RostersView, SaveRosterForm, SeenView, StandsView, TakeRosterForm, TakenView,
    UnlistedView,
};

pub use staff::{
    BadgeView, HandOverForm, HandedView, IssueBadgeForm, PersonForm, PersonView, RecoverForm,
    RecoveryKeyView, RoleWord, SeatWord, ShowNamesForm, SignOnForm, SignedOnView, SlipView,
    StaffView, TriedView,
};

pub use targets::{
    ClimbView, CountView, DryRunView, EnrolForm, EntryName, ErasedView, GroupForm, GroupView,
    GroupWord, HandedWord, LoadView, NotTakenView, ReachWord, RefusedView, RunGroupView, RunView,
    RungWord, SecretView, SendingWord, TargetForm, TargetKindWord, TargetView, TargetsView,
    ToTellView, ToldForm,
};

pub use unit_key::{
    AwaitedView, CodeForm, GiveForm, KeyCodeView, LookedView, SoughtWord, UnitKeyView,
};

pub use watchlist::{HitView, LinesPlanView, SpellingWord, WatchForm, WatchedView, WatchlistView};

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Everything the guard's screen shows, whole, after every change (event `gate`).
#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct GateView {
    /// Grows by one with each change, so that a late answer never overwrites a newer event.
    pub revision: u32,
    /// The gate's name, as the admin wrote it.
    pub gate: String,
    /// The unit's name.
    pub unit: String,
    /// What visitors are told of their data.
    pub notice: WordsView,
    pub mode: ModeWord,
    /// None until someone chose it at set-up.
    pub arrangement: Option<ArrangementWord>,
    pub language: LanguageWord,
    pub text_size: TextSizeWord,
    /// The screen shows nothing but the gate, and an admin's PIN closes it.
    pub locked: bool,
    /// Sample frames into a ledger of its own: watermarked.
    pub demo: bool,
    /// Today is a drill.
    pub drill: bool,
    /// Nothing is written until then: somebody practises.
    pub practice: Option<i64>,
    /// The preset that counts today.
    pub preset: PresetWord,
    /// What its forms ask for.
    pub fields: Vec<FieldWord>,
    pub invitation: InvitationView,
    /// Whom F4 counts first.
    pub party: PartyWord,
    /// What the keys 1–9 stand for, in their order; empty where a key stands for nothing.
    pub purposes: Vec<String>,
    pub camera: CameraWord,
    /// What the camera calls itself, e.g. "HD Webcam 1280×720".
    pub camera_name: Option<String>,
    pub store: StoreWord,
    pub sound: SoundWord,
    /// Readers on serial ports: those that are there, were there, or were chosen.
    pub readers: Vec<ReaderView>,
    pub reader_choice: ReaderChoiceView,
    /// A card is being tried: the camera's codes enter nobody meanwhile.
    pub card_test: Option<CardTestView>,
    /// An admin waits for a code of ours.
    pub awaited: Option<AwaitedView>,
    pub counters: CountersView,
    /// How many people may be inside; None: however many.
    pub capacity: Option<u32>,
    /// What the verdict panel speaks of; the newest.
    pub shown: Option<ShownView>,
    /// The last five verdicts of people, newest first; an open refusal stays until it is acknowledged.
    pub strip: Vec<ShownView>,
    /// Something is in view and can't be read yet.
    pub hint: Option<HintWord>,
    /// 20 scans a minute and more.
    pub rush: bool,
    /// 0 bright … 1 dark: how wide the white frame gets (the screen is the torch).
    pub darkness: f32,
    /// The gate was down; shown until a paper line was typed in or the guard dismissed it.
    pub gap: Option<GapView>,
    /// IANA name, e.g. "Asia/Ho_Chi_Minh".
    pub zone: String,
    pub clock: ClockView,
    /// What the guard reads of the policy that is asked.
    pub policy: WordsView,
    pub policy_id: String,
    /// What the guard asks of whoever declares at the gate; None where no declaration is asked for.
    pub declaring: Option<Vec<QuestionView>>,
    /// The chosen policy's file can't be understood; the one before goes on.
    pub policy_problem: bool,
    pub staff: SignedOnView,
    /// A guard has just proved to be before the screen: names stand on it, whomever it faces.
    pub named: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum ModeWord {
    In,
    Out,
    Auto,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum DirectionWord {
    In,
    Out,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum ArrangementWord {
    ToVisitor,
    ToGuard,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum LanguageWord {
    Vi,
    En,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum TextSizeWord {
    Normal,
    Large,
    Largest,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum CameraWord {
    Starting,
    Live,
    Still,
    Absent,
    Unplugged,
    Busy,
    Denied,
    WrongFormat,
    Stalled,
    Samples,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum StoreWord {
    Ready,
    KeyFile,
    DiskFull,
    ReadOnly,
    Failed,
    WrongKey,
    MissingKey,
    Newer,
    Damaged,
    AlreadyRunning,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum SoundWord {
    Ready,
    Absent,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum HintWord {
    Closer,
    Farther,
    HoldStill,
    WholeCode,
    LessGlare,
    BrighterPhone,
    OtherSide,
}

/// How a reader on a serial port is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum ReaderWord {
    Ready,
    Gone,
    Busy,
    Denied,
    Broken,
}

/// What a reader sends behind each text; none: silence ends it; any: whichever comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum SuffixWord {
    Any,
    Cr,
    Lf,
    CrLf,
    Tab,
    None,
}

/// How a card test stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum CardTestWord {
    Waiting,
    Seen,
    OtherCode,
    Passes,
    HeldClose,
    NotSharpEnough,
}

/// A card test, and what was measured once there is an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CardTestView {
    pub state: CardTestWord,
    /// About how far the card was, told from the size of its modules and the angle that cameras usually have.
    pub cm: Option<u32>,
    pub ms: Option<u32>,
}

/// A reader on a serial port.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ReaderView {
    /// "COM7"
    pub port: String,
    /// What it calls itself.
    pub product: Option<String>,
    pub state: ReaderWord,
}

/// What was chosen of readers.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ReaderChoiceView {
    /// "auto", "none" or a port's name.
    pub port: String,
    pub suffix: SuffixWord,
}

/// A serial port of this machine.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PortView {
    pub name: String,
    /// What the device behind it calls itself.
    pub product: Option<String>,
    /// A USB device is behind it, so "auto" listens to it.
    pub usb: bool,
}

/// What came at a reader's pace, without its suffix.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TypedForm {
    pub text: String,
    /// A Backspace or a composition was among its keys: an input method was at work.
    pub retouched: bool,
}

/// Which serial port a reader is at: "auto", "none" or a port's name.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ReaderForm {
    pub port: String,
    pub suffix: SuffixWord,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CountersView {
    pub inside: u32,
    pub entered: u32,
    pub left: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct GapView {
    pub from: i64,
    pub to: i64,
}

/// The rows of the verdict table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum VerdictWord {
    In,
    Out,
    Already,
    Look,
    Refuse,
    Foreign,
    Unknown,
    /// A reader that is a keyboard typed it, and an input method changed it.
    Damaged,
    NotStored,
    /// A badge of the staff.
    Badge,
    /// A place's poster.
    Place,
}

/// What came of a badge of the staff.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum BadgeWord {
    Begun,
    GoesOn,
    Another,
    Inspecting,
    PagesOpen,
    Revoked,
    Elsewhere,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum KindWord {
    CitizenCard,
    PersonalCode,
    InsuranceCard,
    VaccineCertificate,
    TestCertificate,
    RecoveryCertificate,
    SmartHealthCard,
    DeclarationPass,
    DayBadge,
    StaffBadge,
    PlacePoster,
    IdNumber,
    Manual,
    Paper,
    Passed,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum ReasonWord {
    BirthDateImpossible,
    IdentityMasked,
    PossibleDouble,
    AgainstHabit,
    DocumentMissing,
    DocumentUnmet,
    DocumentExpired,
    DocumentNotYetValid,
    IssuerUnknown,
    DocumentForged,
    DocumentRevoked,
    IdentitiesDiffer,
    UsedAgain,
    BadgeSpent,
    SelfMonitored,
    Watched,
    DeclaredToGuard,
    VisitComplete,
    PolicyChanged,
    ByHub,
    NamesChanged,
    HouseChanged,
    PresetChanged,
    DrillBegan,
    DrillEnded,
    TrustChanged,
    StaffChanged,
    RecoveryKeyUsed,
    BackupChanged,
    SettingsTaken,
    WatchChanged,
    VersionChanged,
    SecondDocument,
    Corrected,
    Voided,
}

/// What a foreign code is, by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum ForeignWord {
    BankTransfer,
    WebPage,
    WiFi,
    ContactCard,
    Email,
    Phone,
    Message,
    Location,
    CalendarEvent,
    Authenticator,
    Payment,
    Enrolment,
    UnitKey,
    DistrictKeys,
    Nzcp,
    VdsNc,
    Divoc,
    Hcfr1,
    No1,
    SmartHealthLink,
    #[serde(rename = "2d-doc")]
    TwoDDoc,
    ChunkedHealthCard,
}

/// One thing the panel or the strip says.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ShownView {
    /// Grows by one; `painted` reports it back.
    pub id: u32,
    pub verdict: VerdictWord,
    pub at: i64,
    /// The entry's place in the log, where one was written.
    pub seq: Option<u64>,
    pub direction: Option<DirectionWord>,
    pub kind: Option<KindWord>,
    pub name: Option<String>,
    pub initials: Option<String>,
    pub birth_year: Option<i16>,
    pub last_four: Option<String>,
    /// already: when it was first written.
    pub since: Option<i64>,
    pub reasons: Vec<ReasonWord>,
    pub foreign: Option<ForeignWord>,
    pub badge: Option<BadgeWord>,
    pub place: Option<PlaceWord>,
    /// A bare ID number was read: it prefills manual entry.
    pub number: Option<String>,
    /// How many passed unscanned (kind passed).
    pub count: Option<u32>,
    /// The purpose (1–9) that the guard gave.
    pub purpose: Option<u8>,
    /// look or refuse: nobody has answered or acknowledged it yet.
    pub open: bool,
    /// What the policy asked of the visit so far, met and failed.
    pub rules: Vec<TestedView>,
    /// What is still to be shown.
    pub missing: Vec<NeedWord>,
    pub alike: Option<AlikeView>,
    /// A signed document.
    pub document: Option<DocumentView>,
    /// Whom the unit wants looked at, and who this may be: for the guard's side alone.
    pub watched: Vec<HitView>,
    /// What appointments somebody may have come for: for the guard's side alone.
    pub expected: Vec<ExpectationView>,
    /// The group that they came with.
    pub group: Option<HeadsView>,
}

/// F3: one line of the paper book.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PaperForm {
    /// "2026-11-24"
    pub day: String,
    /// "09:15"
    pub time: String,
    pub name: String,
    pub birth_year: Option<i16>,
    pub direction: DirectionWord,
    /// "việc", free text
    pub purpose: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum PartyWord {
    Visitor,
    Staff,
    Pupil,
}

/// F4: people who passed without a scan.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PassedForm {
    pub count: u32,
    pub party: PartyWord,
    pub direction: Option<DirectionWord>,
}

/// Whom the guard may mean: an expected visitor, one of the last 30 days, or one of the unit's own people.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct VisitorView {
    pub visitor: String,
    pub name: String,
    pub birth_year: Option<i16>,
    pub last_four: Option<String>,
    pub last_seen: Option<i64>,
    /// Of the unit's own people the list, and the group in it.
    pub of_list: Option<String>,
    /// Whom an expected visitor comes to see.
    pub host: Option<String>,
}

/// F8: someone who is inside.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct InsideView {
    pub seq: u64,
    pub name: Option<String>,
    pub initials: Option<String>,
    pub birth_year: Option<i16>,
    pub last_four: Option<String>,
    pub since: i64,
    /** people without a name who passed unscanned */
    pub count: u32,
}

/// Why a command was refused, for a person; the page has the words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum RefusalWord {
    /// Nothing within the last 30 s to turn round or undo.
    NothingToUndo,
    /// Nobody came within the last 20 s.
    NobodyJustNow,
    /// No such open matter.
    NotOpen,
    /// Nobody of the same name and birth date was entered today.
    NobodyAlike,
    NobodyCame,
    NoGroup,
    /// All who declared together have come.
    GroupFull,
    NameMissing,
    NameTooLong,
    BirthYearImplausible,
    NumberWrong,
    TimeWrong,
    TimeInFuture,
    CountWrong,
    DaysWrong,
    YearsWrong,
    PhoneWrong,
    TextTooLong,
    BasisMissing,
    /// Nothing is written while somebody practises, so that nothing can be changed.
    Practising,
    VisitorUnknown,
    /// The entry could not be written: CHƯA GHI ĐƯỢC.
    NobodyOnDuty,
    NeedsGuard,
    NeedsInspector,
    NeedsUnitHead,
    NeedsAdmin,
    NotStored,
}
