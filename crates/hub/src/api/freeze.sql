INSERT INTO period (unit_id, period_id, first, last, frozen_by, frozen_by_name) VALUES ($1, $2, $3, $4, $5, $6)
