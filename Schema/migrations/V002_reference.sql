-- Code sets. A code is retired by its last day, never removed. Sources: TEDS state submission codes (SAMHSA) and
-- the level names of The ASAM Criteria as a plain look-up.

CREATE TYPE reference.missing_reason AS ENUM ('not_applicable', 'unknown', 'not_collected', 'refused', 'unable');
CREATE TYPE reference.stage AS ENUM ('detox', 'residential', 'aftercare');

CREATE TABLE reference.substance (
  code smallint PRIMARY KEY,
  label text NOT NULL,
  public_use_code smallint NOT NULL UNIQUE
);

CREATE TABLE reference.detailed_drug (
  code smallint PRIMARY KEY,
  substance smallint NOT NULL REFERENCES reference.substance,
  label text NOT NULL,
  retired_on date,
  recoded_to smallint REFERENCES reference.detailed_drug,
  CONSTRAINT detailed_drug_recoded_when_retired CHECK (recoded_to IS NULL OR retired_on IS NOT NULL)
);

CREATE TABLE reference.route (code smallint PRIMARY KEY, label text NOT NULL);
CREATE TABLE reference.use_frequency (code smallint PRIMARY KEY, label text NOT NULL);

CREATE TABLE reference.service_setting (
  code smallint PRIMARY KEY,
  label text NOT NULL,
  stage reference.stage NOT NULL
);

CREATE TABLE reference.discharge_reason (code smallint PRIMARY KEY, slug text NOT NULL UNIQUE, label text NOT NULL);

CREATE TABLE reference.level_of_care (
  edition smallint NOT NULL CHECK (edition IN (3, 4)),
  code text NOT NULL,
  label text NOT NULL,
  stages reference.stage[] NOT NULL,
  PRIMARY KEY (edition, code)
);

-- The remaining TEDS code sets, one row a code: referral_source, race, ethnicity, employment and so on.
CREATE TABLE reference.code (
  code_set text NOT NULL,
  code smallint NOT NULL,
  label text NOT NULL,
  retired_on date,
  PRIMARY KEY (code_set, code)
);

-- Columns that hold a code have its domain. A foreign key would lock the row of the code each time it is used, and
-- everybody uses the same few; the tables beside it say what the codes mean, and a test holds the two together.
CREATE DOMAIN reference.substance_code AS smallint
  CONSTRAINT substance_known CHECK (VALUE BETWEEN 1 AND 18 OR VALUE = 20);
CREATE DOMAIN reference.detailed_drug_code AS smallint
  CONSTRAINT detailed_drug_known CHECK (VALUE IN (
    201, 301, 302, 401, 501, 601, 701, 702, 703, 704, 705, 706, 707, 708, 709, 801, 901, 902, 1001, 1101, 1102,
    1103, 1109, 1201, 1202, 1301, 1302, 1303, 1304, 1305, 1306, 1307, 1308, 1309, 1310, 1401, 1403, 1501, 1502,
    1503, 1509, 1601, 1602, 1603, 1604, 1605, 1606, 1607, 1608, 1609, 1701, 1702, 1703, 1704, 1705, 1801, 1809,
    2001, 2002, 2003, 2004));
CREATE DOMAIN reference.route_code AS smallint CONSTRAINT route_known CHECK (VALUE BETWEEN 1 AND 4 OR VALUE = 20);
CREATE DOMAIN reference.use_frequency_code AS smallint CONSTRAINT use_frequency_known CHECK (VALUE BETWEEN 1 AND 5);
CREATE DOMAIN reference.service_setting_code AS smallint
  CONSTRAINT service_setting_known CHECK (VALUE BETWEEN 1 AND 8);
CREATE DOMAIN reference.discharge_reason_code AS smallint
  CONSTRAINT discharge_reason_known CHECK (VALUE BETWEEN 1 AND 8 OR VALUE = 14);

INSERT INTO reference.substance (code, label, public_use_code) VALUES
  (1, 'none', 1), (2, 'alcohol', 2), (3, 'cocaine or crack', 3), (4, 'cannabis', 4), (5, 'heroin', 5),
  (6, 'non-prescription methadone', 6), (7, 'other opiates and synthetics', 7), (8, 'PCP', 8),
  (9, 'other hallucinogens', 9), (10, 'methamphetamine', 10), (11, 'other amphetamines', 11),
  (12, 'other stimulants', 12), (13, 'benzodiazepines', 13), (14, 'other tranquillisers', 14),
  (15, 'barbiturates', 15), (16, 'other sedatives or hypnotics', 16), (17, 'inhalants', 17),
  (18, 'over-the-counter medicines', 18), (20, 'other', 19);

INSERT INTO reference.detailed_drug (code, substance, label) VALUES
  (201, 2, 'alcohol'), (301, 3, 'crack'), (302, 3, 'other cocaine'), (401, 4, 'cannabis'), (501, 5, 'heroin'),
  (601, 6, 'methadone'), (701, 7, 'codeine'), (702, 7, 'propoxyphene'), (703, 7, 'oxycodone'),
  (704, 7, 'meperidine'), (705, 7, 'hydromorphone'), (706, 7, 'other opiates'), (707, 7, 'pentazocine'),
  (708, 7, 'hydrocodone'), (709, 7, 'tramadol'), (801, 8, 'PCP'), (901, 9, 'LSD'), (902, 9, 'other hallucinogens'),
  (1001, 10, 'methamphetamine'), (1101, 11, 'amphetamine'), (1103, 11, 'MDMA'), (1109, 11, 'other amphetamines'),
  (1201, 12, 'other stimulants'), (1202, 12, 'methylphenidate'), (1301, 13, 'alprazolam'),
  (1302, 13, 'chlordiazepoxide'), (1303, 13, 'clorazepate'), (1304, 13, 'diazepam'), (1305, 13, 'flurazepam'),
  (1306, 13, 'lorazepam'), (1307, 13, 'triazolam'), (1308, 13, 'other benzodiazepines'),
  (1309, 13, 'flunitrazepam'), (1310, 13, 'clonazepam'), (1401, 14, 'meprobamate'),
  (1403, 14, 'other tranquillisers'), (1501, 15, 'phenobarbital'), (1502, 15, 'secobarbital with amobarbital'),
  (1503, 15, 'secobarbital'), (1509, 15, 'other barbiturates'), (1601, 16, 'ethchlorvynol'),
  (1602, 16, 'glutethimide'), (1603, 16, 'methaqualone'), (1604, 16, 'other non-barbiturate sedatives'),
  (1605, 16, 'other sedatives'), (1701, 17, 'aerosols'), (1702, 17, 'nitrites'), (1703, 17, 'other inhalants'),
  (1704, 17, 'solvents'), (1705, 17, 'anaesthetics'), (1801, 18, 'diphenhydramine'),
  (1809, 18, 'other over-the-counter medicines'), (2001, 20, 'phenytoin'), (2002, 20, 'other drugs'),
  (2003, 20, 'GHB or GBL'), (2004, 20, 'ketamine');

-- Codes that moved to another class; kept so that old files can be read.
INSERT INTO reference.detailed_drug (code, substance, label, retired_on, recoded_to) VALUES
  (1102, 11, 'methylphenidate (old code)', '2005-12-31', 1202),
  (1606, 16, 'flunitrazepam (old code)', '2005-12-31', 1309),
  (1607, 16, 'GHB or GBL (old code)', '2005-12-31', 2003),
  (1608, 16, 'ketamine (old code)', '2005-12-31', 2004),
  (1609, 16, 'clonazepam (old code)', '2005-12-31', 1310);

INSERT INTO reference.route (code, label) VALUES
  (1, 'oral'), (2, 'smoked'), (3, 'inhaled or snorted'), (4, 'injected'), (20, 'other');

INSERT INTO reference.use_frequency (code, label) VALUES
  (1, 'no use in the past month'), (2, '1 to 3 times in the past month'), (3, '1 to 2 times in the past week'),
  (4, '3 to 6 times in the past week'), (5, 'daily');

INSERT INTO reference.service_setting (code, label, stage) VALUES
  (1, 'detoxification, 24 h, hospital inpatient', 'detox'),
  (2, 'detoxification, 24 h, free-standing residential', 'detox'),
  (3, 'residential, hospital', 'residential'),
  (4, 'residential, short term (30 days or fewer)', 'residential'),
  (5, 'residential, long term (more than 30 days)', 'residential'),
  (6, 'ambulatory, intensive outpatient', 'aftercare'),
  (7, 'ambulatory, non-intensive outpatient', 'aftercare'),
  (8, 'ambulatory detoxification', 'detox');

INSERT INTO reference.discharge_reason (code, slug, label) VALUES
  (1, 'completed', 'treatment completed'),
  (2, 'left_against_advice', 'left against advice or dropped out'),
  (3, 'terminated', 'terminated by the facility'),
  (4, 'transferred', 'transferred to another programme and reported there'),
  (5, 'incarcerated', 'incarcerated'),
  (6, 'died', 'died'),
  (7, 'other', 'other'),
  (8, 'unknown', 'unknown'),
  (14, 'transferred_not_reported', 'transferred to another programme but did not report there');

INSERT INTO reference.level_of_care (edition, code, label, stages) VALUES
  (3, '0.5', 'early intervention', '{aftercare}'),
  (3, '1', 'outpatient', '{aftercare}'),
  (3, 'OTP', 'opioid treatment programme', '{aftercare}'),
  (3, '1-WM', 'ambulatory withdrawal management', '{detox}'),
  (3, '2-WM', 'ambulatory withdrawal management, extended', '{detox}'),
  (3, '2.1', 'intensive outpatient', '{aftercare}'),
  (3, '2.5', 'partial hospitalisation', '{aftercare}'),
  (3, '3.1', 'residential, low intensity', '{residential}'),
  (3, '3.2-WM', 'residential withdrawal management', '{detox}'),
  (3, '3.3', 'residential, population-specific', '{residential}'),
  (3, '3.5', 'residential, high intensity', '{residential}'),
  (3, '3.7', 'inpatient, medically monitored', '{detox,residential}'),
  (3, '3.7-WM', 'withdrawal management, medically monitored', '{detox}'),
  (3, '4', 'inpatient, medically managed', '{detox}'),
  (3, '4-WM', 'withdrawal management, medically managed', '{detox}'),
  (4, '1.0', 'long-term remission monitoring', '{aftercare}'),
  (4, '1.5', 'outpatient therapy', '{aftercare}'),
  (4, '1.7', 'outpatient, medically managed', '{detox,aftercare}'),
  (4, '2.1', 'intensive outpatient', '{aftercare}'),
  (4, '2.5', 'outpatient, high intensity', '{aftercare}'),
  (4, '2.7', 'intensive outpatient, medically managed', '{detox}'),
  (4, '3.1', 'residential, low intensity', '{residential}'),
  (4, '3.5', 'residential, high intensity', '{residential}'),
  (4, '3.7', 'residential, medically managed', '{detox,residential}'),
  (4, '3.7-BIO', 'residential, medically managed, biomedically enhanced', '{detox,residential}'),
  (4, '4', 'inpatient, medically managed', '{detox}'),
  (4, '4-PSYCH', 'inpatient, medically managed, psychiatric', '{detox}'),
  (4, 'RR', 'recovery residence', '{aftercare}');

INSERT INTO reference.code (code_set, code, label) VALUES
  ('sex', 1, 'male'), ('sex', 2, 'female'),
  ('referral_source', 1, 'self or another individual'), ('referral_source', 2, 'substance-use care provider'),
  ('referral_source', 3, 'other health care provider'), ('referral_source', 4, 'school'),
  ('referral_source', 5, 'employer'), ('referral_source', 6, 'other community referral'),
  ('referral_source', 7, 'court or criminal justice'),
  ('race', 1, 'Alaska Native'), ('race', 2, 'American Indian'), ('race', 3, 'Asian or Pacific Islander'),
  ('race', 4, 'Black or African American'), ('race', 5, 'White'), ('race', 13, 'Asian'),
  ('race', 20, 'other single race'), ('race', 21, 'two or more races'),
  ('race', 23, 'Native Hawaiian or other Pacific Islander'),
  ('ethnicity', 1, 'Puerto Rican'), ('ethnicity', 2, 'Mexican'), ('ethnicity', 3, 'Cuban'),
  ('ethnicity', 4, 'other specific Hispanic'), ('ethnicity', 5, 'not Hispanic'),
  ('ethnicity', 6, 'Hispanic, not otherwise specified'),
  ('employment', 1, 'full time'), ('employment', 2, 'part time'), ('employment', 3, 'unemployed and looking'),
  ('employment', 4, 'not in the labour force'),
  ('living_arrangement', 1, 'homeless'), ('living_arrangement', 2, 'dependent living'),
  ('living_arrangement', 3, 'independent living'),
  ('income_source', 1, 'wages'), ('income_source', 2, 'public assistance'), ('income_source', 3, 'pension'),
  ('income_source', 4, 'disability'), ('income_source', 20, 'other'), ('income_source', 21, 'none'),
  ('insurance', 1, 'private'), ('insurance', 2, 'Blue Cross or Blue Shield'), ('insurance', 3, 'Medicare'),
  ('insurance', 4, 'Medicaid'), ('insurance', 6, 'HMO'), ('insurance', 20, 'other'), ('insurance', 21, 'none'),
  ('marital_status', 1, 'never married'), ('marital_status', 2, 'married'), ('marital_status', 3, 'separated'),
  ('marital_status', 4, 'divorced'), ('marital_status', 5, 'widowed'),
  ('self_help', 1, 'none'), ('self_help', 2, '1 to 3 times in the past month'),
  ('self_help', 3, '4 to 7 times in the past month'), ('self_help', 4, '8 to 15 times in the past month'),
  ('self_help', 5, '16 to 30 times in the past month'), ('self_help', 6, 'some, frequency unknown');
