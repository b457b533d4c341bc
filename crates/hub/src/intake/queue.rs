//! *Queue*: posts wait here for those that are on their way, so that one COMMIT serves them all.

use super::branch;
use super::group::{self, Key, Manner};
use super::{Outcome, Post};
use crate::store::{Store, StoreError};
use checkpoint::chain::Origin;
use jiff::Timestamp;
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::{Mutex as TurnMutex, OwnedSemaphorePermit, Semaphore, mpsc, oneshot};
use tokio::task::JoinHandle;
use tokio::time::{Instant, timeout_at};

/// How the intake works.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    /// Groups that are written at a time.
    pub writers: usize,
    /// How long a group waits for posts that are on their way.
    pub patience: Duration,
    /// Posts of one group.
    pub posts: usize,
    /// Entries of one group.
    pub entries: usize,
    /// KiB of bodies, packed and unpacked, that are in memory at a time. What doesn't fit is told to come again.
    pub room: usize,
    /// Cursors are asked for unit by unit, each named as a constant: a database on many machines locks rows on one of
    /// them at a time.
    pub by_unit: bool,
}

impl Default for Pace {
    fn default() -> Pace {
        Pace {
            writers: 2,
            patience: Duration::from_millis(20),
            posts: 256,
            entries: 20_000,
            room: 256 * 1024,
            by_unit: false,
        }
    }
}

/// Branches that are known to be here, before the set is begun anew.
const MOST_KNOWN: usize = 100_000;

/// There is no room for a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the hub is full: come again in a moment")]
pub struct Full;

struct Job {
    post: Post,
    done: oneshot::Sender<Outcome>,
    /// Given back when the post is settled.
    _room: OwnedSemaphorePermit,
}

struct Shared {
    store: Store,
    pace: Pace,
    /// Requests that are being read and will become posts.
    arriving: AtomicUsize,
    /// Branches that have a cursor, so that it isn't asked for with every post.
    known: Mutex<BTreeSet<Key>>,
    /// How many transactions were committed, and how many posts they settled.
    groups: AtomicUsize,
    grouped: AtomicUsize,
}

impl Shared {
    fn manner(&self, patient: bool) -> Manner {
        Manner {
            patient,
            by_unit: self.pace.by_unit || self.store.is_on_many_machines(),
        }
    }
}

/// The door to the log. Cheap to clone.
#[derive(Clone)]
pub struct Intake {
    shared: Arc<Shared>,
    room: Arc<Semaphore>,
    queue: mpsc::UnboundedSender<Job>,
}

/// A request on its way to becoming a post: groups wait for it a moment. It holds the room of its body.
pub struct Arriving {
    shared: Arc<Shared>,
    room: OwnedSemaphorePermit,
    semaphore: Arc<Semaphore>,
}

impl Drop for Arriving {
    fn drop(&mut self) {
        self.shared.arriving.fetch_sub(1, Ordering::AcqRel);
    }
}

impl Arriving {
    /// Room for so many bytes more. Error: there is none.
    pub fn grow(&mut self, bytes: usize) -> Result<(), Full> {
        let more = room_for(&self.semaphore, bytes)?;
        self.room.merge(more);
        Ok(())
    }
}

fn room_for(semaphore: &Arc<Semaphore>, bytes: usize) -> Result<OwnedSemaphorePermit, Full> {
    let kibibytes = u32::try_from(bytes / 1024 + 1).map_err(|_| Full)?;
    Arc::clone(semaphore)
        .try_acquire_many_owned(kibibytes)
        .map_err(|_| Full)
}

impl Intake {
    /// Starts the writers. They end when the last clone of the intake is gone and everything in the queue is settled;
    /// then so do the handles.
    pub fn start(store: Store, pace: Pace) -> (Intake, Vec<JoinHandle<()>>) {
        // Bounded by the room that every job holds.
        let (queue, jobs) = mpsc::unbounded_channel();
        let shared = Arc::new(Shared {
            store,
            pace,
            arriving: AtomicUsize::new(0),
            known: Mutex::new(BTreeSet::new()),
            groups: AtomicUsize::new(0),
            grouped: AtomicUsize::new(0),
        });
        let jobs = Arc::new(TurnMutex::new(jobs));
        let writers = (0..pace.writers.max(1))
            .map(|_| tokio::spawn(write(Arc::clone(&shared), Arc::clone(&jobs))))
            .collect();
        let intake = Intake {
            shared,
            room: Arc::new(Semaphore::new(pace.room)),
            queue,
        };
        (intake, writers)
    }

    /// Announces a request whose body has so many bytes. Error: there is no room for it.
    pub fn announce(&self, bytes: usize) -> Result<Arriving, Full> {
        let room = room_for(&self.room, bytes)?;
        self.shared.arriving.fetch_add(1, Ordering::AcqRel);
        Ok(Arriving {
            shared: Arc::clone(&self.shared),
            room,
            semaphore: Arc::clone(&self.room),
        })
    }

    /// Takes a post in; returns when its transaction is over, whatever became of it.
    pub async fn take(&self, mut arriving: Arriving, post: Post) -> Outcome {
        let (done, outcome) = oneshot::channel();
        let room = match arriving.room.split(arriving.room.num_permits()) {
            Some(room) => room,
            None => return Outcome::Busy,
        };
        let job = Job {
            post,
            done,
            _room: room,
        };
        let sent = self.queue.send(job);
        // It is in the queue now: nobody waits for it any longer.
        drop(arriving);
        if sent.is_err() {
            return Outcome::Busy;
        }
        // A writer that died tells nothing.
        outcome.await.unwrap_or(Outcome::Busy)
    }

    /// Transactions that were committed, and the posts that they settled.
    pub fn groups(&self) -> (usize, usize) {
        (
            self.shared.groups.load(Ordering::Acquire),
            self.shared.grouped.load(Ordering::Acquire),
        )
    }
}

async fn write(shared: Arc<Shared>, jobs: Arc<TurnMutex<mpsc::UnboundedReceiver<Job>>>) {
    loop {
        let group = {
            let mut jobs = jobs.lock().await;
            match gather(&shared, &mut jobs).await {
                Some(group) => group,
                None => return,
            }
        };
        settle(&shared, group).await;
    }
}

/// The posts that wait and, for a moment, those that are on their way. None at the end.
async fn gather(shared: &Shared, jobs: &mut mpsc::UnboundedReceiver<Job>) -> Option<Vec<Job>> {
    let first = jobs.recv().await?;
    let end = Instant::now() + shared.pace.patience;
    let mut entries = first.post.rows.len();
    let mut group = vec![first];
    while group.len() < shared.pace.posts && entries < shared.pace.entries {
        let next = match jobs.try_recv() {
            Ok(job) => Some(job),
            Err(_) if shared.arriving.load(Ordering::Acquire) == 0 => None,
            Err(_) => timeout_at(end, jobs.recv()).await.ok().flatten(),
        };
        let Some(job) = next else {
            break;
        };
        entries += job.post.rows.len();
        group.push(job);
    }
    Some(group)
}

async fn settle(shared: &Shared, group: Vec<Job>) {
    let now = Timestamp::now();
    open_first(shared, &group).await;
    let mut ready = Vec::with_capacity(group.len());
    for job in group {
        match open(shared, &job.post).await {
            Ok(None) => ready.push(job),
            Ok(Some(outcome)) => answer(job, outcome),
            // The post alone finds out what it is.
            Err(_) => single(shared, job, now).await,
        }
    }
    if ready.is_empty() {
        return;
    }
    let posts: Vec<&Post> = ready.iter().map(|job| &job.post).collect();
    match group::take(&shared.store, &posts, shared.manner(false), now).await {
        Ok(settled) => {
            shared.groups.fetch_add(1, Ordering::AcqRel);
            shared.grouped.fetch_add(
                settled.iter().filter(|settled| settled.is_some()).count(),
                Ordering::AcqRel,
            );
            for (job, outcome) in ready.into_iter().zip(settled) {
                match outcome {
                    Some(outcome) => answer(job, outcome),
                    None => single(shared, job, now).await,
                }
            }
        }
        Err(error) => {
            tracing::warn!(posts = ready.len(), %error, "a group failed: each goes alone");
            for job in ready {
                single(shared, job, now).await;
            }
        }
    }
}

/// Makes the branches that begin at 1 and that this process doesn't know of yet, all at once. What fails here is found out by
/// each post.
async fn open_first(shared: &Shared, group: &[Job]) {
    let first: Vec<&Post> = {
        let known = known(shared);
        group
            .iter()
            .map(|job| &job.post)
            .filter(|post| matches!(post.header.origin, Origin::First) && !post.header.past)
            .filter(|post| !known.contains(&post.key()))
            .collect()
    };
    if first.len() < 2 {
        return;
    }
    let opened = async {
        let client = shared.store.hub().await?;
        branch::open_first(&client, &first).await
    };
    match opened.await {
        Ok(()) => learn(shared, first.iter().map(|post| post.key())),
        Err(error) => tracing::warn!(posts = first.len(), %error, "branches weren't opened"),
    }
}

/// Makes the post's branch where this process doesn't know of it yet.
async fn open(shared: &Shared, post: &Post) -> Result<Option<Outcome>, StoreError> {
    let is_known = known(shared).contains(&post.key());
    if is_known {
        return Ok(None);
    }
    let client = shared.store.hub().await?;
    let outcome = branch::open(&client, post).await?;
    if outcome.is_none() {
        learn(shared, [post.key()]);
    }
    Ok(outcome)
}

fn learn(shared: &Shared, keys: impl IntoIterator<Item = Key>) {
    let mut known = known(shared);
    if known.len() >= MOST_KNOWN {
        known.clear();
    }
    known.extend(keys);
}

fn known(shared: &Shared) -> std::sync::MutexGuard<'_, BTreeSet<Key>> {
    // A set that somebody panicked over is still a set.
    shared.known.lock().unwrap_or_else(PoisonError::into_inner)
}

async fn single(shared: &Shared, job: Job, now: Timestamp) {
    let outcome = group::alone(&shared.store, &job.post, shared.manner(true), now).await;
    shared.groups.fetch_add(1, Ordering::AcqRel);
    shared.grouped.fetch_add(1, Ordering::AcqRel);
    answer(job, outcome);
}

fn answer(job: Job, outcome: Outcome) {
    // Whoever asked may have hung up; what is stored stays stored.
    let _ = job.done.send(outcome);
}
