-- Up to where each branch was here so long ago, and how far its subjects and lines are gone.
SELECT b.number, b.purged, b.disposed,
    coalesce((SELECT max(seq) FROM was_here AS w WHERE w.branch = b.number AND w.ms <= ?1), 0),
    coalesce((SELECT max(seq) FROM was_here AS w WHERE w.branch = b.number AND w.ms <= ?2), 0)
FROM branch AS b
