SELECT max(place) FROM was_here WHERE ms <= ?1
