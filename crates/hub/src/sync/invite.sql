INSERT INTO enrolment_code (unit_id, code_id, post_id, secret, expires_at)
SELECT $1, $2, post_id, $4, $5 FROM post WHERE unit_id = $1 AND post_id = $3 AND closed_at IS NULL
