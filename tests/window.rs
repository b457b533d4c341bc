//! *Window*: the real window under a WebDriver, as a guard would use it.

use crate::Ended;
use crate::camera::TestCamera;
use fantoccini::actions::{InputSource, KeyAction, KeyActions};
use fantoccini::{Client, ClientBuilder, Locator};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;
use tokio::runtime::Runtime;

/// Long enough for a cold WebKit on two busy cores.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// Between two keys of somebody who types fast.
const A_TYPIST: Duration = Duration::from_millis(130);

/// Keys by their WebDriver code points.
pub mod key {
    pub const F2: char = '\u{e032}';
    pub const F3: char = '\u{e033}';
    pub const F4: char = '\u{e034}';
    pub const F6: char = '\u{e036}';
    pub const F7: char = '\u{e037}';
    pub const F8: char = '\u{e038}';
    pub const BACKSPACE: char = '\u{e003}';
    pub const ENTER: char = '\u{e007}';
    pub const DOWN: char = '\u{e015}';
    pub const F9: char = '\u{e039}';
    pub const F10: char = '\u{e03a}';
    pub const F11: char = '\u{e03b}';
    pub const END: char = '\u{e010}';
    pub const DELETE: char = '\u{e017}';
    pub const ESCAPE: char = '\u{e00c}';
    pub const TAB: char = '\u{e004}';
    pub const SPACE: char = ' ';
}

/// Settings of a gate where somebody has chosen an arrangement.
pub fn choose_arrangement(home: &Path, arrangement: &str) {
    std::fs::write(
        home.join("settings.json"),
        format!("{{\"arrangement\":\"{arrangement}\",\"gate_name\":\"Cổng chính\",\"unit_name\":\"UBND xã\"}}"),
    )
    .expect("settings");
}

/// A running window, its driver, and its data.
pub struct Window {
    runtime: Runtime,
    client: Client,
    driver: Ended,
    /// Holds the script that starts the program.
    folder: TempDir,
}

/// How a window is started.
#[derive(Default)]
pub struct Start<'a> {
    /// The camera it sees; without one, whatever this machine has.
    pub camera: Option<&'a TestCamera>,
    /// More of its environment; several LD_PRELOADs are joined.
    pub environment: Vec<(String, OsString)>,
    pub arguments: Vec<String>,
    /// Which program; the one beside the test unless named.
    pub program: Option<PathBuf>,
}

impl Start<'_> {
    /// A script that is the program in its environment, for the driver to start.
    fn script(&self, home: &Path, folder: &Path) -> PathBuf {
        let mut environment: BTreeMap<String, OsString> = BTreeMap::new();
        let of_camera = self.camera.iter().flat_map(|camera| camera.environment());
        let of_camera = of_camera.map(|(name, value)| (name.to_owned(), value));
        let of_home = [("CHOT_HOME".to_owned(), home.as_os_str().to_owned())];
        for (name, value) in of_camera
            .chain(self.environment.iter().cloned())
            .chain(of_home)
        {
            let joined = environment.entry(name.clone()).or_default();
            if name == "LD_PRELOAD" && !joined.is_empty() {
                joined.push(":");
                joined.push(value);
            } else {
                *joined = value;
            }
        }
        let settings: String = environment
            .iter()
            .map(|(name, value)| format!("{name}='{}' ", Path::new(value).display()))
            .collect();
        let program = self
            .program
            .clone()
            .unwrap_or_else(|| crate::bin("chot-window"));
        let script = folder.join("window");
        let text = format!(
            "#!/bin/sh\necho $$ > \"$0.pid\"\nexec env {settings}'{}' \"$@\"\n",
            program.display()
        );
        std::fs::write(&script, text).expect("a script");
        let mode = std::os::unix::fs::PermissionsExt::from_mode(0o700);
        std::fs::set_permissions(&script, mode).expect("a script that can be started");
        script
    }
}

impl Window {
    /// Opens the window on the data in `home` and waits for its page.
    pub fn open(home: &Path, start: &Start<'_>) -> Window {
        let port = free_port();
        let folder = TempDir::new().expect("a folder");
        let script = start.script(home, folder.path());
        let driver = Command::new("WebKitWebDriver")
            .args(["--host=127.0.0.1", &format!("--port={port}")])
            .env("TAURI_WEBVIEW_AUTOMATION", "true")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .spawn()
            .expect("WebKitWebDriver starts (package webkit2gtk-driver)");
        let driver = Ended(driver);
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .expect("a runtime");
        let capabilities = json!({
            "webkitgtk:browserOptions": { "binary": script, "args": start.arguments }
        });
        let client = runtime.block_on(connect(port, &capabilities));
        let window = Window {
            runtime,
            client,
            driver,
            folder,
        };
        window.wait_for("the page", |w| w.has("gate") || w.has("setup"));
        window
    }

    /// Opens it where nobody has chosen an arrangement yet, and chooses.
    pub fn open_as(home: &Path, arrangement: &str, start: &Start<'_>) -> Window {
        choose_arrangement(home, arrangement);
        let window = Window::open(home, start);
        window.wait_for("the gate's screen", |w| w.has("gate"));
        window
    }

    /// Opens it before a camera, and waits until that gives pictures.
    pub fn open_live(home: &Path, camera: &TestCamera) -> Window {
        let start = Start {
            camera: Some(camera),
            ..Start::default()
        };
        let window = Window::open(home, &start);
        window.wait_for("a live camera", |w| {
            w.attribute("light-camera", "data-state").as_deref() == Some("good")
        });
        window
    }

    /// Types into a field.
    pub fn fill(&self, field: &str, text: &str) {
        self.click(field);
        self.keys(text);
    }

    /// Keeps a picture for whoever asks for them: `CHOT_SCREENSHOTS`.
    pub fn picture(&self, name: &str) {
        if let Some(folder) = std::env::var_os("CHOT_SCREENSHOTS") {
            std::fs::write(Path::new(&folder).join(name), self.screenshot()).expect("a picture");
        }
    }

    /// The driver's process id; the window is among its children.
    pub fn driver_id(&self) -> u32 {
        self.driver.0.id()
    }

    pub fn has(&self, test_id: &str) -> bool {
        self.script(
            "return document.querySelector(`[data-testid='${arguments[0]}']`) !== null",
            json!([test_id]),
        )
        .as_bool()
        .unwrap_or(false)
    }

    /// The text a person reads there; empty where the part is absent.
    pub fn text(&self, test_id: &str) -> String {
        self.script(
            "const e = document.querySelector(`[data-testid='${arguments[0]}']`); return e ? e.innerText : ''",
            json!([test_id]),
        )
        .as_str()
        .unwrap_or_default()
        .to_owned()
    }

    pub fn attribute(&self, test_id: &str, name: &str) -> Option<String> {
        self.script(
            "const e = document.querySelector(`[data-testid='${arguments[0]}']`); return e ? e.getAttribute(arguments[1]) : null",
            json!([test_id, name]),
        )
        .as_str()
        .map(str::to_owned)
    }

    pub fn count(&self, test_id: &str) -> usize {
        self.script(
            "return document.querySelectorAll(`[data-testid='${arguments[0]}']`).length",
            json!([test_id]),
        )
        .as_u64()
        .and_then(|n| usize::try_from(n).ok())
        .unwrap_or(0)
    }

    pub fn click(&self, test_id: &str) {
        let css = format!("[data-testid='{test_id}']");
        self.runtime
            .block_on(async { self.client.find(Locator::Css(&css)).await?.click().await })
            .unwrap_or_else(|e| panic!("click {test_id}: {e}"));
    }

    /// Presses one key wherever the focus is.
    pub fn press(&self, key: char) {
        self.keys(&key.to_string());
    }

    /// Types wherever the focus is, as quickly as a person does at most.
    pub fn keys(&self, text: &str) {
        self.keys_every(text, A_TYPIST);
    }

    /// Presses keys as a reader does wherever the focus is, so many milliseconds apart, with a field's own answer to
    /// those that nobody takes. The page makes the events itself: the driver's are too slow and too uneven for a reader.
    /// A pause stands before them: what a busy machine delivered late would be of the same hand.
    pub fn read_out(&self, keys: &[&str], gap: u32) {
        const SCRIPT: &str = "const [keys, gap] = arguments;
            const begins = performance.now() + 200;
            while (performance.now() < begins);
            for (const key of keys) {
              const on = document.activeElement ?? document.body;
              const event = (kind) => new KeyboardEvent(kind, { key, bubbles: true, cancelable: true });
              const left = on.dispatchEvent(event('keydown'));
              if (left && on instanceof HTMLInputElement && key !== 'Tab' && key !== 'Enter') {
                if (key === 'Backspace') on.value = on.value.slice(0, -1);
                else on.setRangeText(key, on.selectionStart, on.selectionEnd, 'end');
                on.dispatchEvent(new InputEvent('input', { bubbles: true }));
              }
              on.dispatchEvent(event('keyup'));
              const until = performance.now() + gap;
              while (performance.now() < until);
            }";
        self.script(SCRIPT, json!([keys, gap]));
    }

    /// Types wherever the focus is, with so long after every key: after the last one too, or what comes next would be
    /// of the same hand.
    pub fn keys_every(&self, text: &str, gap: Duration) {
        let mut actions = KeyActions::new("keyboard".to_owned());
        for value in text.chars() {
            actions = actions
                .then(KeyAction::Down { value })
                .then(KeyAction::Up { value })
                .then(KeyAction::Pause { duration: gap });
        }
        self.runtime
            .block_on(self.client.perform_actions(actions))
            .unwrap_or_else(|e| panic!("keys {text:?}: {e}"));
    }

    pub fn script(&self, script: &str, arguments: Value) -> Value {
        let arguments = arguments.as_array().cloned().unwrap_or_default();
        self.runtime
            .block_on(self.client.execute(script, arguments))
            .unwrap_or_else(|e| panic!("{script}: {e}"))
    }

    /// The verdict on the panel: the word of the table, or nothing.
    pub fn verdict(&self) -> Option<String> {
        self.attribute("verdict-panel", "data-verdict")
    }

    /// The id of what the panel speaks of, which grows with everything that is said.
    pub fn shown(&self) -> u64 {
        self.attribute("verdict-panel", "data-shown")
            .and_then(|id| id.parse().ok())
            .unwrap_or(0)
    }

    /// Waits until the panel says `verdict` of something newer than `after`.
    pub fn wait_for_verdict(&self, verdict: &str, after: u64) -> u64 {
        self.wait_for(&format!("the verdict {verdict} after {after}"), |w| {
            w.verdict().as_deref() == Some(verdict) && w.shown() > after
        });
        self.shown()
    }

    /// Waits until `condition` holds.
    ///
    /// # Panics
    /// After [`PATIENCE`], with what was waited for and a picture of the window.
    pub fn wait_for(&self, what: &str, condition: impl Fn(&Window) -> bool) {
        let end = Instant::now() + PATIENCE;
        while !condition(self) {
            if Instant::now() >= end {
                let seen = self.script("return document.body.innerText", json!([]));
                panic!(
                    "waited in vain for {what}; the page says:\n{}",
                    seen.as_str().unwrap_or_default()
                );
            }
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// A PNG of the page.
    pub fn screenshot(&self) -> Vec<u8> {
        self.runtime
            .block_on(self.client.screenshot())
            .expect("a screenshot")
    }

    /// Closes the window as its user would, and waits until its program has ended.
    pub fn close(self) {
        // The driver's answer may be lost with the window.
        let _ = self.runtime.block_on(self.client.close_window());
        self.has_ended();
    }

    /// Presses a key by which the program ends, and waits until it has.
    pub fn ends_by(self, key: char) {
        let actions = KeyActions::new("keyboard".to_owned())
            .then(KeyAction::Down { value: key })
            .then(KeyAction::Up { value: key });
        // The driver's answer may be lost with the window, and may never come.
        let gone = async {
            while self.is_running() {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        self.runtime.block_on(async {
            tokio::select! {
                _ = self.client.perform_actions(actions) => {}
                () = gone => {}
            }
        });
        self.has_ended();
    }

    fn has_ended(&self) {
        let end = Instant::now() + PATIENCE;
        while self.is_running() {
            assert!(
                Instant::now() < end,
                "the window was closed and its program goes on"
            );
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// The program's process id.
    fn pid(&self) -> String {
        let text =
            std::fs::read_to_string(self.folder.path().join("window.pid")).unwrap_or_default();
        text.trim().to_owned()
    }

    fn is_running(&self) -> bool {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.pid()));
        // A process that has ended stays as a zombie until the driver has seen it.
        stat.is_ok_and(|stat| !stat.contains(") Z "))
    }
}

impl Drop for Window {
    /// A test that failed leaves no window behind.
    fn drop(&mut self) {
        if self.is_running() {
            // Whatever became of it, the test is over.
            let _ = Command::new("kill").args(["-KILL", &self.pid()]).status();
        }
    }
}

async fn connect(port: u16, capabilities: &Value) -> Client {
    let capabilities = capabilities.as_object().cloned().unwrap_or_default();
    let end = Instant::now() + PATIENCE;
    loop {
        let mut builder =
            ClientBuilder::new(hyper_util::client::legacy::connect::HttpConnector::new());
        builder.capabilities(capabilities.clone());
        match builder.connect(&format!("http://127.0.0.1:{port}")).await {
            Ok(client) => return client,
            Err(e) => assert!(Instant::now() < end, "no session with the window: {e}"),
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// A port that nobody listens on.
pub fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0")
        .and_then(|listener| listener.local_addr())
        .expect("a free port")
        .port()
}
