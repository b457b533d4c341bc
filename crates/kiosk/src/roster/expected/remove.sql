DELETE FROM expected WHERE number = ?1
