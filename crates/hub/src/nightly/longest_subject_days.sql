SELECT coalesce(max(subject_days), 30) FROM unit
