-- Substrings count from 1.
SELECT name, octet_length(content)::bigint, substring(content FROM $2::int + 1 FOR $3::int) FROM release WHERE target = $1
