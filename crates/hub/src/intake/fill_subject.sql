-- A subject that comes after its entry. It fills what is absent: no tombstone, and nothing whose time is over.
INSERT INTO subject AS s (unit_id, history, seq, day, identity, contact, health, note)
SELECT e.unit_id, e.history, e.seq, e.day, n.identity, n.contact, n.health, n.note
FROM unnest($1::uuid[], $2::bigint[], $3::bigint[], $4::text[], $5::text[], $6::text[], $7::text[])
         AS n (unit_id, history, seq, identity, contact, health, note)
JOIN entry AS e ON e.unit_id = n.unit_id AND e.history = n.history AND e.seq = n.seq
JOIN unit AS u ON u.unit_id = n.unit_id
WHERE e.day > $8::date - u.subject_days
  AND NOT EXISTS (SELECT FROM tombstone AS t
                  WHERE t.unit_id = n.unit_id AND t.history = n.history AND t.seq = n.seq)
ON CONFLICT (unit_id, history, seq, day) DO UPDATE SET
    identity = coalesce(s.identity, excluded.identity), contact = coalesce(s.contact, excluded.contact),
    health = coalesce(s.health, excluded.health), note = coalesce(s.note, excluded.note)
