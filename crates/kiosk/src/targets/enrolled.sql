INSERT INTO membership (target, root, unit, certificates, enrolled_ms) VALUES (?1, ?2, ?3, ?4, ?5)
ON CONFLICT (target) DO UPDATE
SET root = excluded.root, unit = excluded.unit, certificates = excluded.certificates,
    enrolled_ms = excluded.enrolled_ms
