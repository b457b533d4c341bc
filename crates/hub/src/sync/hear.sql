INSERT INTO heartbeat AS h (unit_id, device, n, received_at, branch, seq, head, waiting, app, said)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
ON CONFLICT (unit_id, device) DO UPDATE SET
    n = excluded.n, received_at = excluded.received_at, branch = excluded.branch, seq = excluded.seq,
    head = excluded.head, waiting = excluded.waiting, app = excluded.app, said = excluded.said
WHERE h.n < excluded.n
