-- People by hour, without days that were drills.
SELECT hour, sum(scan_in + manual_in + passed_in + decision_in)::bigint,
       sum(scan_out + manual_out + passed_out + decision_out)::bigint
FROM rollup WHERE unit_id = ANY ($1) AND day BETWEEN $2 AND $3
  AND NOT EXISTS (SELECT FROM unnest($4::uuid[], $5::date[]) AS drill (unit_id, day)
                  WHERE drill.unit_id = rollup.unit_id AND drill.day = rollup.day)
GROUP BY hour ORDER BY hour
