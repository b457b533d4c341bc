-- Of a branch that was opened by the entry.
DELETE FROM branch
WHERE origin_branch IS NOT NULL
AND NOT EXISTS (SELECT 1 FROM entry WHERE entry.branch = branch.number)
AND NOT EXISTS (SELECT 1 FROM branch AS later WHERE later.origin_branch = branch.number)
