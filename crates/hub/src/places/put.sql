-- A printing that is older than the one that is known changes nothing.
INSERT INTO place (unit_id, code, version, name, kind, state, unguarded) VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (unit_id, code) DO UPDATE
SET version = excluded.version, name = excluded.name, kind = excluded.kind, state = excluded.state,
    unguarded = excluded.unguarded, changed_at = now()
WHERE place.version <= excluded.version
