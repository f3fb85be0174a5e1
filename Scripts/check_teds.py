"""Reads the files of a state submission by a table of columns of its own, and checks lengths, codes and rules.

    python3 Scripts/check_teds.py ADMISSIONS DISCHARGES

The table is written from the record layout and not from the program, so that one checks the other. Standard library
only. Ends with 1 when anything is wrong; what it prints repeats no value.
"""
import datetime
import sys

YES = {"1", "2"}
TWO = {"97", "98"}
SUBSTANCE = {f"{n:02}" for n in range(1, 19)} | {"20"}
ROUTE = {"01", "02", "03", "04", "20"}
FREQUENCY = {f"{n:02}" for n in range(1, 6)}
SERVICE = {f"{n:02}" for n in range(1, 9)}
AGES = {f"{n:02}" for n in range(0, 96)}
DRUGS = {
    *"0201 0301 0302 0401 0501 0601 0701 0702 0703 0704 0705 0706 0707 0708 0709 0801 0901 0902 1001 1101 1103 1109".split(),
    *"1201 1202 1301 1302 1303 1304 1305 1306 1307 1308 1309 1310 1401 1403 1501 1502 1503 1509 1601 1602 1603".split(),
    *"1604 1605 1701 1702 1703 1704 1705 1801 1809 2001 2002 2003 2004".split(),
}
RACE = {"01", "02", "03", "04", "05", "13", "20", "21", "23"}


def numbers(first, last, width):
    return {f"{n:0{width}}" for n in range(first, last + 1)}


# name: (first column, last column, allowed values; None for what is checked otherwise)
ADMISSION = {
    "SDS1": (1, 1, {"A", "C", "D"}), "SDS2": (2, 3, None), "SDS3": (4, 9, None), "MDS1": (10, 24, None),
    "MDS2": (25, 39, None), "MDS3": (40, 40, YES), "MDS4": (41, 41, {"A", "T"}), "MDS5": (42, 49, None),
    "MDS6": (50, 50, numbers(0, 5, 1) | {"7", "8"}), "MDS7": (51, 52, numbers(1, 7, 2) | TWO),
    "MDS8": (53, 60, None), "MDS9": (61, 61, {"1", "2", "7", "8"}), "MDS10": (62, 63, RACE | TWO),
    "MDS11": (64, 65, numbers(1, 6, 2) | TWO), "MDS12": (66, 67, numbers(0, 25, 2) | TWO),
    "MDS13": (68, 69, numbers(1, 4, 2) | TWO), "MDS18": (94, 95, SERVICE | {"96"}),
    "MDS19": (96, 96, {"1", "2", "6", "7", "8"}), "SuDS4": (109, 114, None), "SuDS5": (115, 115, {"1", "2", "7", "8"}),
    "SuDS6": (116, 116, {"1", "2", "6", "7", "8"}), "SuDS7": (117, 117, {"1", "2", "7", "8"}),
    "SuDS8": (118, 119, numbers(1, 3, 2) | TWO), "SuDS9": (120, 121, numbers(1, 4, 2) | {"20", "21"} | TWO),
    "SuDS10": (122, 123, {"01", "02", "03", "04", "06", "20", "21"} | TWO),
    "SuDS11": (124, 125, numbers(1, 9, 2) | TWO), "SuDS12": (126, 127, numbers(1, 6, 2) | {"96"} | TWO),
    "SuDS13": (128, 129, numbers(1, 8, 2) | {"96"} | TWO), "SuDS14": (130, 131, numbers(1, 5, 2) | TWO),
    "SuDS15": (132, 134, numbers(0, 998, 3)), "SuDS16": (135, 136, numbers(0, 98, 2)),
    "SuDS17": (137, 138, numbers(1, 6, 2) | TWO),
}
for rank, (column, drug) in enumerate([(70, 97), (78, 101), (86, 105)]):
    letter = "abc"[rank]
    ADMISSION["MDS14" + letter] = (column, column + 1, SUBSTANCE | TWO)
    ADMISSION["MDS15" + letter] = (column + 2, column + 3, ROUTE | {"96"} | TWO)
    ADMISSION["MDS16" + letter] = (column + 4, column + 5, FREQUENCY | {"96"} | TWO)
    ADMISSION["MDS17" + letter] = (column + 6, column + 7, AGES | {"96"} | TWO)
    ADMISSION[f"SuDS{rank + 1}"] = (drug, drug + 3, DRUGS | {"9996", "9997", "9998"})

DISCHARGE = {
    "DIS1": (1, 1, {"A", "C", "D"}), "DIS2": (2, 3, None), "DIS3": (4, 9, None), "DIS4": (10, 24, None),
    "DIS5": (25, 39, None), "DIS6": (40, 40, YES), "DIS7": (41, 42, SERVICE | {"96"}), "DIS8": (43, 50, None),
    "DIS9": (51, 58, None), "DIS10": (59, 60, numbers(1, 8, 2) | {"14"}), "DIS11": (61, 75, None),
    "DIS12": (76, 90, None), "DIS13": (91, 91, YES), "DIS14": (92, 92, {"A", "T"}), "DIS15": (93, 100, None),
    "DIS16": (101, 102, SERVICE | {"96"}), "DIS17": (103, 110, None), "DIS18": (111, 111, {"1", "2", "7", "8"}),
    "DIS19": (112, 113, RACE | TWO), "DIS20": (114, 115, numbers(1, 6, 2) | TWO),
    "DIS23": (128, 129, numbers(1, 3, 2) | TWO), "DIS24": (130, 131, numbers(1, 4, 2) | TWO),
    "DIS25": (132, 133, numbers(1, 6, 2) | {"96"} | TWO), "DIS26": (134, 135, numbers(0, 98, 2)),
    "DIS27": (136, 137, numbers(1, 6, 2) | TWO),
}
for rank in range(3):
    letter = "abc"[rank]
    DISCHARGE["DIS21" + letter] = (116 + 2 * rank, 117 + 2 * rank, SUBSTANCE | TWO)
    DISCHARGE["DIS22" + letter] = (122 + 2 * rank, 123 + 2 * rank, FREQUENCY | {"96"} | TWO)

COPIED = {
    "DIS11": "MDS1", "DIS12": "MDS2", "DIS13": "MDS3", "DIS14": "MDS4", "DIS15": "MDS5", "DIS16": "MDS18",
    "DIS17": "MDS8", "DIS18": "MDS9", "DIS19": "MDS10", "DIS20": "MDS11",
}


def fields(line, table):
    return {name: line[first - 1:last] for name, (first, last, _) in table.items()}


def day(text):
    try:
        return datetime.date(int(text[4:]), int(text[:2]), int(text[2:4]))
    except ValueError:
        return None


def layout(line, table, width):
    """What is wrong with the line by itself."""
    if len(line) != width:
        return [f"has {len(line)} characters"]
    covered = sorted((first, last) for first, last, _ in table.values())
    assert covered[0][0] == 1 and covered[-1][1] == width
    assert all(a[1] + 1 == b[0] for a, b in zip(covered, covered[1:]))
    values = fields(line, table)
    faults = [f"{name} holds no code" for name, (_, _, allowed) in table.items()
              if allowed is not None and values[name] not in allowed]
    prefix = "SDS" if width == 138 else "DIS"
    if not (values[prefix + "2"].isalpha() and values[prefix + "2"].isupper()):
        faults.append(prefix + "2 is no state")
    if not (values[prefix + "3"].isdigit() and 1 <= int(values[prefix + "3"][:2]) <= 12):
        faults.append(prefix + "3 is no month")
    return faults


def admission(line):
    faults = layout(line, ADMISSION, 138)
    if faults:
        return faults
    v = fields(line, ADMISSION)
    admitted, born = day(v["MDS5"]), day(v["MDS8"])
    if admitted is None or admitted.year < 1920:
        faults.append("E1 MDS5")
    if v["MDS8"] in ("01010007", "01010008"):
        born = None
    elif born is None or born > admitted or admitted.year - born.year > 151:
        faults.append("E2 MDS8")
    if (v["MDS7"] == "07") == (v["SuDS13"] == "96"):
        faults.append("E5 SuDS13")
    if (v["MDS13"] == "04") == (v["SuDS12"] == "96"):
        faults.append("E6 SuDS12")
    if v["MDS9"] == "1" and v["SuDS6"] != "6":
        faults.append("E7 SuDS6")
    if v["MDS18"] == "96" and v["MDS3"] != "1":
        faults.append("E8 MDS18")
    seen, ended, opioid = set(), False, False
    for rank, letter in enumerate("abc"):
        substance, drug = v["MDS14" + letter], v[f"SuDS{rank + 1}"]
        details = [v[f"MDS{n}{letter}"] for n in (15, 16, 17)]
        if substance in SUBSTANCE - {"01"}:
            if "96" in details:
                faults.append("E9 MDS14" + letter)
            if drug[:2] != substance and drug not in ("9996", "9997", "9998"):
                faults.append(f"E12 SuDS{rank + 1}")
            if (substance, drug) in seen or (drug.startswith("999") and any(s == substance for s, _ in seen)):
                faults.append("E13 MDS14" + letter)
            if ended:
                faults.append("E13 gap MDS14" + letter)
            seen.add((substance, drug))
            opioid = opioid or substance in ("05", "06", "07")
            if born and details[2] in AGES:
                age = admitted.year - born.year - ((admitted.month, admitted.day) < (born.month, born.day))
                if int(details[2]) > age:
                    faults.append("E11 MDS17" + letter)
        else:
            ended = ended or substance == "01"
            if details != ["96"] * 3 or drug != "9996":
                faults.append("E9 details MDS14" + letter)
    if v["MDS14a"] in ("05", "06", "07") and v["MDS19"] == "6" or v["MDS19"] in YES and not opioid:
        faults.append("E14 MDS19")
    client = v["MDS2"].rstrip()
    if not client or not client.replace("-", "").isalnum() or client.strip("0") == "" or " " in client:
        faults.append("E18 MDS2")
    return faults


def discharge(line, admissions):
    faults = layout(line, DISCHARGE, 137)
    if faults:
        return faults
    v = fields(line, DISCHARGE)
    days = [day(v[name]) for name in ("DIS15", "DIS8", "DIS9")]
    if None in days or days != sorted(days):
        faults.append("E1")
    if (v["DIS24"] == "04") == (v["DIS25"] == "96"):
        faults.append("E6 DIS25")
    for letter in "abc":
        if v["DIS21" + letter] in SUBSTANCE - {"01"} and v["DIS22" + letter] == "96":
            faults.append("E10 DIS22" + letter)
    copy = tuple(v[name] for name in ("DIS2", "DIS11", "DIS12", "DIS13", "DIS14", "DIS16", "DIS15"))
    twin = admissions.get(copy)
    if twin and any(v[mine] != twin[theirs] for mine, theirs in COPIED.items()):
        faults.append("E15")
    return faults


def main(admissions_file, discharges_file):
    wrong, admissions, keys = 0, {}, set()
    with open(admissions_file, encoding="ascii", newline="\n") as file:
        lines = file.read().splitlines()
    for number, line in enumerate(lines, 1):
        for fault in admission(line):
            wrong += 1
            print(f"admissions, line {number}: {fault}")
        v = fields(line, ADMISSION)
        key = tuple(v[name] for name in ("SDS2", "MDS1", "MDS2", "MDS3", "MDS4", "MDS18", "MDS5"))
        if (v["SDS1"] == "D", key) in keys:
            wrong += 1
            print(f"admissions, line {number}: the key is there twice")
        keys.add((v["SDS1"] == "D", key))
        admissions[key] = v
    with open(discharges_file, encoding="ascii", newline="\n") as file:
        ends = file.read().splitlines()
    for number, line in enumerate(ends, 1):
        for fault in discharge(line, admissions):
            wrong += 1
            print(f"discharges, line {number}: {fault}")
    transfers = sum(1 for v in admissions.values() if v["MDS4"] == "T")
    print(f"{len(lines)} admissions ({transfers} transfers), {len(ends)} discharges, {wrong} faults")
    return 1 if wrong else 0


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1], sys.argv[2]))
