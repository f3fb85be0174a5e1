import Clinic
import Foundation
import Postgres

/// What somebody typed to find a person: names, a birth date, a number; in any order.
///
/// Tolerates misspelling (by sound), a missing part of the name, and a birth date with day and month swapped.
/// It never blocks: it offers whom it finds, the most alike first.
package struct PatientSearch: Sendable, Hashable {
  package static let mostFound = 50

  let words: [String]
  let birthDates: [Day]

  /// Reads what was typed; refuses text with nothing to search for, or too long to be meant.
  package init(_ text: String) throws {
    guard text.utf8.count <= 200 else {
      throw InvalidValue(
        "text-too-long", field: "q", problem: "is longer than 200 bytes",
        remedy: "Search for a name or a date.")
    }
    let parts = text.lowercased().split { $0.isWhitespace || $0 == "," }.map(String.init)
    words = parts.filter { !$0.contains("\0") && (try? Day($0)) == nil }
    birthDates = parts.compactMap { try? Day($0) }.flatMap { [$0, $0.swapped].compactMap(\.self) }
    if words.isEmpty && birthDates.isEmpty {
      throw InvalidValue(
        "nothing-to-search", field: "q", problem: "has nothing to search for",
        remedy: "Give a part of the name, a number, or a birth date as 1990-12-31.")
    }
  }
}

extension Day {
  /// The same with day and month swapped, when that is another day of the calendar.
  fileprivate var swapped: Day? {
    day == month ? nil : Day(year: year, month: day, day: month)
  }
}

extension Patients {
  /// Whom `search` may mean, the most alike first.
  ///
  /// Candidates come from equality and ranges over indexed keys, because operators that could leak what they
  /// compare do not run before row-level security; likeness only orders the few that were found. The words are
  /// materialized for the same reason: computed in place, they would keep the ranges from the index.
  package static func search(_ search: PatientSearch) -> PatientList<PatientRecord> {
    PatientList(
      """
      WITH word AS MATERIALIZED (
        SELECT word, word || chr(1114111) AS beyond, dmetaphone(word) AS sound
        FROM unnest(\(search.words)::text[]) AS word
      ),
      mine AS (
        SELECT access.organization() AS organization_id
      ),
      candidate AS (
        (SELECT d.patient_id FROM mine, word, clinic.demographics AS d
        WHERE d.organization_id = mine.organization_id AND d.known_to = 'infinity' AND d.family_name IS NOT NULL
          AND d.family_key >= word.word COLLATE "C" AND d.family_key < word.beyond COLLATE "C"
        LIMIT 500)
        UNION
        (SELECT d.patient_id FROM mine, word, clinic.demographics AS d
        WHERE d.organization_id = mine.organization_id AND d.known_to = 'infinity' AND d.given_name IS NOT NULL
          AND d.given_key >= word.word COLLATE "C" AND d.given_key < word.beyond COLLATE "C"
        LIMIT 500)
        UNION
        (SELECT d.patient_id FROM mine, word, clinic.demographics AS d
        WHERE d.organization_id = mine.organization_id AND d.known_to = 'infinity' AND d.family_name IS NOT NULL
          AND word.sound <> '' AND d.family_sound = word.sound COLLATE "C"
        LIMIT 500)
        UNION
        (SELECT d.patient_id FROM mine, unnest(\(search.birthDates)::date[]) AS born, clinic.demographics AS d
        WHERE d.organization_id = mine.organization_id AND d.known_to = 'infinity' AND d.family_name IS NOT NULL
          AND d.birth_date = born
        LIMIT 500)
        UNION
        (SELECT i.patient_id FROM mine, word, clinic.patient_identifier AS i
        WHERE i.organization_id = mine.organization_id AND i.known_to = 'infinity' AND i.value = upper(word.word)
          AND i.system = 'mrn'
        LIMIT 500)
      )
      SELECT \(columns)
      FROM mine
      JOIN candidate ON true
      JOIN clinic.patient ON patient.organization_id = mine.organization_id AND patient.id = candidate.patient_id
      JOIN clinic.demographics AS d ON d.organization_id = mine.organization_id AND d.patient_id = patient.id
        AND d.known_to = 'infinity'
      ORDER BY
        similarity(concat_ws(' ', d.given_key, d.family_key), \(search.words.joined(separator: " ")))
          + CASE WHEN d.birth_date = ANY (\(search.birthDates)::date[]) THEN 1 ELSE 0 END DESC,
        patient.id
      LIMIT \(PatientSearch.mostFound)
      """, patient: "id", PatientRecord.init(row:))
  }
}
