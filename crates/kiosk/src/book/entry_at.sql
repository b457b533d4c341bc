-- The entry at place ?1: its branch, leaf and head.
SELECT b.name, e.leaf, e.head FROM entry AS e JOIN branch AS b ON b.number = e.branch WHERE e.place = ?1
