-- Units that have counted something without a day.
SELECT unit_id, sum(entries)::bigint FROM rollup WHERE unit_id = ANY ($1) AND day = $2 GROUP BY unit_id
