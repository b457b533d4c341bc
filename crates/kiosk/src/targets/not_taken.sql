SELECT kind, coalesce(why_vi, why), why, handed_ms FROM handed WHERE target = ?1 AND why IS NOT NULL ORDER BY kind
