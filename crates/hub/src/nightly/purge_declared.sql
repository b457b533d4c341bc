DELETE FROM declared AS s USING unit AS u
WHERE u.unit_id = s.unit_id AND s.day <= $1::date - u.subject_days
  AND u.unit_id <> '00000000-0000-0000-0000-000000000000'
