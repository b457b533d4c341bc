DELETE FROM rest_day WHERE unit_id = $1 AND day = $2
