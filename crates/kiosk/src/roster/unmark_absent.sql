DELETE FROM absence WHERE day = ?1 AND member = ?2
