//! *Place*: the hub that is measured, as the program that it is, and rows that only make it large.

use super::caller::Caller;
use anyhow::{Context, Result};
use chot_tests::travel::Served;
use chot_tests::travel::hub::ask;
use std::time::{Duration, Instant};
use uuid::Uuid;

const PATIENCE: Duration = Duration::from_secs(30);

pub struct Place {
    pub served: Served,
    /// The public key that kiosks pin.
    pub root: [u8; 32],
}

impl Place {
    pub fn set_up() -> Result<Place> {
        let served = Served::set_up();
        let announced = || {
            let rows = ask(
                &served.cluster.address("chot"),
                "SELECT root_key FROM hub_key",
                &[],
            );
            rows.first()?.get::<_, &[u8]>(0).try_into().ok()
        };
        // It listens before it has.
        let root = chot_tests::wait_for("the hub announces its key", PATIENCE, announced);
        Ok(Place { served, root })
    }

    pub fn database(&self) -> String {
        self.served.cluster.address("chot")
    }

    /// So many units at the top, each with so many enrolled posts.
    pub fn callers(&self, units: usize, posts: usize) -> Vec<Caller> {
        let mut callers = Vec::with_capacity(units * posts);
        for unit in self.units(None, units) {
            callers.extend((0..posts).map(|_| Caller::new(unit, &self.root)));
        }
        let of: Vec<Uuid> = callers.iter().map(|caller| caller.unit).collect();
        let devices: Vec<Uuid> = callers
            .iter()
            .map(|caller| Uuid::from_bytes(caller.device.0))
            .collect();
        let keys: Vec<&[u8]> = callers.iter().map(|caller| caller.key.as_slice()).collect();
        // A post's id is as good as its device's here.
        let sql = "WITH n AS (SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::bytea[])
                              WITH ORDINALITY AS n (unit_id, device, key, gate)),
            posts AS (INSERT INTO post (unit_id, post_id, name, gate)
                      SELECT unit_id, device, 'Cổng', gate FROM n)
            INSERT INTO device (unit_id, device, post_id, public_key, certificate)
            SELECT unit_id, device, device, key, '' FROM n RETURNING 1";
        ask(&self.database(), sql, &[&of, &devices, &keys]);
        callers
    }

    pub fn units(&self, parent: Option<Uuid>, count: usize) -> Vec<Uuid> {
        let units: Vec<Uuid> = (0..count).map(|_| Uuid::new_v4()).collect();
        let sql =
            "WITH made AS (INSERT INTO unit (unit_id) SELECT unnest($1::uuid[]) RETURNING unit_id)
            INSERT INTO unit_place (unit_id, since, parent, name)
            SELECT unit_id, '2020-01-01', $2, 'Xã ' || unit_id FROM made RETURNING 1";
        ask(&self.database(), sql, &[&units, &parent]);
        units
    }

    /// How long a plain binary COPY takes for the rows that these units have, into the same tables of a database beside
    /// this one; and how many entries they are.
    pub fn copied(&self, units: &[Uuid], name: &str) -> Result<(Duration, i64)> {
        let beside = self.served.cluster.database(name, None)?;
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        runtime.block_on(hub::store::migrate(&beside))?;
        ask(
            &beside,
            "SELECT chot_provide_days((now() AT TIME ZONE 'Asia/Ho_Chi_Minh')::date, 2)",
            &[],
        );
        let folder = self
            .database()
            .split_whitespace()
            .find_map(|word| word.strip_prefix("host=").map(str::to_owned))
            .context("the cluster's folder")?;
        let list: Vec<String> = units.iter().map(|unit| format!("'{unit}'")).collect();
        let list = list.join(",");
        let file = |table: &str| format!("{folder}/{name}.{table}");
        for table in ["entry", "subject"] {
            let sql = format!(
                "COPY (SELECT * FROM {table} WHERE unit_id IN ({list}) ORDER BY unit_id, history, seq) TO '{}' BINARY",
                file(table)
            );
            ask(&self.database(), &sql, &[]);
        }
        let began = Instant::now();
        for table in ["entry", "subject"] {
            let sql = format!("COPY {table} FROM '{}' BINARY", file(table));
            ask(&beside, &sql, &[]);
        }
        let took = began.elapsed();
        let count = ask(
            &beside,
            "SELECT count(*) FROM entry WHERE history <> 0",
            &[],
        );
        Ok((took, count.first().context("a count")?.get(0)))
    }

    /// The text that enrols a kiosk into a unit of its own at `address`, and that unit.
    pub fn code(&self, address: &str) -> Result<(Uuid, String)> {
        let unit = self.served.said(&["unit", "add", "Xã Thử"]);
        let address = format!("http://{address}");
        let gate = ["--gate", "1", "--address", &address, "Cổng chính"];
        let added = self
            .served
            .said(&[&["post", "add", "--unit", &unit][..], &gate].concat());
        let code = added.lines().find(|line| line.starts_with("CHOTHUB1:"));
        let code = code.context("the text of the code")?.to_owned();
        Ok((Uuid::parse_str(&unit)?, code))
    }

    pub fn count(&self, unit: Uuid) -> i64 {
        let sql = "SELECT count(*) FROM entry WHERE unit_id = $1";
        let rows = ask(&self.database(), sql, &[&unit]);
        rows.first().map_or(0, |row| row.get(0))
    }
}
