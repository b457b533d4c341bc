SELECT unit_id, day FROM rest_day WHERE day = ANY ($1)
