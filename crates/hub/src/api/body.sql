SELECT q.device, q.encoding, q.body, d.public_key, u.zone
FROM quarantine AS q
JOIN device AS d ON d.unit_id = q.unit_id AND d.device = q.device
JOIN unit AS u ON u.unit_id = q.unit_id
WHERE q.unit_id = $1 AND q.quarantine_id = $2 AND q.settled_at IS NULL
