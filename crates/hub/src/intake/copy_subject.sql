COPY subject (unit_id, history, seq, day, identity, contact, health, note) FROM STDIN BINARY
