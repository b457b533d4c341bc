UPDATE indexed SET place = ?1
