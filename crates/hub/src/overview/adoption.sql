-- Of each unit's groups. Where two posts have the same group, each has seen some of its people, and at least as many as the
-- one that saw more.
SELECT a.unit_id, a.kind, a.name, min(a.day), max(a.people), max(a.seen), max(a.card), max(a.app), max(a.pass), max(a.badge)
FROM adoption AS a
JOIN device AS d ON d.unit_id = a.unit_id AND d.device = a.device AND d.state = 'active'
WHERE a.unit_id = ANY ($1)
GROUP BY a.unit_id, a.kind, a.name
ORDER BY a.unit_id, a.kind, a.name
