-- The last of the first ?2 entries up to place ?1 whose lines are there.
SELECT e.place, e.seq, e.leaf FROM (
    SELECT max(place) AS place FROM (
        SELECT place FROM entry
        WHERE place > coalesce((SELECT place FROM disposed), 0) AND place <= ?1 ORDER BY place LIMIT ?2
    )
) AS last JOIN entry AS e ON e.place = last.place
