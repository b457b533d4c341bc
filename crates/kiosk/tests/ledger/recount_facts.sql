CREATE TEMP TABLE fact AS
WITH newest AS (
    SELECT of_seq, direction, verdict, max(place) FROM said WHERE kind IN ('correct', 'same-as') GROUP BY of_seq
), noted AS (
    SELECT coalesce(of_seq, seq) AS target, purpose, max(place) FROM said WHERE purpose IS NOT NULL GROUP BY 1
)
SELECT f.seq, f.kind, f.gate, f.date, f.hour, f.people, f.paper, f.document,
       CASE WHEN n.of_seq IS NULL THEN f.direction ELSE n.direction END AS direction,
       CASE WHEN n.of_seq IS NULL THEN f.verdict ELSE n.verdict END AS verdict,
       coalesce((SELECT purpose FROM noted WHERE target = f.seq),
                (SELECT purpose FROM noted WHERE f.kind = 'decision' AND target = f.of_seq)) AS purpose
FROM said AS f LEFT JOIN newest AS n ON n.of_seq = f.seq
WHERE f.kind IN ('scan', 'manual', 'passed', 'decision')
  AND NOT EXISTS (SELECT 1 FROM said AS v WHERE v.kind = 'void' AND v.of_seq = f.seq);
CREATE TEMP VIEW moved AS
SELECT * FROM fact WHERE direction IS NOT NULL AND (verdict = 'admit' OR kind = 'passed');
