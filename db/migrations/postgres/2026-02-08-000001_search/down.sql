DROP INDEX handovers_sent_term;
DROP INDEX handovers_application;
DROP INDEX handovers_between;
DROP INDEX handovers_received_status;
DROP INDEX handovers_sent_status;
