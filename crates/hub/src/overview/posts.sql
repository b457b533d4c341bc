-- Each device of a gate in use with its newest sign of life: a heartbeat, a batch, or its enrolment.
SELECT p.unit_id, p.post_id, greatest(d.enrolled_at, h.received_at, b.grew_at), coalesce(h.waiting, 0), h.app,
       h.said ->> 'clock', h.received_at
FROM post AS p
JOIN device AS d ON d.unit_id = p.unit_id AND d.post_id = p.post_id AND d.state = 'active'
LEFT JOIN heartbeat AS h ON h.unit_id = d.unit_id AND h.device = d.device
LEFT JOIN LATERAL (SELECT max(grew_at) AS grew_at FROM branch
                   WHERE unit_id = d.unit_id AND device = d.device) AS b ON true
WHERE p.unit_id = ANY ($1) AND p.closed_at IS NULL
