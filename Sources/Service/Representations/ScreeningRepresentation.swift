import Clinic
import Foundation
import Records

/// A screening with every answer and the score that the version of its instrument derived.
package struct ScreeningRepresentation: Representation {
  let screening: Screening
  let total: Int16?
  let atLeast: Int16?
  let itemsAnswered: Int16
  let itemsRequired: Int16
  let band: String?
  let bandSet: String?
  let flags: [String]
  let state: ScreeningRecord.State
  /// Nil for one that has just been recorded.
  let known: ScreeningRecord.Known?

  package init(_ record: ScreeningRecord) {
    screening = record.screening
    total = record.total
    atLeast = record.atLeast
    itemsAnswered = record.itemsAnswered
    itemsRequired = record.itemsRequired
    band = record.band
    bandSet = record.bandSet
    flags = record.flags
    state = record.state
    known = record.known
  }

  /// One that has just been scored.
  package init(_ scored: ScoredScreening) {
    let figures = DerivedFigures(scored.score)
    screening = scored.screening
    total = figures.total
    atLeast = figures.atLeast
    itemsAnswered = figures.answered
    itemsRequired = figures.required
    band = figures.band
    bandSet = scored.bandSet
    flags = figures.flags
    state = .recorded
    known = nil
  }

  package func write(to json: inout JSONWriter) {
    json.object { json in
      json.field("id", screening.id)
      json.field("patient_id", screening.patientID)
      json.field("episode_id", screening.episodeID)
      json.field("instrument", screening.instrument.slug)
      json.field("version", screening.instrument.version)
      json.field("substance", screening.substance)
      json.field("at", screening.at)
      json.field("manner", word: screening.administration.manner)
      json.field("administered_by", screening.administration.by)
      json.field("recorded_by", screening.recordedBy)
      json.field("total", total)
      json.field("at_least", atLeast)
      json.field("items_answered", itemsAnswered)
      json.field("items_required", itemsRequired)
      json.field("band", band)
      json.field("band_set", bandSet)
      json.field("flags", flags)
      json.field("state", word: state)
      json.field("known_from", known?.from)
      json.field("known_to", known?.to)
      json.field("cause", word: known?.cause)
      json.field("reason", known?.reason)
      let instrument = try? InstrumentLibrary.shipped().find(
        screening.instrument.slug, version: screening.instrument.version)
      json.object("answers") { json in
        for (item, answer) in screening.answers.sorted(by: { $0.key < $1.key }) {
          let digits = answer.map { Digits(text: instrument?.item(item)?.text(of: $0) ?? "\($0)") }
          json.field(String(item), digits)
        }
      }
    }
  }
}

/// A number as people write it: 36.8 of an item that has one decimal place.
struct Digits: Representation, Hashable {
  let text: String

  func write(to json: inout JSONWriter) { json.raw(text) }
}

/// What scoring anew comes to, or would come to.
package struct RescoringRepresentation: Representation {
  let outcome: RescoringOutcome
  let reference: Instrument.Reference
  let isPreview: Bool
  let seconds: Double

  package init(
    _ outcome: RescoringOutcome, _ reference: Instrument.Reference, isPreview: Bool, seconds: Double
  ) {
    self.outcome = outcome
    self.reference = reference
    self.isPreview = isPreview
    self.seconds = seconds
  }

  package func write(to json: inout JSONWriter) {
    json.object { json in
      json.field("instrument", reference.slug)
      json.field("version", reference.version)
      json.field("preview", isPreview)
      json.field("screenings", outcome.count)
      json.field("changed", outcome.changed)
      json.field("unfit", outcome.unfit)
      json.field("seconds", seconds)
      json.array("examples", outcome.examples) { json, example in
        json.object { json in
          json.field("id", example.id)
          json.field("before", example.before)
          json.field("after", example.after)
        }
      }
    }
  }
}

extension DerivedFigures: Representation {
  package func write(to json: inout JSONWriter) {
    json.object { json in
      json.field("total", total)
      json.field("at_least", atLeast)
      json.field("items_answered", answered)
      json.field("items_required", required)
      json.field("band", band)
      json.field("flags", flags)
    }
  }
}
