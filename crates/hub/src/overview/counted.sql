SELECT unit_id, day, sum(entries)::bigint,
       sum(scan_in + manual_in + passed_in + decision_in)::bigint,
       sum(scan_out + manual_out + passed_out + decision_out)::bigint
FROM rollup WHERE unit_id = ANY ($1) AND day = ANY ($2)
GROUP BY unit_id, day
