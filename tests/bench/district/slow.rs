//! *Slow*: a line of 64 kbit/s, made of a network namespace and a token bucket, which is cut now and then.

use super::backlog::filled;
use super::place::Place;
use crate::numbers::Row;
use anyhow::{Context, Result, bail};
use chot_tests::bin;
use chot_tests::travel::Post;
use chot_tests::travel::served::done;
use std::fs;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

const SPACE: &str = "chot-bench";
const OURS: &str = "chot-bench0";
const THEIRS: &str = "chot-bench1";
const HUB: &str = "10.213.77.1";
const POST: &str = "10.213.77.2";
/// 64 kbit/s in bytes.
const RATE: f64 = 8_000.0;

/// A namespace with one slow line to this machine; it goes with this.
struct Line;

fn tool(words: &str) -> Result<()> {
    let mut parts = words.split(' ');
    let program = parts.next().context("a program")?;
    let output = Command::new(program).args(parts).output()?;
    if !output.status.success() {
        bail!(
            "{words}: {}",
            String::from_utf8_lossy(&output.stderr).trim()
        );
    }
    Ok(())
}

impl Line {
    fn lay() -> Result<Line> {
        // Left over by a run that was killed.
        let _ = tool(&format!("ip netns delete {SPACE}"));
        tool(&format!("ip netns add {SPACE}"))?;
        let line = Line;
        tool(&format!(
            "ip link add {OURS} type veth peer name {THEIRS} netns {SPACE}"
        ))?;
        tool(&format!("ip addr add {HUB}/24 dev {OURS}"))?;
        tool(&format!("ip link set {OURS} up"))?;
        tool(&format!("ip -n {SPACE} addr add {POST}/24 dev {THEIRS}"))?;
        tool(&format!("ip -n {SPACE} link set {THEIRS} up"))?;
        tool(&format!("ip -n {SPACE} link set lo up"))?;
        let bucket = "root tbf rate 64kbit burst 2kb latency 600ms";
        tool(&format!("tc qdisc add dev {OURS} {bucket}"))?;
        tool(&format!(
            "ip netns exec {SPACE} tc qdisc add dev {THEIRS} {bucket}"
        ))?;
        Ok(line)
    }

    fn set(&self, up: bool) -> Result<()> {
        let state = if up { "up" } else { "down" };
        tool(&format!("ip link set {OURS} {state}"))
    }

    /// Bytes that came from the post, with everything that TCP and IP add.
    fn carried(&self) -> Result<u64> {
        let text = fs::read_to_string(format!("/sys/class/net/{OURS}/statistics/rx_bytes"))?;
        Ok(text.trim().parse()?)
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        // Taking the namespace away takes the line with it.
        let _ = tool(&format!("ip netns delete {SPACE}"));
        let _ = tool(&format!("ip link delete {OURS}"));
    }
}

/// Sends everything from inside the namespace, cut so often. Returns the time that the line was there.
fn sent(line: &Line, post: &Post, cuts: usize) -> Result<Duration> {
    let began = Instant::now();
    let mut away = Duration::ZERO;
    let mut cuts_left = cuts;
    let start = line.carried()?;
    loop {
        let mut sending = Command::new("ip")
            .args(["netns", "exec", SPACE])
            .arg(bin("chot"))
            .args(["sync", "--once", "--json"])
            .env("CHOT_HOME", post.home.root())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()?;
        let status = loop {
            if let Some(status) = sending.try_wait()? {
                break status;
            }
            let share = (cuts - cuts_left + 1) as u64 * 150_000;
            if cuts_left > 0 && line.carried()? - start > share {
                cuts_left -= 1;
                let cut = Instant::now();
                line.set(false)?;
                sending.kill()?;
                sending.wait()?;
                line.set(true)?;
                tool(&format!("ip route replace 10.213.77.0/24 dev {OURS}"))?;
                away += cut.elapsed();
            }
            thread::sleep(Duration::from_millis(20));
        };
        if status.success() {
            return Ok(began.elapsed() - away);
        }
    }
}

fn enrol(place: &Place, post: &Post, port: &str) -> Result<uuid::Uuid> {
    let (unit, code) = place.code(&format!("{HUB}:{port}"))?;
    // Enrolled over the same line.
    let output = Command::new("ip")
        .args(["netns", "exec", SPACE])
        .arg(bin("chot"))
        .args(["target", "enrol", "--local-network", &code])
        .env("CHOT_HOME", post.home.root())
        .output()?;
    if !output.status.success() {
        bail!("{}", String::from_utf8_lossy(&output.stderr));
    }
    Ok(unit)
}

pub fn measure(place: &mut Place, entries: u64) -> Result<Vec<Row>> {
    let what = format!("{entries} entries over 64 kbit/s");
    let line = match Line::lay() {
        Ok(line) => line,
        Err(error) => {
            return Ok(vec![Row::new(
                &what,
                "not measured".to_owned(),
                "≤ 1.15 × bytes ÷ 8 kB/s",
                &format!("needs root and iproute2: {error}"),
            )]);
        }
    };
    place.served.kill();
    "0.0.0.0:0".clone_into(&mut place.served.address);
    place.served.start();
    let port = place
        .served
        .address
        .rsplit(':')
        .next()
        .context("a port")?
        .to_owned();
    let post = filled(entries)?;
    let unit = enrol(place, &post, &port)?;
    let before = line.carried()?;
    let took = sent(&line, &post, 0)?.as_secs_f64();
    let bytes = (line.carried()? - before) as f64;
    anyhow::ensure!(
        place.count(unit).unsigned_abs() == entries,
        "all of it arrived"
    );
    let mut rows = vec![Row::new(
        &what,
        format!(
            "{:.2} × bytes ÷ 8 kB/s ({took:.0} s, {:.0} kB)",
            took / (bytes / RATE),
            bytes / 1e3
        ),
        "≤ 1.15",
        "a network namespace, veth and tbf in both directions; bytes as the line counts them",
    )];

    let cut = filled(entries)?;
    let unit = enrol(place, &cut, &port)?;
    let before = line.carried()?;
    const CUTS: usize = 4;
    sent(&line, &cut, CUTS)?;
    let more = (line.carried()? - before) as f64 - bytes;
    anyhow::ensure!(
        place.count(unit).unsigned_abs() == entries,
        "each entry once"
    );
    let batch = bytes / (entries as f64 / 500.0);
    rows.push(Row::new(
        "the same, cut four times amid a batch",
        format!(
            "{:.2} batches sent again for each cut",
            more / batch / CUTS as f64
        ),
        "≤ 1",
        "the line goes down and the program is killed; bytes beyond those of the run without cuts",
    ));
    done(cut.home.root(), &["ledger", "verify"]);
    Ok(rows)
}
