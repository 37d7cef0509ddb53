DROP TABLE vsv_folds;
DROP TABLE vsv_fold_keys;
DROP TABLE vsv_imports;
DROP TABLE cases;
DROP INDEX partners_rmc_region;
ALTER TABLE partners DROP COLUMN rmc_region;
