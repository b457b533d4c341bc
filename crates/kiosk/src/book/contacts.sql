-- What is kept of how to reach people, of entries that count from ?1 to before ?2.
SELECT e.place, c.line FROM entry AS e CROSS JOIN subject AS c ON c.place = e.place AND c.part = 1
WHERE e.counted_ms >= ?1 AND e.counted_ms < ?2
