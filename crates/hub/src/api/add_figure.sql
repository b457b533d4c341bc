INSERT INTO phone_figure (unit_id, figure_id, day, people_in, people_out, source, entered_by, entered_by_name)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
