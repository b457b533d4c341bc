UPDATE done SET is_entered = 1 WHERE number = ?1
