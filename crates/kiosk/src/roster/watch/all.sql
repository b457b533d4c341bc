SELECT number, name, birth, digits, reason, authority, since, until, put_by, put_at FROM watched ORDER BY number
