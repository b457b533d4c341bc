DELETE FROM watched WHERE number = ?1
