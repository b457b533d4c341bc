-- When a branch that left this one began to grow: nobody should write here any more. A column and not a question, so
-- that whoever waited for the row's lock is told what has become of it meanwhile.
ALTER TABLE branch ADD COLUMN left_at timestamptz;
UPDATE branch AS b SET left_at = l.grew_at FROM branch AS l
WHERE l.unit_id = b.unit_id AND l.device = b.device AND l.origin_branch = b.branch AND l.grew_at IS NOT NULL;
