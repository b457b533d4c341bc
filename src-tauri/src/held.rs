//! *Held*: what holds this window to its starter, and to the screen.

use kiosk::home::Home;
use kiosk::starter::{AGAIN, Lifeline, Patience, Starter, Word};
use kiosk::update::{Place, own_version};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tauri::{Emitter, Manager};

/// A gate whose thread or page crashed ends with this, and is started again.
const CRASHED: i32 = 70;
/// How long a window may take to end once its starter is gone.
const ENDS_WITHIN: Duration = Duration::from_secs(5);

/// Keeps a window running as a child of this program; gives the exit code once somebody closed it. `told` hears what is
/// done about one that failed.
pub fn keep_running(told: fn(&str)) -> anyhow::Result<u8> {
    let program = std::env::current_exe()?;
    let place = Place::of(&program).ok_or(anyhow::anyhow!("the program lies in no folder"))?;
    let starter = Starter {
        place,
        version: own_version(),
        goes_on: Home::resolve()?.is_locked(),
        patience: Patience::default(),
        arguments: std::env::args_os().skip(1).collect(),
        environment: environment(),
        told,
    };
    Ok(starter.keep()?)
}

/// WebKitGTK's DMA-BUF renderer costs twice the CPU and 80 MB where there is no GPU. The variable must stand before the
/// window's first thread.
#[cfg(target_os = "linux")]
fn environment() -> Vec<(String, String)> {
    const VARIABLE: &str = "WEBKIT_DISABLE_DMABUF_RENDERER";
    match std::env::var_os(VARIABLE) {
        Some(_) => Vec::new(),
        None => vec![(VARIABLE.to_owned(), "1".to_owned())],
    }
}

#[cfg(not(target_os = "linux"))]
fn environment() -> Vec<(String, String)> {
    Vec::new()
}

/// What the window tells its starter, and whether its screen is locked.
pub struct Held {
    lifeline: Lifeline,
    log_is_open: AtomicBool,
    page_is_there: AtomicBool,
    said_up: AtomicBool,
    locked: AtomicBool,
}

impl Held {
    pub fn by(lifeline: Lifeline) -> Held {
        Held {
            lifeline,
            log_is_open: AtomicBool::new(false),
            page_is_there: AtomicBool::new(false),
            said_up: AtomicBool::new(false),
            locked: AtomicBool::new(false),
        }
    }

    /// How often in a row the starter has brought the window back.
    pub fn brought_back(&self) -> u32 {
        self.lifeline.brought_back
    }

    /// Ends the window when its starter is gone.
    pub fn end_with_starter(&self, app: &tauri::AppHandle) {
        let app = app.clone();
        self.lifeline.when_cut(move || {
            app.exit(0);
            std::thread::sleep(ENDS_WITHIN);
            std::process::exit(0);
        });
    }

    /// The page asked for what it shows.
    pub fn page_asked(&self) {
        self.page_is_there.store(true, Ordering::Release);
        self.say_up_when_live();
    }

    /// The gate wrote to its log, or can.
    pub fn log_opened(&self) {
        self.log_is_open.store(true, Ordering::Release);
        self.say_up_when_live();
    }

    fn say_up_when_live(&self) {
        let is_live =
            self.log_is_open.load(Ordering::Acquire) && self.page_is_there.load(Ordering::Acquire);
        if is_live && !self.said_up.swap(true, Ordering::AcqRel) {
            self.lifeline.say(Word::Up);
        }
    }

    /// The gate's thread goes round.
    pub fn beat(&self) {
        self.lifeline.beat();
    }

    /// The window is the gate's alone, or an ordinary one.
    pub fn lock(&self, is_locked: bool, app: &tauri::AppHandle) {
        if self.locked.swap(is_locked, Ordering::AcqRel) == is_locked {
            return;
        }
        let Some(window) = app.get_webview_window("gate") else {
            return;
        };
        // Where the window's own thread comes to it: the gate's waits for nobody. A system that can't do one of them does
        // the others.
        let _ = app.run_on_main_thread(move || {
            let _ = window.set_fullscreen(is_locked);
            let _ = window.set_always_on_top(is_locked);
            let _ = window.set_decorations(!is_locked);
            // A session without a window manager makes nothing full screen by itself.
            if let (true, Ok(Some(monitor))) = (is_locked, window.current_monitor()) {
                let _ = window.set_position(*monitor.position());
                let _ = window.set_size(*monitor.size());
            }
        });
    }

    /// Somebody asked the system to close the window: where it is locked the page asks for a PIN instead.
    pub fn asked_to_close(&self, event: &tauri::WindowEvent, window: &tauri::Window) {
        if let tauri::WindowEvent::CloseRequested { api, .. } = event
            && self.locked.load(Ordering::Acquire)
        {
            api.prevent_close();
            let _ = window.emit("closing", ());
        }
    }
}

/// Ends this window so that its starter starts the version that was taken.
pub fn begin_again(app: &tauri::AppHandle) {
    app.exit(AGAIN);
}

/// Ends this window at once, so that its starter starts another: nothing it does can be relied on.
pub fn crashed() -> ! {
    std::process::exit(CRASHED)
}
