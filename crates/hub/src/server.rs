//! *Server*: connections are accepted, read within limits of size and time, and ended in order.

use axum::Router;
use axum::body::Body;
use checkpoint::wire::{MAX_HEADER, MAX_SECONDS};
use hyper::StatusCode;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use std::convert::Infallible;
use std::future::Future;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpSocket};
use tokio::sync::Semaphore;
use tokio::time::timeout;
use tower::ServiceExt;

/// Connections at a time. Those beyond wait in the system's queue until one ends.
pub const CONNECTIONS: usize = 4096;

/// One request, from its first byte to the last of its answer, and a silent connection.
const LIMIT: Duration = Duration::from_secs(MAX_SECONDS);

/// Who asks: the other end of the connection.
#[derive(Clone, Copy, Debug)]
pub struct Caller(pub SocketAddr);

/// Connections are files: lets this process have as many open as its system allows it. Where it doesn't say, all stays
/// as it was.
pub fn open_as_many_files_as_allowed() {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, getrlimit, setrlimit};
        let mut limit = getrlimit(Resource::Nofile);
        limit.current = limit.maximum;
        // A system that refuses leaves us what we had.
        let _ = setrlimit(Resource::Nofile, limit);
    }
}

/// Listens, with room for all the posts of a district that come at once: a shorter queue resets those beyond it, who
/// think that they are connected.
pub fn listen(address: SocketAddr) -> std::io::Result<TcpListener> {
    let socket = if address.is_ipv4() {
        TcpSocket::new_v4()?
    } else {
        TcpSocket::new_v6()?
    };
    // A hub that is started anew needn't wait for its old connections; on Windows this would let two hubs share a port.
    #[cfg(unix)]
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    socket.listen(u32::try_from(CONNECTIONS).unwrap_or(u32::MAX))
}

/// Answers by `router` until `stop` comes; then no new request is begun and those that were are finished.
pub async fn serve(listener: TcpListener, router: Router, stop: impl Future<Output = ()>) {
    let graceful = GracefulShutdown::new();
    let places = Arc::new(Semaphore::new(CONNECTIONS));
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new())
        .header_read_timeout(LIMIT)
        .max_buf_size(MAX_HEADER)
        .max_headers(64);
    let mut stop = std::pin::pin!(stop);
    loop {
        let place = Arc::clone(&places).acquire_owned();
        let accepted = tokio::select! {
            accepted = async { (place.await, listener.accept().await) } => accepted,
            () = &mut stop => break,
        };
        let (Ok(place), Ok((stream, caller))) = accepted else {
            // A connection that ended before it began, or no file handle left: the next one may do.
            tokio::task::yield_now().await;
            continue;
        };
        // Receipts are small and waited for.
        let _ = stream.set_nodelay(true);
        let router = router.clone();
        let service = service_fn(move |mut request: hyper::Request<hyper::body::Incoming>| {
            request.extensions_mut().insert(Caller(caller));
            answer(router.clone(), request)
        });
        let connection = graceful.watch(http.serve_connection(TokioIo::new(stream), service));
        tokio::spawn(async move {
            // How a connection ended is its caller's business.
            let _ = connection.await;
            drop(place);
        });
    }
    drop(listener);
    if timeout(LIMIT, graceful.shutdown()).await.is_err() {
        tracing::warn!("some connections didn't end in time");
    }
}

async fn answer(
    router: Router,
    request: hyper::Request<hyper::body::Incoming>,
) -> Result<hyper::Response<Body>, Infallible> {
    let answered = timeout(LIMIT, router.oneshot(request.map(Body::new))).await;
    Ok(match answered {
        Ok(Ok(response)) => response,
        Err(_) => {
            let mut response = hyper::Response::new(Body::from("too slow\n"));
            *response.status_mut() = StatusCode::REQUEST_TIMEOUT;
            response
        }
    })
}
