INSERT INTO handed (target, kind, number, digest, handed_ms, why, why_vi) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
ON CONFLICT (target, kind) DO UPDATE
SET number = excluded.number, digest = excluded.digest, handed_ms = excluded.handed_ms, why = excluded.why,
    why_vi = excluded.why_vi
WHERE excluded.number > handed.number OR excluded.digest = handed.digest
