DELETE FROM shown WHERE place <= ?1
