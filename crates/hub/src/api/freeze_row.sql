INSERT INTO period_row (unit_id, period_id, day, name, standing, entries, people_in, people_out, passed, recorded)
SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::date[], $4::text[], $5::text[], $6::bigint[], $7::bigint[], $8::bigint[], $9::bigint[],
                     $10::bigint[])
