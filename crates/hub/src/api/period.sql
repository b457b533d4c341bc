SELECT unit_id, period_id, first, last, frozen_by_name, frozen_at FROM period
WHERE unit_id = ANY ($1) AND period_id = $2
