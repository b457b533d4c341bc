UPDATE indexed SET place = min(place, ?1 - 1)
