//! The keeper: the parent's thread that owns the capture child. It sleeps until a message, an ask or a deadline, kills a
//! child that owes an answer, and knows what to tell the person.

use std::io::BufReader;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

use super::capture::arguments;
use super::fault::Fault;
use super::message::{Message, Word};
use super::{Adjust, Detail, Picture, Shared, State, Wanted};
use crate::luma::Luma;

/// A child that owes an answer this long is killed.
const PATIENCE: Duration = Duration::from_secs(3);
/// A camera that was not ready in that time is given twice as long at the next start, up to this.
const LONGEST_START: Duration = Duration::from_secs(12);
/// Pictures that are all the same for so long mean that the camera is reopened.
const SAME_FOR: Duration = Duration::from_secs(3);
/// A scene that stays the same after reopening is reopened ever more rarely, down to this.
const RAREST_REOPENING: Duration = Duration::from_secs(600);
/// Pause after a child that ended by itself; doubles up to the longest.
const FIRST_PAUSE: Duration = Duration::from_millis(250);
const LONGEST_PAUSE: Duration = Duration::from_secs(4);
/// A killed process is gone within this, unless the kernel holds it.
const GONE: Duration = Duration::from_secs(2);
/// Modes that are tried below one that doesn't hold its pace.
const SMALLER_MODES: usize = 2;
/// Mean brightness of a picture in the dark.
const DARK: u64 = 70;
/// What a child may take to turn the dials back before it ends.
const LAST_TURN: Duration = Duration::from_millis(500);

pub(super) enum Event {
    Ask(Detail),
    Adjust(Adjust),
    Retry,
    Stop,
    Said { child: u64, message: Message },
    Ended { child: u64 },
}

pub(super) struct Keeper {
    wanted: Wanted,
    program: PathBuf,
    shared: Arc<Shared>,
    sender: Sender<Event>,
    inbox: Receiver<Event>,
    /// Counts children, so that a late word of a dead one is not taken for the living one's.
    child: u64,
    /// Counts pictures.
    number: u64,
    /// The ask that is not answered yet, and the preview that it wants.
    asked: Option<Detail>,
    /// There were pictures at some time: a missing camera is unplugged, not absent.
    seen: bool,
    /// Modes to pass over because they gave nothing.
    skip: usize,
    /// The mode in use gave a picture once: a silence is the camera's, not the mode's.
    proven: bool,
    start_patience: Duration,
    pause: Duration,
    same: Sameness,
    /// What to tell while pictures come from the present child.
    live: Option<State>,
    /// The present child has given no picture yet: nothing to compare its first with.
    first: bool,
    /// Smaller modes that were tried because the larger ones didn't hold their pace; None once that is settled.
    slower: Option<usize>,
    /// The newest picture is dark: a camera's frames last longer then, in every mode.
    dark: bool,
    /// The camera's dials were turned and not turned back.
    turned: bool,
}

/// How long the pictures have been the same, over all reopenings.
struct Sameness {
    since: Option<Instant>,
    limit: Duration,
    reopened: bool,
}

impl Sameness {
    fn none() -> Sameness {
        Sameness {
            since: None,
            limit: SAME_FOR,
            reopened: false,
        }
    }
}

/// What comes after a child.
enum Next {
    Stop,
    StartAgain(Duration),
}

struct Running {
    process: Child,
    stdin: ChildStdin,
}

impl Keeper {
    pub(super) fn new(
        wanted: Wanted,
        program: PathBuf,
        shared: Arc<Shared>,
        sender: Sender<Event>,
        inbox: Receiver<Event>,
    ) -> Keeper {
        Keeper {
            wanted,
            program,
            shared,
            sender,
            inbox,
            child: 0,
            number: 0,
            asked: None,
            seen: false,
            skip: 0,
            proven: false,
            start_patience: PATIENCE,
            pause: FIRST_PAUSE,
            same: Sameness::none(),
            live: None,
            first: true,
            slower: Some(0),
            dark: false,
            turned: false,
        }
    }

    pub(super) fn run(mut self) {
        loop {
            let next = match self.start_child() {
                Some(mut running) => {
                    let next = self.tend(&mut running);
                    end(running, self.turned);
                    next
                }
                None => {
                    self.shared.set_state(State::Stalled);
                    Next::StartAgain(self.longer_pause())
                }
            };
            match next {
                Next::Stop => return,
                Next::StartAgain(pause) => {
                    if self.rest(pause).is_break() {
                        return;
                    }
                }
            }
        }
    }

    fn start_child(&mut self) -> Option<Running> {
        self.child += 1;
        let child = self.child;
        let mut command = Command::new(&self.program);
        command
            .args(arguments(self.wanted, self.skip))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        without_console(&mut command);
        let mut process = command.spawn().ok()?;
        let (Some(stdin), Some(stdout)) = (process.stdin.take(), process.stdout.take()) else {
            return None;
        };
        let sender = self.sender.clone();
        std::thread::spawn(move || {
            let mut stdout = BufReader::with_capacity(1 << 16, stdout);
            while let Ok(message) = Message::read(&mut stdout) {
                if sender.send(Event::Said { child, message }).is_err() {
                    return;
                }
            }
            let _ = sender.send(Event::Ended { child });
        });
        Some(Running { process, stdin })
    }

    /// Looks after one child until it is done with.
    fn tend(&mut self, running: &mut Running) -> Next {
        let mut deadline = Some(Instant::now() + self.start_patience);
        let mut lost = false;
        if let Some(preview) = self.asked {
            tell(running, Word::Ask(preview));
        }
        loop {
            let event = match deadline {
                Some(at) => match self
                    .inbox
                    .recv_timeout(at.saturating_duration_since(Instant::now()))
                {
                    Ok(event) => event,
                    Err(RecvTimeoutError::Timeout) => return self.overdue(lost),
                    Err(RecvTimeoutError::Disconnected) => return Next::Stop,
                },
                None => match self.inbox.recv() {
                    Ok(event) => event,
                    Err(_) => return Next::Stop,
                },
            };
            match event {
                Event::Stop => return Next::Stop,
                Event::Retry => {
                    self.forget_mode();
                    self.pause = FIRST_PAUSE;
                    self.shared.set_state(State::Starting);
                    return Next::StartAgain(Duration::ZERO);
                }
                Event::Ask(preview) => {
                    if self.asked.is_none() {
                        self.asked = Some(preview);
                        tell(running, Word::Ask(preview));
                        deadline.get_or_insert(Instant::now() + PATIENCE);
                    }
                }
                Event::Adjust(adjust) => {
                    self.turned = adjust != Adjust::Restore;
                    tell(running, Word::Adjust(adjust));
                }
                Event::Ended { child } if child == self.child => {
                    return Next::StartAgain(self.longer_pause());
                }
                Event::Said { child, message } if child == self.child => match message {
                    Message::Opening => deadline = Some(Instant::now() + self.start_patience),
                    Message::Live {
                        name,
                        width,
                        height,
                        fps,
                    } => {
                        lost = false;
                        self.live(State::Live {
                            name,
                            width,
                            height,
                            fps,
                        });
                        deadline = self.asked.map(|_| Instant::now() + PATIENCE);
                        if self.turned {
                            // A child that was killed could not do it.
                            self.turned = false;
                            tell(running, Word::Adjust(Adjust::Restore));
                        }
                    }
                    Message::Slow => {
                        if self.is_worth_a_smaller_mode() {
                            return Next::StartAgain(Duration::ZERO);
                        }
                    }
                    Message::Fault(fault) => {
                        self.fault(fault);
                        // It looks again and says so: only a silence is wrong now.
                        deadline = Some(Instant::now() + PATIENCE);
                    }
                    Message::Lost => {
                        lost = true;
                        self.shared.slot().lost += 1;
                    }
                    Message::Picture {
                        same,
                        luma,
                        preview,
                    } => {
                        lost = false;
                        deadline = None;
                        self.asked = None;
                        if self.picture(same, luma, preview) {
                            return Next::StartAgain(Duration::ZERO);
                        }
                    }
                },
                Event::Ended { .. } | Event::Said { .. } => {}
            }
        }
    }

    /// No answer in time: the camera is frozen, or nothing it sends can be read.
    fn overdue(&mut self, lost: bool) -> Next {
        self.shared.set_state(if lost {
            State::WrongFormat
        } else {
            State::Stalled
        });
        if !self.proven {
            self.skip += 1;
        }
        self.start_patience = (self.start_patience * 2).min(LONGEST_START);
        Next::StartAgain(Duration::ZERO)
    }

    /// The mode in use doesn't hold its pace: whether to start again, in another one. Where the smaller ones don't either
    /// it isn't the size, and the largest is as good.
    fn is_worth_a_smaller_mode(&mut self) -> bool {
        let Some(tried) = self.slower.filter(|_| !self.dark) else {
            return false;
        };
        if tried < SMALLER_MODES {
            self.slower = Some(tried + 1);
            self.skip += 1;
        } else {
            self.slower = None;
            self.skip -= tried;
        }
        true
    }

    /// The camera gave its first frame. A still picture stays one until it moves, and one that cannot be read until it
    /// can; every other trouble is over.
    fn live(&mut self, live: State) {
        let mut slot = self.shared.slot();
        if !matches!(slot.state, State::Still | State::WrongFormat) {
            slot.state = live.clone();
        }
        drop(slot);
        self.live = Some(live);
        self.first = true;
        self.seen = true;
        self.pause = FIRST_PAUSE;
    }

    fn fault(&mut self, fault: Fault) {
        if fault == Fault::Absent {
            self.forget_mode();
        }
        self.shared.set_state(match fault {
            Fault::Absent if self.seen => State::Unplugged,
            Fault::Absent => State::Absent,
            Fault::Busy => State::Busy,
            Fault::Denied => State::Denied,
            Fault::WrongFormat => State::WrongFormat,
            Fault::Broken => State::Stalled,
        });
    }

    /// What was learnt about a camera's modes says nothing about the next camera's.
    fn forget_mode(&mut self) {
        self.skip = 0;
        self.slower = Some(0);
        self.proven = false;
        self.start_patience = PATIENCE;
        self.same = Sameness::none();
    }

    /// Hands a picture over. True when pictures have been the same for so long that the camera is to be reopened.
    fn picture(&mut self, same: bool, luma: Luma, preview: Vec<u8>) -> bool {
        self.number += 1;
        self.dark = is_dark(&luma);
        self.proven = true;
        self.start_patience = PATIENCE;
        let first = std::mem::take(&mut self.first);
        if !same && !first {
            self.same = Sameness::none();
        }
        let since = *self.same.since.get_or_insert_with(Instant::now);
        let reopen = same && since.elapsed() >= self.same.limit;
        let mut slot = self.shared.slot();
        if self.same.reopened && same && since.elapsed() >= SAME_FOR {
            slot.state = State::Still;
        } else if let Some(live) = &self.live
            && !(slot.state == State::Still && (same || first))
        {
            slot.state.clone_from(live);
        }
        drop(slot);
        if reopen {
            self.same = Sameness {
                since: None,
                limit: (self.same.limit * 2).min(RAREST_REOPENING),
                reopened: true,
            };
        }
        self.shared.put(Picture {
            luma,
            preview,
            number: self.number,
        });
        reopen
    }

    fn longer_pause(&mut self) -> Duration {
        let pause = self.pause;
        self.pause = (pause * 2).min(LONGEST_PAUSE);
        pause
    }

    /// Waits before the next start, but not through a *try again*. Breaks when it is all over.
    fn rest(&mut self, pause: Duration) -> ControlFlow<()> {
        let until = Instant::now() + pause;
        loop {
            match self
                .inbox
                .recv_timeout(until.saturating_duration_since(Instant::now()))
            {
                Ok(Event::Stop) | Err(RecvTimeoutError::Disconnected) => {
                    return ControlFlow::Break(());
                }
                Ok(Event::Retry) | Err(RecvTimeoutError::Timeout) => {
                    return ControlFlow::Continue(());
                }
                Ok(Event::Ask(preview)) => self.asked = Some(preview),
                Ok(Event::Said { .. } | Event::Ended { .. } | Event::Adjust(_)) => {}
            }
        }
    }
}

/// Whether a picture is so dark that a camera takes its frames longer.
fn is_dark(luma: &Luma) -> bool {
    let (sum, count) = luma
        .bytes
        .iter()
        .step_by(997)
        .fold((0_u64, 0_u64), |(sum, count), &bright| {
            (sum + u64::from(bright), count + 1)
        });
    sum < count * DARK
}

/// Kills the child and waits until its handle on the camera is gone: a camera whose old handle is held comes back under
/// another number. A process that the kernel does not let go is waited for elsewhere, so that it leaves no zombie. One
/// whose camera has its dials turned gets a moment to turn them back.
fn end(running: Running, turned: bool) {
    let Running { mut process, stdin } = running;
    drop(stdin);
    let until = Instant::now() + LAST_TURN;
    while turned && Instant::now() < until && matches!(process.try_wait(), Ok(None)) {
        std::thread::sleep(Duration::from_millis(10));
    }
    let _ = process.kill();
    let (ended, gone) = mpsc::channel();
    std::thread::spawn(move || {
        let _ = process.wait();
        let _ = ended.send(());
    });
    let _ = gone.recv_timeout(GONE);
}

/// Says a word to the child. One that is gone will say so by its end.
fn tell(running: &mut Running, word: Word) {
    let _ = word.write(&mut running.stdin);
}

/// A child of a window program would open a console of its own on Windows.
fn without_console(command: &mut Command) {
    #[cfg(windows)]
    {
        use std::os::windows::process::CommandExt;
        const CREATE_NO_WINDOW: u32 = 0x0800_0000;
        command.creation_flags(CREATE_NO_WINDOW);
    }
    #[cfg(not(windows))]
    let _ = command;
}
