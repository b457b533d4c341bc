SELECT b.device, b.branch, e.line FROM entry AS e JOIN branch AS b ON b.unit_id = $1 AND b.history = e.history
WHERE e.unit_id = $1 AND e.history = $2 AND e.seq = $3
