import Clinic
import Foundation
import Postgres

/// Queries about the official words that the clinic loaded.
package enum Wordings {
  /// The words of an instrument in one language, or in the first that there is; nil when none were loaded.
  package static func of(_ instrument: String, language: String? = nil) -> Query<Wording?> {
    .first(
      """
      SELECT w.instrument, w.language, w.title, w.source, w.copyright, w.licence, text.items, text.values, text.words
      FROM clinic.instrument_wording AS w
      CROSS JOIN LATERAL (
        SELECT array_agg(t.item) AS items, array_agg(t.value) AS values, array_agg(t.words) AS words
        FROM clinic.instrument_wording_text AS t
        WHERE t.organization_id = w.organization_id AND t.wording_id = w.id
      ) AS text
      WHERE w.organization_id = access.organization() AND w.instrument = \(instrument) AND w.known_to = 'infinity'
        AND (\(language)::text IS NULL OR w.language = \(language))
      ORDER BY w.language <> 'en', w.language
      LIMIT 1
      """, Wording.init(row:))
  }

  /// The languages in which there are words, by the slug of the instrument.
  package static let languages = Query<[(instrument: String, language: String)]>.all(
    """
    SELECT w.instrument, w.language
    FROM clinic.instrument_wording AS w
    WHERE w.organization_id = access.organization() AND w.known_to = 'infinity'
    ORDER BY w.instrument, w.language <> 'en', w.language
    """
  ) { (try $0["instrument"], try $0["language"]) }
}

extension Wording {
  init(row: Row) throws {
    let items: [Int16] = try row["items"] ?? []
    let values: [Int16?] = try row["values"] ?? []
    let words: [String] = try row["words"] ?? []
    var (questions, answers): ([Int16: String], [Int16: [Int16: String]]) = ([:], [:])
    for (item, (value, words)) in zip(items, zip(values, words)) {
      if let value {
        answers[item, default: [:]][value] = words
      } else {
        questions[item] = words
      }
    }
    self.init(
      instrument: try row["instrument"], language: try row["language"], title: try row["title"],
      source: try row["source"], copyright: try row["copyright"], licence: try row["licence"],
      questions: questions, answers: answers)
  }
}

extension Records {
  /// Keeps the official words of an instrument, in place of those of the same language that there were.
  package func load(_ wording: Wording, as caller: Caller, once: Once<Wording>? = nil) async throws {
    let (now, id) = (clock(), UUID())
    let close: SQL = """
      UPDATE clinic.instrument_wording SET known_to = \(now)
      WHERE organization_id = access.organization() AND instrument = \(wording.instrument)
        AND language = \(wording.language) AND known_to = 'infinity'
      """
    let insert: SQL = """
      INSERT INTO clinic.instrument_wording (
        organization_id, id, instrument, language, title, source, copyright, licence, known_from, recorded_by)
      VALUES (
        access.organization(), \(id), \(wording.instrument), \(wording.language), \(wording.title),
        \(wording.source), \(wording.copyright), \(wording.licence), \(now), access.staff_member())
      """
    let questions = wording.questions.map { (item: $0.key, value: Int16?.none, words: $0.value) }
    let answers = wording.answers.flatMap { item, words in
      words.map { (item: item, value: Int16?.some($0.key), words: $0.value) }
    }
    let texts = questions + answers
    let insertTexts: SQL = """
      INSERT INTO clinic.instrument_wording_text (organization_id, wording_id, item, value, words)
      SELECT access.organization(), \(id), item, value, words
      FROM unnest(
        \(texts.map(\.item))::smallint[], \(texts.map(\.value))::smallint[], \(texts.map(\.words))::text[]
      ) AS t (item, value, words)
      """
    try await write(
      [close, insert, insertTexts], as: caller, Action("instrument.load", needs: .instrumentManage),
      once: once,
      for: wording)
  }
}
