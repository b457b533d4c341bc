-- The entry by which something was shown last, by whomever, within its time.
SELECT e.seq, e.leaf
FROM shown AS s JOIN entry AS e ON e.place = s.place
WHERE s.mark = ?1 AND s.seen_ms >= ?2 AND s.expires_ms > ?3
ORDER BY s.place DESC LIMIT 1
