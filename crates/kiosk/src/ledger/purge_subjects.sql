DELETE FROM subject WHERE place <= ?1
