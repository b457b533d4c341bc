SELECT unit_id, period_id, first, last, frozen_by_name, frozen_at FROM period
WHERE unit_id = ANY ($1) ORDER BY frozen_at DESC LIMIT 500
