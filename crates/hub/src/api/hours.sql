SELECT hour, sum(scan_in + manual_in + passed_in + decision_in)::bigint,
       sum(scan_out + manual_out + passed_out + decision_out)::bigint
FROM rollup WHERE unit_id = ANY ($1) AND day BETWEEN $2 AND $3
GROUP BY hour ORDER BY hour
