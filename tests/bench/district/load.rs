//! *Load*: ready requests on many connections at once, each answer timed.

use anyhow::{Context, Result, bail};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

/// How often a post comes again that the hub had no room for.
const TRIES: usize = 50;

/// What a run came to.
#[derive(Debug, Default)]
pub struct Ran {
    /// From the first request to the last answer.
    pub whole: Duration,
    /// Of each answer that said yes, in milliseconds.
    pub answers: Vec<f64>,
    /// Told to come again, with a time.
    pub later: usize,
    /// 5xx without a time.
    pub rude: usize,
}

struct Answer {
    status: u16,
    retry_after: Option<u64>,
}

/// When a connection sends its next request.
#[derive(Clone, Copy)]
pub enum Beat {
    /// When the last was answered.
    Answered,
    /// So often; an answer is timed from when its request was due, also where the one before it came late.
    Every(Duration),
}

/// Each connection sends its requests one after another; at most `at_once` are open.
pub fn run(
    address: &str,
    connections: Vec<Vec<Vec<u8>>>,
    at_once: usize,
    beat: Beat,
) -> Result<Ran> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()?;
    let address: Arc<str> = address.into();
    let places = Arc::new(Semaphore::new(at_once));
    let began = Instant::now();
    let mut whole = runtime.block_on(async {
        let mut tasks = JoinSet::new();
        let count = connections.len().max(1);
        for (number, requests) in connections.into_iter().enumerate() {
            let place = Arc::clone(&places).acquire_owned().await?;
            let address = Arc::clone(&address);
            tasks.spawn(async move {
                let share = number as f64 / count as f64;
                let ran = converse(&address, requests, beat, share).await;
                drop(place);
                ran
            });
        }
        let mut whole = Ran::default();
        while let Some(ran) = tasks.join_next().await {
            let ran = ran??;
            whole.answers.extend(ran.answers);
            whole.later += ran.later;
            whole.rude += ran.rude;
        }
        anyhow::Ok(whole)
    })?;
    whole.whole = began.elapsed();
    Ok(whole)
}

/// `share`: how much of a beat passes before the first request, so that connections don't keep time together.
async fn converse(address: &str, requests: Vec<Vec<u8>>, beat: Beat, share: f64) -> Result<Ran> {
    let mut ran = Ran::default();
    let stream = TcpStream::connect(address).await?;
    stream.set_nodelay(true)?;
    let mut line = BufReader::new(stream);
    let began = Instant::now();
    for (number, request) in requests.into_iter().enumerate() {
        let mut tries = 0;
        loop {
            let begun = match beat {
                Beat::Answered => Instant::now(),
                Beat::Every(beat) => {
                    let due = began + beat.mul_f64(number as f64 + share);
                    tokio::time::sleep_until(due.into()).await;
                    due
                }
            };
            let answer = exchange(&mut line, &request).await?;
            match answer {
                Answer {
                    status: 200 | 201, ..
                } => {
                    ran.answers.push(begun.elapsed().as_secs_f64() * 1e3);
                    break;
                }
                Answer {
                    status: 500..=599,
                    retry_after: Some(seconds),
                } => {
                    ran.later += 1;
                    tokio::time::sleep(Duration::from_secs(seconds)).await;
                }
                Answer {
                    status: 500..=599,
                    retry_after: None,
                } => ran.rude += 1,
                Answer { status, .. } => bail!("an answer of {status}"),
            }
            tries += 1;
            if tries > TRIES {
                bail!("never taken in");
            }
        }
    }
    Ok(ran)
}

async fn exchange(line: &mut BufReader<TcpStream>, request: &[u8]) -> Result<Answer> {
    line.write_all(request).await?;
    let mut text = String::new();
    line.read_line(&mut text).await?;
    let status = text.split(' ').nth(1).context("a status")?.parse()?;
    let (mut length, mut retry_after) = (0, None);
    loop {
        text.clear();
        line.read_line(&mut text).await?;
        let Some((name, value)) = text.trim_end().split_once(": ") else {
            break;
        };
        match name.to_ascii_lowercase().as_str() {
            "content-length" => length = value.parse()?,
            "retry-after" => retry_after = value.parse().ok(),
            _ => {}
        }
    }
    line.read_exact(&mut vec![0; length]).await?;
    Ok(Answer {
        status,
        retry_after,
    })
}
