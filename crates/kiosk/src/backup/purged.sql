-- The last entry of those whose subjects were purged.
SELECT e.seq, e.leaf FROM (SELECT max(place) AS place FROM purged) AS last JOIN entry AS e ON e.place = last.place
