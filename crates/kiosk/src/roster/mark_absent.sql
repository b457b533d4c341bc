INSERT OR IGNORE INTO absence (day, member) SELECT ?1, number FROM member WHERE number = ?2
