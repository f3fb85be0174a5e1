import Clinic
import Records

/// A screening with every answer and the score that the instrument of that day derived.
package struct ScreeningRepresentation: Representation {
  let screening: Screening
  let total: Int16?
  let atLeast: Int16?
  let itemsAnswered: Int16
  let itemsRequired: Int16
  let band: String?
  let flags: [String]

  package init(_ record: ScreeningRecord) {
    screening = record.screening
    total = record.total
    atLeast = record.atLeast
    itemsAnswered = record.itemsAnswered
    itemsRequired = record.itemsRequired
    band = record.band
    flags = record.flags
  }

  /// One that has just been scored.
  package init(_ screening: Screening, _ score: Score) {
    self.screening = screening
    total = score.total.value.map(Int16.init(clamping:))
    atLeast = total == nil ? Int16(clamping: score.total.atLeast) : nil
    itemsAnswered = Int16(clamping: score.completeness.answered)
    itemsRequired = Int16(clamping: score.completeness.required)
    band = score.band?.label
    flags = score.flags.map(\.slug)
  }

  package func write(to json: inout JSONWriter) {
    json.object { json in
      json.field("id", screening.id)
      json.field("patient_id", screening.patientID)
      json.field("episode_id", screening.episodeID)
      json.field("instrument", screening.instrument.slug)
      json.field("version", screening.instrument.version)
      json.field("at", screening.at)
      json.field("recorded_by", screening.recordedBy)
      json.field("total", total)
      json.field("at_least", atLeast)
      json.field("items_answered", itemsAnswered)
      json.field("items_required", itemsRequired)
      json.field("band", band)
      json.field("flags", flags)
      json.object("answers") { json in
        for (item, answer) in screening.answers.sorted(by: { $0.key < $1.key }) {
          json.field(String(item), answer)
        }
      }
    }
  }
}

/// What may be answered to an instrument, in words of ours.
package struct InstrumentRepresentation: Representation {
  let instrument: Instrument

  package init(_ instrument: Instrument) {
    self.instrument = instrument
  }

  package func write(to json: inout JSONWriter) {
    json.object { json in
      json.field("instrument", instrument.reference.slug)
      json.field("version", instrument.reference.version)
      json.field("title", instrument.title)
      json.field("about", instrument.about)
      json.field("recall", instrument.recall)
      json.array("items", instrument.items) { json, item in
        json.object { json in
          json.field("number", item.number)
          json.field("label", item.label)
          json.array("choices", item.choices) { json, choice in
            json.object { json in
              json.field("value", choice.value)
              json.field("label", choice.label)
            }
          }
        }
      }
    }
  }
}
