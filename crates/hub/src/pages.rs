//! *Pages*: what a browser shows at a hub, built from `ui` and read whole at the start. No path is ever made of a request.

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The page that every address without a file shows.
const FIRST: &str = "/hub.html";
/// Where files lie whose names change with what is in them.
const NAMED_BY_CONTENT: &str = "/assets/";

/// Everything comes from the hub itself, nothing is inline, and nobody puts a page of ours into one of theirs.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// Why there are no pages.
#[derive(Debug, thiserror::Error)]
pub enum PagesError {
    #[error("{0}: {1}")]
    Io(PathBuf, io::Error),
    #[error(
        "{0} holds no hub.html: build the pages (npm run build:hub in ui) or name another --pages"
    )]
    None(PathBuf),
}

struct File {
    kind: &'static str,
    bytes: Bytes,
}

/// The pages' files by their addresses.
#[derive(Clone, Default)]
pub struct Pages(Arc<BTreeMap<String, File>>);

impl Pages {
    /// Reads a folder and all below it.
    pub fn read(folder: &Path) -> Result<Pages, PagesError> {
        let mut files = BTreeMap::new();
        collect(folder, "", &mut files)?;
        if !files.contains_key(FIRST) {
            return Err(PagesError::None(folder.to_path_buf()));
        }
        Ok(Pages(Arc::new(files)))
    }

    fn find(&self, path: &str) -> Option<(&str, &File)> {
        let named = self.0.get_key_value(path);
        // Addresses within the page are the page's own business; a missing file is missing.
        let named = named.or_else(|| {
            let is_page = !path.contains('.') && !path.starts_with(NAMED_BY_CONTENT);
            is_page.then(|| self.0.get_key_value(FIRST)).flatten()
        });
        named.map(|(name, file)| (name.as_str(), file))
    }
}

fn collect(
    folder: &Path,
    address: &str,
    files: &mut BTreeMap<String, File>,
) -> Result<(), PagesError> {
    let failed = |error| PagesError::Io(folder.to_path_buf(), error);
    for entry in fs::read_dir(folder).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let own = format!("{address}/{}", entry.file_name().to_string_lossy());
        if entry.file_type().map_err(failed)?.is_dir() {
            collect(&entry.path(), &own, files)?;
        } else if let Some(kind) = kind(&own) {
            let bytes = fs::read(entry.path()).map_err(failed)?;
            let bytes = Bytes::from(bytes);
            files.insert(own, File { kind, bytes });
        }
    }
    Ok(())
}

/// The media type by a name's end. Others aren't served.
fn kind(name: &str) -> Option<&'static str> {
    let (_, end) = name.rsplit_once('.')?;
    Some(match end {
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "woff2" => "font/woff2",
        _ => return None,
    })
}

/// Every address that no other route has.
pub fn routes(pages: Pages) -> Router {
    Router::new().fallback(file).with_state(pages)
}

async fn file(State(pages): State<Pages>, request: Request) -> Response {
    let path = request.uri().path();
    if ["/api/", "/v1/"].iter().any(|own| path.starts_with(own)) {
        return StatusCode::NOT_FOUND.into_response();
    }
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return StatusCode::METHOD_NOT_ALLOWED.into_response();
    }
    match pages.find(path) {
        Some((name, file)) => {
            let keep = if name.starts_with(NAMED_BY_CONTENT) {
                "public, max-age=31536000, immutable"
            } else {
                "no-cache"
            };
            let headers = [
                (header::CONTENT_TYPE, file.kind),
                (header::CACHE_CONTROL, keep),
            ];
            (headers, file.bytes.clone()).into_response()
        }
        None => (StatusCode::NOT_FOUND, "no such page\n").into_response(),
    }
}

/// Says to browsers, with every answer, what they may do with it.
pub fn guarded(routes: Router) -> Router {
    routes.layer(from_fn(guard))
}

async fn guard(request: Request, next: Next) -> Response {
    let is_api = request.uri().path().starts_with("/api/");
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in [
        ("content-security-policy", POLICY),
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
        ("referrer-policy", "no-referrer"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
    ] {
        headers.insert(
            HeaderName::from_static(name),
            HeaderValue::from_static(value),
        );
    }
    // What somebody saw who was signed in stays in no cache.
    if is_api {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pages() -> Pages {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("assets")).unwrap();
        for name in ["hub.html", "assets/hub-1.js", "assets/secret.key"] {
            fs::write(folder.path().join(name), name).unwrap();
        }
        Pages::read(folder.path()).unwrap()
    }

    #[test]
    fn a_file_is_found_by_its_address_and_every_other_address_is_the_page() {
        let pages = pages();
        let found = |path: &str| pages.find(path).map(|(name, _)| name.to_owned());
        assert_eq!(found("/assets/hub-1.js").unwrap(), "/assets/hub-1.js");
        assert_eq!(found("/").unwrap(), FIRST);
        assert_eq!(found("/book/of/a/unit").unwrap(), FIRST);
        for path in [
            "/assets/secret.key",
            "/assets/gone.js",
            "/../hub.html",
            "/assets/../../x.html",
            "/gone.css",
        ] {
            assert_eq!(found(path), None, "{path}");
        }
    }

    #[test]
    fn a_folder_without_the_page_is_told() {
        let folder = tempfile::tempdir().unwrap();
        assert!(matches!(
            Pages::read(folder.path()),
            Err(PagesError::None(_))
        ));
        let gone = folder.path().join("gone");
        assert!(matches!(Pages::read(&gone), Err(PagesError::Io(..))));
    }
}
