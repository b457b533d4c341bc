-- Entries that count from ?1 to before ?2, those that they amend, and all that amend any of these; what is read of them follows.
-- CROSS JOIN keeps its order: SQLite would rather walk all entries in the order that is asked for.
WITH RECURSIVE told (place, seq, amends) AS (
    SELECT place, seq, amends FROM entry WHERE counted_ms >= ?1 AND counted_ms < ?2
    UNION
    SELECT e.place, e.seq, e.amends FROM told CROSS JOIN entry AS e ON e.amends = told.seq
    UNION
    SELECT e.place, e.seq, e.amends FROM told CROSS JOIN branch AS b CROSS JOIN entry AS e ON e.branch = b.number AND e.seq = told.amends
)
