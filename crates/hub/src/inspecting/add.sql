INSERT INTO inspection (unit_id, seq, once, place, version, day, inspected_at, inspected_by, inspected_by_name, monitors, reminder,
                        counted_from, counted_until, counted)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
