//! What the screen shows: a Tauri shell over the kiosk, and the only place that names Tauri.

mod accounts;
mod admin;
mod amending;
mod book;
mod commands;
mod expected;
mod frame;
mod keep;
mod places;
mod preset;
mod privacy;
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
use keep::Keep;
use kiosk::accounts::Accounts;
use kiosk::book::clerk::Clerk;
use kiosk::book::desk::Desk as BookDesk;
use kiosk::clock::{Clock, SystemClock};
use kiosk::home::Home;
use kiosk::keeping::Keeping;
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
use kiosk::store::Store;
use kiosk::uplink::timer::Pace;
use kiosk::watch::{Screen, Vitals, Watch};
use places::Register;
use privacy::Registry;
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
}

impl Screen for Page {
    fn show(&self, snapshot: Snapshot) {
        // The page asks for the whole view when it loads, so a lost event is made up for.
        let _ = self.app.emit("gate", GateView::of(&snapshot));
    }

    fn say(&self, shown: &Shown) {
        self.timings.said(shown);
    }

    fn beat(&self, vitals: Vitals) {
        self.timings.beat(vitals);
    }
}

/// Opens the window and keeps the gate until it is closed.
pub fn run() -> anyhow::Result<()> {
    without_dmabuf()?;
    let home = Home::resolve()?;
    let samples = samples_asked_for();
    let watch = start_later(home, samples);
    tauri::Builder::default()
        .register_asynchronous_uri_scheme_protocol("frame", frame::serve)
        .invoke_handler(commands::all())
        .setup(move |app| {
            let timings = Arc::new(Timings::from_environment()?);
            app.manage(Arc::clone(&timings));
            // First, because WebKit's processes start meanwhile; what the page asks for waits until this returns.
            let window =
                tauri::WebviewWindowBuilder::new(app, "gate", tauri::WebviewUrl::default())
                    .title("Chốt")
                    .inner_size(1366.0, 768.0)
                    .maximized(true)
                    .build()?;
            keep_no_pictures(&window)?;
            let app_handle = app.handle().clone();
            let rooms = watch(Page {
                app: app_handle,
                timings,
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
}

/// What has to wait for the window's handle.
fn start_later(home: Home, samples: Option<PathBuf>) -> impl FnOnce(Page) -> anyhow::Result<Rooms> {
    move |page| {
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
        })
    }
}

/// `--samples FOLDER`: with no camera, these pictures go into a demo ledger. Only `cargo xtask run`
/// says it; an installed app without a camera plays nothing.
fn samples_asked_for() -> Option<PathBuf> {
    let mut words = std::env::args_os().skip_while(|word| word != "--samples");
    words.nth(1).map(PathBuf::from)
}

/// WebKitGTK's DMA-BUF renderer costs twice the CPU and 80 MB where there is no GPU. The variable must
/// stand before the first thread; setting it in a running process isn't safe, so this starts anew.
#[cfg(target_os = "linux")]
fn without_dmabuf() -> anyhow::Result<()> {
    use std::os::unix::process::CommandExt;
    const VARIABLE: &str = "WEBKIT_DISABLE_DMABUF_RENDERER";
    if std::env::var_os(VARIABLE).is_some() {
        return Ok(());
    }
    let failed = std::process::Command::new(std::env::current_exe()?)
        .args(std::env::args_os().skip(1))
        .env(VARIABLE, "1")
        .exec();
    Err(failed.into())
}

#[cfg(not(target_os = "linux"))]
fn without_dmabuf() -> anyhow::Result<()> {
    Ok(())
}

/// WebKit remembers what a page has shown in case it is asked for again. A picture of the preview never is, and 20 a
/// second of them would grow for minutes before the oldest go.
#[cfg(target_os = "linux")]
fn keep_no_pictures(window: &tauri::WebviewWindow) -> tauri::Result<()> {
    use webkit2gtk::{CacheModel, WebContextExt, WebViewExt};
    window.with_webview(|webview| {
        if let Some(context) = webview.inner().context() {
            context.set_cache_model(CacheModel::DocumentViewer);
        }
    })
}

#[cfg(not(target_os = "linux"))]
fn keep_no_pictures(_window: &tauri::WebviewWindow) -> tauri::Result<()> {
    Ok(())
}
