SELECT number, day, name, birth, host, purpose, organisation, since, until FROM expected WHERE day >= ?1 AND day <= ?2 ORDER BY day, coalesce(since, ''), number
