//! *Served*: a hub as the program that it is, so that it can be killed.

use crate::{Ended, bin};
use hub::cluster::Cluster;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

/// A hub's home, its database, and the process while it runs.
pub struct Served {
    home: TempDir,
    pub cluster: Cluster,
    /// Host and port, once it has served.
    pub address: String,
    process: Option<Ended>,
}

impl Served {
    pub fn set_up() -> Served {
        let cluster = Cluster::throwaway().expect("a PostgreSQL");
        cluster.database("chot", None).expect("it can be done");
        let mut hub = Served {
            home: TempDir::new().expect("it can be done"),
            cluster,
            address: "127.0.0.1:0".to_owned(),
            process: None,
        };
        hub.said(&["migrate"]);
        hub.said(&["init"]);
        hub.start();
        hub
    }

    pub fn command(&self) -> Command {
        let mut command = Command::new(bin("chot-hub"));
        command
            .arg("--home")
            .arg(self.home.path())
            .args(["--database", &self.cluster.address("chot")])
            .stderr(Stdio::null());
        command
    }

    /// What a verb prints.
    pub fn said(&self, arguments: &[&str]) -> String {
        let output = self
            .command()
            .args(arguments)
            .output()
            .expect("it can be done");
        assert!(output.status.success(), "{arguments:?}");
        String::from_utf8(output.stdout)
            .expect("it can be done")
            .trim()
            .to_owned()
    }

    /// Serves; after a kill on the same port, which kiosks know.
    pub fn start(&mut self) {
        let mut process = self
            .command()
            .args(["serve", "--plain", "--listen", &self.address])
            .stdout(Stdio::piped())
            .spawn()
            .expect("it can be done");
        let mut line = String::new();
        let said = process.stdout.take().expect("it can be done");
        BufReader::new(said)
            .read_line(&mut line)
            .expect("it can be done");
        let address = line.trim().strip_prefix("http://").expect("its address");
        self.address = address.to_owned();
        self.process = Some(Ended(process));
    }

    /// As the power does.
    pub fn kill(&mut self) {
        self.process = None;
    }

    /// The process, while it runs.
    pub fn pid(&self) -> Option<u32> {
        self.process.as_ref().map(|process| process.0.id())
    }

    /// A unit with one gate, whose post enrols by the text of its code. Returns the unit.
    pub fn enrol(&self, post: &Path) -> String {
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
    pub fn lines(&self, unit: &str) -> Vec<String> {
        let address = self.cluster.address("chot");
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .expect("it can be done");
        runtime.block_on(async {
            let (client, connection) = tokio_postgres::connect(&address, tokio_postgres::NoTls)
                .await
                .expect("it can be done");
            let connection = tokio::spawn(connection);
            let lines = "SELECT convert_from(line, 'UTF8') FROM entry \
                WHERE unit_id::text = $1 ORDER BY history, seq";
            let rows = client.query(lines, &[&unit]).await.expect("it can be done");
            connection.abort();
            rows.iter().map(|row| row.get(0)).collect()
        })
    }
}

/// A kiosk's verb, whatever it comes to.
pub fn chot(home: &Path, arguments: &[&str]) -> Output {
    Command::new(bin("chot"))
        .args(arguments)
        .env("CHOT_HOME", home)
        .output()
        .expect("it can be done")
}

/// What a verb prints that has to do what it is told.
pub fn done(home: &Path, arguments: &[&str]) -> Vec<u8> {
    let output = chot(home, arguments);
    let why = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{arguments:?}: {why}");
    output.stdout
}
