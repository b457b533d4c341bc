INSERT INTO somebody (person, other, place) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING
