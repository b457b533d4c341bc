INSERT INTO adoption (unit_id, device, kind, name, day, people, seen, card, app, pass, badge)
SELECT $1, $2, n.kind, n.name, $3, n.people, n.seen, n.card, n.app, n.pass, n.badge
FROM unnest($4::text[], $5::text[], $6::bigint[], $7::bigint[], $8::bigint[], $9::bigint[], $10::bigint[], $11::bigint[])
    AS n (kind, name, people, seen, card, app, pass, badge)
