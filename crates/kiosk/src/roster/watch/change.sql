UPDATE watched SET name = ?2, birth = ?3, digits = ?4, reason = ?5, authority = ?6, since = ?7, until = ?8, put_by = ?9, put_at = ?10 WHERE number = ?1
