//! A reader on a serial port, which here is a pseudo-terminal, before the real gate without a camera.

use chot_tests::bin;
use chot_tests::frames::{BANK, card};
use chot_tests::line::Socket;
use serde_json::Value;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// Long enough for anything that is going to happen on a busy machine.
const EVER: Duration = Duration::from_secs(40);

/// `chot watch` with no camera, and what it says.
struct Gate {
    program: Child,
    said: Receiver<Value>,
    told: Receiver<String>,
    home: TempDir,
}

impl Gate {
    fn open(reader: &Path, suffix: &str) -> Gate {
        let home = TempDir::new().unwrap();
        std::fs::write(
            home.path().join("settings.json"),
            format!("{{\"reader\":{{\"suffix\":\"{suffix}\"}}}}"),
        )
        .unwrap();
        let mut program = Command::new(bin("chot"))
            .args(["watch", "--json", "--camera", "none", "--reader"])
            .arg(reader)
            .env("CHOT_HOME", home.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let (say, said) = mpsc::channel();
        let stdout = BufReader::new(program.stdout.take().unwrap());
        std::thread::spawn(move || {
            for line in stdout.lines().map_while(Result::ok) {
                let _ = say.send(serde_json::from_str(&line).unwrap());
            }
        });
        let (tell, told) = mpsc::channel();
        let stderr = BufReader::new(program.stderr.take().unwrap());
        std::thread::spawn(move || {
            for line in stderr.lines().map_while(Result::ok) {
                let _ = tell.send(line);
            }
        });
        Gate {
            program,
            said,
            told,
            home,
        }
    }

    fn wait_until_told(&self, words: &str) {
        let end = Instant::now() + EVER;
        loop {
            let left = end.saturating_duration_since(Instant::now());
            let line = self
                .told
                .recv_timeout(left)
                .unwrap_or_else(|_| panic!("never told {words:?}"));
            if line.contains(words) {
                return;
            }
        }
    }

    fn next(&self) -> Value {
        self.said.recv_timeout(EVER).expect("something is said")
    }
}

impl Drop for Gate {
    fn drop(&mut self) {
        // It may have ended by itself already.
        let _ = self.program.kill();
        let _ = self.program.wait();
    }
}

fn name_in(card: &str) -> &str {
    card.split('|').nth(2).unwrap()
}

#[test]
fn a_serial_reader_needs_no_camera_and_every_suffix_gives_the_same_entries() {
    for (suffix, end) in [
        ("any", "\r"),
        ("any", "\r\n"),
        ("cr", "\r"),
        ("lf", "\n"),
        ("cr-lf", "\r\n"),
        ("tab", "\t"),
        ("none", ""),
    ] {
        let socket = Socket::new();
        let mut plugged = socket.plug();
        let reader = &mut plugged.reader;
        let gate = Gate::open(&socket.path(), suffix);
        gate.wait_until_told("is listened to");
        for number in 0..3 {
            let card = card(number);
            write!(reader, "{card}{end}").unwrap();
            let line = gate.next();
            assert_eq!(line["verdict"], "in", "{suffix}: {line}");
            assert_eq!(line["kind"], "citizen-card");
            assert_eq!(line["name"], name_in(&card), "{suffix}");
            assert_eq!(line["seq"], number + 1);
        }
    }
}

#[test]
fn reads_that_lie_across_the_pieces_of_a_stream_are_neither_lost_nor_joined() {
    let socket = Socket::new();
    let mut plugged = socket.plug();
    let reader = &mut plugged.reader;
    let gate = Gate::open(&socket.path(), "cr");
    gate.wait_until_told("is listened to");
    let people = 40_u32;
    let stream: String = (0..people)
        .map(|n| format!("{}\r", card(500 + n)))
        .collect();
    // Pieces of a length that cuts letters of two and three bytes, and the suffix from its text.
    for (at, piece) in stream.as_bytes().chunks(37).enumerate() {
        reader.write_all(piece).unwrap();
        if at % 16 == 0 {
            std::thread::sleep(Duration::from_millis(150));
        }
    }
    for n in 0..people {
        let line = gate.next();
        assert_eq!(line["verdict"], "in", "{line}");
        assert_eq!(line["name"], name_in(&card(500 + n)));
    }
    let export = Command::new(bin("chot"))
        .args(["ledger", "export"])
        .env("CHOT_HOME", gate.home.path())
        .output()
        .unwrap();
    let entries = String::from_utf8(export.stdout).unwrap().lines().count();
    assert_eq!(entries, people as usize);
}

#[test]
fn a_reader_is_answered_as_a_camera_is() {
    let socket = Socket::new();
    let mut plugged = socket.plug();
    let reader = &mut plugged.reader;
    let gate = Gate::open(&socket.path(), "any");
    gate.wait_until_told("is listened to");
    writeln!(reader, "{}", card(1)).unwrap();
    assert_eq!(gate.next()["verdict"], "in");
    writeln!(reader, "{BANK}").unwrap();
    let foreign = gate.next();
    assert_eq!(
        (&foreign["verdict"], &foreign["kind"]),
        (&"foreign".into(), &"bank-transfer".into())
    );
    assert!(foreign["seq"].is_null());
    writeln!(reader, "what nobody knows").unwrap();
    assert_eq!(gate.next()["verdict"], "unknown");
    writeln!(reader, "051090000001").unwrap();
    let number = gate.next();
    assert_eq!(
        (&number["verdict"], &number["kind"]),
        (&"unknown".into(), &"id-number".into())
    );
}

#[test]
fn an_unplugged_reader_is_listened_to_again_within_five_seconds_on_another_port() {
    let socket = Socket::new();
    let plugged = socket.plug();
    let first = plugged.name();
    let gate = Gate::open(&socket.path(), "any");
    gate.wait_until_told("is listened to");
    socket.unplug(plugged);
    gate.wait_until_told("isn't there");
    // Its number must not be given out again, or this would be the same port.
    let other = Socket::new();
    let _held = other.plug();
    let mut plugged = socket.plug();
    let since = Instant::now();
    assert_ne!(plugged.name(), first);
    gate.wait_until_told("is listened to");
    let took = since.elapsed();
    assert!(took < Duration::from_secs(5), "{took:?}");
    writeln!(plugged.reader, "{}", card(2)).unwrap();
    assert_eq!(gate.next()["verdict"], "in");
}

#[test]
fn a_reader_that_was_named_and_is_not_there_is_told_and_waited_for() {
    let socket = Socket::new();
    let gate = Gate::open(&socket.path(), "any");
    gate.wait_until_told("isn't there");
    let mut plugged = socket.plug();
    let reader = &mut plugged.reader;
    gate.wait_until_told("is listened to");
    writeln!(reader, "{}", card(3)).unwrap();
    assert_eq!(gate.next()["verdict"], "in");
}

#[test]
fn a_device_that_babbles_takes_no_memory_and_a_card_behind_it_is_read() {
    let socket = Socket::new();
    let mut plugged = socket.plug();
    let reader = &mut plugged.reader;
    let gate = Gate::open(&socket.path(), "lf");
    gate.wait_until_told("is listened to");
    let before = resident(gate.program.id());
    let noise = vec![b'7'; 1 << 20];
    for piece in noise.chunks(2048) {
        reader.write_all(piece).unwrap();
    }
    writeln!(reader, "\n{}", card(4)).unwrap();
    assert_eq!(gate.next()["verdict"], "unknown");
    assert_eq!(gate.next()["verdict"], "in");
    let grown = resident(gate.program.id()).saturating_sub(before);
    assert!(grown < 8 << 20, "{grown} bytes more");
}

/// Bytes of memory that a process has.
fn resident(process: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap();
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:"))
        .unwrap();
    let kilobytes: u64 = line.trim().trim_end_matches(" kB").parse().unwrap();
    kilobytes * 1024
}
