SELECT offset_ms, uncertainty_ms, heard_ms, heard_mono_ms, heard_boot FROM membership
WHERE heard_ms IS NOT NULL ORDER BY heard_ms DESC LIMIT 1
