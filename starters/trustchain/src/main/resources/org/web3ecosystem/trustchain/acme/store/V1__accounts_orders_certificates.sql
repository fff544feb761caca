-- Times are milliseconds since 1970. A body is a JSON document.
CREATE TABLE acme_account (
	id VARCHAR(64) PRIMARY KEY,
	thumbprint VARCHAR(64) NOT NULL UNIQUE,
	body VARCHAR(200000) NOT NULL
);

CREATE TABLE acme_external_key (
	id VARCHAR(64) PRIMARY KEY,
	expires BIGINT NOT NULL,
	body VARCHAR(2000) NOT NULL
);

CREATE INDEX acme_external_key_expires ON acme_external_key (expires);

CREATE TABLE acme_order (
	id VARCHAR(64) PRIMARY KEY,
	account VARCHAR(64) NOT NULL REFERENCES acme_account (id),
	expires BIGINT NOT NULL,
	body VARCHAR(200000) NOT NULL
);

CREATE INDEX acme_order_account ON acme_order (account, id);

CREATE INDEX acme_order_expires ON acme_order (expires);

CREATE TABLE acme_certificate (
	id VARCHAR(100) PRIMARY KEY,
	account VARCHAR(64) NOT NULL REFERENCES acme_account (id),
	not_after BIGINT NOT NULL,
	body VARCHAR(200000) NOT NULL
);

CREATE INDEX acme_certificate_end ON acme_certificate (not_after);
