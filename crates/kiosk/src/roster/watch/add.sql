INSERT INTO watched (name, birth, digits, reason, authority, since, until, put_by, put_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
