SELECT salt FROM shown_salt WHERE day = ?1
