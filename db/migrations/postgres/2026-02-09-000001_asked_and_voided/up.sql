-- When an address of keys was last asked for this partner, by whomever.
ALTER TABLE partners ADD COLUMN jwks_asked_at TIMESTAMP;
-- Until when what an issuer without generations gave this partner's people no longer counts.
ALTER TABLE partners ADD COLUMN voided_at TIMESTAMP;
