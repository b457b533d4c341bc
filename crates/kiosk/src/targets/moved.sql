-- Only while no person moved the cursor since the entries were read.
UPDATE target SET branch = ?3, seq = ?4, delivered = delivered + ?5, delivered_ms = ?6,
    files = files + ?7, problem_word = NULL, problem_vi = NULL, problem_en = NULL,
    problem_ms = NULL, problem_final = 0, next_ms = NULL
WHERE id = ?1 AND shift = ?2
