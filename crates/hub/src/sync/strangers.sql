SELECT count(*) FROM hub_key WHERE (unit_id <> $1 OR root_key <> $2) AND ends_at > now()
