//! *Web*: one target's line to the network. Every connection goes to an address that was looked at.

use super::address::{Address, AddressError, Reach};
use super::fault::{self, Fault, Unresolved};
use reqwest::Method;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use std::net::{SocketAddr, ToSocketAddrs};
use std::sync::Arc;
use std::time::Duration;

/// The longest that a connection may take to be made.
const CONNECT: Duration = Duration::from_secs(10);
/// The longest that one request and its answer may take, a little more than a hub allows.
const WHOLE: Duration = Duration::from_secs(40);
/// Idle connections are let go before most servers and boxes on the way do it.
const IDLE: Duration = Duration::from_secs(25);
/// The longest answer that is read, in bytes (PROTOCOL.md, Limits).
pub const LONGEST_ANSWER: usize = 1 << 20;

/// What is asked of a target.
#[derive(Clone, Debug)]
pub struct Request {
    pub method: Method,
    /// Where, whole.
    pub url: String,
    /// Names in small letters.
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

/// What came back, whoever sent it: nothing of it is believed yet.
#[derive(Clone, Debug)]
pub struct Answer {
    pub status: u16,
    headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Answer {
    /// A header's text; None where it is absent or no text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// As the protocol's table of answers reads it.
    pub(super) fn wire(&self) -> checkpoint::wire::answer::Answer<'_> {
        checkpoint::wire::answer::Answer {
            status: self.status,
            chot_sync: self.header("chot-sync"),
            content_type: self.header("content-type"),
            retry_after: self.header("retry-after"),
            body: &self.body,
        }
    }

    /// The seconds of `Retry-After`. A date there counts as absent: no clock of a stranger is asked.
    pub fn retry_after(&self) -> Option<Duration> {
        let seconds = self.header("retry-after")?.trim().parse().ok()?;
        Some(Duration::from_secs(seconds))
    }

    /// A redirect or a web page.
    pub fn is_page(&self) -> bool {
        let html = self.header("content-type").is_some_and(|kind| {
            let kind = kind.trim_start().to_ascii_lowercase();
            kind.starts_with("text/html") || kind.starts_with("application/xhtml")
        });
        (300..400).contains(&self.status) || html
    }
}

/// Connections to one target.
#[derive(Clone, Debug)]
pub struct Web {
    client: reqwest::Client,
    address: Address,
}

impl Web {
    /// With `ca`, the PEM of an organisation's certificates, only what they signed is accepted.
    /// Proxies are the system's, and only on the way to public addresses.
    pub fn new(address: Address, ca: Option<&str>) -> Result<Web, AddressError> {
        // Another part of the program may have chosen the same provider before.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let guide = Guide {
            host: address.host().to_owned(),
            reach: address.reach(),
        };
        let mut builder = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .referer(false)
            .user_agent(crate::APP)
            .connect_timeout(CONNECT)
            .timeout(WHOLE)
            .pool_idle_timeout(IDLE)
            .pool_max_idle_per_host(1)
            .dns_resolver(Arc::new(guide));
        if address.reach() != Reach::Public {
            builder = builder.no_proxy();
        }
        if let Some(pem) = ca {
            builder = builder.tls_certs_only(certificates(pem)?);
        }
        let client = builder.build().map_err(|_| AddressError::NotPem)?;
        Ok(Web { client, address })
    }

    pub fn address(&self) -> &Address {
        &self.address
    }

    /// One request, one answer, whatever its status.
    pub async fn ask(&self, request: Request) -> Result<Answer, Fault> {
        let host = self.address.host();
        let of = |error: reqwest::Error| fault::of_request(&error, host, self.address.reach());
        let mut headers = HeaderMap::new();
        for (name, value) in &request.headers {
            // Ours are all tokens and visible ASCII; one that isn't would not be sent.
            if let (Ok(name), Ok(value)) = (
                HeaderName::from_bytes(name.as_bytes()),
                HeaderValue::from_str(value),
            ) {
                headers.insert(name, value);
            }
        }
        let mut response = self
            .client
            .request(request.method, &request.url)
            .headers(headers)
            .body(request.body)
            .send()
            .await
            .map_err(of)?;
        let status = response.status().as_u16();
        let headers = response.headers().clone();
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(of)? {
            if body.len() + chunk.len() > LONGEST_ANSWER {
                return Err(Fault::TooLong(host.to_owned()));
            }
            body.extend_from_slice(&chunk);
        }
        Ok(Answer {
            status,
            headers,
            body,
        })
    }
}

/// The certificates of a PEM file; at least one.
pub fn certificates(pem: &str) -> Result<Vec<reqwest::Certificate>, AddressError> {
    let found =
        reqwest::Certificate::from_pem_bundle(pem.as_bytes()).map_err(|_| AddressError::NotPem)?;
    if found.is_empty() {
        return Err(AddressError::NotPem);
    }
    Ok(found)
}

/// Asks the system's name service and lets only allowed addresses through. What it lets through is
/// what is connected to: the name isn't asked for again.
#[derive(Clone, Debug)]
struct Guide {
    host: String,
    reach: Reach,
}

impl Resolve for Guide {
    fn resolve(&self, name: Name) -> Resolving {
        let guide = self.clone();
        Box::pin(async move {
            let host = name.as_str().to_owned();
            // Only a proxy of the system's has another name than the target, and the system vouches for it.
            let is_proxy = !host.eq_ignore_ascii_case(&guide.host);
            let asked = tokio::task::spawn_blocking(move || (host, 0).to_socket_addrs());
            let found: Vec<SocketAddr> = match asked.await {
                Ok(Ok(found)) => found.collect(),
                Ok(Err(_)) | Err(_) => Vec::new(),
            };
            if found.is_empty() {
                return Err(Unresolved::Unknown.into());
            }
            // One address out of place is enough: a name that leads to several kinds of places is a trick.
            if !is_proxy && !found.iter().all(|found| guide.reach.allows(found.ip())) {
                return Err(Unresolved::NotAllowed.into());
            }
            Ok(Box::new(found.into_iter()) as Addrs)
        })
    }
}
