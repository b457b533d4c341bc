INSERT INTO person (number, name, role, pin) VALUES (?1, ?2, ?3, ?4)
