-- When the entries about somebody count, those that they amend, and those that say something of them later.
WITH RECURSIVE about (place, seq, amends) AS (
    SELECT DISTINCT e.place, e.seq, e.amends FROM somebody AS s CROSS JOIN entry AS e ON e.place = s.place WHERE s.person = ?1
), told (place, seq) AS (
    SELECT place, seq FROM about
    UNION
    SELECT e.place, e.seq FROM about CROSS JOIN branch AS b CROSS JOIN entry AS e ON e.branch = b.number AND e.seq = about.amends
    UNION
    SELECT e.place, e.seq FROM told CROSS JOIN entry AS e ON e.amends = told.seq
)
SELECT e.counted_ms FROM told CROSS JOIN entry AS e ON e.place = told.place WHERE e.counted_ms IS NOT NULL
