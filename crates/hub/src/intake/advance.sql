UPDATE branch AS b SET seq = n.seq, head = n.head, grew_at = $6
FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::bigint[], $5::bytea[]) AS n (unit_id, device, branch, seq, head)
WHERE b.unit_id = n.unit_id AND b.device = n.device AND b.branch = n.branch
