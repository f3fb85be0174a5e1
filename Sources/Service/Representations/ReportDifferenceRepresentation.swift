import Clinic
import Foundation
import Reports

/// Why the figures of two kept reports are not the same.
package struct ReportDifferenceRepresentation: Representation {
  let difference: ReportDifference
  let people: ReportDifference.People?

  package init(_ difference: ReportDifference, _ people: ReportDifference.People? = nil) {
    (self.difference, self.people) = (difference, people)
  }

  package func write(to json: inout JSONWriter) {
    json.object { json in
      json.field("before", ReportRunRepresentation(difference.before))
      json.field("after", ReportRunRepresentation(difference.after))
      json.field("causes", difference.explained.map(ExplainedRepresentation.init))
      json.field("figures", difference.figures.map(FigureChangeRepresentation.init))
      json.field("people", people?.people.map(ChangedPersonRepresentation.init))
      json.field("has_more", people?.hasMore)
    }
  }
}

private struct ExplainedRepresentation: Representation {
  let line: ReportDifference.Explained

  func write(to json: inout JSONWriter) {
    json.object { json in
      json.field("cause", line.cause.rawValue)
      json.field("came", line.came)
      json.field("went", line.went)
      json.field("changed", line.changed)
      json.field("ended", line.ended)
    }
  }
}

private struct FigureChangeRepresentation: Representation {
  let figure: ReportDifference.FigureChange

  func write(to json: inout JSONWriter) {
    json.object { json in
      json.field("figure", figure.address)
      json.field("before", figure.before)
      json.field("after", figure.after)
    }
  }
}

private struct ChangedPersonRepresentation: Representation {
  let person: ReportDifference.Person

  func write(to json: inout JSONWriter) {
    json.object { json in
      json.field("patient_id", person.patientID)
      json.field("name", person.name)
      json.field("episode_id", person.episodeID)
      json.field("cause", person.cause.rawValue)
      json.field("change", person.change.rawValue)
      json.field("before", person.before.map(SideRepresentation.init))
      json.field("after", person.after.map(SideRepresentation.init))
      json.field("ledger", person.row.map(LedgerRowRepresentation.init))
    }
  }
}

private struct SideRepresentation: Representation {
  let side: ReportDifference.Person.Side

  func write(to json: inout JSONWriter) {
    json.object { json in
      json.field("starts", side.starts)
      json.field("ends", side.ends)
      json.field("reason", word: side.reason)
      json.field("group", side.group)
      json.field("panel", side.panel)
    }
  }
}

private struct LedgerRowRepresentation: Representation {
  let row: ReportDifference.Person.LedgerRow

  func write(to json: inout JSONWriter) {
    json.object { json in
      json.field("event", row.event)
      json.field("effective_at", row.effectiveAt)
      json.field("known_from", row.knownFrom)
      json.field("recorded_by", row.recordedBy)
      json.field("reason", row.reason)
    }
  }
}
