INSERT INTO place (code, kind, name, address, contact, responsible, capacity, since, until) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
