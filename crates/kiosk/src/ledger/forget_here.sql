DELETE FROM was_here WHERE place <= ?1
