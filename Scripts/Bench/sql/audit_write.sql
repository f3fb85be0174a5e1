\set p random(1, 20000)
insert into audit.event (
  at, organization_id, staff_id, session_id, roles, purpose, action, outcome, patients, subject, request_id, source, address)
values (
  clock_timestamp(), '00000000-0000-7000-8000-000000000001', md5((:p % 300)::text)::uuid, md5((:p % 900)::text)::uuid,
  'counsellor,nurse', 'treatment', 'patient.read', 'done', array[md5(:p::text)::uuid], null, md5((7 * :p)::text), 'http',
  '192.0.2.7');
