import Foundation

/// One administration of an instrument, with every answer kept; the score is derived.
package struct Screening: Identifiable, Hashable, Sendable {
  package typealias ID = Identifier<Screening>

  package let id: ID
  package let patientID: Patient.ID
  package let episodeID: Episode.ID?
  /// The slug and version of the instrument, e.g. `phq_9` and `1`.
  package let instrument: Instrument.Reference
  package let at: Date
  package let by: Staff.ID
  /// The answers by item; an item that is not in here was not asked.
  package let answers: [Instrument.Item.Slug: Recorded<Int>]

  package init(
    id: ID, patientID: Patient.ID, episodeID: Episode.ID?, instrument: Instrument.Reference, at: Date,
    by: Staff.ID, answers: [Instrument.Item.Slug: Recorded<Int>]
  ) {
    self.id = id
    self.patientID = patientID
    self.episodeID = episodeID
    self.instrument = instrument
    self.at = at
    self.by = by
    self.answers = answers
  }
}
