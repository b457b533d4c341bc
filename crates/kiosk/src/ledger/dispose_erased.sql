DELETE FROM erased WHERE place <= ?1
