//! *Password*: argon2id with the parameters of RFC 9106 as OWASP lowers them (19 MiB, 2 passes), a few at a time.

use super::UserError;
use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use std::sync::Arc;
use tokio::sync::Semaphore;
use zeroize::Zeroizing;

/// Hashes that are made at a time: each takes 19 MiB and a core.
const AT_A_TIME: usize = 2;

/// Hashes and compares passwords. Cheap to clone.
#[derive(Clone)]
pub struct Hasher {
    places: Arc<Semaphore>,
}

impl Default for Hasher {
    fn default() -> Hasher {
        Hasher {
            places: Arc::new(Semaphore::new(AT_A_TIME)),
        }
    }
}

impl Hasher {
    /// In PHC form, under a salt of its own.
    pub async fn hash(&self, password: &str) -> Result<String, UserError> {
        let password = Zeroizing::new(password.to_owned());
        self.run(move || {
            Argon2::default()
                .hash_password(password.as_bytes())
                .map(|hash| hash.to_string())
                .map_err(|error| UserError::Hash(error.to_string()))
        })
        .await?
    }

    /// Whether it is the password. Without a hash it takes as long and is wrong: how long an answer takes tells nobody
    /// which names there are.
    pub async fn is_right(&self, password: &str, hash: Option<String>) -> Result<bool, UserError> {
        let password = Zeroizing::new(password.to_owned());
        self.run(move || match hash {
            Some(hash) => PasswordHash::new(&hash).is_ok_and(|hash| {
                Argon2::default()
                    .verify_password(password.as_bytes(), &hash)
                    .is_ok()
            }),
            None => {
                // Only the time that it takes is wanted.
                let _ = Argon2::default().hash_password(password.as_bytes());
                false
            }
        })
        .await
    }

    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, UserError> {
        let _place = self
            .places
            .acquire()
            .await
            .map_err(|error| UserError::Hash(error.to_string()))?;
        tokio::task::spawn_blocking(work)
            .await
            .map_err(|error| UserError::Hash(error.to_string()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_is_hashed_by_argon2id_and_found_again() {
        let hasher = Hasher::default();
        let hash = hasher.hash("mật khẩu dài").await.unwrap();
        assert!(
            hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"),
            "{hash}"
        );
        let right = |password: &'static str| hasher.is_right(password, Some(hash.clone()));
        assert!(right("mật khẩu dài").await.unwrap());
        assert!(!right("mật khẩu dái").await.unwrap());
        assert!(!hasher.is_right("mật khẩu dài", None).await.unwrap());
    }
}
