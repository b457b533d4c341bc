-- The last entry up to place ?1 that has a subject, among the first ?2 of them.
SELECT e.place, e.seq, e.leaf FROM (
    SELECT max(place) AS place FROM (
        SELECT DISTINCT place FROM subject WHERE place <= ?1 ORDER BY place LIMIT ?2
    )
) AS last JOIN entry AS e ON e.place = last.place
