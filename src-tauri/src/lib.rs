//! What the screen shows: a Tauri shell over the kiosk, and the only place that names Tauri.

mod accounts;
mod admin;
mod amending;
mod book;
mod commands;
mod declaring;
mod expected;
mod frame;
mod held;
mod inspecting;
mod keep;
mod places;
mod preset;
mod privacy;
mod program;
mod refusal;
mod roster;
mod sending;
mod staff;
mod timings;
mod translate;
mod unit_key;
pub mod view;
mod watchlist;

pub mod bindings;

use accounts::Head;
use amending::Writer;
use book::Reader;
use expected::ExpectedVisitors;
use held::Held;
use keep::Keep;
use kiosk::accounts::Accounts;
use kiosk::book::clerk::Clerk;
use kiosk::book::desk::Desk as BookDesk;
use kiosk::clock::{Clock, SystemClock};
use kiosk::home::Home;
use kiosk::keeping::Keeping;
use kiosk::locking::Locking;
use kiosk::person_key::PersonKeys;
use kiosk::places::desk::PlacesDesk;
use kiosk::post::{Parts, Shown, Snapshot};
use kiosk::privacy::office::Office;
use kiosk::roster::desk::Desk as RosterDesk;
use kiosk::roster::expected::desk::ExpectedDesk;
use kiosk::roster::watch::desk::WatchDesk;
use kiosk::settings::Settings;
use kiosk::sound::DefaultOutput;
use kiosk::staff::desk::Desk;
use kiosk::starter::Lifeline;
use kiosk::store::Store;
use kiosk::update::{Own, Updates};
use kiosk::uplink::timer::Pace;
use kiosk::watch::{Screen, Vitals, Watch};
use places::Register;
use privacy::Registry;
use program::{Program, Whole};
use roster::Lists;
use sending::Sending;
use staff::People;
use std::path::PathBuf;
use std::sync::Arc;
use tauri::{Emitter, Manager};
use timings::Timings;
use unit_key::UnitKey;
use view::GateView;
use watchlist::Watchlist;

/// Sends every change to the page.
struct Page {
    app: tauri::AppHandle,
    timings: Arc<Timings>,
    held: Arc<Held>,
}

impl Drop for Page {
    /// The gate's thread crashed: a window without one would look as if it worked.
    fn drop(&mut self) {
        if std::thread::panicking() {
            held::crashed();
        }
    }
}

impl Screen for Page {
    fn show(&self, snapshot: Snapshot) {
        if snapshot.trouble.is_none() {
            self.held.log_opened();
        }
        self.held.lock(snapshot.settings.kiosk, &self.app);
        // The page asks for the whole view when it loads, so a lost event is made up for.
        let _ = self.app.emit("gate", GateView::of(&snapshot));
    }

    fn say(&self, shown: &Shown) {
        self.timings.said(shown);
    }

    fn beat(&self, vitals: Vitals) {
        self.timings.beat(vitals);
        self.held.beat();
    }
}

pub use held::keep_running;

/// Opens the window and keeps the gate until it is closed, or its starter is gone.
pub fn run(lifeline: Lifeline) -> anyhow::Result<()> {
    let held = Arc::new(Held::by(lifeline));
    let home = Home::resolve()?;
    let samples = samples_asked_for();
    let watch = start_later(home, samples);
    tauri::Builder::default()
        .register_asynchronous_uri_scheme_protocol("frame", frame::serve)
        .invoke_handler(commands::all())
        .on_window_event({
            let held = Arc::clone(&held);
            move |window, event| held.asked_to_close(event, window)
        })
        .setup(move |app| {
            let timings = Arc::new(Timings::from_environment()?);
            app.manage(Arc::clone(&timings));
            app.manage(Arc::clone(&held));
            held.end_with_starter(app.handle());
            // First, because WebKit's processes start meanwhile; what the page asks for waits until this returns.
            let window =
                tauri::WebviewWindowBuilder::new(app, "gate", tauri::WebviewUrl::default())
                    .title("Chốt")
                    .inner_size(1366.0, 768.0)
                    .maximized(true)
                    .build()?;
            tend_page(&window)?;
            let app_handle = app.handle().clone();
            let rooms = watch(Page {
                app: app_handle,
                timings,
                held,
            })?;
            app.manage(rooms.sending);
            app.manage(rooms.key);
            app.manage(rooms.people);
            app.manage(rooms.keep);
            app.manage(rooms.reader);
            app.manage(rooms.writer);
            app.manage(rooms.registry);
            app.manage(rooms.head);
            app.manage(rooms.lists);
            app.manage(rooms.watchlist);
            app.manage(rooms.expected);
            app.manage(rooms.register);
            app.manage(rooms.program);
            app.manage(rooms.watch);
            app.manage(frame::Server::start(&app.state::<Watch>()));
            Ok(())
        })
        .run(tauri::generate_context!())?;
    Ok(())
}

/// What the commands ask.
struct Rooms {
    watch: Watch,
    sending: Sending,
    key: UnitKey,
    people: People,
    keep: Keep,
    reader: Reader,
    writer: Writer,
    registry: Registry,
    head: Head,
    lists: Lists,
    watchlist: Watchlist,
    expected: ExpectedVisitors,
    register: Register,
    program: Program,
}

/// What has to wait for the window's handle.
fn start_later(home: Home, samples: Option<PathBuf>) -> impl FnOnce(Page) -> anyhow::Result<Rooms> {
    move |page| {
        let (app, held) = (page.app.clone(), Arc::clone(&page.held));
        let ending = app.clone();
        let chosen = kiosk::watch::choose_eyes(samples.as_deref(), std::env::current_exe()?)?;
        let home = if chosen.demo { home.demo() } else { home };
        let clock: Arc<dyn Clock> = Arc::new(SystemClock::new());
        // Where it can't be done the gate opens with the log that is there, the page says why, and the next start tries
        // again.
        let unfinished = kiosk::backup::finish(&home, &clock.now()).err();
        let settings = Settings::load(&Settings::path(&home))?;
        let zone = settings.time_zone()?;
        let parts = Parts {
            store: Store::new(home.clone(), settings.gate, zone),
            settings_path: Settings::path(&home),
            settings,
            speaker: Box::new(DefaultOutput::open()),
            clock: Arc::clone(&clock),
            demo: chosen.demo,
        };
        let watch = Watch::start(parts, chosen.eyes, Box::new(page))?;
        let staff = watch.staff();
        let theirs = Some(Arc::clone(&staff));
        let keys = PersonKeys::of(&home, Arc::clone(&clock), theirs, chosen.demo);
        let sending = if chosen.demo {
            kiosk::sending::Sending::nowhere(&home, Arc::clone(&clock), Arc::clone(&staff))
        } else {
            let pace = Pace::default();
            kiosk::sending::Sending::start(
                &home,
                Arc::clone(&clock),
                Arc::clone(&staff),
                watch.scribe(),
                pace,
            )?
        };
        let keep =
            Keeping::start(&home, &clock, &staff, watch.door(), chosen.demo)?.after(unfinished);
        let reader = Arc::new(BookDesk::new(&home, Arc::clone(&staff), Arc::clone(&clock)));
        let lists = RosterDesk::new(&home, Arc::clone(&staff), Arc::clone(&clock));
        let (theirs, time) = (Arc::clone(&staff), Arc::clone(&clock));
        let watchlist = WatchDesk::new(&home, theirs, time, watch.door());
        let (theirs, time) = (Arc::clone(&staff), Arc::clone(&clock));
        let expected = ExpectedDesk::new(&home, theirs, time, watch.door());
        let (theirs, time) = (Arc::clone(&staff), Arc::clone(&clock));
        let register = PlacesDesk::new(&home, theirs, time, watch.door());
        let desk = Arc::new(Desk::new(&home, Arc::clone(&staff), watch.door()));
        let clerk = Clerk::new(Arc::clone(&reader), Arc::clone(&desk), watch.door());
        let clerk = Arc::new(clerk);
        let whole = Whole {
            updates: Updates::of(
                Own::this(),
                &home,
                Arc::clone(&clock),
                Arc::clone(&staff),
                watch.door(),
                Arc::new(move || held::begin_again(&app)),
            )
            .in_demo(chosen.demo),
            locking: Locking::of(
                watch.door(),
                Arc::clone(&desk),
                Arc::clone(&staff),
                chosen.demo,
                Box::new(move || ending.exit(0)),
            ),
            held,
        };
        let head = Accounts::new(
            &home,
            Arc::clone(&staff),
            Arc::clone(&clock),
            Arc::clone(&desk),
            watch.door(),
        );
        let office = Office::new(
            &home,
            staff,
            clock,
            Arc::clone(&reader),
            Arc::clone(&clerk),
            watch.door(),
        );
        Ok(Rooms {
            watch,
            sending: Sending(Arc::new(sending)),
            key: UnitKey(Arc::new(keys)),
            people: People(desk),
            keep: Keep(Arc::new(keep)),
            reader: Reader(reader),
            writer: Writer(clerk),
            registry: Registry(Arc::new(office)),
            head: Head(Arc::new(head)),
            lists: Lists(Arc::new(lists)),
            watchlist: Watchlist(Arc::new(watchlist)),
            expected: ExpectedVisitors(Arc::new(expected)),
            register: Register(Arc::new(register)),
            program: Program(Arc::new(whole)),
        })
    }
}

/// `--samples FOLDER`: with no camera, these pictures go into a demo ledger. Only `cargo xtask run`
/// says it; an installed app without a camera plays nothing.
fn samples_asked_for() -> Option<PathBuf> {
    let mut words = std::env::args_os().skip_while(|word| word != "--samples");
    words.nth(1).map(PathBuf::from)
}

/// WebKit remembers what a page has shown in case it is asked for again. A picture of the preview never is, and 20 a
/// second of them would grow for minutes before the oldest go. A page whose process crashed shows nothing any more: the
/// window ends with it and is started again.
#[cfg(target_os = "linux")]
fn tend_page(window: &tauri::WebviewWindow) -> tauri::Result<()> {
    use webkit2gtk::{CacheModel, WebContextExt, WebViewExt};
    window.with_webview(|webview| {
        webview
            .inner()
            .connect_web_process_terminated(|_, _| held::crashed());
        if let Some(context) = webview.inner().context() {
            context.set_cache_model(CacheModel::DocumentViewer);
        }
    })
}

#[cfg(not(target_os = "linux"))]
fn tend_page(_window: &tauri::WebviewWindow) -> tauri::Result<()> {
    Ok(())
}
