SELECT place, kind, count(*), sum(heads)::bigint FROM declaration
WHERE unit_id = $1 AND day BETWEEN $2 AND $3 GROUP BY place, kind ORDER BY place, kind
