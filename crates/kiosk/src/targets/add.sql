INSERT INTO target (name, kind, address, reach, ca, secret)
VALUES (?1, ?2, ?3, ?4, ?5, ?6)
