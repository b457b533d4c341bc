//! *Hub*: one that runs in this process, on a port of its own and a database of its own.

use super::post::Post;
use hub::cluster::Cluster;
use hub::intake::Pace;
use hub::keyring::Root;
use hub::nightly;
use hub::running::Manner;
use hub::store::{self, Store};
use hub::sync::{CodeKind, invite};
use hub::tree;
use jiff::Timestamp;
use kiosk::uplink::address::Reach;
use kiosk::uplink::enrolment::{self, Choice};
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicU32, AtomicUsize, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError};
use tokio::net::TcpListener;
use tokio::runtime::Runtime;
use tokio::sync::oneshot;
use tokio_postgres::types::ToSql;
use tokio_postgres::{NoTls, Row};
use uuid::Uuid;

/// One cluster for all tests of a program. It ends with the program.
pub fn cluster() -> &'static Cluster {
    static CLUSTER: OnceLock<Cluster> = OnceLock::new();
    CLUSTER.get_or_init(|| Cluster::throwaway().expect("a PostgreSQL"))
}

/// A migrated database of its own.
pub fn database() -> String {
    static COUNT: AtomicUsize = AtomicUsize::new(0);
    static TEMPLATE: Mutex<bool> = Mutex::new(false);
    // One at a time: a database that is being copied has no other user.
    let mut made = TEMPLATE.lock().unwrap_or_else(PoisonError::into_inner);
    if !*made {
        let address = cluster().database("template_chot", None);
        let address = address.expect("a template");
        let migrated = runtime().block_on(store::migrate(&address));
        migrated.expect("the template is migrated");
        *made = true;
    }
    let name = format!("travel_{}", COUNT.fetch_add(1, Ordering::Relaxed));
    let made = cluster().database(&name, Some("template_chot"));
    made.expect("a copy of the template")
}

fn runtime() -> Runtime {
    let built = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build();
    built.expect("a runtime")
}

/// Asks a database one question, as its superuser.
pub fn ask(address: &str, sql: &str, parameters: &[&(dyn ToSql + Sync)]) -> Vec<Row> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    runtime.block_on(async {
        let (client, connection) = tokio_postgres::connect(address, NoTls)
            .await
            .expect("a connection");
        let connection = tokio::spawn(connection);
        let rows = client.query(sql, parameters).await;
        connection.abort();
        rows.expect("an answer")
    })
}

/// A hub in this process.
pub struct Hub {
    pub address: SocketAddr,
    pub database: String,
    pub root: Root,
    pub pace: Pace,
    pub store: Store,
    runtime: Runtime,
    stop: Option<oneshot::Sender<()>>,
    ended: Option<tokio::task::JoinHandle<()>>,
}

impl Hub {
    /// On a database of its own in the cluster of all.
    pub fn start() -> Hub {
        Hub::on(database(), Pace::default())
    }

    /// On a database that is migrated, under a root of its own.
    pub fn on(database: String, pace: Pace) -> Hub {
        let runtime = runtime();
        let store = runtime.block_on(Store::open(&database, 12));
        let mut hub = Hub {
            address: SocketAddr::from(([127, 0, 0, 1], 0)),
            database,
            root: Root::new().expect("a root"),
            pace,
            store: store.expect("a store"),
            runtime,
            stop: None,
            ended: None,
        };
        hub.serve();
        hub
    }

    /// Serves under the same root; after a stop on the same port, which kiosks know.
    pub fn serve(&mut self) {
        let key = self.root.hub_key(self.root.hub_id(), Timestamp::now());
        let key = key.expect("a hub's key");
        let listener = self.runtime.block_on(TcpListener::bind(self.address));
        let listener = listener.expect("a port");
        self.address = listener.local_addr().expect("its number");
        let (stop, stopped) = oneshot::channel::<()>();
        let manner = Manner {
            pace: self.pace,
            over_tls: false,
            ..Manner::default()
        };
        let store = self.store.clone();
        let run = async move {
            let stopped = async {
                // Dropping the other end is a word too.
                let _ = stopped.await;
            };
            let ran = hub::running::run(store, key, manner, listener, stopped).await;
            ran.expect("it is announced");
        };
        self.ended = Some(self.runtime.spawn(run));
        self.stop = Some(stop);
    }

    /// As SIGTERM does.
    pub fn stop(&mut self) {
        drop(self.stop.take());
        if let Some(ended) = self.ended.take() {
            self.runtime.block_on(ended).expect("it ends in order");
        }
    }

    /// Goes on with another database, as after a restore.
    pub fn move_to(&mut self, database: String) {
        self.stop();
        let store = self.runtime.block_on(Store::open(&database, 12));
        self.store = store.expect("a store");
        self.database = database;
        self.serve();
    }

    pub fn block_on<T>(&self, future: impl Future<Output = T>) -> T {
        self.runtime.block_on(future)
    }

    pub fn unit(&self) -> Uuid {
        let day = jiff::civil::date(2020, 1, 1);
        let added = self.block_on(tree::add_unit(&self.store, None, "Xã Thử", day));
        added.expect("a unit")
    }

    /// The text of a code that enrols a post at `address` into a unit.
    pub fn code(&self, unit: Uuid, address: SocketAddr) -> String {
        static GATES: AtomicU32 = AtomicU32::new(1);
        let gate = GATES.fetch_add(1, Ordering::Relaxed);
        let invitation = self.block_on(async {
            let post = tree::add_post(&self.store, unit, "Cổng thử", gate)
                .await
                .expect("a post");
            let (address, root) = (format!("http://{address}"), self.root.public());
            invite(&self.store, unit, post, CodeKind::Sheet, &address, &root)
                .await
                .expect("an invitation")
        });
        invitation.text()
    }

    /// Enrols a post that reaches this hub at `address`. Returns the target's id there.
    pub fn enrol_at(&self, post: &Post, unit: Uuid, address: SocketAddr) -> u32 {
        let choice = Choice {
            reach: Reach::ThisMachine,
            ca: None,
            name: None,
        };
        let code = self.code(unit, address);
        let enrolled = enrolment::enrol(&post.home, code.as_bytes(), &choice, post.clock());
        enrolled.expect("it is enrolled").0.id
    }

    pub fn enrol(&self, post: &Post, unit: Uuid) -> u32 {
        self.enrol_at(post, unit, self.address)
    }

    pub fn ask(&self, sql: &str, parameters: &[&(dyn ToSql + Sync)]) -> Vec<Row> {
        ask(&self.database, sql, parameters)
    }

    /// How many entries of a unit are here.
    pub fn count(&self, unit: Uuid) -> u64 {
        let sql = "SELECT count(*) FROM entry WHERE unit_id = $1";
        let count: i64 = self.ask(sql, &[&unit])[0].get(0);
        count.unsigned_abs()
    }

    /// The lines of a unit's entries, each with how often it is here.
    pub fn lines(&self, unit: Uuid) -> BTreeMap<String, usize> {
        let sql = "SELECT convert_from(line, 'UTF8') FROM entry WHERE unit_id = $1";
        let mut lines = BTreeMap::new();
        for row in self.ask(sql, &[&unit]) {
            *lines.entry(row.get(0)).or_default() += 1;
        }
        lines
    }

    /// What a person of a unit has to look at, by kind.
    pub fn alarms(&self, unit: Uuid) -> Vec<String> {
        let sql =
            "SELECT kind FROM alarm WHERE unit_id = $1 AND settled_at IS NULL ORDER BY kind, about";
        let rows = self.ask(sql, &[&unit]);
        rows.iter().map(|row| row.get(0)).collect()
    }

    /// Rows of a unit's figures that aren't the sum of its entries.
    pub fn differences(&self, unit: Uuid) -> usize {
        let counted = self.block_on(nightly::recount(&self.store, unit));
        counted.expect("it is counted").len()
    }

    /// The unit has every entry of these posts, each once, and nothing else; its figures say the same.
    ///
    /// # Panics
    /// Where it hasn't.
    pub fn has_all_of(&self, unit: Uuid, posts: &[&Post]) {
        let mut expected = BTreeMap::new();
        for post in posts {
            for line in post.lines() {
                *expected.entry(line).or_default() += 1;
            }
        }
        self.has_exactly(unit, &expected);
    }

    /// # Panics
    /// Where the unit's lines aren't these.
    pub fn has_exactly(&self, unit: Uuid, expected: &BTreeMap<String, usize>) {
        let here = self.lines(unit);
        let missing: Vec<_> = expected
            .keys()
            .filter(|line| !here.contains_key(*line))
            .collect();
        let surplus: Vec<_> = here
            .iter()
            .filter(|(line, count)| expected.get(*line) != Some(count))
            .collect();
        assert!(
            missing.is_empty() && surplus.is_empty(),
            "of {} entries at the posts the hub lacks {}, and of its {} it has these too often: {surplus:?}",
            expected.len(),
            missing.len(),
            here.len(),
        );
        assert_eq!(self.differences(unit), 0, "rows of figures differ");
    }
}

impl Drop for Hub {
    fn drop(&mut self) {
        drop(self.stop.take());
    }
}
