-- Days off that hold for a unit: its own and those of the units above it, from a day on.
SELECT unit_id = $1, day, name FROM rest_day
WHERE (unit_id = $1 OR unit_id = ANY ($2)) AND day >= $3
ORDER BY day, unit_id = $1 DESC
