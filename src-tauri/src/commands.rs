//! What the page may ask: each command is an envelope around one verb of the post.

use crate::sending::Sending;
use crate::timings::Timings;
use crate::view::{
    ArrangementWord, DoneView, GateView, InsideView, LanguageWord, ManualForm, ModeWord, PaperForm,
    PassedForm, PortView, ReaderForm, RefusalWord, RulesView, SyncView, TextSizeWord, TrialForm,
    TrialView, TrustView, TypedForm, VisitorView,
};
use kiosk::post::{Post, Refusal};
use kiosk::reader::serial::ports;
use kiosk::watch::Watch;
use std::sync::Arc;
use std::time::Instant;
use tauri::State;
use tauri::ipc::Invoke;

type Gate<'a> = State<'a, Watch>;
type Answer<T> = Result<T, RefusalWord>;

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
    ]
}

/// Does it at the post; a gate that has ended can't store anything.
fn act<T: Send + 'static>(
    gate: &Watch,
    verb: impl FnOnce(&mut Post) -> Result<T, Refusal> + Send + 'static,
) -> Answer<T> {
    gate.with(verb)
        .unwrap_or(Err(Refusal::NotStored))
        .map_err(RefusalWord::from)
}

#[tauri::command(async)]
fn gate_view(gate: Gate<'_>) -> Answer<GateView> {
    act(&gate, |post| Ok(GateView::of(&post.snapshot())))
}

#[tauri::command(async)]
fn sync_light(sending: State<'_, Sending>) -> Answer<SyncView> {
    Ok(sending.light())
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
    act(&gate, |post| {
        post.start_card_test(Instant::now());
        Ok(())
    })
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
