-- What a handover went through, and what was said about its sections, is added to and never changed.
CREATE TRIGGER handover_moves_keep BEFORE UPDATE ON handover_moves
BEGIN
    SELECT RAISE(ABORT, 'the history is append-only');
END;
CREATE TRIGGER handover_moves_stay BEFORE DELETE ON handover_moves
BEGIN
    SELECT RAISE(ABORT, 'the history is append-only');
END;
CREATE TRIGGER consents_keep BEFORE UPDATE ON consents
BEGIN
    SELECT RAISE(ABORT, 'the history is append-only');
END;
CREATE TRIGGER consents_stay BEFORE DELETE ON consents
BEGIN
    SELECT RAISE(ABORT, 'the history is append-only');
END;
