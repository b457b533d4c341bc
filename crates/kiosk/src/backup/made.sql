SELECT count(*), (SELECT coalesce(max(by), 0) FROM (SELECT by FROM erased UNION ALL SELECT by FROM purged UNION ALL SELECT by FROM disposed)) FROM entry
