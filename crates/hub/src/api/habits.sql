SELECT open_days, contact, zone, subject_days FROM unit WHERE unit_id = $1
