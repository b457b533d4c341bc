SELECT offset_ms, uncertainty_ms, heard_ms FROM membership
WHERE heard_ms IS NOT NULL ORDER BY heard_ms DESC LIMIT 1
