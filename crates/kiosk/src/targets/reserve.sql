-- Numbers up to ?2 + ?3 are the caller's from now on; it begins at what is returned.
UPDATE membership SET next_n = max(next_n, ?2) + ?3 WHERE target = ?1 RETURNING next_n - ?3
