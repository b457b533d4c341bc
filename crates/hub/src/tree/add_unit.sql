INSERT INTO unit (unit_id) VALUES ($1)
