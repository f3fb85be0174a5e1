-- What the driver's figures are measured on: a table of 100,000 rows of 12 columns, and an audit table.
set client_min_messages = warning;
drop table if exists bench_person, bench_audit;

create table bench_person (
  id bigint primary key,
  record_number text not null unique,
  family_name text not null,
  given_name text not null,
  born date not null,
  sex text not null,
  phone text,
  email text,
  city text,
  facility integer not null,
  version integer not null default 1,
  created_at timestamptz not null default now()
);

create table bench_audit (
  id bigint generated always as identity primary key,
  at timestamptz not null default clock_timestamp(),
  actor text not null,
  action text not null,
  person_id bigint
);

insert into bench_person
select n, 'R' || lpad(n::text, 8, '0'), 'Family' || (n * 7919) % 5003, 'Given' || (n * 104729) % 997,
  date '1940-01-01' + (n * 37 % 25000)::integer, (array['female', 'male', 'other', 'unknown'])[1 + n % 4],
  '+1555' || lpad(((n * 31) % 10000000)::text, 7, '0'), 'p' || n || '@example.org', 'City' || n % 311,
  1 + n % 20, 1, timestamptz '2024-01-01 00:00:00+00' + make_interval(secs => n)
from generate_series(1::bigint, 100000) as n;

vacuum (analyze) bench_person;
