SELECT root, unit, certificates, enrolled_ms, offset_ms, uncertainty_ms, heard_ms, heard_mono_ms, heard_boot
FROM membership WHERE target = ?1
