SELECT p.number, p.code, p.kind, p.name, p.address, p.contact, p.responsible, p.capacity, (SELECT q.code FROM place q WHERE q.number = p.parent), p.since, p.until FROM place p ORDER BY p.code
