SELECT person, at_ms FROM forgotten
