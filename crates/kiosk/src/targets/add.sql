INSERT INTO target (name, kind, address, reach, ca, secret, district, root, paused)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
