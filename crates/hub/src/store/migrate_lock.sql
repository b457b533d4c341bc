SELECT pg_advisory_lock(hashtext('chot_migrate'))
