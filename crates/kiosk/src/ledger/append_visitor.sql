INSERT INTO visitor (id, place, folded, last4, seen_ms)
VALUES (?1, ?2, ?3, ?4, ?5)
ON CONFLICT (id) DO UPDATE
SET place = excluded.place, folded = excluded.folded, last4 = excluded.last4,
    seen_ms = max(seen_ms, excluded.seen_ms)
