//! The encrypted file itself: opened with its key, its schema known, refused when it isn't ours.

use super::error::{LedgerError, damaged, of_file, of_sqlite};
use super::head::{Head, key_check};
use super::traces;
use crate::home::Home;
use crate::keys::Key;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags, TransactionBehavior};
use std::fmt::Write;
use std::path::Path;
use std::time::{Duration, Instant};
use zeroize::Zeroizing;

/// Each takes a database from its place in this list to the next.
///
/// A version that is gone back from may have brought a database up already. So a migration that adds what an older program
/// may leave empty says the oldest schema whose programs may go on (`PRAGMA application_id = 9;`), and its own program
/// fills later what these left. One that changes what an older program writes says its own number, and its release takes no
/// version before the one that knows it (`--min-from`). So do the migrations of the databases beside the ledger's.
const MIGRATIONS: [&str; 9] = [
    include_str!("schema_1.sql"),
    include_str!("schema_2.sql"),
    include_str!("schema_3.sql"),
    include_str!("schema_4.sql"),
    include_str!("schema_5.sql"),
    concat!(include_str!("schema_6.sql"), include_str!("words.sql")),
    include_str!("schema_7.sql"),
    include_str!("schema_8.sql"),
    include_str!("schema_9.sql"),
];

/// The `user_version` that this program writes.
pub const SCHEMA: u32 = MIGRATIONS.len() as u32;

/// A reader waits for a checkpoint, the writer for a reader's snapshot.
const BUSY: Duration = Duration::from_secs(2);

/// How often a key is given to SQLCipher, and the pause in between.
const MOST_TRIES: u32 = 50;
const BETWEEN_TRIES: Duration = Duration::from_millis(5);

/// Whether this home has a database, be it a broken one. An empty file is one that a power cut kept
/// from being begun.
pub(super) fn exists(home: &Home) -> bool {
    std::fs::metadata(home.database()).is_ok_and(|file| file.len() > 0)
}

/// Opens beside a running gate. Nothing is written, not even by closing; so a ledger of an older program can't be read
/// before its gate was started with this one.
pub(crate) fn open_to_read(home: &Home, key: &Key) -> Result<Connection, LedgerError> {
    let (connection, found) = open_known(home, key)?;
    if found < SCHEMA {
        return Err(LedgerError::Older);
    }
    Ok(connection)
}

/// Opens one of this program's schema or an older one, and says which.
fn open_known(home: &Home, key: &Key) -> Result<(Connection, u32), LedgerError> {
    if !exists(home) {
        return Err(LedgerError::NoLedger(home.root().to_path_buf()));
    }
    let connection = connect(home, key, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    let refuse = |error: rusqlite::Error| refusal(&error, home, key);
    connection
        .set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)
        .map_err(refuse)?;
    let found = schema_of(&connection).map_err(refuse)?;
    if found > SCHEMA && !takes_older(&connection, SCHEMA).map_err(refuse)? {
        return Err(LedgerError::Newer {
            found,
            known: SCHEMA,
        });
    }
    Ok((connection, found))
}

/// Opens for the one writer, and brings an older schema up to this program's. A newer one is seen by
/// a reader first, so that nothing of it is touched.
pub(super) fn open_to_write(home: &Home, key: &Key) -> Result<Connection, LedgerError> {
    if exists(home) {
        drop(open_known(home, key)?);
    } else {
        // SQLite gives its other files the mode of this one.
        crate::home::private_file(&home.database())
            .map_err(|error| of_file(&error, home.root()))?;
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE;
    let mut connection = connect(home, key, flags)?;
    let refuse = |error: rusqlite::Error| refusal(&error, home, key);
    connection
        .execute_batch(include_str!("pragmas.sql"))
        .map_err(refuse)?;
    migrate(&mut connection).map_err(refuse)?;
    Ok(connection)
}

fn connect(home: &Home, key: &Key, flags: OpenFlags) -> Result<Connection, LedgerError> {
    encrypted(&home.database(), key, flags).map_err(|error| of_sqlite(&error, home))
}

/// Opens a database that lies beside the ledger's, or begins it, and brings an older schema up to the last of
/// `migrations`. None: a newer program wrote it, whose schema this one can't write.
///
/// Any thread and program may be the one that begins it. SQLite doesn't wait for another's lock while it turns a new
/// file to WAL, so that this is tried again here, for as long as it waits anywhere else.
pub(crate) fn open_or_begin(
    path: &Path,
    key: &Key,
    migrations: &[&str],
) -> rusqlite::Result<Option<Connection>> {
    // SQLite gives its other files the mode of this one; that it can't be made shows below.
    let _ = crate::home::private_file(path);
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE;
    let mut connection = encrypted(path, key, flags)?;
    let until = Instant::now() + BUSY;
    loop {
        match connection.execute_batch(include_str!("pragmas_beside.sql")) {
            Ok(()) => break,
            Err(error) => {
                if error.sqlite_error_code() != Some(ErrorCode::DatabaseBusy)
                    || Instant::now() >= until
                {
                    return Err(error);
                }
                std::thread::sleep(BETWEEN_TRIES);
            }
        }
    }
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let found: usize = transaction.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    let known = u32::try_from(migrations.len()).unwrap_or(u32::MAX);
    if found > migrations.len() && !takes_older(&transaction, known)? {
        return Ok(None);
    }
    for step in migrations.iter().skip(found) {
        transaction.execute_batch(step)?;
    }
    if found < migrations.len() {
        transaction.pragma_update(None, "user_version", migrations.len())?;
    }
    transaction.commit()?;
    Ok(Some(connection))
}

/// Opens an encrypted file with its raw key: no password is stretched, so opening costs nothing.
///
/// SQLCipher refuses a key now and then (once in ten thousand openings) where several threads open files in the same
/// instant. The file hasn't been read by then, so that is no damage: it is tried again, and in the end the machine
/// lacks something.
pub(super) fn encrypted(path: &Path, key: &Key, flags: OpenFlags) -> rusqlite::Result<Connection> {
    let mut tries = 0;
    loop {
        let connection =
            Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
        let Err(error) = give_key(&connection, key) else {
            connection.busy_timeout(BUSY)?;
            // Else it plans a statement anew for each value that is bound to it, for statistics that there aren't.
            connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
            return Ok(connection);
        };
        tries += 1;
        if tries == MOST_TRIES {
            let lacking = rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_NOMEM);
            return Err(rusqlite::Error::SqliteFailure(
                lacking,
                Some(error.to_string()),
            ));
        }
        std::thread::sleep(BETWEEN_TRIES);
    }
}

fn give_key(connection: &Connection, key: &Key) -> rusqlite::Result<()> {
    let mut pragma = Zeroizing::new(String::with_capacity(128));
    // What SQLCipher would print on the terminal, our errors say with what to do.
    pragma.push_str("PRAGMA cipher_log_level = NONE; PRAGMA key = \"x'");
    for byte in key.bytes() {
        // Writing to a String can't fail.
        let _ = write!(pragma, "{byte:02x}");
    }
    pragma.push_str("'\"");
    connection.execute_batch(&pragma)
}

fn schema_of(connection: &Connection) -> rusqlite::Result<u32> {
    // Reading the schema decrypts the first page: a wrong key shows here.
    connection.query_row(include_str!("can_read.sql"), [], |_| Ok(()))?;
    connection.query_row("PRAGMA user_version", [], |row| row.get(0))
}

/// Whether a database of a newer schema says that programs of an older one may go on with it.
fn takes_older(connection: &Connection, known: u32) -> rusqlite::Result<bool> {
    let oldest: i64 = connection.query_row("PRAGMA application_id", [], |row| row.get(0))?;
    Ok((1..=i64::from(known)).contains(&oldest))
}

fn migrate(connection: &mut Connection) -> rusqlite::Result<()> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let found = schema_of(&transaction)?;
    for step in MIGRATIONS.iter().skip(found as usize) {
        transaction.execute_batch(step)?;
    }
    if found < SCHEMA {
        traces::fill(&transaction)?;
        traces::index(&transaction, u32::MAX)?;
        transaction.pragma_update(None, "user_version", SCHEMA)?;
    }
    transaction.commit()
}

/// A first page that can't be decrypted: a wrong key and a damaged page look alike to SQLite. The
/// head file tells them apart, and without it nothing is called damaged that may only be locked.
fn refusal(error: &rusqlite::Error, home: &Home, key: &Key) -> LedgerError {
    if error.sqlite_error_code() != Some(ErrorCode::NotADatabase) {
        return of_sqlite(error, home);
    }
    match Head::read(home) {
        Some(head) if head.key.0 == key_check(key.bytes()) => {
            damaged("its first page can't be decrypted with the key it was made with")
        }
        _ => LedgerError::WrongKey(home.keys()),
    }
}

/// Moves a broken database and its write-ahead log where nobody opens it, and names the place. Never
/// deletes: it is evidence, and much of it can be read.
pub(super) fn set_aside(home: &Home, at: jiff::Timestamp) -> std::io::Result<std::path::PathBuf> {
    crate::home::private_directory(&home.set_aside())?;
    let stamp = at.strftime("%Y%m%dT%H%M%SZ").to_string();
    let to = (0u32..)
        .map(|n| {
            home.set_aside().join(if n == 0 {
                format!("ledger-{stamp}.db")
            } else {
                format!("ledger-{stamp}-{n}.db")
            })
        })
        .find(|path| !path.exists())
        .unwrap_or_else(|| home.set_aside().join("ledger.db"));
    for suffix in ["-wal", "-shm", ""] {
        let beside = |path: &std::path::Path| {
            let mut path = path.as_os_str().to_owned();
            path.push(suffix);
            std::path::PathBuf::from(path)
        };
        match std::fs::rename(beside(&home.database()), beside(&to)) {
            Ok(()) => {}
            Err(error) if error.kind() == std::io::ErrorKind::NotFound && !suffix.is_empty() => {}
            Err(error) => return Err(error),
        }
    }
    crate::home::sync_directory(&home.database())?;
    Ok(to)
}
