//! *Refusal*: an error that a page shows or acts on.

use crate::acts::ActError;
use crate::store::StoreError;
use crate::sync::InviteError;
use crate::tree::{HoursError, TreeError};
use crate::users::UserError;
use axum::Json;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

/// Why an answer is no.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    #[error("sign in first")]
    SignedOut,
    #[error("the name or the password is wrong")]
    Wrong,
    #[error("too many tries")]
    TooMany { seconds: u64 },
    #[error("this request doesn't come from a page of the hub")]
    Foreign,
    #[error("your role doesn't allow this")]
    NotAllowed,
    /// Also what is there and isn't theirs: nobody learns which.
    #[error("there is no such thing")]
    NotFound,
    #[error("the request isn't what the description says")]
    Malformed,
    #[error("there is one of that name or number already")]
    Taken,
    #[error(transparent)]
    Hours(#[from] HoursError),
    #[error("the days end before they begin, or are more than {0}: ask for fewer")]
    Span(usize),
    #[error("the hub can't answer now")]
    Unable,
}

/// A refusal's body.
#[derive(Serialize, ToSchema)]
pub struct Said {
    /// `signed-out`, `wrong`, `too-many`, `foreign`, `not-allowed`, `not-found`, `malformed`, `taken`, `hours`, `span`, `unable`
    code: &'static str,
    /// In words, for whoever reads a log.
    error: String,
}

impl From<StoreError> for Refusal {
    fn from(error: StoreError) -> Refusal {
        tracing::warn!(%error, "a question couldn't be answered");
        Refusal::Unable
    }
}

impl From<tokio_postgres::Error> for Refusal {
    fn from(error: tokio_postgres::Error) -> Refusal {
        StoreError::from(error).into()
    }
}

impl From<UserError> for Refusal {
    fn from(error: UserError) -> Refusal {
        match error {
            UserError::Wrong => Refusal::Wrong,
            UserError::TooMany { seconds } => Refusal::TooMany { seconds },
            UserError::Store(error) => error.into(),
            UserError::NameTaken => Refusal::Taken,
            UserError::Password | UserError::NoUnit => Refusal::Malformed,
            UserError::Hash(_) | UserError::Key(_) => {
                tracing::error!(%error, "a user couldn't be looked at");
                Refusal::Unable
            }
        }
    }
}

impl From<ActError> for Refusal {
    fn from(error: ActError) -> Refusal {
        match error {
            ActError::Store(error) => error.into(),
            ActError::Key(_) | ActError::Line(_) | ActError::Broken { .. } => {
                tracing::error!(%error, "an act couldn't be written down");
                Refusal::Unable
            }
        }
    }
}

impl From<TreeError> for Refusal {
    fn from(error: TreeError) -> Refusal {
        match error {
            TreeError::NoUnit | TreeError::NoDevice => Refusal::NotFound,
            TreeError::GateTaken => Refusal::Taken,
            TreeError::Loop => Refusal::Malformed,
            TreeError::Hours(error) => error.into(),
            TreeError::Store(error) => error.into(),
            TreeError::Key(_) => {
                tracing::error!(%error, "the tree couldn't be changed");
                Refusal::Unable
            }
        }
    }
}

impl From<InviteError> for Refusal {
    fn from(error: InviteError) -> Refusal {
        match error {
            InviteError::NoPost => Refusal::NotFound,
            InviteError::Store(error) => error.into(),
            InviteError::Key(_) => {
                tracing::error!(%error, "nobody could be invited");
                Refusal::Unable
            }
        }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let (status, code) = match self {
            Refusal::SignedOut => (StatusCode::UNAUTHORIZED, "signed-out"),
            Refusal::Wrong => (StatusCode::UNAUTHORIZED, "wrong"),
            Refusal::TooMany { .. } => (StatusCode::TOO_MANY_REQUESTS, "too-many"),
            Refusal::Foreign => (StatusCode::FORBIDDEN, "foreign"),
            Refusal::NotAllowed => (StatusCode::FORBIDDEN, "not-allowed"),
            Refusal::NotFound => (StatusCode::NOT_FOUND, "not-found"),
            Refusal::Malformed => (StatusCode::BAD_REQUEST, "malformed"),
            Refusal::Taken => (StatusCode::CONFLICT, "taken"),
            Refusal::Hours(_) => (StatusCode::BAD_REQUEST, "hours"),
            Refusal::Span(_) => (StatusCode::BAD_REQUEST, "span"),
            Refusal::Unable => (StatusCode::SERVICE_UNAVAILABLE, "unable"),
        };
        let wait = match self {
            Refusal::TooMany { seconds } => Some(seconds),
            Refusal::Unable => Some(5),
            Refusal::SignedOut
            | Refusal::Wrong
            | Refusal::Foreign
            | Refusal::NotAllowed
            | Refusal::NotFound
            | Refusal::Malformed
            | Refusal::Taken
            | Refusal::Hours(_)
            | Refusal::Span(_) => None,
        };
        let said = Json(Said {
            code,
            error: self.to_string(),
        });
        match wait {
            Some(seconds) => {
                (status, [(header::RETRY_AFTER, seconds.to_string())], said).into_response()
            }
            None => (status, said).into_response(),
        }
    }
}
