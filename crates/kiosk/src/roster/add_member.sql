INSERT INTO member (roster, team, name, birth, id, phone) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
