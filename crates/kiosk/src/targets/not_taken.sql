SELECT kind, why FROM handed WHERE target = ?1 AND why IS NOT NULL ORDER BY kind
