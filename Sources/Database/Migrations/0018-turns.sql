-- Which turn of a person at a course an enrolment is: counted within the index, whatever the course's size.
drop index enrolment_of_person;
create index enrolment_of_person on enrolment (tenant, person, course, enrolled_at);
