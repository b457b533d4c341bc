-- The fifth wrong password costs 30 s, each further one twice as much, up to 15 minutes.
UPDATE app_user SET
    failures = failures + 1,
    locked_until = CASE WHEN failures + 1 < 5 THEN NULL
        ELSE $3::timestamptz + least(900, 30 * 2 ^ least(failures + 1 - 5, 10)) * interval '1 second' END
WHERE unit_id = $1 AND user_id = $2
