//! *Proxy*: the network between a kiosk and its hub, which loses, cuts, delays, doubles and reorders as it is told.

use std::io::{self, ErrorKind, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

/// What becomes of one exchange.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    Pass,
    /// Only so many bytes of the request arrive, then the line is dead at both ends.
    CutRequest(usize),
    /// The hub gets all and answers; only so many bytes of the answer come back.
    CutAnswer(usize),
    /// The answer comes this much later.
    Delay(Duration),
    /// The request arrives twice; the second answer comes back.
    Twice,
    /// The kiosk's line is cut at once, and the request arrives behind the next one that gets through.
    Late,
    /// Somebody else answers with these bytes.
    Say(Vec<u8>),
    /// Nobody ever answers.
    Silence,
}

/// A request as it came.
#[derive(Clone, Debug)]
pub struct Asked {
    pub method: String,
    /// Without its query.
    pub path: String,
    /// All of it, head and body.
    pub bytes: Vec<u8>,
}

impl Asked {
    pub fn is_batch(&self) -> bool {
        self.path.ends_with("/batches")
    }
}

type Chooser = Box<dyn FnMut(&Asked) -> Fate + Send>;

struct Shared {
    to: Mutex<SocketAddr>,
    choose: Mutex<Chooser>,
    /// Requests that arrive late.
    late: Mutex<Vec<Vec<u8>>>,
    batches: AtomicU64,
    up: AtomicU64,
    down: AtomicU64,
    longest_answer: AtomicU64,
}

/// It listens until the program ends.
pub struct Proxy {
    pub at: SocketAddr,
    shared: Arc<Shared>,
}

fn locked<T: ?Sized>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Proxy {
    /// Between whoever connects and `to`. `choose` decides for each request.
    pub fn start(to: SocketAddr, choose: impl FnMut(&Asked) -> Fate + Send + 'static) -> Proxy {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let at = listener.local_addr().expect("its number");
        let shared = Arc::new(Shared {
            to: Mutex::new(to),
            choose: Mutex::new(Box::new(choose)),
            late: Mutex::default(),
            batches: AtomicU64::new(0),
            up: AtomicU64::new(0),
            down: AtomicU64::new(0),
            longest_answer: AtomicU64::new(0),
        });
        let theirs = Arc::clone(&shared);
        thread::spawn(move || {
            for line in listener.incoming().flatten() {
                let shared = Arc::clone(&theirs);
                thread::spawn(move || {
                    // A line that breaks is what this is for.
                    let _ = shared.relay(line);
                });
            }
        });
        Proxy { at, shared }
    }

    /// Another fate from now on.
    pub fn choose(&self, choose: impl FnMut(&Asked) -> Fate + Send + 'static) {
        *locked(&self.shared.choose) = Box::new(choose);
    }

    /// Leads elsewhere from now on.
    pub fn lead_to(&self, to: SocketAddr) {
        *locked(&self.shared.to) = to;
    }

    /// Batches that kiosks have begun to send.
    pub fn batches(&self) -> u64 {
        self.shared.batches.load(Ordering::Acquire)
    }

    /// Bytes of whole requests and answers, HTTP's own included.
    pub fn carried(&self) -> (u64, u64) {
        let up = self.shared.up.load(Ordering::Acquire);
        (up, self.shared.down.load(Ordering::Acquire))
    }

    /// The longest answer to a batch so far, in bytes.
    pub fn longest_answer(&self) -> usize {
        let longest = self.shared.longest_answer.load(Ordering::Acquire);
        usize::try_from(longest).unwrap_or(usize::MAX)
    }
}

impl Shared {
    fn relay(&self, mut line: TcpStream) -> io::Result<()> {
        line.set_nodelay(true)?;
        let mut onward: Option<TcpStream> = None;
        let mut spare = Vec::new();
        while let Some((head, bytes)) = message(&mut line, &mut spare, false)? {
            let asked = asked(&head, bytes)?;
            if asked.is_batch() {
                self.batches.fetch_add(1, Ordering::AcqRel);
            }
            let fate = locked(&self.choose)(&asked);
            let answer = match fate {
                Fate::Pass => self.exchange(&mut onward, &asked)?,
                Fate::Delay(time) => {
                    let answer = self.exchange(&mut onward, &asked)?;
                    thread::sleep(time);
                    answer
                }
                Fate::Twice => {
                    self.exchange(&mut onward, &asked)?;
                    self.exchange(&mut onward, &asked)?
                }
                Fate::CutRequest(bytes) => {
                    let mut hub = self.connect()?;
                    hub.write_all(&asked.bytes[..bytes.min(asked.bytes.len())])?;
                    return line.shutdown(Shutdown::Both);
                }
                Fate::CutAnswer(bytes) => {
                    let answer = self.exchange(&mut onward, &asked)?;
                    line.write_all(&answer[..bytes.min(answer.len())])?;
                    return line.shutdown(Shutdown::Both);
                }
                Fate::Late => {
                    locked(&self.late).push(asked.bytes);
                    return line.shutdown(Shutdown::Both);
                }
                Fate::Say(bytes) => {
                    line.write_all(&bytes)?;
                    return line.shutdown(Shutdown::Both);
                }
                Fate::Silence => {
                    // Until the kiosk has had enough.
                    line.read_to_end(&mut Vec::new())?;
                    return Ok(());
                }
            };
            for late in std::mem::take(&mut *locked(&self.late)) {
                let late = Asked {
                    bytes: late,
                    ..asked.clone()
                };
                self.exchange(&mut None, &late)?;
            }
            line.write_all(&answer)?;
        }
        Ok(())
    }

    fn connect(&self) -> io::Result<TcpStream> {
        let hub = TcpStream::connect(*locked(&self.to))?;
        hub.set_nodelay(true)?;
        Ok(hub)
    }

    /// The hub's answer, over a line that is kept.
    fn exchange(&self, onward: &mut Option<TcpStream>, asked: &Asked) -> io::Result<Vec<u8>> {
        let mut hub = match onward.take() {
            Some(hub) => hub,
            None => self.connect()?,
        };
        hub.write_all(&asked.bytes)?;
        let has_no_body = asked.method == "HEAD";
        let answer = message(&mut hub, &mut Vec::new(), has_no_body)?;
        let (_, answer) = answer.ok_or(ErrorKind::UnexpectedEof)?;
        let count = |bytes: &[u8]| bytes.len() as u64;
        self.up.fetch_add(count(&asked.bytes), Ordering::AcqRel);
        self.down.fetch_add(count(&answer), Ordering::AcqRel);
        if asked.is_batch() {
            self.longest_answer
                .fetch_max(count(&answer), Ordering::AcqRel);
        }
        *onward = Some(hub);
        Ok(answer)
    }
}

fn asked(head: &str, bytes: Vec<u8>) -> io::Result<Asked> {
    let mut words = head.split(' ');
    let (method, target) = words
        .next()
        .zip(words.next())
        .ok_or(ErrorKind::InvalidData)?;
    let path = target.split('?').next().unwrap_or(target);
    Ok(Asked {
        method: method.to_owned(),
        path: path.to_owned(),
        bytes,
    })
}

/// One message of HTTP/1.1 with its head as text; None where the line ended before it. `spare` is what came too early.
fn message(
    line: &mut TcpStream,
    spare: &mut Vec<u8>,
    has_no_body: bool,
) -> io::Result<Option<(String, Vec<u8>)>> {
    let mut bytes = std::mem::take(spare);
    let mut chunk = [0; 16 * 1024];
    let end = loop {
        if let Some(at) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
            break at + 4;
        }
        let read = line.read(&mut chunk)?;
        if read == 0 {
            return if bytes.is_empty() {
                Ok(None)
            } else {
                Err(ErrorKind::UnexpectedEof.into())
            };
        }
        bytes.extend_from_slice(&chunk[..read]);
    };
    let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
    let length = head
        .lines()
        .filter_map(|header| header.split_once(':'))
        .find(|(name, _)| name.eq_ignore_ascii_case("content-length"))
        .and_then(|(_, value)| value.trim().parse::<usize>().ok())
        .filter(|_| !has_no_body)
        .unwrap_or(0);
    while bytes.len() < end + length {
        let read = line.read(&mut chunk)?;
        if read == 0 {
            return Err(ErrorKind::UnexpectedEof.into());
        }
        bytes.extend_from_slice(&chunk[..read]);
    }
    *spare = bytes.split_off(end + length);
    Ok(Some((head, bytes)))
}
