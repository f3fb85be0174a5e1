import Clinic
import Foundation

/// A screening as it is told: what the records have to find and derive is not in it yet.
package struct ScreeningDraft: Sendable, Hashable {
  package let patientID: Patient.ID
  package let episodeID: Episode.ID?
  /// The slug of the instrument.
  package let instrument: String
  /// The newest when nil.
  package let version: String?
  package let substance: String?
  /// Now when nil.
  package let at: Date?
  package let administration: Administration
  package let answers: Screening.Answers
  /// Whether answers to items that need not have been asked are meant, and count.
  package let keepsSkipped: Bool
  /// Whether numbers that can be and seldom are were looked at again, and are meant.
  package let confirmsUnlikely: Bool

  package init(
    patientID: Patient.ID, episodeID: Episode.ID? = nil, instrument: String, version: String? = nil,
    substance: String? = nil, at: Date? = nil, administration: Administration = .notSaid,
    answers: Screening.Answers, keepsSkipped: Bool = false,
    confirmsUnlikely: Bool = false
  ) {
    self.patientID = patientID
    self.episodeID = episodeID
    self.instrument = instrument
    self.version = version
    self.substance = substance
    self.at = at
    self.administration = administration
    self.answers = answers
    self.keepsSkipped = keepsSkipped
    self.confirmsUnlikely = confirmsUnlikely
  }
}

/// A screening that was just recorded, with its score and with the instrument that derived it.
package struct ScoredScreening: Sendable {
  package let screening: Screening
  package let score: Score
  package let instrument: Instrument
  package let bandSet: String?
}
