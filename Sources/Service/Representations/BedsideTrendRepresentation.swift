import Clinic
import Foundation
import Records
import Reports

/// One score or sign over time.
package struct BedsideTrendRepresentation: Representation {
  package let plot: TrendPlot
  private let name: String

  /// Reads `name` as an instrument, a sign or news2 from a flowsheet; throws where it is none of them.
  package init(_ sheet: FlowsheetRecord, of name: String, at now: Date, zone: TimeZone) throws {
    self.name = name
    var (points, gaps): ([TrendPlot.Point], [TrendPlot.Mark]) = ([], [])
    var range = 0.0...100.0
    if name == "news2" {
      range = 0...20
      points = sheet.vitals.compactMap { record in
        record.news2.map { .init(at: record.vitals.at, value: Double($0.total)) }
      }
    } else if let sign = VitalSign(rawValue: name) {
      guard case .number(let possible, _, _) = sign.form else { throw Self.unknown(sheet) }
      range = possible.lowerBound.double...possible.upperBound.double
      for record in sheet.vitals {
        switch record.vitals.readings[sign] {
        case .number(let number): points.append(.init(at: record.vitals.at, value: number.double))
        case .missing(let reason):
          gaps.append(.init(at: record.vitals.at, label: reason.rawValue.replacing("_", with: " ")))
        case .word, nil: break
        }
      }
    } else {
      let scores = sheet.scores.filter { $0.instrument == name }
      guard !scores.isEmpty else { throw Self.unknown(sheet) }
      points = scores.compactMap { score in score.total.map { .init(at: score.at, value: Double($0)) } }
      gaps = scores.filter { $0.total == nil }.map { .init(at: $0.at, label: "at least \($0.atLeast ?? 0)") }
    }
    plot = TrendPlot(
      title: VitalSign(rawValue: name).map { "\($0.words)\($0.unit.map { " (\($0))" } ?? "")" } ?? name,
      points: points, gaps: gaps,
      marks: sheet.doses.filter { $0.outcome == "given" }.map { .init(at: $0.at, label: $0.words) },
      range: range,
      zone: zone)
  }

  private static func unknown(_ sheet: FlowsheetRecord) -> InvalidValue {
    let signs = VitalSign.allCases.filter { if case .number = $0.form { true } else { false } }.map(
      \.rawValue)
    return InvalidValue(
      "unknown-code", field: "of", problem: "is nothing that was scored or measured here",
      remedy: "Use one of \((Set(sheet.scores.map(\.instrument)).sorted() + ["news2"] + signs).listing).")
  }

  package func write(to json: inout JSONWriter) {
    json.object { json in
      json.field("of", name)
      json.field("title", plot.title)
      json.array("points", plot.points) { json, point in
        json.object { json in
          json.field("at", point.at)
          json.field("value", point.value)
        }
      }
      json.array("gaps", plot.gaps) { json, gap in
        json.object { json in
          json.field("at", gap.at)
          json.field("label", gap.label)
        }
      }
      json.array("doses", plot.marks) { json, mark in
        json.object { json in
          json.field("at", mark.at)
          json.field("label", mark.label)
        }
      }
    }
  }
}

extension Decimal {
  fileprivate var double: Double { NSDecimalNumber(decimal: self).doubleValue }
}
