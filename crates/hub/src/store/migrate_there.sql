SELECT to_regclass('migration')::text
