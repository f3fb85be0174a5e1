import Foundation

/// One administration of an instrument, with every answer kept; the score is derived.
package struct Screening: Identifiable, Hashable, Sendable {
  package typealias ID = Identifier<Screening>
  /// The answers by number of the item; an item that is not in here was not asked.
  package typealias Answers = [Int16: Recorded<Int16>]

  package let id: ID
  package let patientID: Patient.ID
  package let episodeID: Episode.ID?
  package let instrument: Instrument.Reference
  /// What it was asked about, where an instrument is asked of one substance at a time.
  package let substance: String?
  package let at: Date
  package let administration: Administration
  package let recordedBy: Staff.ID
  package let answers: Answers

  package init(
    id: ID, patientID: Patient.ID, episodeID: Episode.ID?, instrument: Instrument.Reference,
    substance: String? = nil, at: Date, administration: Administration = .notSaid, recordedBy: Staff.ID,
    answers: Answers
  ) {
    self.id = id
    self.patientID = patientID
    self.episodeID = episodeID
    self.instrument = instrument
    self.substance = substance
    self.at = at
    self.administration = administration
    self.recordedBy = recordedBy
    self.answers = answers
  }
}
