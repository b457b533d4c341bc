SELECT p.post_id, p.name, p.gate, d.device, d.state, greatest(h.received_at, b.grew_at), h.waiting, h.app, h.said,
       h.received_at
FROM post AS p
LEFT JOIN device AS d ON d.unit_id = p.unit_id AND d.post_id = p.post_id
LEFT JOIN heartbeat AS h ON h.unit_id = d.unit_id AND h.device = d.device
LEFT JOIN LATERAL (SELECT max(grew_at) AS grew_at FROM branch
                   WHERE unit_id = d.unit_id AND device = d.device) AS b ON true
WHERE p.unit_id = $1 AND p.closed_at IS NULL
ORDER BY p.gate, d.enrolled_at DESC
