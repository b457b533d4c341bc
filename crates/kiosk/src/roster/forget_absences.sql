DELETE FROM absence WHERE day < ?1
