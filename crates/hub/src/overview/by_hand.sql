-- The newest figure of each unit's day.
SELECT DISTINCT ON (unit_id, day) unit_id, day, people_in, people_out, source, entered_by_name, entered_at
FROM phone_figure WHERE unit_id = ANY ($1) AND day = ANY ($2)
ORDER BY unit_id, day, entered_at DESC, figure_id DESC
