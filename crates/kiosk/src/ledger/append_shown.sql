INSERT INTO shown (mark, person, namesake, day, place, seen_ms, expires_ms)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
ON CONFLICT (mark, person, namesake) DO UPDATE
SET place = excluded.place, seen_ms = max(seen_ms, excluded.seen_ms),
    expires_ms = max(expires_ms, excluded.expires_ms)
