DELETE FROM erased WHERE by = ?1
