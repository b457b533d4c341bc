-- The day from which on no entry has left: the day behind the newest counted one of those that are gone is not known
-- any more, so it is the first day of receipt that is here, where a branch began before it.
SELECT CASE WHEN EXISTS (
    SELECT FROM branch AS b
    WHERE b.unit_id = $1 AND b.grew_at IS NOT NULL AND NOT EXISTS (
        SELECT FROM entry AS e WHERE e.unit_id = $1 AND e.history = b.history AND e.seq = coalesce(b.origin_seq, 0) + 1)
) THEN (SELECT max(counted_at)::date + 1 FROM entry WHERE unit_id = $1 AND day = (SELECT min(day) FROM entry WHERE unit_id = $1))
END
