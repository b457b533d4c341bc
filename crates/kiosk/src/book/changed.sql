-- Whether entries behind place ?1 may say anything of a time before ?2, or that somebody of then has another number, too.
-- CROSS JOIN keeps its order, as in span.sql.
SELECT EXISTS (
    SELECT 1 FROM entry
    WHERE place > ?1
        AND (kind NOT IN ('scan', 'manual', 'passed', 'decision', 'correct', 'void', 'gap') OR coalesce(counted_ms, ?2) < ?2)
) OR EXISTS (
    SELECT 1 FROM entry AS e CROSS JOIN branch AS b CROSS JOIN entry AS t ON t.branch = b.number AND t.seq = e.amends
    WHERE e.place > ?1 AND coalesce(t.counted_ms, 0) < ?2
) OR EXISTS (
    SELECT 1 FROM entry AS e CROSS JOIN somebody AS s ON s.place = e.place WHERE e.place > ?1 AND s.other <> s.person
)
