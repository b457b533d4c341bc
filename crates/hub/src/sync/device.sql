SELECT d.public_key, u.zone FROM device AS d JOIN unit AS u ON u.unit_id = d.unit_id
WHERE d.unit_id = $1 AND d.device = $2
