DROP TABLE report_own;
DROP TABLE report_releases;
