-- Certificates that clients show with mutual TLS, by the SHA-256 of the certificate in hexadecimal.
CREATE TABLE partner_certificates (
    client_id TEXT NOT NULL REFERENCES partners (client_id),
    thumbprint TEXT NOT NULL,
    added_at TIMESTAMP NOT NULL,
    retired_at TIMESTAMP,
    PRIMARY KEY (client_id, thumbprint)
);

-- Whether the partner may also sign as the NL GOV profile for OAuth prescribes, with RS256.
ALTER TABLE partners ADD COLUMN nl_gov BOOLEAN NOT NULL DEFAULT FALSE;
