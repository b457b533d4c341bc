-- How people passed, and what was decided of documents; without days that were drills.
SELECT coalesce(sum(scan_in + scan_out), 0)::bigint, coalesce(sum(manual_in + manual_out), 0)::bigint,
       coalesce(sum(passed_in + passed_out), 0)::bigint, coalesce(sum(decision_in + decision_out), 0)::bigint,
       coalesce(sum(paper_in + paper_out), 0)::bigint, coalesce(sum(scan_refuse), 0)::bigint,
       coalesce(sum(turned_away), 0)::bigint, coalesce(sum(voids), 0)::bigint, coalesce(sum(corrections), 0)::bigint,
       coalesce(sum(gaps), 0)::bigint
FROM rollup WHERE unit_id = ANY ($1) AND day BETWEEN $2 AND $3
  AND NOT EXISTS (SELECT FROM unnest($4::uuid[], $5::date[]) AS drill (unit_id, day)
                  WHERE drill.unit_id = rollup.unit_id AND drill.day = rollup.day)
