-- A head holds all that went before it, its branch's name too: whichever branch has it now.
-- CROSS JOIN keeps its order: SQLite would rather walk all entries.
SELECT e.head FROM branch AS b CROSS JOIN entry AS e ON e.branch = b.number
WHERE e.seq = ?1 AND e.head = ?2
