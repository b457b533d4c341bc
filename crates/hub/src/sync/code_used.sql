UPDATE enrolment_code SET used_by = $3, used_at = coalesce(used_at, now()) WHERE unit_id = $1 AND code_id = $2
