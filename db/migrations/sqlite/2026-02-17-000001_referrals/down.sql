DROP TABLE contact_requests;
DROP TABLE desks;
DROP TABLE referral_answers;
DROP TABLE referrals;
DELETE FROM work_items WHERE term = 'referral_answer';
DELETE FROM handover_terms WHERE term = 'referral_answer';
