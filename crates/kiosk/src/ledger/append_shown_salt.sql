INSERT INTO shown_salt (day, salt) VALUES (?1, ?2) ON CONFLICT (day) DO NOTHING
