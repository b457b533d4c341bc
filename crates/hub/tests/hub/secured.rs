//! A database on the network, reached by TLS: the real server, with a certificate of an organisation's own CA.

use crate::support::{number, superuser};
use hub::cluster::Cluster;
use hub::store::{self, Store};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use tokio_postgres::Client;

fn in_tests(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/hub/tls")
        .join(name)
}

/// A cluster that listens on this machine's network, with a certificate for `localhost` and 127.0.0.1. Returns its port.
fn secured(scratch: &Path) -> (Cluster, u16) {
    let mut cluster = Cluster::throwaway().unwrap();
    cluster.database("chot", None).unwrap();
    cluster.stop(hub::cluster::Stop::Fast).unwrap();
    // The server runs as another account, which has to get there.
    std::fs::set_permissions(scratch, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    for name in ["server.pem", "server.key.pem"] {
        std::fs::copy(in_tests(name), scratch.join(name)).unwrap();
        cluster.give(&scratch.join(name)).unwrap();
    }
    let free = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = free.local_addr().unwrap().port();
    drop(free);
    cluster.tell("listen_addresses", "127.0.0.1");
    cluster.tell("port", &port.to_string());
    cluster.tell("ssl", "on");
    let file = |name: &str| scratch.join(name).display().to_string();
    cluster.tell("ssl_cert_file", &file("server.pem"));
    cluster.tell("ssl_key_file", &file("server.key.pem"));
    cluster.start().unwrap();
    (cluster, port)
}

/// Whether a store's connection is within TLS. Its own role isn't told, so the superuser is asked, on the socket.
async fn is_secured(watching: &Client, store: &Store) -> bool {
    let client = store.hub().await.unwrap();
    let pid: i32 = client
        .query_one("SELECT pg_backend_pid()", &[])
        .await
        .unwrap()
        .get(0);
    let sql = format!("SELECT count(*) FROM pg_stat_ssl WHERE pid = {pid} AND ssl");
    number(watching, &sql).await == 1
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_on_the_network_is_believed_by_its_certificate() {
    let scratch = tempfile::tempdir().unwrap();
    let (cluster, port) = secured(scratch.path());
    let (own, other) = (in_tests("ca.pem"), in_tests("other.pem"));
    let at = |host: &str, words: &str| {
        format!("host={host} port={port} user=postgres dbname=chot {words}")
    };
    let ca = format!("sslrootcert={}", own.display());
    let verified = at("127.0.0.1", &format!("sslmode=verify-full {ca}"));
    store::migrate(&verified).await.unwrap();
    let hub = Store::open(&verified, 2).await.unwrap();
    let watching = superuser(&cluster.address("chot")).await;
    assert!(is_secured(&watching, &hub).await);

    // As a URL, and by the name.
    let url = format!("postgresql://postgres@localhost:{port}/chot?sslmode=verify-full&{ca}");
    let by_name = Store::open(&url, 1).await;
    // Where this machine's name leads to ::1 first, nobody listens there.
    if let Ok(store) = by_name {
        assert!(is_secured(&watching, &store).await);
    }
    let open = Store::open(&at("127.0.0.1", "sslmode=require"), 1)
        .await
        .unwrap();
    assert!(is_secured(&watching, &open).await);
    let ca_only = at("127.0.0.1", &format!("sslmode=verify-ca {ca}"));
    let store = Store::open(&ca_only, 1).await.unwrap();
    assert!(is_secured(&watching, &store).await);

    // Another CA's word doesn't count, whatever the mode.
    let theirs = format!("sslrootcert={}", other.display());
    for mode in ["require", "verify-ca", "verify-full"] {
        let refused = store::migrate(&at("127.0.0.1", &format!("sslmode={mode} {theirs}"))).await;
        let error = refused.unwrap_err();
        assert!(
            format!("{error:?}").contains("InvalidCertificate"),
            "{mode}: {error:?}"
        );
    }
    // It is led to by another name than its certificate is for.
    let elsewhere =
        format!("host=db.example hostaddr=127.0.0.1 port={port} user=postgres dbname=chot");
    let full = store::migrate(&format!("{elsewhere} sslmode=verify-full {ca}")).await;
    let error = format!("{:?}", full.unwrap_err());
    assert!(error.contains("NotValidForName"), "{error}");
    store::migrate(&format!("{elsewhere} sslmode=verify-ca {ca}"))
        .await
        .unwrap();
    // Without TLS it is a choice, and works on this machine.
    let plain = Store::open(&at("127.0.0.1", ""), 1).await.unwrap();
    assert!(!is_secured(&watching, &plain).await);
    drop(cluster);
}
