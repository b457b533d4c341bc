-- Those that wait come first, the soonest due before the others.
SELECT number, kind, asker, reach, checked, about, asked_ms, due, by, done, done_ms, done_by FROM request
ORDER BY done_ms IS NOT NULL, CASE WHEN done_ms IS NULL THEN due END, number DESC
