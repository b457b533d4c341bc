-- A recount of the log by itself: what each entry about people counts as in the end. Written without a look at how the
-- program counts. ?1 is the last millisecond that counts. One history, so seq names an entry.
CREATE TEMP TABLE said AS
SELECT place, seq, kind,
       json_extract(l, '$.gate') AS gate,
       substr(coalesce(json_extract(l, '$.happened.at'), json_extract(l, '$.at')), 1, 10) AS date,
       CAST(substr(coalesce(json_extract(l, '$.happened.at'), json_extract(l, '$.at')), 12, 2) AS INTEGER) AS hour,
       json_extract(l, '$.direction') AS direction,
       json_extract(l, '$.verdict') AS verdict,
       json_extract(l, '$.document') AS document,
       coalesce(json_extract(l, '$.count'), 1) AS people,
       coalesce(json_extract(l, '$.source'), '') = 'paper' AS paper,
       json_extract(l, '$.of.seq') AS of_seq,
       (SELECT json_extract(s.line, '$.purpose') FROM subject AS s WHERE s.place = e.place AND s.part = 3) AS purpose
FROM (SELECT *, CAST(line AS TEXT) AS l FROM entry) AS e
WHERE at_ms <= ?1;
