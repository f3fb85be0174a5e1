\set id random(1, 100000)
begin;
select set_config('bench.actor', 'staff-7', true);
select id, record_number, family_name, given_name, born, sex, phone, email, city, facility, version, created_at from bench_person where id = :id;
insert into bench_audit (actor, action, person_id) values ('staff-7', 'person.read', :id);
commit;
