UPDATE place SET kind = ?2, name = ?3, address = ?4, contact = ?5, responsible = ?6, capacity = ?7, since = ?8, until = ?9 WHERE number = ?1
