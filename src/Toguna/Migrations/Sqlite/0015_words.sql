-- Nothing here: what PostgreSQL changes in its index of words.
SELECT 1;
