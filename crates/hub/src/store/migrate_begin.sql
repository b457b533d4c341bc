CREATE TABLE IF NOT EXISTS migration (number int PRIMARY KEY, name text NOT NULL, taken_at timestamptz NOT NULL DEFAULT now());
GRANT SELECT ON migration TO PUBLIC
