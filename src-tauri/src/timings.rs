//! *Timings*: how long the screen takes, measured where it counts. With `CHOT_TIMINGS` naming a file,
//! every verdict adds a line when it is said and one when the page has painted it, so that a slow PC
//! at a gate can be told from a slow disk.

use kiosk::post::Shown;
use kiosk::watch::Vitals;
use std::fs::File;
use std::io::Write;
use std::sync::{Mutex, PoisonError};

/// Where timings go; nowhere unless asked.
pub struct Timings(Option<Mutex<File>>);

impl Timings {
    /// Opens the file that `CHOT_TIMINGS` names.
    pub fn from_environment() -> std::io::Result<Timings> {
        let Some(path) = std::env::var_os("CHOT_TIMINGS") else {
            return Ok(Timings(None));
        };
        let file = File::options().create(true).append(true).open(path)?;
        Ok(Timings(Some(Mutex::new(file))))
    }

    /// `{"said":id,"verdict":…,"at":ms}`: the entry is durable, the page not told yet.
    pub fn said(&self, shown: &Shown) {
        let (id, verdict) = (shown.number_so_far, shown.said.word());
        self.write(&format!(
            "{{\"said\":{id},\"verdict\":\"{verdict}\",\"at\":{}}}\n",
            now()
        ));
    }

    /// `{"painted":id,"at":ms}`: when the second animation frame after the change began, as the page says;
    /// 0 is the first picture of a live camera.
    pub fn painted(&self, id: u32, at: f64) {
        self.write(&format!("{{\"painted\":{id},\"at\":{at}}}\n"));
    }

    /// `{"frames":n,"scans":n,"at":ms}`: since the start, four times a second.
    pub fn beat(&self, vitals: Vitals) {
        let Vitals { frames, scans } = vitals;
        self.write(&format!(
            "{{\"frames\":{frames},\"scans\":{scans},\"at\":{}}}\n",
            now()
        ));
    }

    fn write(&self, line: &str) {
        if let Some(file) = &self.0 {
            let mut file = file.lock().unwrap_or_else(PoisonError::into_inner);
            // A measurement that can't be kept must not stop a gate.
            let _ = file.write_all(line.as_bytes());
        }
    }
}

/// Milliseconds since 1970, with fractions.
fn now() -> f64 {
    std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .map_or(0.0, |since| since.as_secs_f64() * 1e3)
}
