INSERT INTO handed (target, kind, number, digest, handed_ms, why) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
ON CONFLICT (target, kind) DO UPDATE
SET number = excluded.number, digest = excluded.digest, handed_ms = excluded.handed_ms, why = excluded.why
WHERE excluded.number > handed.number OR excluded.digest = handed.digest
