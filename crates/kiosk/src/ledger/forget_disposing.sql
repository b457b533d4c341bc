DELETE FROM disposing
