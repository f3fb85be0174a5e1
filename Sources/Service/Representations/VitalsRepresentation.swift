import Clinic
import Foundation
import Records

/// A set of signs with its score.
package struct VitalsRepresentation: Representation {
  let record: VitalsRecord

  package init(_ record: VitalsRecord) {
    self.record = record
  }

  package func write(to json: inout JSONWriter) {
    let set = record.vitals
    json.object { json in
      json.field("id", set.id)
      json.field("episode_id", set.episodeID)
      json.field("at", set.at)
      json.field("scale", set.scale.rawValue)
      json.object("readings") { json in
        for sign in VitalSign.allCases {
          if let reading = set.readings[sign] { json.field(sign.rawValue, reading) }
        }
      }
      if !set.confirmed.isEmpty { json.field("confirmed", set.confirmed.map(\.rawValue).sorted()) }
      if let news2 = record.news2 {
        json.object("news2") { json in
          json.field("total", news2.total)
          json.field("red", news2.isRed)
          json.field("response", word: news2.response)
          json.object("points") { json in
            for sign in VitalSign.allCases {
              if let points = news2.points[sign] { json.field(sign.rawValue, points) }
            }
          }
        }
      }
      json.field("news2_not_for", word: record.unscored)
      json.field("note", set.note)
      json.field("recorded_by", record.recordedBy)
      json.field("recorded_at", record.recordedAt)
    }
  }
}

extension News2.Unscored: Worded {}

extension Reading: Representation {
  package func write(to json: inout JSONWriter) {
    switch self {
    case .number(let number): json.raw("\(number)")
    case .word(let word): json.string(word)
    case .missing(let reason): json.object { $0.field("missing", word: reason) }
    }
  }
}
