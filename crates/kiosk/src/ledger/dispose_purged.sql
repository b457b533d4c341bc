DELETE FROM purged WHERE place <= ?1
