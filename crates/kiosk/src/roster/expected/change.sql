UPDATE expected SET day = ?2, name = ?3, birth = ?4, host = ?5, purpose = ?6, organisation = ?7, since = ?8, until = ?9 WHERE number = ?1
