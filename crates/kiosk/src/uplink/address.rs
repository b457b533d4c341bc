//! *Address*: where a target is on the network, and which machines that may be.
//!
//! An admin says in so many words how far a target may be: somewhere on the internet, in this
//! building's network, or on this very PC. A name that leads anywhere else is refused, whatever the
//! name service says today, and so is one that leads to several kinds of places at once.

use reqwest::Url;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// How far away a target may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reach {
    /// A public address, over https alone.
    Public,
    /// A private address of the local network, by the admin's explicit word; plain http is taken too.
    LocalNetwork,
    /// This very machine, by the admin's explicit word: a hub on the gate's own PC.
    ThisMachine,
}

impl Reach {
    pub const ALL: [Reach; 3] = [Reach::Public, Reach::LocalNetwork, Reach::ThisMachine];

    /// The word it is stored under.
    pub fn as_str(self) -> &'static str {
        match self {
            Reach::Public => "public",
            Reach::LocalNetwork => "local-network",
            Reach::ThisMachine => "this-machine",
        }
    }

    /// Whether a connection may be made to this very address.
    pub fn allows(self, to: IpAddr) -> bool {
        match (self, Whereabouts::of(to)) {
            (Reach::Public, Whereabouts::Public)
            | (Reach::LocalNetwork, Whereabouts::LocalNetwork)
            | (Reach::ThisMachine, Whereabouts::ThisMachine) => true,
            (
                Reach::Public | Reach::LocalNetwork | Reach::ThisMachine,
                Whereabouts::Public
                | Whereabouts::LocalNetwork
                | Whereabouts::ThisMachine
                | Whereabouts::Nowhere,
            ) => false,
        }
    }
}

/// What kind of place an IP address is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Whereabouts {
    Public,
    LocalNetwork,
    ThisMachine,
    /// Link-local, unspecified, multicast, reserved: never a target.
    Nowhere,
}

impl Whereabouts {
    fn of(address: IpAddr) -> Whereabouts {
        match address {
            IpAddr::V4(address) => Whereabouts::of_v4(address),
            IpAddr::V6(address) => Whereabouts::of_v6(address),
        }
    }

    /// IANA's registry of special addresses (RFC 6890 and its followers).
    fn of_v4(address: Ipv4Addr) -> Whereabouts {
        let [a, b, c, _] = address.octets();
        match (a, b, c) {
            (127, ..) => Whereabouts::ThisMachine,
            // Private use, and what a provider shares among its customers.
            (10, ..) | (172, 16..=31, _) | (192, 168, _) | (100, 64..=127, _) => {
                Whereabouts::LocalNetwork
            }
            // This network, link-local, IETF's own, documentation, old relays, benchmarks, multicast,
            // reserved, broadcast.
            (0, ..)
            | (169, 254, _)
            | (192, 0, 0 | 2)
            | (192, 88, 99)
            | (198, 18..=19, _)
            | (198, 51, 100)
            | (203, 0, 113)
            | (224..=255, ..) => Whereabouts::Nowhere,
            _ => Whereabouts::Public,
        }
    }

    fn of_v6(address: Ipv6Addr) -> Whereabouts {
        if address == Ipv6Addr::LOCALHOST {
            return Whereabouts::ThisMachine;
        }
        if let Some(inner) = address.to_ipv4_mapped() {
            return Whereabouts::of_v4(inner);
        }
        let segments = address.segments();
        match segments {
            // Translation by the network (NAT64): the IPv4 address that is inside is what is reached.
            [0x64, 0xff9b, 0, 0, 0, 0, high, low] => {
                let [a, b] = high.to_be_bytes();
                let [c, d] = low.to_be_bytes();
                Whereabouts::of_v4(Ipv4Addr::new(a, b, c, d))
            }
            // Unique local.
            [0xfc00..=0xfdff, ..] => Whereabouts::LocalNetwork,
            // Old tunnels can hide any IPv4 address inside, documentation is nobody's.
            [0x2001, 0 | 0xdb8, ..] | [0x2002, ..] | [0x3fff, 0..=0xfff, ..] => {
                Whereabouts::Nowhere
            }
            // Global unicast: all that has been given out so far.
            [0x2000..=0x3fff, ..] => Whereabouts::Public,
            _ => Whereabouts::Nowhere,
        }
    }
}

/// Why an address can't be a target's.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AddressError {
    #[error("{0:?} is no web address: write it as https://name or https://name:port")]
    NotAnAddress(String),
    #[error("an address carries no user name or password: leave out what stands before the @")]
    HasPassword,
    #[error("an address of a target ends with its path: leave out everything from the ? or # on")]
    HasQuery,
    #[error(
        "plain http is only for the local network or this PC, and only where you say so: write https, or say --local-network"
    )]
    NotHttps,
    #[error(
        "{host} is not where you said: {}",
        match reach {
            Reach::Public => "it isn't a public address; say --local-network if it is in this building's network, --this-machine if it is this PC",
            Reach::LocalNetwork => "it isn't an address of the local network",
            Reach::ThisMachine => "it isn't this PC",
        }
    )]
    OutOfReach { host: String, reach: Reach },
    #[error(
        "the file of the organisation's certificate isn't PEM with at least one certificate in it"
    )]
    NotPem,
}

/// An address that was looked at: its scheme fits its reach, and where it names an IP address, that
/// one is allowed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    url: Url,
    reach: Reach,
}

impl Address {
    pub fn parse(text: &str, reach: Reach) -> Result<Address, AddressError> {
        let not_one = || AddressError::NotAnAddress(text.to_owned());
        let mut url = Url::parse(text.trim()).map_err(|_| not_one())?;
        match (url.scheme(), reach) {
            ("https", _) | ("http", Reach::LocalNetwork | Reach::ThisMachine) => {}
            ("http", Reach::Public) => return Err(AddressError::NotHttps),
            _ => return Err(not_one()),
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(AddressError::HasPassword);
        }
        if url.query().is_some() || url.fragment().is_some() {
            return Err(AddressError::HasQuery);
        }
        let host = url.host_str().ok_or_else(not_one)?;
        // No name service is asked for an address in digits, so it is judged here.
        let digits = host.trim_start_matches('[').trim_end_matches(']');
        if let Ok(address) = digits.parse::<IpAddr>()
            && !reach.allows(address)
        {
            return Err(AddressError::OutOfReach {
                host: host.to_owned(),
                reach,
            });
        }
        let path = url.path().trim_end_matches('/').to_owned();
        url.set_path(&path);
        Ok(Address { url, reach })
    }

    pub fn reach(&self) -> Reach {
        self.reach
    }

    pub fn host(&self) -> &str {
        self.url.host_str().unwrap_or_default()
    }

    /// As it is stored and shown, without a slash at its end.
    pub fn as_str(&self) -> &str {
        self.url.as_str().trim_end_matches('/')
    }

    /// The address with a path behind it; `path` begins with a slash and may carry a query.
    pub fn join(&self, path: &str) -> String {
        format!("{}{path}", self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(reach: Reach, yes: &[&str], no: &[&str]) {
        for text in yes {
            assert!(reach.allows(text.parse().unwrap()), "{reach:?} {text}");
        }
        for text in no {
            assert!(!reach.allows(text.parse().unwrap()), "{reach:?} {text}");
        }
    }

    #[test]
    fn a_public_target_is_never_this_machine_the_local_network_or_nowhere() {
        check(
            Reach::Public,
            &[
                "113.160.0.1",
                "2405:4800::1",
                "64:ff9b::71a0:1",
                "172.32.0.1",
                "100.128.0.1",
            ],
            &[
                "127.0.0.1",
                "127.8.8.8",
                "::1",
                "::ffff:127.0.0.1",
                "::ffff:10.0.0.1",
                "::",
                "0.0.0.0",
                "0.1.2.3",
                "10.1.1.1",
                "172.16.0.1",
                "172.31.255.255",
                "192.168.1.1",
                "100.64.0.1",
                "169.254.169.254",
                "fe80::1",
                "fec0::1",
                "fd00::1",
                "224.0.0.1",
                "255.255.255.255",
                "ff02::1",
                "2002:7f00:1::",
                "2001:0:1::",
                "64:ff9b::7f00:1",
                "64:ff9b::a9fe:a9fe",
                "::127.0.0.1",
                "198.18.0.1",
                "240.0.0.1",
                "192.0.2.1",
            ],
        );
    }

    #[test]
    fn the_local_network_and_this_machine_are_said_apart() {
        check(
            Reach::LocalNetwork,
            &[
                "10.1.1.1",
                "172.16.9.9",
                "192.168.0.9",
                "fd12::1",
                "::ffff:192.168.0.9",
            ],
            &[
                "127.0.0.1",
                "::1",
                "169.254.1.1",
                "fe80::1",
                "113.160.0.1",
                "0.0.0.0",
            ],
        );
        check(
            Reach::ThisMachine,
            &["127.0.0.1", "127.0.0.53", "::1"],
            &["10.1.1.1", "0.0.0.0", "::", "113.160.0.1", "fe80::1"],
        );
    }

    #[test]
    fn plain_http_needs_the_admin_s_word() {
        let parse = |text, reach| Address::parse(text, reach);
        assert_eq!(
            parse("http://hub.example.vn", Reach::Public),
            Err(AddressError::NotHttps)
        );
        assert!(parse("https://hub.example.vn", Reach::Public).is_ok());
        assert!(parse("http://hub.local:8080", Reach::LocalNetwork).is_ok());
        assert!(parse("http://127.0.0.1:8080", Reach::ThisMachine).is_ok());
    }

    #[test]
    fn an_address_in_digits_is_judged_in_whatever_way_it_is_written() {
        // 127.0.0.1 in decimal, hexadecimal, octal and short: the URL's own rules unfold them.
        for text in [
            "https://127.0.0.1",
            "https://2130706433",
            "https://0x7f000001",
            "https://0177.0.0.1",
            "https://127.1",
            "https://[::1]",
            "https://[::ffff:127.0.0.1]",
            "https://169.254.169.254/latest",
            "https://0.0.0.0",
            "https://10.0.0.8",
        ] {
            assert!(
                matches!(
                    Address::parse(text, Reach::Public),
                    Err(AddressError::OutOfReach { .. })
                ),
                "{text}"
            );
        }
    }

    #[test]
    fn what_is_no_address_is_refused_with_the_reason() {
        let parse = |text| Address::parse(text, Reach::Public);
        for text in [
            "",
            "hub.example.vn",
            "ftp://hub.example.vn",
            "file:///etc",
            "https://",
        ] {
            assert!(
                matches!(parse(text), Err(AddressError::NotAnAddress(_))),
                "{text}"
            );
        }
        assert_eq!(
            parse("https://me:secret@hub.example"),
            Err(AddressError::HasPassword)
        );
        assert_eq!(
            parse("https://hub.example.vn/?a=1"),
            Err(AddressError::HasQuery)
        );
    }

    #[test]
    fn paths_are_joined_with_one_slash() {
        for text in [
            "https://hub.example.vn/chot/",
            "https://hub.example.vn/chot",
        ] {
            let address = Address::parse(text, Reach::Public).unwrap();
            assert_eq!(address.join("/v1"), "https://hub.example.vn/chot/v1");
        }
        let bare = Address::parse("https://hub.example.vn", Reach::Public).unwrap();
        assert_eq!(bare.join("/v1"), "https://hub.example.vn/v1");
        assert_eq!(bare.as_str(), "https://hub.example.vn");
    }
}
