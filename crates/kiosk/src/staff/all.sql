SELECT number, name, role FROM person WHERE removed_ms IS NULL ORDER BY role IN ('guard', 'inspector'), role = 'inspector', name, number
