DELETE FROM refused WHERE target = ?1
