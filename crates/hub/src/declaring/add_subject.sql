INSERT INTO declared (unit_id, seq, day, identity, contact, health, note) VALUES ($1, $2, $3, $4, $5, $6, $7)
