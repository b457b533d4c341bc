//! The keeper of serial readers: one thread that looks at the ports, one listener a port.

use super::framing::Framer;
use super::port::{self, Closed, Device, Port};
use super::{Choice, Reader, State, Suffix, Wanted};
use serialport::SerialPort;
use std::collections::BTreeMap;
use std::io::{ErrorKind, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread::JoinHandle;
use std::time::Duration;

/// How often the ports are looked at: a reader that comes back is heard well within 5 s.
const LOOK: Duration = Duration::from_secs(1);
/// How long a listener waits for a text to begin before it looks whether it should end.
const BETWEEN_TEXTS: Duration = Duration::from_millis(250);

/// What readers tell, each on a thread of their own.
pub trait Ear: Send + Sync {
    /// A text was read. It may block: the port's bytes wait in the system meanwhile.
    fn text(&self, text: Vec<u8>);
    /// The readers there are, after a change.
    fn readers(&self, readers: Vec<Reader>);
}

/// Serial readers that are looked after until this is dropped.
pub struct Readers {
    choices: Option<Sender<Choice>>,
    keeper: Option<JoinHandle<()>>,
}

impl Readers {
    pub fn start(choice: Choice, ear: Arc<dyn Ear>) -> Readers {
        let (choices, inbox) = mpsc::channel();
        let keeper = std::thread::spawn(move || {
            Keeper::new(choice, ear, Box::new(port::ports), Box::new(port::open)).run(&inbox);
        });
        Readers {
            choices: Some(choices),
            keeper: Some(keeper),
        }
    }

    /// Takes another choice, from the next look on, which comes at once.
    pub fn choose(&self, choice: Choice) {
        if let Some(choices) = &self.choices {
            // The keeper ends only with us.
            let _ = choices.send(choice);
        }
    }
}

impl Drop for Readers {
    /// Every port is free again when this returns.
    fn drop(&mut self) {
        self.choices = None;
        if let Some(keeper) = self.keeper.take() {
            // A thread that panicked has said so itself.
            let _ = keeper.join();
        }
    }
}

type List = Box<dyn FnMut() -> Vec<Port> + Send>;
type Open = Box<dyn FnMut(&str, u32) -> Result<Box<dyn SerialPort>, Closed> + Send>;

struct Keeper {
    choice: Choice,
    ear: Arc<dyn Ear>,
    list: List,
    open: Open,
    /// By port name: what is listened to, and what can't be.
    known: BTreeMap<String, Known>,
    told: Vec<Reader>,
}

/// A reader that is wanted, whether or not it can be heard now.
struct Known {
    port: Port,
    state: State,
    listener: Option<Listener>,
}

struct Listener {
    thread: JoinHandle<()>,
    stop: Arc<AtomicBool>,
}

impl Drop for Keeper {
    fn drop(&mut self) {
        self.forget_all();
    }
}

impl Keeper {
    fn new(choice: Choice, ear: Arc<dyn Ear>, list: List, open: Open) -> Keeper {
        Keeper {
            choice,
            ear,
            list,
            open,
            known: BTreeMap::new(),
            told: Vec::new(),
        }
    }

    fn run(mut self, choices: &Receiver<Choice>) {
        loop {
            self.look();
            match choices.recv_timeout(LOOK) {
                Ok(choice) => {
                    if choice != self.choice {
                        self.forget_all();
                        self.choice = choice;
                    }
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    }

    /// One look at the ports: what ended is closed, what is wanted is opened, a change is told.
    fn look(&mut self) {
        let wanted = self.wanted();
        for known in self.known.values_mut() {
            let ended = known
                .listener
                .as_ref()
                .is_some_and(|listener| listener.thread.is_finished());
            if ended {
                close(known.listener.take());
                known.state = State::Gone;
            }
        }
        self.forget_moved(&wanted);
        for port in wanted {
            self.listen(port);
        }
        self.tell();
    }

    /// The ports to listen to, of those there are now.
    fn wanted(&mut self) -> Vec<Port> {
        match &self.choice.port {
            Wanted::Nothing => Vec::new(),
            Wanted::Auto => {
                let mut ports = (self.list)();
                ports.retain(|port| port.device.is_some());
                ports
            }
            Wanted::Named(name) => {
                let ports = (self.list)();
                let named = ports.iter().find(|port| port.name == *name);
                // Its device, as it was when it was chosen or when it was last seen here.
                let device = self.choice.device.clone().or_else(|| {
                    let known = self
                        .known
                        .values()
                        .find_map(|known| known.port.device.clone());
                    known.or_else(|| named.and_then(|port| port.device.clone()))
                });
                let same = |port: &&Port| device.is_some() && port.device == device;
                let found = named
                    .filter(|port| device.is_none() || port.device == device)
                    .or_else(|| ports.iter().find(same))
                    .or(named)
                    .cloned();
                // A name that the system doesn't list may be opened all the same.
                vec![found.unwrap_or_else(|| Port {
                    name: name.clone(),
                    product: None,
                    device,
                })]
            }
        }
    }

    /// Lets go of a silent port whose device is listened to, or wanted, under another name.
    fn forget_moved(&mut self, wanted: &[Port]) {
        let one = matches!(self.choice.port, Wanted::Named(_));
        self.known.retain(|name, known| {
            let still = known.listener.is_some() || wanted.iter().any(|port| port.name == *name);
            let elsewhere = |port: &Port| one || is_same(&port.device, &known.port.device);
            still || !wanted.iter().any(elsewhere)
        });
    }

    /// Opens a port that isn't listened to yet.
    fn listen(&mut self, port: Port) {
        if self
            .known
            .get(&port.name)
            .is_some_and(|known| known.listener.is_some())
        {
            return;
        }
        let (state, listener) = match (self.open)(&port.name, self.choice.baud) {
            Ok(open) => {
                let stop = Arc::new(AtomicBool::new(false));
                let (ear, theirs) = (Arc::clone(&self.ear), Arc::clone(&stop));
                let suffix = self.choice.suffix;
                let thread = std::thread::spawn(move || hear(open, suffix, ear.as_ref(), &theirs));
                (State::Ready, Some(Listener { thread, stop }))
            }
            Err(Closed::Absent) => (State::Gone, None),
            Err(Closed::Denied) => (State::Denied, None),
            Err(Closed::Busy) => (State::Busy, None),
            Err(Closed::Broken) => (State::Broken, None),
        };
        self.known.insert(
            port.name.clone(),
            Known {
                port,
                state,
                listener,
            },
        );
    }

    fn tell(&mut self) {
        let now: Vec<Reader> = self
            .known
            .values()
            .map(|known| Reader {
                port: known.port.name.clone(),
                product: known.port.product.clone(),
                state: known.state,
            })
            .collect();
        if now != self.told {
            self.told.clone_from(&now);
            self.ear.readers(now);
        }
    }

    fn forget_all(&mut self) {
        for known in self.known.values() {
            if let Some(listener) = &known.listener {
                listener.stop.store(true, Ordering::Relaxed);
            }
        }
        for (_, known) in std::mem::take(&mut self.known) {
            close(known.listener);
        }
    }
}

/// Whether both are devices that say the same of themselves.
fn is_same(one: &Option<Device>, other: &Option<Device>) -> bool {
    one.is_some() && one == other
}

fn close(listener: Option<Listener>) {
    if let Some(Listener { thread, stop }) = listener {
        stop.store(true, Ordering::Relaxed);
        // A thread that panicked has said so itself.
        let _ = thread.join();
    }
}

/// A listener: reads until the port is gone or it is told to stop. A text that the unplugging cut short is none.
fn hear(mut port: Box<dyn SerialPort>, suffix: Suffix, ear: &dyn Ear, stop: &AtomicBool) {
    let mut framer = Framer::new(suffix);
    let mut bytes = [0; 4096];
    while !stop.load(Ordering::Relaxed) {
        let patience = framer.patience();
        if port.set_timeout(patience.unwrap_or(BETWEEN_TEXTS)).is_err() {
            return;
        }
        match port.read(&mut bytes) {
            // A hung-up line reads as an endless nothing.
            Ok(0) => return,
            Ok(count) => {
                for text in framer.take(&bytes[..count]) {
                    ear.text(text);
                }
            }
            Err(error) if error.kind() == ErrorKind::TimedOut => {
                if patience.is_some()
                    && let Some(text) = framer.silence()
                {
                    ear.text(text);
                }
            }
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(_) => return,
        }
    }
}

#[cfg(test)]
#[cfg(unix)]
mod tests;
