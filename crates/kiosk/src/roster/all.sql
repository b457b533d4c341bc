SELECT r.number, r.kind, r.name, count(m.number) FROM roster AS r LEFT JOIN member AS m ON m.roster = r.number GROUP BY r.number ORDER BY r.kind, r.name
