DROP TABLE aftercare_contacts;
DROP TABLE aftercare;
