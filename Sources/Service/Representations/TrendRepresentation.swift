import Clinic
import Records
import Reports

/// The scores of a person over time, with what a change of them means.
package struct TrendRepresentation: Representation {
  let trend: ScoreTrend

  package init(_ trend: ScoreTrend) { self.trend = trend }

  package func write(to json: inout JSONWriter) {
    json.object { json in
      json.field("instrument", trend.instrument.reference.slug)
      json.field("scale", trend.scale.slug)
      json.field("substance", trend.substance)
      json.field("title", trend.title)
      json.field("least", trend.possible.lowerBound)
      json.field("most", trend.possible.upperBound)
      json.field("basis", trend.basis)
      json.field("verdict", trend.verdict)
      json.array("points", trend.points) { json, point in write(point, to: &json) }
      json.array("stays", trend.stays) { json, stay in
        json.object { json in
          json.field("stage", word: stay.stage)
          json.field("start", stay.start)
          json.field("end", stay.end)
        }
      }
    }
  }

  private func write(_ point: ScoreTrend.Point, to json: inout JSONWriter) {
    json.object { json in
      json.field("screening_id", point.id)
      json.field("at", point.at)
      json.field("version", point.version)
      json.field("score", point.sum.value)
      json.field("at_least", point.sum.value == nil ? point.sum.atLeast : nil)
      json.field("band", point.band)
      json.field("stage", word: point.stage)
      if let change = point.change {
        json.object("change") { json in
          json.field("points", change.points)
          json.field("index", change.index)
          json.field("direction", change.word)
        }
      }
    }
  }
}
