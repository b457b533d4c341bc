//! *User*: somebody who signs in at the hub, and sees one unit and all below it.

mod password;
mod session;
mod throttle;

pub use password::Hasher;
pub use session::{Session, confirm, sign_in, sign_out, signed_in};
pub use throttle::Throttle;

use crate::store::{Store, StoreError};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// The shortest password. NIST SP 800-63B asks for eight letters and no other rule; ours are for offices.
const SHORTEST: usize = 10;
/// The longest one that is hashed.
const LONGEST: usize = 256;

/// What a user may see and do.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    ToSchema,
    clap::ValueEnum,
)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Figures, and nobody's data.
    Viewer,
    /// The book of the units, with the subjects that were sent.
    Head,
    /// Units, posts and users too.
    Admin,
}

impl Role {
    pub fn word(self) -> &'static str {
        match self {
            Role::Viewer => "viewer",
            Role::Head => "head",
            Role::Admin => "admin",
        }
    }

    fn of(word: &str) -> Role {
        match word {
            "admin" => Role::Admin,
            "head" => Role::Head,
            _ => Role::Viewer,
        }
    }
}

/// Why somebody isn't made a user or isn't let in.
#[derive(Debug, thiserror::Error)]
pub enum UserError {
    #[error("a password has {SHORTEST} to {LONGEST} bytes")]
    Password,
    #[error("there is a user of that name")]
    NameTaken,
    #[error("there is no such unit")]
    NoUnit,
    /// Nobody learns which of the two it was.
    #[error("the name or the password is wrong")]
    Wrong,
    #[error("too many tries: wait {seconds} s")]
    TooMany { seconds: u64 },
    #[error("the password can't be hashed: {0}")]
    Hash(String),
    #[error(transparent)]
    Key(#[from] crate::keyring::KeyringError),
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<tokio_postgres::Error> for UserError {
    fn from(error: tokio_postgres::Error) -> UserError {
        UserError::Store(StoreError::Database(error))
    }
}

/// Makes a user at the top of a branch of the tree. Names are told apart in small letters.
pub async fn add(
    store: &Store,
    hasher: &Hasher,
    unit: Uuid,
    name: &str,
    role: Role,
    password: &str,
) -> Result<Uuid, UserError> {
    if !(SHORTEST..=LONGEST).contains(&password.len()) {
        return Err(UserError::Password);
    }
    let hash = hasher.hash(password).await?;
    let user = Uuid::now_v7();
    let client = store.hub().await?;
    client
        .query_opt(include_str!("unit_there.sql"), &[&unit])
        .await?
        .ok_or(UserError::NoUnit)?;
    let made = client
        .execute(
            include_str!("add.sql"),
            &[&unit, &user, &name.to_lowercase(), &role.word(), &hash],
        )
        .await?;
    if made == 0 {
        return Err(UserError::NameTaken);
    }
    Ok(user)
}

/// Whether there is a user at all.
pub async fn is_anyone(store: &Store) -> Result<bool, UserError> {
    let client = store.hub().await?;
    let row = client.query_opt(include_str!("anyone.sql"), &[]).await?;
    Ok(row.is_some())
}
