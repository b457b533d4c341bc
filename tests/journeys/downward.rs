//! What travels down: real programs and a real PostgreSQL. A hub's word reaches the gate, an erasure reaches the other end
//! from either, and a stick does what the network can't.

use std::path::Path;
use std::process::{Command, Stdio};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use checkpoint::base64url::base64url;
use checkpoint::wire::courier::Keys;
use chot_tests::frames::{self, HEIGHT, WIDTH, card};
use chot_tests::{Ended, bin, done};
use hub::cluster::Cluster;
use serde_json::Value;
use std::io::{BufRead, BufReader};
use tempfile::TempDir;

struct Hub {
    home: TempDir,
    cluster: Cluster,
    address: String,
    _process: Ended,
}

impl Hub {
    fn set_up() -> Hub {
        let home = TempDir::new().unwrap();
        let cluster = Cluster::throwaway().unwrap();
        cluster.database("chot", None).unwrap();
        let command = || command(home.path(), &cluster);
        said(command().arg("migrate"));
        said(command().arg("init"));
        let mut process = command()
            .args(["serve", "--plain", "--listen", "127.0.0.1:0"])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        Hub {
            home,
            cluster,
            address: line.trim().to_owned(),
            _process: Ended(process),
        }
    }

    fn said(&self, arguments: &[&str]) -> String {
        said(command(self.home.path(), &self.cluster).args(arguments))
    }

    /// A unit below `above`, with one gate whose post enrols and sends identities.
    fn enrol(&self, post: &Path, above: &str) -> String {
        let unit = self.said(&["unit", "add", "Trường Thử", "--below", above]);
        let gate = ["--gate", "1", "--address", &self.address, "Cổng chính"];
        let added = self.said(&[&["post", "add", "--unit", &unit][..], &gate].concat());
        let code = added
            .lines()
            .find(|line| line.starts_with("CHOTHUB1:"))
            .unwrap();
        done(post, &["target", "enrol", "--this-machine", code]);
        done(post, &["target", "groups", "1", "identity=Tiếp dân"]);
        unit
    }

    /// One number that a statement gives.
    fn number(&self, sql: &str) -> i64 {
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
            let number = client.query_one(sql, &[]).await.unwrap().get(0);
            connection.abort();
            number
        })
    }
}

fn command(home: &Path, cluster: &Cluster) -> Command {
    let mut command = Command::new(bin("chot-hub"));
    command
        .arg("--home")
        .arg(home)
        .args(["--database", &cluster.address("chot")])
        .stderr(Stdio::null());
    command
}

/// What a verb prints that has to do what it is told.
fn said(command: &mut Command) -> String {
    let output = command.output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{command:?}: {text}");
    text.trim().to_owned()
}

/// So many visitors come, who weren't there before.
fn visitors(home: &Path, first: u32, count: u32) {
    let pictures = TempDir::new().unwrap();
    for visitor in first..first + count {
        let picture = frames::with_codes(&[&card(visitor)], 6);
        let file = pictures.path().join(format!("{visitor:03}.pgm"));
        let head = format!("P5\n{WIDTH} {HEIGHT}\n255\n").into_bytes();
        std::fs::write(file, [head, picture].concat()).unwrap();
    }
    let pictures = pictures.path().display().to_string();
    done(home, &["watch", "--json", "--camera", &pictures]);
}

fn send(home: &Path) {
    done(home, &["sync", "--once"]);
}

fn lines(home: &Path) -> Vec<Value> {
    let exported = done(home, &["ledger", "export"]);
    exported
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

fn settings(home: &Path) -> Value {
    let text = std::fs::read(home.join("settings.json")).unwrap();
    serde_json::from_slice(&text).unwrap()
}

const SUBJECTS: &str = "SELECT count(*) FROM subject WHERE history <> 0";

#[test]
fn a_hub_s_word_reaches_the_gate_and_an_erasure_reaches_the_other_end_from_either() {
    let hub = Hub::set_up();
    let post = TempDir::new().unwrap();
    let post = post.path();
    visitors(post, 0, 4);
    let district = hub.said(&["unit", "add", "Huyện Thử"]);
    let unit = hub.enrol(post, &district);
    send(post);

    // The district wants every gate below it to let in only; it names a policy.
    let wanted = hub.home.path().join("wanted.json");
    std::fs::write(
        &wanted,
        r#"{"v":1,"mode":"in","policy":"declaration-today"}"#,
    )
    .unwrap();
    let file = wanted.display().to_string();
    hub.said(&["hand", "config", "--unit", &district, &file]);
    send(post);
    let now = settings(post);
    assert_eq!(now["mode"], "in");
    assert_eq!(now["policy"], "declaration-today");
    assert_eq!(now["unit_name"], "Trường Thử");
    let changes: Vec<Value> = lines(post)
        .into_iter()
        .filter(|line| line["kind"] == "config")
        .collect();
    let last = changes.last().unwrap();
    let expected = serde_json::json!(["by-hub", "policy-changed", "mode-in"]);
    assert_eq!(last["reasons"], expected);
    assert!(last["offset_ms"].is_i64(), "the hub has told the time");
    send(post);
    let again = lines(post);
    let again = again.iter().filter(|line| line["kind"] == "config").count();
    assert_eq!(again, changes.len(), "once");

    // Its root signs a trust list on the stick where the key lies.
    let root = hub.home.path().join("root.key").display().to_string();
    let keeper = TempDir::new().unwrap();
    let keys = keeper.path().join("keys.json");
    let serial = URL_SAFE_NO_PAD.encode([7; 8]);
    std::fs::write(&keys, format!(r#"{{"chot":1,"serials":["{serial}"]}}"#)).unwrap();
    let keys = keys.display().to_string();
    done(keeper.path(), &["trust", "import", &keys]);
    done(keeper.path(), &["trust", "sign", "--key", &root]);
    let list = keeper.path().join("list.chot").display().to_string();
    done(keeper.path(), &["trust", "export", &list]);
    hub.said(&["hand", "trust", "--unit", &district, &list]);
    send(post);
    let shown: Value = serde_json::from_str(&done(post, &["trust", "show", "--json"])).unwrap();
    assert!(shown.to_string().contains("\"number\":1"), "{shown}");

    // An erasure here reaches the hub.
    assert_eq!(hub.number(SUBJECTS), 4);
    let person = lines(post)
        .into_iter()
        .find(|line| line["kind"] == "scan")
        .unwrap();
    let seq = person["seq"].to_string();
    done(post, &["erase", "entry", &seq, "--person"]);
    assert_eq!(hub.number(SUBJECTS), 4);
    send(post);
    assert_eq!(hub.number(SUBJECTS), 3);

    // One that the hub asks for reaches the post, which says so.
    let asked = "INSERT INTO erasure (unit_id, erasure_id, device, branch, seq, asked_by) \
                 SELECT b.unit_id, gen_random_uuid(), b.device, b.branch, s.seq, b.unit_id \
                 FROM subject AS s JOIN branch AS b ON b.unit_id = s.unit_id AND b.history = s.history \
                 WHERE s.history <> 0 ORDER BY s.seq LIMIT 1 RETURNING seq";
    let other = hub.number(asked);
    send(post);
    send(post);
    assert_eq!(
        hub.number("SELECT count(*) FROM erasure WHERE done_at IS NULL"),
        0
    );
    assert_eq!(hub.number(SUBJECTS), 2);
    let erased: Vec<i64> = lines(post)
        .iter()
        .filter(|line| line["kind"] == "erase")
        .map(|line| line["of"]["seq"].as_i64().unwrap())
        .collect();
    assert_eq!(erased, [seq.parse().unwrap(), other]);
    // Whatever is sent again brings nothing back.
    done(post, &["target", "again", "1"]);
    send(post);
    assert_eq!(hub.number(SUBJECTS), 2);
    done(post, &["ledger", "verify"]);
    assert_eq!(hub.said(&["recount", "--unit", &unit]), "0 rows differ");
}

/// The value behind a word of a verb's output.
fn named(text: &str, word: &str) -> String {
    let line = text.lines().find_map(|line| line.strip_prefix(word));
    line.unwrap().trim().to_owned()
}

#[test]
fn a_stick_is_taken_in_by_a_hub_and_by_any_chot_and_its_receipts_come_back() {
    let hub = Hub::set_up();
    let unit = hub.said(&["unit", "add", "Xã Thử"]);
    let (post, district) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let (post, district) = (post.path(), district.path());
    visitors(post, 0, 3);
    visitors(district, 50, 1);

    let keys = hub.said(&["import"]);
    let root = district.join("root.key").display().to_string();
    let made: Value = serde_json::from_str(&done(
        district,
        &["import", "key", "--root", &root, "--new", "--json"],
    ))
    .unwrap();
    let printed = Keys::find(&keys).unwrap();
    assert_eq!(base64url(&printed.district), named(&keys, "district:"));
    assert_eq!(printed.digits(), named(&keys, "number:"));
    let made = |word: &str| made[word].as_str().unwrap();
    assert_eq!(Keys::find(made("keys")).unwrap().digits(), made("digits"));
    let ways = [
        vec![
            format!("--district={}", named(&keys, "district:")),
            format!("--root={}", named(&keys, "root:")),
        ],
        vec!["--keys".to_owned(), made("keys").to_owned()],
    ];
    let sticks = [TempDir::new().unwrap(), TempDir::new().unwrap()];
    for (place, (stick, keys)) in sticks.iter().zip(&ways).enumerate() {
        let stick = stick.path().display().to_string();
        let name = format!("Huyện {place}");
        let mut add = vec!["target", "add", "courier", &stick, "--name", &name];
        add.extend(keys.iter().map(String::as_str));
        done(post, &add);
        let id = (place + 1).to_string();
        done(post, &["target", "carry", &id]);
    }
    let stick = |place: usize| sticks[place].path().display().to_string();
    hub.said(&["import", &stick(0), "--adopt", &unit]);
    done(district, &["import", &stick(1), "--adopt"]);
    for id in ["1", "2"] {
        let load: Value =
            serde_json::from_str(&done(post, &["target", "carry", id, "--json"])).unwrap();
        assert_eq!((&load["receipts"], &load["files"]), (&1.into(), &0.into()));
    }
    let entries = i64::try_from(lines(post).len()).unwrap();
    assert_eq!(
        hub.number("SELECT count(*) FROM entry WHERE history <> 0"),
        entries
    );
    let report: Value =
        serde_json::from_str(done(district, &["import", "report", "--json"]).trim()).unwrap();
    assert_eq!(report["entries"], entries);
    assert_eq!(report["scan_in"], 3);
    assert_eq!(
        hub.number("SELECT sum(scan_in)::bigint FROM rollup WHERE gate > 0"),
        3
    );
}
