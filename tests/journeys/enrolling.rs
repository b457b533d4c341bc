//! An admin shows a hub's code to the gate's own camera: the real window, a real hub, a real PostgreSQL.

use chot_tests::camera::TestCamera;
use chot_tests::frames::{self, HEIGHT, WIDTH, card};
use chot_tests::window::{Start, Window, key};
use chot_tests::{Ended, bin};
use hub::cluster::Cluster;
use serde_json::json;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use tempfile::TempDir;

/// A hub that serves, with one unit and an invitation for its gate.
struct Hub {
    _home: TempDir,
    cluster: Cluster,
    _process: Ended,
    address: String,
    unit: String,
    code: String,
}

impl Hub {
    fn start() -> Hub {
        let home = TempDir::new().unwrap();
        let cluster = Cluster::throwaway().unwrap();
        cluster.database("chot", None).unwrap();
        let command = |arguments: &[&str]| {
            let mut command = Command::new(bin("chot-hub"));
            command
                .arg("--home")
                .arg(home.path())
                .args(["--database", &cluster.address("chot")])
                .args(arguments)
                .stderr(Stdio::null());
            command
        };
        let said = |arguments: &[&str]| {
            let output = command(arguments).output().unwrap();
            assert!(output.status.success(), "{arguments:?}");
            String::from_utf8(output.stdout).unwrap().trim().to_owned()
        };
        said(&["migrate"]);
        said(&["init"]);
        let mut process = command(&["serve", "--plain", "--listen", "127.0.0.1:0"])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut address = String::new();
        BufReader::new(process.stdout.take().unwrap())
            .read_line(&mut address)
            .unwrap();
        let address = address.trim().to_owned();
        let unit = said(&["unit", "add", "Trường Tiểu học Thử"]);
        let added = said(&[
            "post",
            "add",
            "--unit",
            &unit,
            "--gate",
            "1",
            "--address",
            &address,
            "Cổng sau",
        ]);
        let code = added
            .lines()
            .find(|line| line.starts_with("CHOTHUB1:"))
            .expect("the text of the code")
            .to_owned();
        Hub {
            _home: home,
            cluster,
            _process: Ended(process),
            address,
            unit,
            code,
        }
    }

    /// The lines that came from the unit's one post, in its order.
    fn lines(&self) -> Vec<String> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        runtime.block_on(async {
            let address = self.cluster.address("chot");
            let (client, connection) = tokio_postgres::connect(&address, tokio_postgres::NoTls)
                .await
                .unwrap();
            let connection = tokio::spawn(connection);
            let lines = "SELECT convert_from(line, 'UTF8') FROM entry \
                WHERE unit_id::text = $1 ORDER BY history, seq";
            let rows = client.query(lines, &[&self.unit]).await.unwrap();
            connection.abort();
            rows.iter().map(|row| row.get(0)).collect()
        })
    }
}

fn exported(home: &Path) -> Vec<String> {
    let output = Command::new(bin("chot"))
        .args(["ledger", "export"])
        .env("CHOT_HOME", home)
        .output()
        .unwrap();
    let lines = String::from_utf8(output.stdout).unwrap();
    lines.lines().map(str::to_owned).collect()
}

#[test]
fn an_admin_enrols_by_a_code_before_the_camera_and_the_sync_light_turns() {
    let hub = Hub::start();
    let home = TempDir::new().unwrap();
    let camera = TestCamera::new().unwrap();
    let hold_up = |text: &str| {
        camera
            .show(WIDTH, HEIGHT, &frames::with_codes(&[text], 6))
            .unwrap();
    };
    let step_aside = || camera.show(WIDTH, HEIGHT, &frames::wall()).unwrap();
    let start = Start {
        camera: Some(&camera),
        ..Start::default()
    };
    let window = Window::open_as(home.path(), "to-guard", &start);
    window.wait_for("a live camera", |w| {
        w.attribute("light-camera", "data-state").as_deref() == Some("good")
    });
    let light = |w: &Window| w.attribute("light-sync", "data-word");
    window.wait_for("a light that says there is no target", |w| {
        light(w).as_deref() == Some("none")
    });
    let before = window.shown();
    hold_up(&card(1));
    window.wait_for_verdict("in", before);

    // Whoever holds the code up while no admin waits enrols nothing.
    step_aside();
    let before = window.shown();
    hold_up(&hub.code);
    window.wait_for_verdict("foreign", before);
    step_aside();
    assert_eq!(light(&window).as_deref(), Some("none"));

    window.press(key::F11);
    window.wait_for("the admin's pages", |w| w.has("page-targets"));
    window.click("page-targets");
    window.wait_for("no target yet", |w| w.has("targets-none"));
    window.click("target-add");
    window.wait_for("the form", |w| w.has("enrol-camera"));
    // The box itself lies unseen under its words.
    window.script(
        "document.querySelector(\"[data-testid='target-reach-this-machine']\").click()",
        json!([]),
    );
    window.click("enrol-camera");
    window.wait_for("the wait for a code", |w| {
        w.attribute("enrol", "data-awaited").as_deref() == Some("waiting")
    });
    hold_up(&hub.code);
    window.wait_for("the code", |w| w.has("enrol-seen"));
    step_aside();
    assert!(window.text("enrol-seen").contains(&hub.address));
    assert!(hub.lines().is_empty(), "not before the admin says so");
    window.click("enrol-do");
    window.wait_for("the target, with everything sent", |w| {
        w.attribute("target-1", "data-state").as_deref() == Some("sent")
    });
    assert!(window.text("target-words-1").contains("Đã gửi hết"));
    window.click("target-test-1");
    window.wait_for("a test that goes well", |w| {
        w.attribute("ladder-1", "data-failed").as_deref() == Some("none")
    });
    window.press(key::ESCAPE);
    window.wait_for("the gate, named by its hub", |w| {
        w.script("return document.querySelector('h1').innerText", json!([])) == "Cổng sau"
    });
    window.wait_for("a light that says that all is sent", |w| {
        light(w).as_deref() == Some("calm") && w.text("light-sync").contains("Đã gửi hết")
    });

    // The gate goes on, and what it writes follows by itself.
    let before = window.shown();
    hold_up(&card(2));
    window.wait_for_verdict("in", before);
    let written = exported(home.path());
    window.wait_for("the entry at the hub", |_| hub.lines() == written);
    window.close();
    assert_eq!(hub.lines(), exported(home.path()), "byte for byte");
}
