//! *Frame*: the live preview. The page asks for one picture after another; each answer waits for a
//! newer one, so pictures never queue up and no port is opened.

use kiosk::preview::Preview;
use kiosk::watch::Watch;
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, Sender};
use std::time::Duration;
use tauri::http::{Request, Response, StatusCode};
use tauri::{Manager, UriSchemeContext, UriSchemeResponder, Wry};

/// How long a question waits for a newer picture before it is told to ask again.
const PATIENCE: Duration = Duration::from_millis(500);

/// Answers the page's questions on a thread of its own.
pub struct Server(Sender<UriSchemeResponder>);

impl Server {
    pub fn start(watch: &Watch) -> Server {
        let (questions, queue) = mpsc::channel();
        let preview = watch.preview();
        std::thread::spawn(move || answer_all(&queue, &preview));
        Server(questions)
    }
}

/// The scheme's entry: never blocks the page's thread.
pub fn serve(
    context: UriSchemeContext<'_, Wry>,
    _question: Request<Vec<u8>>,
    responder: UriSchemeResponder,
) {
    match context.app_handle().try_state::<Server>() {
        Some(server) => {
            // The thread ends only with the program.
            let _ = server.0.send(responder);
        }
        None => responder.respond(nothing_yet()),
    }
}

fn answer_all(queue: &Receiver<UriSchemeResponder>, preview: &Arc<Preview>) {
    let mut given = 0;
    while let Ok(responder) = queue.recv() {
        let Some((number, jpeg)) = preview.after(given, PATIENCE) else {
            responder.respond(nothing_yet());
            continue;
        };
        given = number;
        let response = Response::builder()
            .header("content-type", "image/jpeg")
            .header("cache-control", "no-store")
            .body(jpeg.to_vec())
            .unwrap_or_else(|_| nothing_yet());
        responder.respond(response);
    }
}

fn nothing_yet() -> Response<Vec<u8>> {
    let mut response = Response::new(Vec::new());
    *response.status_mut() = StatusCode::SERVICE_UNAVAILABLE;
    response
}
