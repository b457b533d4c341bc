COPY entry (unit_id, history, seq, day, received_at, counted_at, line, head, mark) FROM STDIN BINARY
