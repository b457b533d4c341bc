SELECT member, mark FROM holder
