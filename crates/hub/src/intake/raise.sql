INSERT INTO alarm (unit_id, device, kind, about)
SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[])
ON CONFLICT (unit_id, device, kind, about) DO NOTHING
