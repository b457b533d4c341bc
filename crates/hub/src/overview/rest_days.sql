SELECT unit_id FROM rest_day WHERE day = $1
