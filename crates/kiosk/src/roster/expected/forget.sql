DELETE FROM expected WHERE day < ?1
