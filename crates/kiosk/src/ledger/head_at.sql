-- A head holds all that went before it, its branch's name too: whichever branch has it now.
SELECT e.head FROM branch AS b JOIN entry AS e ON e.branch = b.number
WHERE e.seq = ?1 AND e.head = ?2
