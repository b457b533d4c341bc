//! *TLS*: how the hub reaches a database on another machine, by the words that libpq has for it.
//!
//! | `sslmode` | what it means |
//! |---|---|
//! | `disable` | no TLS; without any word for a socket or this machine |
//! | `require` | TLS with whoever answers; with `sslrootcert` as `verify-ca` |
//! | `verify-ca` | who answers has a certificate that `sslrootcert` leads to |
//! | `verify-full` | and it is for the name that was called; without any word for other machines |
//!
//! `sslrootcert` is a PEM file with the certificates of an organisation's own CA.

use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, InvalidDnsNameError, ServerName, UnixTime};
use rustls::{
    CertificateError, ClientConfig, DigitallySignedStruct, RootCertStore, SignatureScheme,
};
use std::future::Future;
use std::io;
use std::net::IpAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio_postgres::Config;
use tokio_postgres::config::{Host, SslMode};
use tokio_postgres::tls::{ChannelBinding, MakeTlsConnect, TlsConnect, TlsStream};

/// Why an address says nothing about TLS that could be done. Nothing was connected to.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    #[error(
        "sslmode={0} leaves open whether TLS is used: say disable, require, verify-ca or verify-full"
    )]
    Mode(String),
    #[error(
        "sslmode={0} needs sslrootcert=FILE, the PEM of the CA that signed the database's certificate"
    )]
    NoRoot(&'static str),
    #[error("the certificates in {0} can't be read: it has to be PEM")]
    Root(String),
    #[error("no TLS could be set up: {0}")]
    Setup(#[from] rustls::Error),
}

/// How sure the hub is of who answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mode {
    Disable,
    Require,
    VerifyCa,
    VerifyFull,
}

/// An address without the words that the driver doesn't know.
struct Words {
    address: String,
    mode: Option<String>,
    root: Option<String>,
}

/// Takes `sslmode` and `sslrootcert` out of `key=value` pairs or of a URL's query.
fn words(address: &str) -> Words {
    let mut words = Words {
        address: String::new(),
        mode: None,
        root: None,
    };
    let mut take = |pair: &str| match pair.split_once('=') {
        Some(("sslmode", value)) => {
            words.mode = Some(unquoted(value));
            false
        }
        Some(("sslrootcert", value)) => {
            words.root = Some(unquoted(value));
            false
        }
        Some(_) | None => true,
    };
    let kept = match address.split_once('?') {
        Some((place, query)) if address.contains("://") => {
            let query: Vec<&str> = query.split('&').filter(|pair| take(pair)).collect();
            match query.is_empty() {
                true => place.to_owned(),
                false => format!("{place}?{}", query.join("&")),
            }
        }
        Some(_) | None if address.contains("://") => address.to_owned(),
        Some(_) | None => {
            let pairs = pairs(address).into_iter().filter(|pair| take(pair));
            pairs.collect::<Vec<&str>>().join(" ")
        }
    };
    words.address = kept;
    words
}

/// The pairs of a `key=value` address; blanks within quotes don't part.
fn pairs(address: &str) -> Vec<&str> {
    let (mut quoted, mut escaped) = (false, false);
    let parts = address.split(|letter: char| {
        let was_escaped = escaped;
        escaped = letter == '\\' && !was_escaped;
        if letter == '\'' && !was_escaped {
            quoted = !quoted;
        }
        letter.is_whitespace() && !quoted
    });
    parts.filter(|pair| !pair.is_empty()).collect()
}

fn unquoted(value: &str) -> String {
    let inner = value
        .strip_prefix('\'')
        .and_then(|rest| rest.strip_suffix('\''));
    inner.unwrap_or(value).to_owned()
}

/// What an address says: where the database is, and how it is talked to.
pub(super) fn read(address: &str) -> Result<(Config, Tls), super::StoreError> {
    let words = words(address);
    let mut config: Config = words.address.parse().map_err(super::StoreError::Address)?;
    let mode = match words.mode.as_deref() {
        Some("disable") => Mode::Disable,
        Some("require") if words.root.is_some() => Mode::VerifyCa,
        Some("require") => Mode::Require,
        Some("verify-ca") => Mode::VerifyCa,
        Some("verify-full") => Mode::VerifyFull,
        Some(other) => return Err(TlsError::Mode(other.to_owned()).into()),
        None if is_here(&config) => Mode::Disable,
        None => Mode::VerifyFull,
    };
    config.ssl_mode(match mode {
        Mode::Disable => SslMode::Disable,
        Mode::Require | Mode::VerifyCa | Mode::VerifyFull => SslMode::Require,
    });
    let tls = Tls::of(mode, words.root.as_deref())?;
    Ok((config, tls))
}

/// A socket, or this machine: what is said there no network hears.
fn is_here(config: &Config) -> bool {
    let is_host_here = |host: &Host| match host {
        #[cfg(unix)]
        Host::Unix(_) => true,
        Host::Tcp(name) => {
            name == "localhost" || name.parse::<IpAddr>().is_ok_and(|it| it.is_loopback())
        }
    };
    config.get_hosts().iter().all(is_host_here)
        && config.get_hostaddrs().iter().all(IpAddr::is_loopback)
}

/// Makes the driver's connections secure.
#[derive(Clone)]
pub(super) struct Tls(Arc<ClientConfig>);

impl Tls {
    fn of(mode: Mode, root: Option<&str>) -> Result<Tls, TlsError> {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let roots = || -> Result<Arc<RootCertStore>, TlsError> {
            let name = match mode {
                Mode::VerifyCa => "verify-ca",
                Mode::Disable | Mode::Require | Mode::VerifyFull => "verify-full",
            };
            certificates(root.ok_or(TlsError::NoRoot(name))?).map(Arc::new)
        };
        let builder = ClientConfig::builder_with_provider(Arc::clone(&provider))
            .with_safe_default_protocol_versions()?;
        let whose = match mode {
            Mode::VerifyFull => {
                let config = builder
                    .with_root_certificates(roots()?)
                    .with_no_client_auth();
                return Ok(Tls(Arc::new(config)));
            }
            Mode::VerifyCa => {
                let verifier =
                    WebPkiServerVerifier::builder_with_provider(roots()?, Arc::clone(&provider));
                let verifier = verifier
                    .build()
                    .map_err(|error| rustls::Error::General(error.to_string()))?;
                Some(verifier)
            }
            Mode::Disable | Mode::Require => None,
        };
        let config = builder
            .dangerous()
            .with_custom_certificate_verifier(Arc::new(Lenient { whose, provider }))
            .with_no_client_auth();
        Ok(Tls(Arc::new(config)))
    }
}

fn certificates(file: &str) -> Result<RootCertStore, TlsError> {
    let unreadable = || TlsError::Root(file.to_owned());
    let mut roots = RootCertStore::empty();
    for certificate in CertificateDer::pem_file_iter(file).map_err(|_| unreadable())? {
        let certificate = certificate.map_err(|_| unreadable())?;
        roots.add(certificate).map_err(|_| unreadable())?;
    }
    if roots.is_empty() {
        return Err(unreadable());
    }
    Ok(roots)
}

/// Doesn't ask for the name; and not whose certificate it is, where that isn't wanted.
#[derive(Debug)]
struct Lenient {
    whose: Option<Arc<WebPkiServerVerifier>>,
    provider: Arc<CryptoProvider>,
}

impl ServerCertVerifier for Lenient {
    fn verify_server_cert(
        &self,
        own: &CertificateDer<'_>,
        others: &[CertificateDer<'_>],
        name: &ServerName<'_>,
        ocsp: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        let Some(whose) = &self.whose else {
            return Ok(ServerCertVerified::assertion());
        };
        let verified = whose.verify_server_cert(own, others, name, ocsp, now);
        // The name is looked at last: everything else holds.
        let only_the_name = matches!(
            verified,
            Err(rustls::Error::InvalidCertificate(
                CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. }
            ))
        );
        if only_the_name {
            return Ok(ServerCertVerified::assertion());
        }
        verified
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        let known = &self.provider.signature_verification_algorithms;
        verify_tls12_signature(message, certificate, signed, known)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        let known = &self.provider.signature_verification_algorithms;
        verify_tls13_signature(message, certificate, signed, known)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider
            .signature_verification_algorithms
            .supported_schemes()
    }
}

impl<S> MakeTlsConnect<S> for Tls
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    type Stream = Secured<S>;
    type TlsConnect = Handshake;
    type Error = InvalidDnsNameError;

    fn make_tls_connect(&mut self, host: &str) -> Result<Handshake, InvalidDnsNameError> {
        // A socket has no name, and there is no TLS on it.
        let host = if host.is_empty() { "localhost" } else { host };
        Ok(Handshake {
            config: Arc::clone(&self.0),
            name: ServerName::try_from(host)?.to_owned(),
        })
    }
}

/// One connection about to be secured.
pub(super) struct Handshake {
    config: Arc<ClientConfig>,
    name: ServerName<'static>,
}

impl<S> TlsConnect<S> for Handshake
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    type Stream = Secured<S>;
    type Error = io::Error;
    type Future = Pin<Box<dyn Future<Output = io::Result<Secured<S>>> + Send>>;

    fn connect(self, stream: S) -> Self::Future {
        let connector = tokio_rustls::TlsConnector::from(self.config);
        Box::pin(async move { connector.connect(self.name, stream).await.map(Secured) })
    }
}

/// A connection within TLS.
pub(super) struct Secured<S>(tokio_rustls::client::TlsStream<S>);

impl<S: AsyncRead + AsyncWrite + Unpin> TlsStream for Secured<S> {
    /// Passwords aren't bound to the channel: who answers is known by the certificate.
    fn channel_binding(&self) -> ChannelBinding {
        ChannelBinding::none()
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> AsyncRead for Secured<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        into: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_read(context, into)
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> AsyncWrite for Secured<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.0).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_shutdown(context)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test says what is wrong by failing")]
mod tests {
    use super::*;

    fn taken(address: &str) -> (String, Option<String>, Option<String>) {
        let words = words(address);
        (words.address, words.mode, words.root)
    }

    #[test]
    fn the_words_about_tls_are_taken_out_of_both_forms_of_an_address() {
        let own = |text: &str| Some(text.to_owned());
        assert_eq!(
            taken("host=db.example sslmode=verify-full user=chot sslrootcert='/etc/a b.pem'"),
            (
                "host=db.example user=chot".to_owned(),
                own("verify-full"),
                own("/etc/a b.pem")
            )
        );
        assert_eq!(
            taken("postgresql://chot@db.example/chot?sslmode=require&application_name=x"),
            (
                "postgresql://chot@db.example/chot?application_name=x".to_owned(),
                own("require"),
                None
            )
        );
        assert_eq!(
            taken("postgresql://chot@db.example/chot?sslrootcert=/ca.pem"),
            (
                "postgresql://chot@db.example/chot".to_owned(),
                None,
                own("/ca.pem")
            )
        );
        let quoted = r"password='a sslmode=\' b' host=/run";
        assert_eq!(taken(quoted), (quoted.to_owned(), None, None));
    }

    #[test]
    fn another_machine_is_never_reached_without_tls_unless_somebody_says_so() {
        let mode = |address: &str| {
            read(address).map(|(config, _)| config.get_ssl_mode() == SslMode::Disable)
        };
        for here in [
            "host=/run/postgresql",
            "host=127.0.0.1",
            "host=localhost,::1",
        ] {
            assert!(mode(here).unwrap(), "{here}");
        }
        assert!(mode("host=db.example sslmode=disable").unwrap());
        assert!(!mode("host=db.example sslmode=require").unwrap());
        let silent = mode("host=db.example").unwrap_err().to_string();
        assert!(silent.contains("sslrootcert"), "{silent}");
        let open = mode("host=db.example sslmode=prefer")
            .unwrap_err()
            .to_string();
        assert!(open.contains("leaves open"), "{open}");
        let gone = mode("host=db.example sslmode=verify-ca sslrootcert=/nowhere.pem");
        assert!(gone.unwrap_err().to_string().contains("/nowhere.pem"));
    }
}
