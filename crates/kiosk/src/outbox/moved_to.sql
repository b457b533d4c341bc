SELECT branch FROM moved WHERE origin = ?1 AND first <= ?2 AND last >= ?2
