//! *Cluster*: a PostgreSQL of our own on this machine, for a hub that is tried out and for tests. It listens on a Unix
//! socket in its own folder and on no port, and it ends with the process that started it, however that one ends.
//!
//! In production the database is somebody else's work: `chot-hub serve` takes an address.

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// The database's superuser of a cluster of ours. Only who may open the folder reaches the socket.
pub const SUPERUSER: &str = "postgres";

/// A socket's whole path has to fit into 107 bytes; this is what PostgreSQL adds to its folder.
const LONGEST_FOLDER: usize = 107 - "/.s.PGSQL.65535".len();

/// How long a start may take, with its recovery.
const PATIENCE: Duration = Duration::from_secs(60);

/// Runs the server beside a pipe that the starter holds: a word on it says how to stop; when it closes without one the
/// starter is gone, and the server goes too. Arguments: the folder to remove then or "", the server's files, and the
/// server with its arguments. Where the server ends by itself, so does this.
const KEEPER: &str = r#"
gone="$1"; files="$2"; shift 2
exec 3<&0
( "$@" 3<&-; kill "$$" ) &
keeper=$!
read -r how <&3 || how=lost
trap '' TERM
if [ "$how" = fast ]; then signal=INT; else signal=QUIT; fi
read -r server <"$files/postmaster.pid" && kill "-$signal" "$server"
wait "$keeper"
if [ "$how" = lost ] && [ -n "$gone" ]; then rm -rf -- "$gone"; fi
"#;

/// Why there is no cluster.
#[derive(Debug, thiserror::Error)]
pub enum ClusterError {
    #[error(
        "PostgreSQL's server isn't installed here: install Debian's package postgresql, or set CHOT_PG_BIN to the \
         folder with initdb and postgres"
    )]
    NotInstalled,
    #[error(
        "started by root, PostgreSQL needs the account postgres, and there is none: install Debian's package"
    )]
    NoAccount,
    #[error("{0} is too long a path for a socket: choose a shorter data directory")]
    PathTooLong(PathBuf),
    #[error("{program} failed: {said}")]
    Failed { program: &'static str, said: String },
    #[error("the server didn't answer within a minute; its log is {0}")]
    Silent(PathBuf),
    #[error(transparent)]
    Io(#[from] io::Error),
}

/// How a running server is stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// Connections are ended, everything is written.
    Fast,
    /// As if the power went: the next start recovers from the write-ahead log.
    Immediate,
}

/// A cluster in a folder. Dropping it stops the server.
#[derive(Debug)]
pub struct Cluster {
    folder: PathBuf,
    programs: PathBuf,
    /// The account that the server runs as, where we are root.
    account: Option<(u32, u32)>,
    throwaway: bool,
    keeper: Option<Child>,
    /// What the server is told besides, by name.
    told: BTreeMap<String, String>,
}

impl Cluster {
    /// The cluster in `folder`, made there where there is none, and started.
    pub fn at(folder: &Path) -> Result<Cluster, ClusterError> {
        Cluster::new(folder.to_path_buf(), false)
    }

    /// A cluster in a temporary folder that goes with it.
    pub fn throwaway() -> Result<Cluster, ClusterError> {
        let mut name = [0; 6];
        ring::rand::SecureRandom::fill(&ring::rand::SystemRandom::new(), &mut name)
            .map_err(|_| io::Error::other("no randomness"))?;
        let name = checkpoint::base64url::base64url(&name);
        Cluster::new(env::temp_dir().join(format!("chot-pg-{name}")), true)
    }

    fn new(folder: PathBuf, throwaway: bool) -> Result<Cluster, ClusterError> {
        if folder.as_os_str().len() > LONGEST_FOLDER {
            return Err(ClusterError::PathTooLong(folder));
        }
        let programs = programs().ok_or(ClusterError::NotInstalled)?;
        fs::DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(&folder)?;
        // Who owns what we make is who we are.
        let probe = folder.join("whose");
        let whose = fs::File::create(&probe)?.metadata()?.uid();
        fs::remove_file(&probe)?;
        let account = if whose == 0 {
            let account = postgres_account().ok_or(ClusterError::NoAccount)?;
            chown(&folder, Some(account.0), Some(account.1))?;
            Some(account)
        } else {
            None
        };
        fs::set_permissions(&folder, fs::Permissions::from_mode(0o700))?;
        let mut cluster = Cluster {
            folder,
            programs,
            account,
            throwaway,
            keeper: None,
            told: BTreeMap::new(),
        };
        if !cluster.files().join("PG_VERSION").exists() {
            cluster.init()?;
        }
        cluster.start()?;
        Ok(cluster)
    }

    /// What the server is told from its next start on: one of PostgreSQL's settings, such as `port`.
    pub fn tell(&mut self, setting: &str, value: &str) {
        self.told.insert(setting.to_owned(), value.to_owned());
    }

    /// The part of a socket's name, too.
    fn port(&self) -> &str {
        self.told.get("port").map_or("5432", String::as_str)
    }

    /// Lets the server, and nobody else, read a file.
    pub fn give(&self, file: &Path) -> Result<(), ClusterError> {
        if let Some((user, group)) = self.account {
            chown(file, Some(user), Some(group))?;
        }
        Ok(fs::set_permissions(
            file,
            fs::Permissions::from_mode(0o600),
        )?)
    }

    fn files(&self) -> PathBuf {
        self.folder.join("files")
    }

    /// Where the server writes what it has to say.
    pub fn log(&self) -> PathBuf {
        self.folder.join("log")
    }

    fn init(&self) -> Result<(), ClusterError> {
        let files = self.files();
        self.finish(
            "initdb",
            self.program("initdb")
                .args(["--auth=trust", "--encoding=UTF8", "--locale=C"])
                .arg("--username")
                .arg(SUPERUSER)
                // A power cut amid the making leaves nothing worth keeping: the next start makes it anew.
                .arg("--no-sync")
                .arg("--pgdata")
                .arg(files),
        )
    }

    /// Starts the server and waits until it answers. Nothing happens where it runs.
    pub fn start(&mut self) -> Result<(), ClusterError> {
        if self.keeper.is_some() {
            return Ok(());
        }
        let gone = if self.throwaway {
            self.folder.clone()
        } else {
            PathBuf::new()
        };
        let log = fs::OpenOptions::new()
            .create(true)
            .append(true)
            .open(self.log())?;
        let mut keeper = self.command(Path::new("/bin/sh"));
        keeper
            .arg("-c")
            .arg(KEEPER)
            .arg("chot-cluster")
            .arg(gone)
            .arg(self.files())
            .arg(self.programs.join("postgres"))
            .arg("-D")
            .arg(self.files())
            .arg("-k")
            .arg(&self.folder)
            .args(["-c", "listen_addresses="])
            .args(["-c", "max_connections=200"])
            .args(
                self.told
                    .iter()
                    .flat_map(|(setting, value)| ["-c".to_owned(), format!("{setting}={value}")]),
            )
            .stdin(Stdio::piped())
            .stdout(log.try_clone()?)
            .stderr(log);
        // Ctrl-C at a terminal is for the hub, which then stops its database in order.
        keeper.process_group(0);
        self.keeper = Some(keeper.spawn()?);
        self.wait_until_ready()
    }

    fn wait_until_ready(&mut self) -> Result<(), ClusterError> {
        let end = Instant::now() + PATIENCE;
        loop {
            let ready = self
                .program("pg_isready")
                .args([
                    "--quiet",
                    "--username",
                    SUPERUSER,
                    "--port",
                    self.port(),
                    "--host",
                ])
                .arg(&self.folder)
                .status()?
                .success();
            if ready {
                return Ok(());
            }
            let ended = match self.keeper.as_mut() {
                Some(keeper) => keeper.try_wait()?.is_some(),
                None => true,
            };
            if ended {
                self.keeper = None;
                let said = fs::read_to_string(self.log()).unwrap_or_default();
                let last: Vec<&str> = said.lines().rev().take(5).collect();
                return Err(ClusterError::Failed {
                    program: "postgres",
                    said: last.into_iter().rev().collect::<Vec<_>>().join("\n"),
                });
            }
            if Instant::now() > end {
                return Err(ClusterError::Silent(self.log()));
            }
            thread::sleep(Duration::from_millis(10));
        }
    }

    /// Stops the server and waits for its end. The folder stays, also a temporary one, until the cluster is let go.
    pub fn stop(&mut self, how: Stop) -> Result<(), ClusterError> {
        let Some(mut keeper) = self.keeper.take() else {
            return Ok(());
        };
        let word: &[u8] = match how {
            Stop::Fast => b"fast\n",
            Stop::Immediate => b"immediate\n",
        };
        // Held until the end: a pipe that closes is another word.
        let mut pipe = keeper.stdin.take();
        if let Some(pipe) = pipe.as_mut() {
            match pipe.write_all(word) {
                // It ended by itself a moment ago.
                Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {}
                other => other?,
            }
        }
        keeper.wait()?;
        Ok(())
    }

    /// Makes a database where there is none yet, as a copy of `template` where one is named. The address is for
    /// [`crate::store::Store::open`].
    pub fn database(&self, name: &str, template: Option<&str>) -> Result<String, ClusterError> {
        let mut create = self.program("createdb");
        create.args(["--username", SUPERUSER, "--port", self.port(), "--host"]);
        create.arg(&self.folder);
        if let Some(template) = template {
            create.args(["--template", template]);
        }
        match self.finish("createdb", create.arg(name)) {
            Err(ClusterError::Failed { said, .. }) if said.contains("already exists") => {}
            other => other?,
        }
        Ok(self.address(name))
    }

    /// The address of a database of this cluster.
    pub fn address(&self, name: &str) -> String {
        format!(
            "host={} port={} user={SUPERUSER} dbname={name}",
            self.folder.display(),
            self.port()
        )
    }

    fn program(&self, name: &str) -> Command {
        self.command(&self.programs.join(name))
    }

    fn command(&self, program: &Path) -> Command {
        let mut command = Command::new(program);
        command.current_dir("/").stdin(Stdio::null());
        if let Some((user, group)) = self.account {
            command.uid(user).gid(group);
        }
        command
    }

    fn finish(&self, program: &'static str, command: &mut Command) -> Result<(), ClusterError> {
        let output = command.output()?;
        if output.status.success() {
            return Ok(());
        }
        Err(ClusterError::Failed {
            program,
            said: String::from_utf8_lossy(&output.stderr).trim().to_owned(),
        })
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        // What fails here the keeper still does when our end of its pipe closes.
        let _ = self.stop(Stop::Fast);
        if self.throwaway {
            let _ = fs::remove_dir_all(&self.folder);
        }
    }
}

/// The folder with PostgreSQL's programs: as named, as Debian lays them (the newest), or from the PATH.
fn programs() -> Option<PathBuf> {
    let whole = |folder: &PathBuf| {
        ["initdb", "postgres", "createdb", "pg_isready"]
            .iter()
            .all(|name| folder.join(name).is_file())
    };
    if let Some(named) = env::var_os("CHOT_PG_BIN") {
        return Some(PathBuf::from(named)).filter(whole);
    }
    let mut debian: Vec<(u32, PathBuf)> = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|version| {
            let number = version.file_name().to_str()?.parse().ok()?;
            Some((number, version.path().join("bin")))
        })
        .filter(|(_, folder)| whole(folder))
        .collect();
    debian.sort();
    if let Some((_, newest)) = debian.pop() {
        return Some(newest);
    }
    let path = env::var_os("PATH")?;
    env::split_paths(&path).find(whole)
}

/// User and group of the account that Debian's package makes.
fn postgres_account() -> Option<(u32, u32)> {
    let accounts = fs::read_to_string("/etc/passwd").ok()?;
    let line = accounts
        .lines()
        .find(|line| line.starts_with("postgres:"))?;
    let mut fields = line.split(':').skip(2);
    let user = fields.next()?.parse().ok()?;
    let group = fields.next()?.parse().ok()?;
    Some((user, group))
}
