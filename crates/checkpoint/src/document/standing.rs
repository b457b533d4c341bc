//! *Standing*: what became of a document's proof at a moment.

use super::Certificate;

/// What became of a proof. Kept apart, because each asks something else of people: an expired
/// certificate is renewed, an unknown issuer is looked up, a forged one is a matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    Valid,
    /// Authentic, and past its end or its signer's.
    Expired,
    /// Authentic, and before its beginning or its signer's.
    NotYetValid,
    /// The trust list has no key of that name: nothing is known, nothing is proven.
    UnknownIssuer,
    /// Forged or damaged, in the first layer that doesn't hold.
    Forged(Layer),
    /// Authentic, and withdrawn by whoever may withdraw it.
    Revoked,
    /// Ours, and meant for another unit or another use: *not for here*.
    Elsewhere,
}

/// The layers of a signed document, outermost first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Layer {
    /// `HC1:`, `shc:/`, `CHOT1:`.
    Prefix,
    /// Base45; of a SMART Health Card, its pairs of digits.
    Base45,
    /// The compressed stream, whole and within its bounds.
    Zlib,
    /// COSE and the claims in it; of a SMART Health Card, the JWS and its header.
    Cose,
    Signature,
    /// The signer may not sign this kind of document.
    KeyUsage,
    /// Times that are none: NaN, negative, words.
    Time,
    /// The issuer names another country than its signer's.
    Country,
    /// What the payload has to say.
    Shape,
}

impl Layer {
    /// Its word in machine-readable output, and in [`Checks`].
    pub fn word(self) -> &'static str {
        match self {
            Layer::Prefix => "prefix",
            Layer::Base45 => "base45",
            Layer::Zlib => "zlib",
            Layer::Cose => "cose",
            Layer::Signature => "signature",
            Layer::KeyUsage => "key_usage",
            Layer::Time => "time",
            Layer::Country => "country",
            Layer::Shape => "shape",
        }
    }
}

/// What was checked: true, false, or None where it wasn't reached or isn't asked of this form.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Checks {
    pub prefix: Option<bool>,
    pub base45: Option<bool>,
    pub zlib: Option<bool>,
    pub cose: Option<bool>,
    pub signature: Option<bool>,
    pub key_usage: Option<bool>,
    pub time: Option<bool>,
    pub country: Option<bool>,
    pub shape: Option<bool>,
}

impl Checks {
    /// The outermost layer that was reached and doesn't hold.
    pub fn first_wrong(&self) -> Option<Layer> {
        self.by_layer()
            .into_iter()
            .find(|(_, check)| *check == Some(false))
            .map(|(layer, _)| layer)
    }

    /// Each layer with its check, outermost first.
    pub fn by_layer(&self) -> [(Layer, Option<bool>); 9] {
        [
            (Layer::Prefix, self.prefix),
            (Layer::Base45, self.base45),
            (Layer::Zlib, self.zlib),
            (Layer::Cose, self.cose),
            (Layer::Signature, self.signature),
            (Layer::KeyUsage, self.key_usage),
            (Layer::Time, self.time),
            (Layer::Country, self.country),
            (Layer::Shape, self.shape),
        ]
    }
}

/// What is remarkable and changes no standing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Warning {
    /// `iat` lies in the future: the issuer's clock or ours is wrong.
    IssuedInFuture,
    /// The trust list is older than its keepers promised.
    TrustListOld,
}

/// Whom the trust list names as the signer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issuer {
    /// ISO 3166, two letters, where it is a country's.
    pub country: Option<String>,
    /// A name that people read, where the list has one.
    pub name: Option<String>,
    /// Where the list has the key from.
    pub source: String,
}

/// A proof that was looked at.
#[derive(Clone, Debug, PartialEq)]
pub struct Verified {
    pub standing: Standing,
    pub checks: Checks,
    pub warnings: Vec<Warning>,
    /// None where the trust list doesn't know it.
    pub issuer: Option<Issuer>,
    /// None where it is forged or can't be read: what it says is nobody's word.
    pub certificate: Option<Certificate>,
}

impl Verified {
    /// A document whose outermost wrong layer its checks name.
    pub(super) fn forged(checks: Checks) -> Verified {
        Verified {
            standing: Standing::Forged(checks.first_wrong().unwrap_or(Layer::Shape)),
            checks,
            warnings: Vec::new(),
            issuer: None,
            certificate: None,
        }
    }
}
