//! *Processes*: what a window and all it started cost the machine, from /proc.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::time::Instant;

/// The camera of the tests lives on a thread of this name inside the capture child; a webcam is a
/// device of its own, so its share isn't the gate's.
const CAMERA_THREAD: &str = "test-camera";

/// All processes below one, itself not counted.
pub fn below(ancestor: u32) -> Vec<u32> {
    let mut children: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for process in fs::read_dir("/proc").into_iter().flatten().flatten() {
        let Some(pid) = process
            .file_name()
            .to_str()
            .and_then(|name| name.parse().ok())
        else {
            continue;
        };
        if let Some(parent) = field(&process.path().join("stat"), 1) {
            children.entry(parent as u32).or_default().push(pid);
        }
    }
    let mut found = Vec::new();
    let mut next = vec![ancestor];
    while let Some(pid) = next.pop() {
        let below = children.remove(&pid).unwrap_or_default();
        found.extend(&below);
        next.extend(below);
    }
    found
}

/// What a process is called; empty once it has ended.
pub fn name(pid: u32) -> String {
    let name = fs::read_to_string(format!("/proc/{pid}/comm")).unwrap_or_default();
    name.trim().to_owned()
}

/// Proportional set size of a process in MB; 0 once it has ended.
pub fn pss_mb(pid: u32) -> f64 {
    let text = fs::read_to_string(format!("/proc/{pid}/smaps_rollup")).unwrap_or_default();
    let line = text.lines().find(|line| line.starts_with("Pss:"));
    let kib = line.and_then(|line| line.split_whitespace().nth(1)?.parse::<f64>().ok());
    kib.unwrap_or(0.0) / 1024.0
}

/// Ticks of 10 ms that threads have spent on a CPU, the test camera's left out.
struct Spent {
    ticks: u64,
    at: Instant,
}

/// Measures between two moments.
pub struct Cpu {
    pids: Vec<u32>,
    start: Spent,
}

impl Cpu {
    pub fn start(pids: Vec<u32>) -> Cpu {
        let start = spent(&pids);
        Cpu { pids, start }
    }

    /// Share of one core since the start, in per cent.
    pub fn per_cent(&self) -> f64 {
        let now = spent(&self.pids);
        let seconds = now.at.duration_since(self.start.at).as_secs_f64();
        now.ticks.saturating_sub(self.start.ticks) as f64 / seconds
    }
}

fn spent(pids: &[u32]) -> Spent {
    let mut ticks = 0;
    for pid in pids {
        let threads: Vec<PathBuf> = fs::read_dir(format!("/proc/{pid}/task"))
            .into_iter()
            .flatten()
            .flatten()
            .map(|entry| entry.path())
            .collect();
        for thread in threads {
            let name = fs::read_to_string(thread.join("comm")).unwrap_or_default();
            if name.trim() != CAMERA_THREAD {
                let stat = thread.join("stat");
                ticks += field(&stat, 11).unwrap_or(0) + field(&stat, 12).unwrap_or(0);
            }
        }
    }
    Spent {
        ticks,
        at: Instant::now(),
    }
}

/// A numeric field of a stat file, counted after the command's name and the state.
fn field(stat: &std::path::Path, place: usize) -> Option<u64> {
    let text = fs::read_to_string(stat).ok()?;
    let (_, rest) = text.rsplit_once(')')?;
    rest.split_whitespace().nth(place)?.parse().ok()
}
