SELECT member FROM absence WHERE day = ?1
