DELETE FROM subject AS s
USING unnest($1::uuid[], $2::bigint[], $3::bigint[]) AS n (unit_id, history, seq)
WHERE s.unit_id = n.unit_id AND s.history = n.history AND s.seq = n.seq
