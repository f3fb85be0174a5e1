import Clinic
import Reports

/// A kept report, without its figures.
package struct ReportRunRepresentation: Representation {
  let run: ReportRun

  package init(_ run: ReportRun) { self.run = run }

  package func write(to json: inout JSONWriter) {
    json.object { json in
      json.field("id", run.id)
      json.field("name", run.name)
      json.field("title", run.title)
      json.field("edition", run.edition)
      json.field("as_of", run.asOf)
      json.field("known_at", run.knownAt)
      json.field("facilities", run.facilities)
      json.field("made_at", run.madeAt)
      json.field("made_by", run.madeBy)
      json.field("definition_digest", run.definitionDigest.hexadecimal)
      json.field("result_digest", run.resultDigest.hexadecimal)
      json.field("has_members", run.hasMembers)
    }
  }
}

/// A kept report with its figures.
package struct KeptReportRepresentation: Representation {
  let kept: KeptReport
  let isReleased: Bool

  /// With `isReleased` small counts are withheld.
  package init(_ kept: KeptReport, isReleased: Bool) {
    (self.kept, self.isReleased) = (kept, isReleased)
  }

  package func write(to json: inout JSONWriter) {
    json.object { json in
      json.field("run", ReportRunRepresentation(kept.run))
      json.field("small_counts_withheld", isReleased)
      json.field("report", ReportText(text: isReleased ? kept.releasedResult : kept.result))
    }
  }
}

/// A report that is JSON already.
private struct ReportText: Representation {
  let text: String

  func write(to json: inout JSONWriter) { json.raw(text) }
}

/// What came of making a kept report again.
package struct ReportRepetitionRepresentation: Representation {
  let again: ReportRepetition

  package init(_ again: ReportRepetition) { self.again = again }

  package func write(to json: inout JSONWriter) {
    json.object { json in
      json.field("run", ReportRunRepresentation(again.run))
      json.field("same", again.isSame)
      json.field("reasons", again.differences.map(\.sentence))
    }
  }
}
