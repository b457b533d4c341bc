UPDATE roster SET kind = ?2, name = ?3 WHERE number = ?1
