INSERT INTO expected (day, name, birth, host, purpose, organisation, since, until) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
