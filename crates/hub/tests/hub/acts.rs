//! What users do at the pages is a log of its own, which proves itself.

use crate::desk::{ask, sign_in, user};
use crate::post::{Post, assert_acked};
use crate::support::{Running, superuser};
use checkpoint::entry::{Audit, Entry, Kind};
use checkpoint::wire::signed::{Head, Pin, Signed};
use hub::acts::{ActError, acts, number};
use hub::users::Role;
use serde_json::json;
use std::collections::BTreeSet;
use uuid::Uuid;

fn entries(lines: &[Vec<u8>]) -> Vec<Entry> {
    let lines = lines.iter();
    lines.map(|line| Entry::parse(line).unwrap()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_users_do_is_the_log_of_their_unit_s_hub_device() {
    let hub = Running::start().await;
    user(&hub, hub.unit, "head", Role::Head).await;
    let mut post = Post::enrolled(&hub).await;
    post.write_with_note("giao hàng");
    assert_acked(&post.post(&hub, 1, 1).await, 1);
    let nothing = acts(&hub.store, hub.unit).await.unwrap();
    assert_eq!((nothing.lines.len(), nothing.said), (0, None));

    let (cookie, csrf) = sign_in(&hub, "head").await;
    let headers = [("cookie", cookie.as_str()), ("chot-csrf", csrf.as_str())];
    let span = "first=2026-01-01&last=2026-01-31";
    let path = format!("/api/report.csv?unit={}&{span}", hub.unit);
    assert_eq!(ask(&hub, "GET", &path, &headers, None).await.status, 200);
    let path = format!("/api/report/xlsx?unit={}&{span}", hub.unit);
    assert_eq!(ask(&hub, "GET", &path, &headers, None).await.status, 200);
    let text = |bytes: &[u8; 16]| checkpoint::base64url::base64url(bytes);
    let which = json!({
        "device": text(&post.device.0), "branch": text(&post.branch.0), "seq": 1,
    });
    let path = format!("/api/units/{}/erasures", hub.unit);
    let erased = ask(&hub, "POST", &path, &headers, Some(which)).await;
    assert_eq!(erased.status, 202, "{}", erased.text());

    let done = acts(&hub.store, hub.unit).await.unwrap();
    let entries = entries(&done.lines);
    let kinds: Vec<&Kind> = entries.iter().map(|entry| &entry.said.kind).collect();
    assert_eq!(
        kinds,
        [
            &Kind::Audit(Audit::SignIn),
            &Kind::Audit(Audit::Export),
            &Kind::Audit(Audit::Export),
            &Kind::Audit(Audit::Erase)
        ]
    );
    let database = superuser(&hub.database).await;
    let id: Uuid = database
        .query_one("SELECT user_id FROM app_user WHERE name = 'head'", &[])
        .await
        .unwrap()
        .get(0);
    assert!(
        entries
            .iter()
            .all(|entry| entry.said.by == Some(number(id)))
    );
    assert_eq!(
        entries[3].said.elsewhere.as_deref(),
        Some(&post.elsewhere(1)),
        "which entry it was about"
    );
    assert_eq!(entries[3].said.of, None);

    // The newest head is signed below the root that everyone pins.
    let said = Signed::<Head>::read(done.said.unwrap().as_bytes()).unwrap();
    let pin = Pin {
        root: &hub.root,
        revoked: &BTreeSet::new(),
        unit: post.unit,
        heard: None,
    };
    said.verify(&pin).unwrap();
    assert_eq!(said.says.seq, 4);
    assert_ne!(said.says.device, post.device);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_act_that_was_changed_or_taken_away_is_found_and_the_hub_can_do_neither() {
    let hub = Running::start().await;
    user(&hub, hub.unit, "head", Role::Head).await;
    for _ in 0..3 {
        sign_in(&hub, "head").await;
    }
    assert_eq!(acts(&hub.store, hub.unit).await.unwrap().lines.len(), 3);
    let own = hub.store.hub().await.unwrap();
    for sql in [
        "UPDATE act SET line = ''",
        "DELETE FROM act",
        "UPDATE hub_device SET private = ''",
        "DELETE FROM hub_device",
    ] {
        assert!(own.batch_execute(sql).await.is_err(), "{sql}");
    }
    let database = superuser(&hub.database).await;
    for (change, from) in [
        (
            "UPDATE act SET line = replace(convert_from(line, 'UTF8'), '\"gate\":0', '\"gate\":1')::bytea WHERE seq = 2",
            2,
        ),
        ("DELETE FROM act WHERE seq = 2", 2),
    ] {
        database
            .batch_execute(&format!("CREATE TABLE kept AS TABLE act; {change}"))
            .await
            .unwrap();
        let found = acts(&hub.store, hub.unit).await.unwrap_err();
        assert!(
            matches!(found, ActError::Broken { seq, .. } if seq == from || seq == from + 1),
            "{change}: {found}"
        );
        database
            .batch_execute("DELETE FROM act; INSERT INTO act TABLE kept; DROP TABLE kept")
            .await
            .unwrap();
    }
    database
        .batch_execute("DELETE FROM act WHERE seq = 3")
        .await
        .unwrap();
    let found = acts(&hub.store, hub.unit).await.unwrap_err();
    assert!(matches!(found, ActError::Broken { seq: 3, .. }), "{found}");
}
