-- Sorted, so that two registers never wait for each other. A code that another post's register has for another place stays
-- that place's; a printing older than the known one changes nothing, and a revoked one stays revoked. Whether somebody stands
-- there is said once, by the kind, and then by people.
INSERT INTO place AS old (unit_id, code, version, name, kind, state, unguarded, device, address, capacity, parent, until)
SELECT $1, n.code, n.version, n.name, n.kind, n.state, n.unguarded, $2, n.address, n.capacity, n.parent, n.until
FROM unnest($3::text[], $4::int[], $5::text[], $6::text[], $7::text[], $8::boolean[], $9::text[], $10::bigint[], $11::text[],
            $12::date[]) AS n (code, version, name, kind, state, unguarded, address, capacity, parent, until)
ORDER BY n.code
ON CONFLICT (unit_id, code) DO UPDATE
SET version = excluded.version, name = excluded.name, kind = excluded.kind, state = excluded.state, device = excluded.device,
    address = excluded.address, capacity = excluded.capacity, parent = excluded.parent, until = excluded.until,
    changed_at = now()
WHERE (old.device IS NULL OR old.device = excluded.device OR old.name = excluded.name AND old.kind = excluded.kind)
  AND (old.version < excluded.version
       OR old.version = excluded.version AND (old.state <> 'revoked' OR excluded.state = 'revoked'))
