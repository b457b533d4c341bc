SELECT unit_id, day, name, standing, entries, people_in, people_out, passed, recorded FROM period_row
WHERE unit_id = ANY ($1) AND period_id = $2 ORDER BY day, name, unit_id
