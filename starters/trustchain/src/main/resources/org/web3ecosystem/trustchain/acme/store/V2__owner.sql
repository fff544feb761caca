-- Accounts and orders are those of one node; the table has one row.
CREATE TABLE acme_owner (
	one INTEGER PRIMARY KEY CHECK (one = 1),
	node VARCHAR(64) NOT NULL
);
