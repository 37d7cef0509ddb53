ALTER TABLE partners DROP COLUMN nl_gov;
DROP TABLE partner_certificates;
