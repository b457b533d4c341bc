SELECT watched, who FROM cleared WHERE day = ?1
