//! *Bindings*: the TypeScript of everything that crosses, written from the Rust that crosses.
//!
//! Types come from `view.rs` by ts-rs; the functions from the signatures of the commands themselves,
//! so that neither can say what the other doesn't.

use crate::view;
use ts_rs::{Config, TS};

const COMMANDS: [&str; 15] = [
    include_str!("commands.rs"),
    include_str!("declaring.rs"),
    include_str!("book.rs"),
    include_str!("amending.rs"),
    include_str!("privacy.rs"),
    include_str!("accounts.rs"),
    include_str!("inspecting.rs"),
    include_str!("roster.rs"),
    include_str!("watchlist.rs"),
    include_str!("expected.rs"),
    include_str!("places.rs"),
    include_str!("staff.rs"),
    include_str!("keep.rs"),
    include_str!("preset.rs"),
    include_str!("program.rs"),
];

/// The whole of `ui/src/backend/bindings.ts`.
pub fn typescript() -> String {
    let mut text = String::from(
        "// Generated from the views and commands of src-tauri by `cargo xtask bindings`. Not edited by hand.\n\n",
    );
    for declaration in declarations() {
        text.push_str(&declaration);
        text.push('\n');
    }
    text.push_str(
        "/** Calls a command by its name in Rust; a refusal rejects with a RefusalWord. */\n",
    );
    text.push_str("export type Invoke = <T>(command: string, args?: Record<string, unknown>) => Promise<T>;\n\n");
    text.push_str("export const commands = (invoke: Invoke) => ({\n");
    for command in commands() {
        text.push_str(&command.call());
    }
    text.push_str("});\n\nexport type Commands = ReturnType<typeof commands>;\n");
    text
}

fn declarations() -> Vec<String> {
    let config = Config::new().with_large_int("number");
    fn of<T: TS>(config: &Config) -> String {
        format!(
            "{}export {}\n",
            T::docs().unwrap_or_default(),
            T::decl(config)
        )
    }
    vec![
        of::<view::ModeWord>(&config),
        of::<view::DirectionWord>(&config),
        of::<view::ArrangementWord>(&config),
        of::<view::LanguageWord>(&config),
        of::<view::TextSizeWord>(&config),
        of::<view::CameraWord>(&config),
        of::<view::StoreWord>(&config),
        of::<view::SoundWord>(&config),
        of::<view::HintWord>(&config),
        of::<view::ReaderWord>(&config),
        of::<view::SuffixWord>(&config),
        of::<view::CardTestWord>(&config),
        of::<view::VerdictWord>(&config),
        of::<view::KindWord>(&config),
        of::<view::ReasonWord>(&config),
        of::<view::ForeignWord>(&config),
        of::<view::BadgeWord>(&config),
        of::<view::PlaceWord>(&config),
        of::<view::PartyWord>(&config),
        of::<view::RefusalWord>(&config),
        of::<view::NeedWord>(&config),
        of::<view::ActionWord>(&config),
        of::<view::SampleWord>(&config),
        of::<view::StandingWord>(&config),
        of::<view::WordsView>(&config),
        of::<view::SyncWord>(&config),
        of::<view::SyncView>(&config),
        of::<view::TestedView>(&config),
        of::<view::AlikeView>(&config),
        of::<view::DocumentView>(&config),
        of::<view::ClockView>(&config),
        of::<view::CountersView>(&config),
        of::<view::GapView>(&config),
        of::<view::ReaderView>(&config),
        of::<view::ReaderChoiceView>(&config),
        of::<view::PortView>(&config),
        of::<view::CardTestView>(&config),
        of::<view::ShownView>(&config),
        of::<view::GateView>(&config),
        of::<view::VisitorView>(&config),
        of::<view::InsideView>(&config),
        of::<view::QuestionWord>(&config),
        of::<view::QuestionView>(&config),
        of::<view::ToldToGuardForm>(&config),
        of::<view::HeadsView>(&config),
        of::<view::ManualForm>(&config),
        of::<view::PaperForm>(&config),
        of::<view::PassedForm>(&config),
        of::<view::TypedForm>(&config),
        of::<view::ReaderForm>(&config),
        of::<view::PolicyView>(&config),
        of::<view::ProblemView>(&config),
        of::<view::RulesView>(&config),
        of::<view::DoneView>(&config),
        of::<view::TrialForm>(&config),
        of::<view::TrialView>(&config),
        of::<view::CountryView>(&config),
        of::<view::TrustView>(&config),
        of::<view::TargetKindWord>(&config),
        of::<view::ReachWord>(&config),
        of::<view::SendingWord>(&config),
        of::<view::GroupWord>(&config),
        of::<view::RungWord>(&config),
        of::<view::HandedWord>(&config),
        of::<view::NotTakenView>(&config),
        of::<view::EntryName>(&config),
        of::<view::ErasedView>(&config),
        of::<view::ToTellView>(&config),
        of::<view::ToldForm>(&config),
        of::<view::GroupView>(&config),
        of::<view::GroupForm>(&config),
        of::<view::TargetView>(&config),
        of::<view::TargetsView>(&config),
        of::<view::TargetForm>(&config),
        of::<view::EnrolForm>(&config),
        of::<view::CountView>(&config),
        of::<view::RunGroupView>(&config),
        of::<view::RunView>(&config),
        of::<view::DryRunView>(&config),
        of::<view::ClimbView>(&config),
        of::<view::RefusedView>(&config),
        of::<view::LoadView>(&config),
        of::<view::SecretView>(&config),
        of::<view::SoughtWord>(&config),
        of::<view::AwaitedView>(&config),
        of::<view::PresetWord>(&config),
        of::<view::FieldWord>(&config),
        of::<view::InvitationView>(&config),
        of::<view::BasisView>(&config),
        of::<view::PresetView>(&config),
        of::<view::PresetsView>(&config),
        of::<view::PresetForm>(&config),
        of::<view::HouseView>(&config),
        of::<view::HouseForm>(&config),
        of::<view::UnitKeyView>(&config),
        of::<view::KeyCodeView>(&config),
        of::<view::LookedView>(&config),
        of::<view::CodeForm>(&config),
        of::<view::GiveForm>(&config),
        of::<view::OutcomeWord>(&config),
        of::<view::CareWord>(&config),
        of::<view::SortWord>(&config),
        of::<view::LaterWord>(&config),
        of::<view::AmendWord>(&config),
        of::<view::GuardView>(&config),
        of::<view::TimeWord>(&config),
        of::<view::NamedView>(&config),
        of::<view::LineView>(&config),
        of::<view::CoverageView>(&config),
        of::<view::TilesView>(&config),
        of::<view::HourView>(&config),
        of::<view::CareView>(&config),
        of::<view::BarsForm>(&config),
        of::<view::BarsView>(&config),
        of::<view::DayForm>(&config),
        of::<view::DayView>(&config),
        of::<view::AfterForm>(&config),
        of::<view::SearchForm>(&config),
        of::<view::FoundView>(&config),
        of::<view::PresentView>(&config),
        of::<view::MomentForm>(&config),
        of::<view::ListedView>(&config),
        of::<view::LaterView>(&config),
        of::<view::DetailsView>(&config),
        of::<view::AmendForm>(&config),
        of::<view::RevealForm>(&config),
        of::<view::KeptView>(&config),
        of::<view::RevealedView>(&config),
        of::<view::WishWord>(&config),
        of::<view::RequestView>(&config),
        of::<view::IncidentView>(&config),
        of::<view::PrivacyView>(&config),
        of::<view::AskedForm>(&config),
        of::<view::DoneForm>(&config),
        of::<view::IncidentForm>(&config),
        of::<view::SomebodyView>(&config),
        of::<view::ListWord>(&config),
        of::<view::LineName>(&config),
        of::<view::HeldView>(&config),
        of::<view::FoundPeopleView>(&config),
        of::<view::HandOutForm>(&config),
        of::<view::CorrectForm>(&config),
        of::<view::DidView>(&config),
        of::<view::RoleWord>(&config),
        of::<view::SeatWord>(&config),
        of::<view::PersonView>(&config),
        of::<view::SignedOnView>(&config),
        of::<view::BadgeView>(&config),
        of::<view::StaffView>(&config),
        of::<view::IssueBadgeForm>(&config),
        of::<view::SignOnForm>(&config),
        of::<view::ShowNamesForm>(&config),
        of::<view::TriedView>(&config),
        of::<view::PersonForm>(&config),
        of::<view::RecoveryKeyView>(&config),
        of::<view::RecoverForm>(&config),
        of::<view::SlipView>(&config),
        of::<view::HandOverForm>(&config),
        of::<view::HandedView>(&config),
        of::<view::TraceForm>(&config),
        of::<view::StayView>(&config),
        of::<view::TracedView>(&config),
        of::<view::WindowView>(&config),
        of::<view::ChecksView>(&config),
        of::<view::SettledBefore>(&config),
        of::<view::SettledView>(&config),
        of::<view::CountForm>(&config),
        of::<view::CalledView>(&config),
        of::<view::RollView>(&config),
        of::<view::RollForm>(&config),
        of::<view::SpanWord>(&config),
        of::<view::FormatWord>(&config),
        of::<view::LinesWord>(&config),
        of::<view::ReportForm>(&config),
        of::<view::PaperTableView>(&config),
        of::<view::PaperPartView>(&config),
        of::<view::ReportView>(&config),
        of::<view::SendForm>(&config),
        of::<view::SentView>(&config),
        of::<view::ProgressView>(&config),
        of::<view::BackupView>(&config),
        of::<view::BackupsView>(&config),
        of::<view::ProgramView>(&config),
        of::<view::UpdateWayWord>(&config),
        of::<view::OfferView>(&config),
        of::<view::PinForm>(&config),
        of::<view::RestoreForm>(&config),
        of::<view::RestoredView>(&config),
        of::<view::SavedView>(&config),
        of::<view::ChangeWord>(&config),
        of::<view::ChangeView>(&config),
        of::<view::OfferedView>(&config),
        of::<view::TakeForm>(&config),
        of::<view::RosterWord>(&config),
        of::<view::ColumnWord>(&config),
        of::<view::RosterView>(&config),
        of::<view::RostersView>(&config),
        of::<view::SeenView>(&config),
        of::<view::MemberView>(&config),
        of::<view::MemberForm>(&config),
        of::<view::StandsView>(&config),
        of::<view::FileForm>(&config),
        of::<view::RosterForm>(&config),
        of::<view::UnlistedView>(&config),
        of::<view::TakenView>(&config),
        of::<view::PlanView>(&config),
        of::<view::TakeRosterForm>(&config),
        of::<view::SaveRosterForm>(&config),
        of::<view::BadgesForm>(&config),
        of::<view::BadgeSizeWord>(&config),
        of::<view::DayBadgeView>(&config),
        of::<view::InspectionForm>(&config),
        of::<view::InspectedView>(&config),
        of::<view::InspectionsView>(&config),
        of::<view::SaveInspectionForm>(&config),
        of::<view::SpellingWord>(&config),
        of::<view::HitView>(&config),
        of::<view::WatchedView>(&config),
        of::<view::WatchlistView>(&config),
        of::<view::WatchForm>(&config),
        of::<view::LinesPlanView>(&config),
        of::<view::ExpectationView>(&config),
        of::<view::ExpectedLineView>(&config),
        of::<view::ExpectedListView>(&config),
        of::<view::ExpectedForm>(&config),
        of::<view::ExpectedFileForm>(&config),
        of::<view::PlaceKindWord>(&config),
        of::<view::PosterWord>(&config),
        of::<view::PosterSizeWord>(&config),
        of::<view::PosterDoneView>(&config),
        of::<view::PlaceView>(&config),
        of::<view::PlacesView>(&config),
        of::<view::PlaceForm>(&config),
        of::<view::MarkPlaceForm>(&config),
        of::<view::PostersForm>(&config),
        of::<view::PlaceColumnWord>(&config),
        of::<view::PlaceRowView>(&config),
        of::<view::PlacesPlanView>(&config),
        of::<view::SeenPlaceView>(&config),
    ]
}

/// One command as its signature in Rust says it.
struct Command {
    name: String,
    arguments: Vec<(String, String)>,
    answer: String,
}

impl Command {
    fn parse(signature: &str) -> Option<Command> {
        let (name, rest) = signature.split_once('(')?;
        let (arguments, rest) = rest.split_once(')')?;
        let arguments = arguments
            .split(", ")
            .filter_map(|argument| argument.split_once(": "))
            .filter(|(_, of)| !of.starts_with("Gate") && !of.starts_with("State"))
            .map(|(name, of)| (name.to_owned(), typescript_of(of)))
            .collect();
        let answer = rest
            .split_once("Answer<")
            .map_or("null".to_owned(), |(_, answer)| {
                typescript_of(
                    answer
                        .trim_end_matches([' ', '{', '\n'])
                        .trim_end_matches('>'),
                )
            });
        Some(Command {
            name: name.to_owned(),
            arguments,
            answer,
        })
    }

    fn parameters(&self) -> String {
        let parameters: Vec<String> = self
            .arguments
            .iter()
            .map(|(name, of)| format!("{name}: {of}"))
            .collect();
        parameters.join(", ")
    }

    fn call(&self) -> String {
        let names: Vec<&str> = self
            .arguments
            .iter()
            .map(|(name, _)| name.as_str())
            .collect();
        let given = if names.is_empty() {
            String::new()
        } else {
            format!(", {{ {} }}", names.join(", "))
        };
        format!(
            "{}: ({}) => invoke<{}>(\"{}\"{given}),\n",
            camel(&self.name),
            self.parameters(),
            self.answer,
            self.name,
        )
    }
}

/// Every `#[tauri::command]`, in the order of the files.
fn commands() -> Vec<Command> {
    COMMANDS
        .iter()
        .flat_map(|file| file.split("#[tauri::command").skip(1))
        .filter_map(|text| {
            let (_, text) = text.split_once("fn ")?;
            let signature = text
                .split_once(" {\n")
                .map_or(text, |(signature, _)| signature);
            Command::parse(&one_line(signature))
        })
        .collect()
}

/// A signature that rustfmt broke over lines, on one again.
fn one_line(signature: &str) -> String {
    let joined = signature.split_whitespace().collect::<Vec<_>>().join(" ");
    joined.replace("( ", "(").replace(", )", ")")
}

fn typescript_of(rust: &str) -> String {
    if let Some(inner) = rust.strip_prefix("Vec<") {
        return format!("Array<{}>", typescript_of(inner.trim_end_matches('>')));
    }
    if let Some(inner) = rust.strip_prefix("Option<") {
        return format!("{} | null", typescript_of(inner.trim_end_matches('>')));
    }
    match rust {
        "()" => "null",
        "bool" => "boolean",
        "String" => "string",
        "u8" | "u32" | "u64" | "f64" => "number",
        own => own,
    }
    .to_owned()
}

fn camel(name: &str) -> String {
    let mut words = name.split('_');
    let mut text = words.next().unwrap_or_default().to_owned();
    for word in words {
        let (first, rest) = word.split_at(1);
        text.push_str(&first.to_uppercase());
        text.push_str(rest);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    #[test]
    fn the_committed_bindings_are_what_the_rust_says() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../ui/src/backend/bindings.ts");
        let wanted = typescript();
        if std::env::var_os("CHOT_BLESS").is_some() {
            std::fs::write(&path, &wanted).expect("written");
        }
        let found = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(
            found == wanted,
            "ui/src/backend/bindings.ts is stale: run `cargo xtask bindings`"
        );
    }

    #[test]
    fn every_command_is_granted_to_the_guards_window_and_no_other_is() {
        let capability = include_str!("../capabilities/guard.json");
        let build = include_str!("../build.rs");
        let names: Vec<String> = commands().into_iter().map(|c| c.name).collect();
        assert!(names.len() > 10, "{names:?}");
        for name in &names {
            assert!(
                build.contains(&format!("\"{name}\"")),
                "{name} is not in build.rs"
            );
            let permission = format!("\"allow-{}\"", name.replace('_', "-"));
            assert!(
                capability.contains(&permission),
                "{permission} is not granted"
            );
        }
        assert_eq!(capability.matches("\"allow-").count(), names.len());
    }

    #[test]
    fn a_signature_becomes_a_typed_call() {
        let command = Command::parse(
            "find_visitors(gate: Gate<'_>, query: String) -> Answer<Vec<VisitorView>>",
        )
        .expect("a signature");
        assert_eq!(
            command.call(),
            "findVisitors: (query: string) => invoke<Array<VisitorView>>(\"find_visitors\", { query }),\n"
        );
    }
}
