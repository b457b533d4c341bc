-- What was erased, by which entry, and on which branch that one stands.
SELECT b.name, e.seq, e.at_ms, o.seq, f.name FROM erased AS x
JOIN entry AS e ON e.place = x.by JOIN branch AS b ON b.number = e.branch
JOIN entry AS o ON o.place = x.place JOIN branch AS f ON f.number = o.branch
ORDER BY x.by
