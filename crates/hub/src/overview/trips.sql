-- Trips of vehicles on a day, and how many people came on board, by unit.
SELECT unit_id, count(*), sum(boarded)::bigint FROM trip WHERE unit_id = ANY ($1) AND day = $2 GROUP BY unit_id
