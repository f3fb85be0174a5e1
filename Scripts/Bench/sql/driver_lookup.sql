\set id random(1, 100000)
select id, record_number, family_name, given_name, born, sex, phone, email, city, facility, version, created_at from bench_person where id = :id;
