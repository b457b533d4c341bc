SELECT root, unit, certificates, enrolled_ms, offset_ms, uncertainty_ms, heard_ms
FROM membership WHERE target = ?1
