import Clinic
import Foundation
import Interchange
import Records

/// A submission to a state, and what the state said of it.
package struct TEDSSubmissionRepresentation: Representation {
  let submission: TEDSSubmission

  package init(_ submission: TEDSSubmission) { self.submission = submission }

  package func write(to json: inout JSONWriter) {
    let answers = submission.answers
    json.object { json in
      json.field("id", submission.id)
      json.field("number", submission.number)
      json.field("month", submission.month.description)
      json.field("facility_ids", submission.facilities)
      json.field("code_year", submission.codeYear)
      json.field("admissions", submission.admissions)
      json.field("discharges", submission.discharges)
      json.field("added", answers.added)
      json.field("changed", answers.changed)
      json.field("deleted", answers.deleted)
      json.field("withheld", submission.withheld)
      json.field("accepted", answers.accepted)
      json.field("rejected", answers.rejected)
      json.field("pending", answers.pending)
      json.field("admissions_digest", submission.admissionsDigest.hexadecimal)
      json.field("discharges_digest", submission.dischargesDigest.hexadecimal)
      json.array("not_collected", submission.lacking) { json, lacking in lacking.write(to: &json) }
      json.field("made_at", submission.madeAt)
      json.field("made_by", submission.madeBy)
    }
  }
}

extension TEDSSubmission.Lacking {
  func write(to json: inout JSONWriter) {
    json.object { json in
      json.field("element", element.number)
      json.field("records", count)
    }
  }
}

/// What is wrong with the report of a month.
package struct TEDSCheckRepresentation: Representation {
  let check: TEDSCheck

  package init(_ check: TEDSCheck) { self.check = check }

  package func write(to json: inout JSONWriter) {
    json.object { json in
      json.field("month", check.month.description)
      json.field("admissions", check.admissions)
      json.field("discharges", check.discharges)
      json.field("matching", check.matching)
      json.array("rules", TEDSRule.allCases.filter { check.counts[$0, default: 0] > 0 }) { json, rule in
        json.object { json in
          json.field("rule", rule.rawValue)
          json.field("severity", rule.severity.rawValue)
          json.field("text", rule.text)
          json.field("source", rule.source)
          json.field("count", check.counts[rule, default: 0])
        }
      }
      json.array("issues", check.issues) { json, issue in issue.write(to: &json) }
      json.array("not_collected", check.lacking) { json, lacking in lacking.write(to: &json) }
      json.field("more_substances", check.moreUses)
      json.field("shortened_diagnoses", check.shortened)
    }
  }
}

extension TEDSIssue {
  fileprivate func write(to json: inout JSONWriter) {
    json.object { json in
      json.field("rule", rule.rawValue)
      json.field("severity", severity.rawValue)
      json.field("record", kind.rawValue)
      json.field("elements", elements.map(\.number))
      json.field("what", what)
      json.field("what_to_do", rule.remedy)
      json.field("patient_id", patientID)
      json.field("client", client)
      json.field("episode_id", episodeID)
      json.field("facility_id", facilityID)
      json.field("day", day)
      json.field("owner", owner)
    }
  }
}

/// That a facility reports to a state.
package struct TEDSReporterRepresentation: Representation {
  let reporter: TEDSReporter

  package init(_ reporter: TEDSReporter) { self.reporter = reporter }

  package func write(to json: inout JSONWriter) {
    json.object { json in
      json.field("facility_id", reporter.facilityID)
      json.field("state", reporter.state)
      json.field("provider", reporter.provider)
      json.field("agency", reporter.agency)
      json.field("authority", reporter.authority)
      json.field("from", reporter.from.description)
    }
  }
}

/// What became of an acknowledgement.
package struct TEDSAnswersRepresentation: Representation {
  let answers: TEDSAnswers

  package init(_ answers: TEDSAnswers) { self.answers = answers }

  package func write(to json: inout JSONWriter) {
    json.object { json in
      json.field("accepted", answers.accepted)
      json.field("rejected", answers.rejected)
      json.field("unchanged", answers.unchanged)
    }
  }
}

/// A line of a file in words.
package struct TEDSLineRepresentation: Representation {
  let line: TEDSSubmissionReader.Line

  package init(_ line: TEDSSubmissionReader.Line) { self.line = line }

  package func write(to json: inout JSONWriter) {
    json.object { json in
      json.field("line", line.number)
      json.field("record", line.record?.kind.rawValue)
      json.array("elements", line.record?.layout.fields ?? []) { json, field in
        json.object { json in
          json.field("element", field.element.number)
          json.field("name", field.name)
          json.field("from", field.columns.lowerBound)
          json.field("to", field.columns.upperBound)
          json.field("value", (try? line.record?.words(field.element)) ?? nil)
        }
      }
      json.array("faults", line.faults) { json, fault in
        json.object { json in
          json.field("element", fault.field?.element.number)
          json.field("what", fault.what)
          json.field("what_to_do", fault.remedy)
        }
      }
    }
  }
}
