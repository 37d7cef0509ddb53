DROP TABLE used_assertions;
DROP TABLE partner_keys;
DROP TABLE partners;
