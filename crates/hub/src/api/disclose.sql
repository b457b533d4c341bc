INSERT INTO disclosure (unit_id, disclosure_id, asked_by, asked_by_name, requester, document, history, seq, least_minutes,
                        listed, first, last)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
