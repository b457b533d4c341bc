SELECT unit_id, day FROM rest_day WHERE day BETWEEN $1 AND $2
