-- Of folders and receivers: the batch that was begun last. It may be there although nobody has said so, so the very
-- same entries are offered again, under the same name. All three or none.
ALTER TABLE target ADD COLUMN begun_branch BLOB CHECK (length(begun_branch) = 16);
ALTER TABLE target ADD COLUMN begun_first INTEGER;
ALTER TABLE target ADD COLUMN begun_last INTEGER;
