SELECT target, version, octet_length(content)::bigint FROM release ORDER BY target
