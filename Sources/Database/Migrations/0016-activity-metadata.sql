-- Activities whose definition was asked for under their id, once each (xAPI 1.0.3 part 2 §3.2). activity: hash of the IRI.
CREATE TABLE activity_metadata (
    tenant {int} NOT NULL,
    activity {bytes} NOT NULL,
    asked_at {int} NOT NULL,
    PRIMARY KEY (tenant, activity)
){clustered};
