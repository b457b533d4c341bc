//! A database for each test in one cluster, a hub on a port of its own, and a client that sends exactly what it is told.

use hub::cluster::Cluster;
use hub::intake::Pace;
use hub::keyring::{HubKey, Root};
use hub::running::Manner;
use hub::store::{self, Store};
use hub::tree;
use jiff::Timestamp;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, OnceLock};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio_postgres::{Client, NoTls};
use uuid::Uuid;

/// One cluster for all tests of this program. It ends with the program.
pub fn cluster() -> &'static Cluster {
    static CLUSTER: OnceLock<Cluster> = OnceLock::new();
    CLUSTER.get_or_init(|| Cluster::throwaway().unwrap())
}

/// A migrated database of its own.
pub fn database() -> String {
    static COUNT: AtomicUsize = AtomicUsize::new(0);
    static TEMPLATE: Mutex<bool> = Mutex::new(false);
    // One at a time: a database that is being copied has no other user.
    let mut made = TEMPLATE.lock().unwrap_or_else(|held| held.into_inner());
    if !*made {
        let address = cluster().database("template_chot", None).unwrap();
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .unwrap();
            runtime.block_on(store::migrate(&address)).unwrap();
        })
        .join()
        .unwrap();
        *made = true;
    }
    let name = format!("test_{}", COUNT.fetch_add(1, Ordering::Relaxed));
    cluster().database(&name, Some("template_chot")).unwrap()
}

/// A connection of the superuser, who sees and may do all.
pub async fn superuser(address: &str) -> Client {
    let (client, connection) = tokio_postgres::connect(address, NoTls).await.unwrap();
    tokio::spawn(connection);
    client
}

/// One number that a statement gives.
pub async fn number(client: &Client, sql: &str) -> i64 {
    client.query_one(sql, &[]).await.unwrap().get(0)
}

/// A hub that runs in this process.
pub struct Running {
    pub address: SocketAddr,
    pub database: String,
    pub store: Store,
    pub root: [u8; 32],
    pub unit: Uuid,
    stop: Option<oneshot::Sender<()>>,
    ended: Option<tokio::task::JoinHandle<()>>,
}

impl Running {
    pub async fn start() -> Running {
        let root = Root::new().unwrap();
        let key = root.hub_key([9; 16], Timestamp::now()).unwrap();
        Running::with(database(), key, None).await
    }

    /// A hub on a database that may have a unit already.
    pub async fn with(database: String, key: HubKey, unit: Option<Uuid>) -> Running {
        Running::at_pace(database, key, unit, Pace::default()).await
    }

    pub async fn at_pace(database: String, key: HubKey, unit: Option<Uuid>, pace: Pace) -> Running {
        let manner = Manner {
            pace,
            over_tls: false,
            ..Manner::default()
        };
        Running::in_manner(database, key, unit, manner).await
    }

    pub async fn in_manner(
        database: String,
        key: HubKey,
        unit: Option<Uuid>,
        manner: Manner,
    ) -> Running {
        // What the hub says is shown where a test fails.
        let _ = tracing_subscriber::fmt().with_test_writer().try_init();
        let store = Store::open(&database, 8).await.unwrap();
        let unit = match unit {
            Some(unit) => unit,
            None => {
                let day = "2020-01-01".parse().unwrap();
                tree::add_unit(&store, None, "Xã Thử", day).await.unwrap()
            }
        };
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel();
        let root = key.root();
        let run = hub::running::run(store.clone(), key, manner, listener, async {
            let _ = stopped.await;
        });
        Running {
            address,
            database,
            store,
            root,
            unit,
            stop: Some(stop),
            ended: Some(tokio::spawn(async move { run.await.unwrap() })),
        }
    }

    /// As SIGTERM does.
    pub fn ask_to_stop(&mut self) {
        drop(self.stop.take());
    }

    pub async fn stop(&mut self) {
        self.ask_to_stop();
        if let Some(ended) = self.ended.take() {
            ended.await.unwrap();
        }
    }
}

/// An answer as it came.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

/// A connection that stays open between requests.
pub struct Line(BufReader<TcpStream>);

impl Line {
    pub async fn open(address: SocketAddr) -> Line {
        let stream = TcpStream::connect(address).await.unwrap();
        stream.set_nodelay(true).unwrap();
        Line(BufReader::new(stream))
    }

    /// Sends these bytes and reads one answer; None where the connection broke.
    pub async fn exchange(&mut self, request: &[u8]) -> Option<Answer> {
        // An answer may come, and the connection go, before all was sent.
        let _ = self.0.write_all(request).await;
        self.answer(request.starts_with(b"HEAD")).await
    }

    async fn answer(&mut self, bodiless: bool) -> Option<Answer> {
        let mut line = String::new();
        self.0.read_line(&mut line).await.ok()?;
        let status = line.split(' ').nth(1)?.parse().ok()?;
        let mut headers = Vec::new();
        loop {
            line.clear();
            if self.0.read_line(&mut line).await.ok()? == 0 {
                return None;
            }
            match line.trim_end().split_once(": ") {
                Some((name, value)) => headers.push((name.to_lowercase(), value.to_owned())),
                None => break,
            }
        }
        let length = headers
            .iter()
            .find(|(name, _)| name == "content-length")
            .map_or(0, |(_, value)| value.parse().unwrap());
        let mut body = vec![0; if bodiless { 0 } else { length }];
        self.0.read_exact(&mut body).await.ok()?;
        Some(Answer {
            status,
            headers,
            body,
        })
    }
}

/// One request on a connection of its own.
pub async fn exchange(address: SocketAddr, request: &[u8]) -> Answer {
    Line::open(address).await.exchange(request).await.unwrap()
}

/// A request without any signature.
pub async fn get(address: SocketAddr, path: &str) -> Answer {
    exchange(
        address,
        format!("GET {path} HTTP/1.1\r\nhost: hub.example\r\n\r\n").as_bytes(),
    )
    .await
}
