DELETE FROM picked WHERE target = ?1
