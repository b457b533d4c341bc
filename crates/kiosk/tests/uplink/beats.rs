//! What a hub answers to a sign of life: the same table, and its unsigned twins.

use super::hub::join;
use super::post::Post;
use super::server::Reply;
use checkpoint::wire::signed::Code;
use kiosk::uplink::standing::Standing;

#[test]
fn a_post_that_is_retired_delivers_what_it_had_and_is_told_so() {
    let post = Post::with(3);
    let joined = join(&post, |hub, asked| {
        asked
            .path
            .ends_with("heartbeat")
            .then(|| Some(hub.refusal(asked, Code::Retired, None)))
    });
    let cards = post.send();
    assert_eq!(joined.hub.lock().unwrap().lines(), 3);
    assert_eq!(
        (cards[0].standing, cards[0].waiting),
        (Standing::Stopped, 0)
    );
    assert_eq!(post.target(joined.id).problem.unwrap().word, "retired");
    // It goes on recording, and what it records still arrives.
    post.append(2);
    post.send();
    assert_eq!(joined.hub.lock().unwrap().lines(), 5);
}

#[test]
fn a_signed_no_to_a_heartbeat_is_an_alarm_and_an_unsigned_one_changes_nothing_but_the_timer() {
    for (code, word) in [
        (Code::Distrusted, Some("distrusted")),
        (Code::Version, Some("update")),
        (Code::Retired, Some("retired")),
        // The certificate is shown, and shown in vain.
        (Code::Unknown, Some("unknown")),
    ] {
        let post = Post::with(2);
        let joined = join(&post, move |hub, asked| {
            let is_asked = asked.path.ends_with("heartbeat") || asked.path == "/v1/enrol";
            is_asked.then(|| Some(hub.refusal(asked, code, None)))
        });
        post.send();
        let problem = post.target(joined.id).problem;
        assert_eq!(problem.as_ref().map(|problem| problem.word.as_str()), word);
        assert!(problem.unwrap().is_final);

        let post = Post::with(2);
        let spoilt = |mut reply: Reply| {
            let at = reply.body.len() - 20;
            reply.body[at] = if reply.body[at] == b'A' { b'B' } else { b'A' };
            reply
        };
        let joined = join(&post, move |hub, asked| {
            asked
                .path
                .ends_with("heartbeat")
                .then(|| Some(spoilt(hub.refusal(asked, code, None))))
        });
        let before = post.target(joined.id);
        let cards = post.send();
        let after = post.target(joined.id);
        assert_eq!(cards[0].standing, Standing::Failing, "{code:?}");
        assert_eq!(after.cursor, before.cursor);
        assert_eq!(after.forked, None);
        assert_eq!(
            after.membership.map(|membership| membership.at),
            before.membership.map(|membership| membership.at)
        );
        assert!(joined.server.asked("/v1/enrol").is_empty(), "{code:?}");
        assert!(joined.server.asked("batches").is_empty(), "{code:?}");
    }
}
