SELECT device_public_key, unit FROM meta
