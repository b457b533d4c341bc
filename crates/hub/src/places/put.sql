-- A printing that is older than the one that is known changes nothing, and a revoked one stays revoked.
INSERT INTO place AS old (unit_id, code, version, name, kind, state, unguarded, until) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (unit_id, code) DO UPDATE
SET version = excluded.version, name = excluded.name, kind = excluded.kind, state = excluded.state,
    unguarded = excluded.unguarded, until = excluded.until, changed_at = now()
WHERE old.version < excluded.version
   OR old.version = excluded.version AND (old.state <> 'revoked' OR excluded.state = 'revoked')
