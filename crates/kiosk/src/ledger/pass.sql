INSERT INTO passed (one, ms, at_ms, mono_ms, boot, told_ms) VALUES (1, ?1, ?2, ?3, ?4, ?5)
ON CONFLICT (one) DO UPDATE SET ms = excluded.ms, at_ms = excluded.at_ms, mono_ms = excluded.mono_ms,
    boot = excluded.boot, told_ms = excluded.told_ms
