//! What the page may ask: each command is an envelope around one verb of the post.

use crate::held::Held;
use crate::sending::{self, Sending};
use crate::timings::Timings;
use crate::unit_key::UnitKey;
use crate::view::{
    ArrangementWord, ClimbView, CodeForm, DoneView, DryRunView, EnrolForm, GateView, GiveForm,
    GroupForm, HouseForm, HouseView, InsideView, KeyCodeView, LanguageWord, LoadView, LookedView,
    ManualForm, ModeWord, PaperForm, PassedForm, PortView, ReaderForm, RefusalWord, RefusedView,
    RulesView, SecretView, SoughtWord, SyncView, TargetForm, TargetsView, TextSizeWord, ToldForm,
    TrialForm, TrialView, TrustView, TypedForm, UnitKeyView, VisitorView,
};
use kiosk::post::{Post, Refusal, Sought};
use kiosk::reader::serial::ports;
use kiosk::watch::Watch;
use std::sync::Arc;
use std::time::Instant;
use tauri::State;
use tauri::ipc::Invoke;

pub(crate) type Gate<'a> = State<'a, Watch>;
pub(crate) type Answer<T> = Result<T, RefusalWord>;

/// Every command there is.
pub fn all() -> impl Fn(Invoke) -> bool + Send + Sync + 'static {
    tauri::generate_handler![
        gate_view,
        sync_light,
        set_mode,
        choose_arrangement,
        set_language,
        set_text_size,
        enter_by_hand,
        enter_from_paper,
        pass_unscanned,
        crate::declaring::one_more,
        crate::declaring::declare_for,
        turn_round,
        undo,
        purpose,
        decide,
        acknowledge,
        dismiss_gap,
        find_visitors,
        inside,
        retry_camera,
        typed,
        start_card_test,
        end_card_test,
        choose_reader,
        serial_ports,
        painted,
        same_as,
        rules,
        choose_policy,
        save_policy,
        try_policy,
        trust,
        import_trust,
        targets,
        add_target,
        remove_target,
        pause_target,
        require_target,
        send_again,
        pick_groups,
        new_secret,
        dry_run,
        test_target,
        refused_entries,
        told,
        look_district,
        carry,
        enrol,
        await_code,
        end_await,
        unit_key,
        ask_key,
        look_key,
        give_key,
        take_key,
        house,
        settle_house,
        crate::preset::presets,
        crate::preset::settle_preset,
        crate::preset::set_drill,
        crate::preset::begin_practice,
        crate::preset::end_practice,
        crate::book::book_bars,
        crate::book::book_day,
        crate::book::book_search,
        crate::book::book_inside,
        crate::amending::book_details,
        crate::amending::amend_line,
        crate::amending::reveal_line,
        crate::privacy::privacy,
        crate::privacy::keep_request,
        crate::privacy::answer_request,
        crate::privacy::keep_incident,
        crate::privacy::settle_incident,
        crate::privacy::keep_days_off,
        crate::privacy::find_people,
        crate::privacy::hand_out,
        crate::privacy::save_notice,
        crate::privacy::correct_person,
        crate::privacy::erase_person,
        crate::privacy::forget_listed,
        crate::roster::rosters,
        crate::roster::roster_stands,
        crate::roster::look_roster,
        crate::roster::file_rows,
        crate::roster::take_roster,
        crate::roster::remove_roster,
        crate::roster::put_member,
        crate::roster::remove_member,
        crate::roster::mark_absent,
        crate::roster::save_roster,
        crate::roster::print_badges,
        crate::roster::revoke_member_badge,
        crate::watchlist::watchlist,
        crate::watchlist::put_watched,
        crate::watchlist::remove_watched,
        crate::watchlist::look_watched,
        crate::watchlist::take_watched,
        crate::expected::expected,
        crate::expected::put_expected,
        crate::expected::remove_expected,
        crate::expected::look_expected,
        crate::expected::take_expected,
        crate::places::places,
        crate::places::put_place,
        crate::places::mark_place,
        crate::places::look_places,
        crate::places::take_places,
        crate::places::print_posters,
        crate::places::posters_printed,
        crate::places::stop_posters,
        crate::places::save_guide,
        crate::places::seen_place,
        crate::staff::people,
        crate::staff::sign_on,
        crate::staff::show_names,
        crate::staff::sign_off,
        crate::staff::stay,
        crate::staff::staff,
        crate::staff::keep_person,
        crate::staff::remove_person,
        crate::staff::issue_badge,
        crate::staff::revoke_badge,
        crate::staff::new_recovery_key,
        crate::staff::keep_recovery_key,
        crate::staff::recover,
        crate::staff::handover,
        crate::staff::hand_over,
        crate::accounts::trace,
        crate::accounts::save_trace,
        crate::accounts::day_checks,
        crate::accounts::settle_day,
        crate::accounts::headcount,
        crate::accounts::call_roll,
        crate::accounts::save_roll,
        crate::inspecting::keep_inspection,
        crate::inspecting::inspections,
        crate::inspecting::save_inspection,
        crate::accounts::print_day_badge,
        crate::accounts::save_day_badge,
        crate::accounts::save_book_page,
        crate::accounts::report,
        crate::accounts::send_report,
        crate::accounts::report_rows,
        crate::accounts::stop_report,
        crate::keep::backups,
        crate::keep::keep_backups_in,
        crate::keep::back_up,
        crate::keep::restore_backup,
        crate::keep::save_diagnostics,
        crate::keep::sign_settings,
        crate::keep::look_settings,
        crate::keep::take_settings,
        crate::program::program,
        crate::program::look_for_updates_in,
        crate::program::take_update,
        crate::program::lock_screen,
        crate::program::close_gate,
    ]
}

/// Does it at the post.
pub(crate) fn act<T: Send + 'static>(
    gate: &Watch,
    verb: impl FnOnce(&mut Post) -> Result<T, Refusal> + Send + 'static,
) -> Answer<T> {
    gate.door().ask(verb).map_err(RefusalWord::from)
}

#[tauri::command(async)]
fn gate_view(gate: Gate<'_>, held: State<'_, Arc<Held>>) -> Answer<GateView> {
    held.page_asked();
    act(&gate, |post| Ok(GateView::of(&post.snapshot())))
}

#[tauri::command]
async fn sync_light(sending: State<'_, Sending>) -> Answer<SyncView> {
    let light = sending.aside(|sending| sending.light()).await?;
    Ok(SyncView::from(light))
}

#[tauri::command(async)]
fn set_mode(gate: Gate<'_>, mode: ModeWord) -> Answer<()> {
    act(&gate, move |post| post.choose_mode(mode.into()))
}

#[tauri::command(async)]
fn choose_arrangement(gate: Gate<'_>, arrangement: ArrangementWord) -> Answer<()> {
    act(&gate, move |post| {
        post.choose_arrangement(arrangement.into())
    })
}

#[tauri::command(async)]
fn set_language(gate: Gate<'_>, language: LanguageWord) -> Answer<()> {
    act(&gate, move |post| post.choose_language(language.into()))
}

#[tauri::command(async)]
fn set_text_size(gate: Gate<'_>, size: TextSizeWord) -> Answer<()> {
    act(&gate, move |post| post.choose_text_size(size.into()))
}

#[tauri::command(async)]
fn enter_by_hand(gate: Gate<'_>, form: ManualForm) -> Answer<()> {
    act(&gate, move |post| post.enter_by_hand(&form.into()))
}

#[tauri::command(async)]
fn enter_from_paper(gate: Gate<'_>, form: PaperForm) -> Answer<()> {
    let line = form.line()?;
    act(&gate, move |post| post.enter_from_paper(&line))
}

#[tauri::command(async)]
fn pass_unscanned(gate: Gate<'_>, form: PassedForm) -> Answer<()> {
    act(&gate, move |post| post.pass_unscanned(form.into()))
}

#[tauri::command(async)]
fn turn_round(gate: Gate<'_>) -> Answer<()> {
    act(&gate, Post::turn_round)
}

#[tauri::command(async)]
fn undo(gate: Gate<'_>) -> Answer<()> {
    act(&gate, Post::undo)
}

#[tauri::command(async)]
fn purpose(gate: Gate<'_>, n: u8) -> Answer<()> {
    act(&gate, move |post| post.purpose(n))
}

#[tauri::command(async)]
fn decide(gate: Gate<'_>, seq: u64, admit: bool) -> Answer<()> {
    act(&gate, move |post| post.decide(seq, admit))
}

#[tauri::command(async)]
fn acknowledge(gate: Gate<'_>) -> Answer<()> {
    act(&gate, |post| {
        post.acknowledge();
        Ok(())
    })
}

#[tauri::command(async)]
fn dismiss_gap(gate: Gate<'_>) -> Answer<()> {
    act(&gate, |post| {
        post.dismiss_gap();
        Ok(())
    })
}

#[tauri::command(async)]
fn find_visitors(gate: Gate<'_>, query: String) -> Answer<Vec<VisitorView>> {
    let found = act(&gate, move |post| post.find_visitors(&query))?;
    Ok(found.into_iter().map(VisitorView::from).collect())
}

#[tauri::command(async)]
fn inside(gate: Gate<'_>) -> Answer<Vec<InsideView>> {
    let inside = act(&gate, Post::inside)?;
    Ok(inside.into_iter().map(InsideView::from).collect())
}

#[tauri::command(async)]
fn retry_camera(gate: Gate<'_>) {
    gate.retry_camera();
}

/// A reader that is a keyboard typed this.
#[tauri::command(async)]
fn typed(gate: Gate<'_>, form: TypedForm) {
    gate.typed(form.into());
}

/// Tries a card: until the test ends the camera's codes enter nobody.
#[tauri::command(async)]
fn start_card_test(gate: Gate<'_>) -> Answer<()> {
    act(&gate, |post| post.start_card_test(Instant::now()))
}

#[tauri::command(async)]
fn end_card_test(gate: Gate<'_>) -> Answer<()> {
    act(&gate, |post| {
        post.end_card_test();
        Ok(())
    })
}

/// The serial ports of this machine, to choose a reader's from.
#[tauri::command(async)]
fn serial_ports() -> Answer<Vec<PortView>> {
    Ok(ports().into_iter().map(PortView::from).collect())
}

#[tauri::command(async)]
fn choose_reader(gate: Gate<'_>, form: ReaderForm) -> Answer<()> {
    let choice = form.choice(&ports());
    act(&gate, move |post| post.choose_reader(choice))
}

/// The page painted what was said, at a moment of its own clock (ms since 1970).
#[tauri::command(async)]
fn painted(timings: State<'_, Arc<Timings>>, id: u32, at: f64) {
    timings.painted(id, at);
}

#[tauri::command(async)]
fn same_as(gate: Gate<'_>) -> Answer<()> {
    act(&gate, Post::same_as)
}

#[tauri::command(async)]
fn rules(gate: Gate<'_>) -> Answer<RulesView> {
    act(&gate, |post| Ok(RulesView::from(post.rules())))
}

#[tauri::command(async)]
fn choose_policy(gate: Gate<'_>, id: String) -> Answer<DoneView> {
    act(&gate, move |post| {
        Ok(DoneView::from(post.choose_policy(&id)))
    })
}

#[tauri::command(async)]
fn save_policy(gate: Gate<'_>, text: String) -> Answer<DoneView> {
    act(&gate, move |post| {
        Ok(DoneView::from(post.save_policy(&text)))
    })
}

#[tauri::command(async)]
fn try_policy(gate: Gate<'_>, form: TrialForm) -> Answer<TrialView> {
    act(&gate, move |post| {
        Ok(TrialView::from(post.try_policy(&form.into())))
    })
}

#[tauri::command(async)]
fn trust(gate: Gate<'_>) -> Answer<TrustView> {
    act(&gate, |post| Ok(TrustView::from(post.trust_state())))
}

#[tauri::command(async)]
fn import_trust(gate: Gate<'_>, file: String) -> Answer<DoneView> {
    act(&gate, move |post| {
        Ok(DoneView::from(post.import_trust(&file)))
    })
}

#[tauri::command]
async fn targets(sending: State<'_, Sending>) -> Answer<TargetsView> {
    sending.aside(sending::page).await
}

#[tauri::command]
async fn add_target(sending: State<'_, Sending>, form: TargetForm) -> Answer<DoneView> {
    let added = sending.aside(move |sending| sending.add(&form.into()));
    Ok(DoneView::from(added.await?))
}

#[tauri::command]
async fn remove_target(sending: State<'_, Sending>, id: u32) -> Answer<DoneView> {
    let removed = sending.aside(move |sending| sending.remove(id));
    Ok(DoneView::from(removed.await?))
}

#[tauri::command]
async fn pause_target(sending: State<'_, Sending>, id: u32, paused: bool) -> Answer<DoneView> {
    let done = sending.aside(move |sending| sending.pause(id, paused));
    Ok(DoneView::from(done.await?))
}

/// Whether a purge of personal data waits for the target.
#[tauri::command]
async fn require_target(sending: State<'_, Sending>, id: u32, required: bool) -> Answer<DoneView> {
    let done = sending.aside(move |sending| sending.require(id, required));
    Ok(DoneView::from(done.await?))
}

/// Sends everything of a day ("2026-11-25") and later again.
#[tauri::command]
async fn send_again(sending: State<'_, Sending>, id: u32, day: String) -> Answer<DoneView> {
    let done = sending.aside(move |sending| sending.send_again(id, &day));
    Ok(DoneView::from(done.await?))
}

#[tauri::command]
async fn pick_groups(
    sending: State<'_, Sending>,
    id: u32,
    groups: Vec<GroupForm>,
) -> Answer<DoneView> {
    let groups = sending::picked(groups);
    let done = sending.aside(move |sending| sending.pick(id, &groups));
    Ok(DoneView::from(done.await?))
}

#[tauri::command]
async fn new_secret(sending: State<'_, Sending>, id: u32) -> Answer<SecretView> {
    let made = sending.aside(move |sending| sending.new_secret(id));
    Ok(SecretView::from(made.await?))
}

#[tauri::command]
async fn dry_run(sending: State<'_, Sending>, id: u32) -> Answer<DryRunView> {
    let run = sending.aside(move |sending| sending.dry_run(id));
    Ok(DryRunView::from(run.await?))
}

#[tauri::command]
async fn test_target(sending: State<'_, Sending>, id: u32) -> Answer<ClimbView> {
    let climb = sending.aside(move |sending| sending.test(id));
    Ok(ClimbView::from(climb.await?))
}

#[tauri::command]
async fn refused_entries(sending: State<'_, Sending>, id: u32) -> Answer<Vec<RefusedView>> {
    let found = sending.aside(move |sending| sending.refused(id)).await?;
    let found = found.map_err(|error| RefusalWord::from(&error))?;
    Ok(found.into_iter().map(RefusedView::from).collect())
}

/// Somebody told a receiver of erasures that it can't confirm.
#[tauri::command]
async fn told(sending: State<'_, Sending>, form: ToldForm) -> Answer<DoneView> {
    let told = sending.aside(move |sending| sending.told(form.target, &form.erasures()));
    Ok(DoneView::from(told.await?))
}

/// The digits of a district's keys, in a file's text or a code's.
#[tauri::command(async)]
fn look_district(gate: Gate<'_>, form: CodeForm) -> Answer<LookedView> {
    act(&gate, move |post| {
        let text = form.text(Sought::DistrictKeys, post);
        Ok(LookedView::of_keys(&text))
    })
}

#[tauri::command]
async fn carry(sending: State<'_, Sending>, id: u32) -> Answer<LoadView> {
    let load = sending.aside(move |sending| sending.carry(id));
    Ok(LoadView::from(load.await?))
}

#[tauri::command]
async fn enrol(gate: Gate<'_>, sending: State<'_, Sending>, form: EnrolForm) -> Answer<DoneView> {
    let (code, choice) = form.choice(act(&gate, |post| Ok(post.seen_code(Sought::Invitation)))?);
    let joined = sending.aside(move |sending| sending.enrol(&code, &choice));
    let joined = joined.await?;
    act(&gate, move |post| {
        Ok(DoneView::from(sending::named(post, joined)))
    })
}

/// Waits for a code of ours before the camera or a reader.
#[tauri::command(async)]
fn await_code(gate: Gate<'_>, sought: SoughtWord) -> Answer<()> {
    act(&gate, move |post| post.await_code(sought.into()))
}

#[tauri::command(async)]
fn end_await(gate: Gate<'_>) -> Answer<()> {
    act(&gate, |post| {
        post.stop_awaiting();
        Ok(())
    })
}

#[tauri::command(async)]
fn unit_key(gate: Gate<'_>) -> Answer<UnitKeyView> {
    act(&gate, |post| Ok(UnitKeyView::from(post.person_key())))
}

/// Asks another post of the unit for its key.
#[tauri::command]
async fn ask_key(key: State<'_, UnitKey>) -> Answer<KeyCodeView> {
    let asked = key.aside(|keys| keys.ask());
    Ok(KeyCodeView::from(asked.await?))
}

/// The digits of another post's asking.
#[tauri::command]
async fn look_key(gate: Gate<'_>, key: State<'_, UnitKey>, form: CodeForm) -> Answer<LookedView> {
    let text = act(&gate, move |post| Ok(form.text(Sought::PersonKey, post)))?;
    let looked = key.aside(move |keys| LookedView::of_asking(text.clone(), keys.look(&text)));
    looked.await
}

/// The unit's key, for whoever asked so alone.
#[tauri::command]
async fn give_key(key: State<'_, UnitKey>, form: GiveForm) -> Answer<KeyCodeView> {
    let given = key.aside(move |keys| keys.give(&form.code, &form.digits));
    Ok(KeyCodeView::from(given.await?))
}

/// Takes what was given to this post, before its first visitor.
#[tauri::command]
async fn take_key(gate: Gate<'_>, key: State<'_, UnitKey>, form: CodeForm) -> Answer<DoneView> {
    let text = act(&gate, move |post| Ok(form.text(Sought::PersonKey, post)))?;
    let opened = key.aside(move |keys| keys.open(&text)).await?;
    act(&gate, move |post| {
        Ok(opened.and_then(|key| post.take_person_key(key)).into())
    })
}

/// What an admin settled for this gate.
#[tauri::command(async)]
pub fn house(gate: Gate<'_>) -> Answer<HouseView> {
    act(&gate, |post| post.house().map(HouseView::from))
}

#[tauri::command(async)]
pub fn settle_house(gate: Gate<'_>, form: HouseForm) -> Answer<()> {
    let house = form.house()?;
    act(&gate, move |post| post.settle_house(&house))
}
