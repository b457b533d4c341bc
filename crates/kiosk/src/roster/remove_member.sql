DELETE FROM member WHERE number = ?1
