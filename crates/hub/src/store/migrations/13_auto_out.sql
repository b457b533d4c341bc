-- People whose going nobody saw, closed by their gates at a set hour: an estimate, apart from those who were seen going out.
ALTER TABLE rollup ADD COLUMN auto_out bigint NOT NULL DEFAULT 0;
