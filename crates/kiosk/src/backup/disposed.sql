-- The last entry of those whose lines are gone.
SELECT e.seq, e.leaf FROM disposed AS d JOIN entry AS e ON e.place = d.place
