INSERT INTO erased (place, by) VALUES (?1, ?2)
