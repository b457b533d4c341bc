-- Sorted, so that two phones never wait for each other. What isn't newer changes nothing.
INSERT INTO trip AS old (unit_id, name, place, n, day, departed_at, ended_at, boarded, alighted, most, received_at)
SELECT $1, t.name, $2, t.n, t.day, t.departed_at, t.ended_at, t.boarded, t.alighted, t.most, $11
FROM unnest($3::bytea[], $4::bigint[], $5::date[], $6::timestamptz[], $7::timestamptz[], $8::bigint[], $9::bigint[], $10::bigint[])
    AS t (name, n, day, departed_at, ended_at, boarded, alighted, most)
ORDER BY t.name
ON CONFLICT (unit_id, name) DO UPDATE
SET n = excluded.n, ended_at = excluded.ended_at, boarded = excluded.boarded, alighted = excluded.alighted,
    most = excluded.most, received_at = excluded.received_at
WHERE old.n < excluded.n AND old.place = excluded.place
