SELECT number, found_ms, what, whose, by, done, done_ms, done_by FROM incident
ORDER BY done_ms IS NOT NULL, CASE WHEN done_ms IS NULL THEN found_ms END, number DESC
