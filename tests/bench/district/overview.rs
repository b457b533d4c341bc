//! *Overview*: what a district's page asks for first, over a year of figures of every gate.

use super::place::Place;
use crate::numbers::{Row, Spread, ms};
use anyhow::{Context, Result, bail};
use chot_tests::travel::hub::ask;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::Stdio;
use std::time::Instant;
use uuid::Uuid;

const ASKED: usize = 30;
const NAME: &str = "quan.thu";
const PASSWORD: &str = "mot mat khau dai de do";

pub fn measure(place: &Place, posts: usize, days: i32) -> Result<Vec<Row>> {
    let top = place.units(None, 1);
    let top = *top.first().context("a district")?;
    let units = place.units(Some(top), posts);
    // Hour by hour over all posts, as a hub counts them: what lies side by side on the disk is read at once.
    let sql = "WITH made AS (INSERT INTO rollup (unit_id, day, gate, hour, entries, scan_in, scan_out)
            SELECT unit_id, current_date - back, 1, hour, 40, 20, 20
            FROM unnest($1::uuid[]) AS u (unit_id), generate_series(0, $2::int - 1) AS back, generate_series(0, 23) AS hour
            ORDER BY back DESC, hour, unit_id RETURNING 1) SELECT count(*) FROM made";
    let made = ask(&place.database(), sql, &[&units, &days]);
    let made: i64 = made.first().context("a count")?.get(0);
    let devices = "WITH posts AS (INSERT INTO post (unit_id, post_id, name, gate)
                 SELECT u, u, 'Cổng', 1 FROM unnest($1::uuid[]) AS u)
        INSERT INTO device (unit_id, device, post_id, public_key, certificate)
        SELECT u, u, u, decode(repeat('07', 32), 'hex'), '' FROM unnest($1::uuid[]) AS u RETURNING 1";
    ask(&place.database(), devices, &[&units]);
    vacuum(&place.database())?;
    user(place, top)?;
    let mut page = Page::open(&place.served.address)?;
    page.sign_in()?;
    let mut took = Vec::new();
    for _ in 0..ASKED {
        let began = Instant::now();
        let seen: serde_json::Value = serde_json::from_slice(&page.get("/api/overview")?)?;
        took.push(ms(began.elapsed()));
        let seen = seen["units"].as_array().map(Vec::len);
        anyhow::ensure!(seen == Some(posts + 1), "every unit is there");
    }
    let took = Spread::of(took);
    Ok(vec![Row::new(
        &format!("a district's overview over {posts} posts × {days} days × 24 hours"),
        format!("{}, at most {:.1} ms", took.quoted(), took.at(1.0)),
        "≤ 100 ms",
        &format!(
            "GET /api/overview as its page asks, the first one too; {made} rows of figures, a unit for each post, row-level security on"
        ),
    )])
}

/// What autovacuum does by itself within minutes.
fn vacuum(address: &str) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let (client, connection) = tokio_postgres::connect(address, tokio_postgres::NoTls).await?;
        let connection = tokio::spawn(connection);
        client.batch_execute("VACUUM ANALYZE").await?;
        connection.abort();
        anyhow::Ok(())
    })
}

fn user(place: &Place, unit: Uuid) -> Result<()> {
    let mut adding = place
        .served
        .command()
        .args(["user", "add", NAME, "--unit", &unit.to_string()])
        .stdin(Stdio::piped())
        .spawn()?;
    let mut input = adding.stdin.take().context("its input")?;
    writeln!(input, "{PASSWORD}")?;
    drop(input);
    if !adding.wait()?.success() {
        bail!("the user wasn't made");
    }
    Ok(())
}

/// A browser's connection.
struct Page {
    line: BufReader<TcpStream>,
    cookie: String,
}

impl Page {
    fn open(address: &str) -> Result<Page> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        Ok(Page {
            line: BufReader::new(stream),
            cookie: String::new(),
        })
    }

    fn sign_in(&mut self) -> Result<()> {
        let form = serde_json::json!({ "name": NAME, "password": PASSWORD }).to_string();
        let request = format!(
            "POST /api/session HTTP/1.1\r\nhost: hub.example\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{form}",
            form.len()
        );
        let (head, _) = self.exchange(&request)?;
        let cookie = head
            .lines()
            .find_map(|line| line.strip_prefix("set-cookie: "));
        let cookie = cookie.and_then(|cookie| cookie.split(';').next());
        cookie.context("a session")?.clone_into(&mut self.cookie);
        Ok(())
    }

    fn get(&mut self, path: &str) -> Result<Vec<u8>> {
        let request = format!(
            "GET {path} HTTP/1.1\r\nhost: hub.example\r\ncookie: {}\r\n\r\n",
            self.cookie
        );
        Ok(self.exchange(&request)?.1)
    }

    /// The answer's head and body.
    fn exchange(&mut self, request: &str) -> Result<(String, Vec<u8>)> {
        self.line.get_mut().write_all(request.as_bytes())?;
        let mut head = String::new();
        while self.line.read_line(&mut head)? > 2 {}
        let said = head.split(' ').nth(1).context("a status")?;
        if said != "200" {
            bail!("{}", head.lines().next().unwrap_or_default());
        }
        let length = head
            .lines()
            .find_map(|line| line.strip_prefix("content-length: "));
        let mut body = vec![0; length.context("a length")?.parse()?];
        self.line.read_exact(&mut body)?;
        Ok((head, body))
    }
}
