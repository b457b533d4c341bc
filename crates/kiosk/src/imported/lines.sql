SELECT d.unit, e.line FROM entry AS e JOIN branch AS b ON b.number = e.branch
JOIN device AS d ON d.device = b.device WHERE e.line IS NOT NULL ORDER BY d.unit, e.branch, e.seq
