//! A gate's entries on their way to a hub: real programs, a real PostgreSQL, a network that comes and goes.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Output, Stdio};

use chot_tests::frames::{self, HEIGHT, WIDTH, card};
use chot_tests::{Ended, bin, times};
use hub::cluster::Cluster;
use serde_json::Value;
use tempfile::TempDir;

/// A hub's home, its database, and the process while it runs.
struct Hub {
    home: TempDir,
    cluster: Cluster,
    address: String,
    process: Option<Ended>,
}

impl Hub {
    fn set_up() -> Hub {
        let cluster = Cluster::throwaway().unwrap();
        cluster.database("chot", None).unwrap();
        let mut hub = Hub {
            home: TempDir::new().unwrap(),
            cluster,
            address: "127.0.0.1:0".to_owned(),
            process: None,
        };
        hub.said(&["migrate"]);
        hub.said(&["init"]);
        hub.start();
        hub
    }

    fn command(&self) -> Command {
        let mut command = Command::new(bin("chot-hub"));
        command
            .arg("--home")
            .arg(self.home.path())
            .args(["--database", &self.cluster.address("chot")])
            .stderr(Stdio::null());
        command
    }

    /// What a verb prints.
    fn said(&self, arguments: &[&str]) -> String {
        let output = self.command().args(arguments).output().unwrap();
        assert!(output.status.success(), "{arguments:?}");
        String::from_utf8(output.stdout).unwrap().trim().to_owned()
    }

    /// Serves; after a kill on the same port, which kiosks know.
    fn start(&mut self) {
        let mut process = self
            .command()
            .args(["serve", "--plain", "--listen", &self.address])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        let said = process.stdout.take().unwrap();
        BufReader::new(said).read_line(&mut line).unwrap();
        let address = line.trim().strip_prefix("http://").expect("its address");
        self.address = address.to_owned();
        self.process = Some(Ended(process));
    }

    /// As the power does.
    fn kill(&mut self) {
        self.process = None;
    }

    /// A unit with one gate, whose post enrols by the text of its code. Returns the unit.
    fn enrol(&self, post: &Path) -> String {
        let unit = self.said(&["unit", "add", "Xã Thử"]);
        let address = format!("http://{}", self.address);
        let gate = ["--gate", "1", "--address", &address, "Cổng chính"];
        let added = self.said(&[&["post", "add", "--unit", &unit][..], &gate].concat());
        let code = added
            .lines()
            .find(|line| line.starts_with("CHOTHUB1:"))
            .expect("the text of the code");
        done(post, &["target", "enrol", "--this-machine", code]);
        unit
    }

    /// The lines of a unit's entries in the order in which its one post wrote them.
    fn lines(&self, unit: &str) -> Vec<String> {
        let address = self.cluster.address("chot");
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        runtime.block_on(async {
            let (client, connection) = tokio_postgres::connect(&address, tokio_postgres::NoTls)
                .await
                .unwrap();
            let connection = tokio::spawn(connection);
            let lines = "SELECT convert_from(line, 'UTF8') FROM entry \
                WHERE unit_id::text = $1 ORDER BY history, seq";
            let rows = client.query(lines, &[&unit]).await.unwrap();
            connection.abort();
            rows.iter().map(|row| row.get(0)).collect()
        })
    }
}

fn chot(home: &Path, arguments: &[&str]) -> Output {
    Command::new(bin("chot"))
        .args(arguments)
        .env("CHOT_HOME", home)
        .output()
        .unwrap()
}

/// What a verb prints that has to do what it is told.
fn done(home: &Path, arguments: &[&str]) -> Vec<u8> {
    let output = chot(home, arguments);
    let why = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{arguments:?}: {why}");
    output.stdout
}

/// Five visitors come, who weren't there before: `night` tells them apart.
fn five_visitors(home: &Path, night: u32) {
    let pictures = TempDir::new().unwrap();
    for visitor in 0..5 {
        let picture = frames::with_codes(&[&card(night * 5 + visitor)], 6);
        let file = pictures.path().join(format!("{visitor}.pgm"));
        let head = format!("P5\n{WIDTH} {HEIGHT}\n255\n").into_bytes();
        std::fs::write(file, [head, picture].concat()).unwrap();
    }
    let pictures = pictures.path().display().to_string();
    done(home, &["watch", "--json", "--camera", &pictures]);
}

fn exported(home: &Path) -> Vec<String> {
    let lines = String::from_utf8(done(home, &["ledger", "export"])).unwrap();
    lines.lines().map(str::to_owned).collect()
}

/// Tries to send; whether everything is there now.
fn sent(home: &Path) -> bool {
    let output = chot(home, &["sync", "--once", "--json"]);
    let card: Value = serde_json::from_slice(&output.stdout).unwrap();
    let everything = output.status.success();
    assert_eq!(everything, card["standing"] == "sent", "{card}");
    assert_eq!(everything, card["waiting"] == 0, "{card}");
    everything
}

#[test]
fn nights_without_network_and_a_hub_that_is_killed_leave_each_entry_at_the_hub_once() {
    let mut hub = Hub::set_up();
    let post = TempDir::new().unwrap();
    let post = post.path();
    five_visitors(post, 0);

    let unit = hub.enrol(post);
    let tested = chot(post, &["target", "test", "1"]);
    assert!(
        tested.status.success(),
        "{}",
        String::from_utf8_lossy(&tested.stdout)
    );

    assert!(sent(post));
    assert!(exported(post).len() >= 5);
    assert_eq!(hub.lines(&unit), exported(post), "byte for byte");

    for night in 1..=times(10) {
        hub.kill();
        five_visitors(post, night as u32);
        assert!(!sent(post), "nobody is there, and nobody says so");
        hub.start();
        assert!(sent(post));
        assert_eq!(hub.lines(&unit), exported(post));
    }

    // What was sent already may be sent again: each entry stays one.
    done(post, &["target", "again", "1"]);
    assert!(sent(post));
    assert_eq!(hub.lines(&unit), exported(post));
    done(post, &["ledger", "verify"]);
    assert_eq!(hub.said(&["recount"]), "0 rows differ");
}

#[test]
fn personal_data_travels_only_once_a_group_was_picked_for_a_purpose() {
    let hub = Hub::set_up();
    let post = TempDir::new().unwrap();
    let post = post.path();
    five_visitors(post, 0);
    hub.enrol(post);
    let dry = done(post, &["target", "dry-run", "1", "--text"]);
    let named = |text: &[u8]| String::from_utf8_lossy(text).contains("\"name\"");
    assert!(!named(&dry), "no group is picked");
    done(post, &["target", "groups", "1", "identity=Tiếp dân"]);
    let dry = done(post, &["target", "dry-run", "1", "--text"]);
    assert!(named(&dry));
    assert!(sent(post));
}
