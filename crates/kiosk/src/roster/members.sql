SELECT number, team, name, birth, id, phone FROM member WHERE roster = ?1 ORDER BY team, number
