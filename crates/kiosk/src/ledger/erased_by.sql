SELECT by FROM erased WHERE place = ?1
