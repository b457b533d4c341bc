INSERT INTO opening_hours (unit_id, since, weekday, opens, closes)
SELECT $1, $2, weekday, opens, closes FROM unnest($3::smallint[], $4::smallint[], $5::smallint[]) AS h (weekday, opens, closes)
