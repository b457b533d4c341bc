-- Branches that begin at 1. Sorted, so that two groups never wait for each other.
INSERT INTO branch (unit_id, device, branch, seq, head)
SELECT unit_id, device, branch, 0, head
FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::bytea[]) AS n (unit_id, device, branch, head)
ORDER BY unit_id, device, branch
ON CONFLICT (unit_id, device, branch) DO NOTHING
