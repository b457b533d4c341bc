//! A hub that is restored from yesterday's dump.

use chot_tests::travel::hub::{cluster, database};
use chot_tests::travel::{Hub, Post};
use hub::cluster::SUPERUSER;
use hub::tree::{self, State};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use uuid::Uuid;

/// A program of PostgreSQL's own, of the newest version that Debian has here, else from the PATH.
fn program(name: &str) -> PathBuf {
    let mut found: Vec<(u32, PathBuf)> = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|version| {
            let number = version.file_name().to_str()?.parse().ok()?;
            Some((number, version.path().join("bin").join(name)))
        })
        .filter(|(_, path)| path.is_file())
        .collect();
    found.sort();
    found.pop().map_or_else(|| name.into(), |(_, path)| path)
}

/// All of a database, as its keeper dumps it at night.
fn dumped(address: &str) -> Vec<u8> {
    let output = Command::new(program("pg_dump"))
        .args(["--format=plain", "--dbname", address])
        .stderr(Stdio::inherit())
        .output()
        .unwrap();
    assert!(output.status.success());
    output.stdout
}

/// A new database out of a dump.
fn restored(dump: &[u8]) -> String {
    // A copy of the template would have everything twice: this one is empty.
    let name = format!("restored_{}", Uuid::new_v4().simple());
    let address = cluster().database(&name, None).unwrap();
    let mut psql = Command::new(program("psql"))
        .args(["--quiet", "--no-psqlrc", "--set", "ON_ERROR_STOP=1"])
        .args(["--username", SUPERUSER, "--dbname", &address])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    std::io::Write::write_all(&mut psql.stdin.take().unwrap(), dump).unwrap();
    assert!(psql.wait().unwrap().success());
    address
}

fn set(hub: &Hub, unit: Uuid, post: &Post, state: State) {
    hub.block_on(tree::set_state(&hub.store, unit, post.device(), state))
        .unwrap();
}

#[test]
fn a_hub_restored_from_yesterday_gets_everything_back_by_itself_and_a_person_is_told() {
    let mut hub = Hub::on(database(), hub::intake::Pace::default());
    let unit = hub.unit();
    let [stays, retires, loses_trust, comes] = [(); 4].map(|()| Post::new());
    for post in [&stays, &retires, &loses_trust] {
        post.append(4);
        hub.enrol(post, unit);
        post.send_all();
    }
    let dump = dumped(&hub.database);

    // The day that is lost: entries, a new post, one that retires, one that isn't trusted any more.
    comes.append(2);
    hub.enrol(&comes, unit);
    for post in [&stays, &retires, &comes] {
        post.append(5);
        post.send_all();
    }
    set(&hub, unit, &retires, State::Retired);
    loses_trust.append(1);
    loses_trust.send_all();
    set(&hub, unit, &loses_trust, State::Distrusted);
    loses_trust.append(1);
    loses_trust.send();
    assert_eq!(hub.alarms(unit), ["quarantine"]);
    let before = hub.count(unit);

    hub.move_to(restored(&dump));
    assert!(hub.count(unit) < before, "a day is lost");
    let posts = [&stays, &retires, &loses_trust, &comes];
    for post in posts {
        post.append(1);
        post.send_all();
    }
    hub.has_all_of(unit, &posts);
    // Whom the lost day let go of is active again, which a person has to look at: one matter for each post that shows it.
    assert_eq!(hub.alarms(unit), ["restored"; 4]);
    let gates = hub.ask(
        "SELECT count(*) FROM device WHERE unit_id = $1 AND state = 'active'",
        &[&unit],
    );
    assert_eq!(gates[0].get::<_, i64>(0), 4);
}
