UPDATE member SET team = ?2, name = ?3, birth = ?4, id = ?5, phone = ?6 WHERE number = ?1
