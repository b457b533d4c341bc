-- In whichever unit it stands; the newest enrolment counts.
SELECT d.unit_id, d.public_key, u.zone FROM device AS d JOIN unit AS u ON u.unit_id = d.unit_id
WHERE d.device = $1 ORDER BY d.enrolled_at DESC LIMIT 1
