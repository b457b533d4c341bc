SELECT device_public_key FROM meta;
