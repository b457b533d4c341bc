DELETE FROM visitor WHERE place <= ?1
