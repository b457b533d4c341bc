SELECT unit_id, post_id, secret, expires_at, used_by FROM enrolment_code WHERE code_id = $1 FOR UPDATE
