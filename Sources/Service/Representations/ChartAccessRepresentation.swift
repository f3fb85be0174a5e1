import Clinic
import Records

/// Somebody of a care team.
package struct CareTeamMemberRepresentation: Representation {
  let member: CareTeamMember

  package init(_ member: CareTeamMember) {
    self.member = member
  }

  package func write(to json: inout JSONWriter) {
    json.object { json in
      json.field("id", member.id)
      json.field("staff_id", member.staffID)
      json.field("handle", member.handle)
      json.field("name", member.name)
      json.field("since", member.since)
    }
  }
}

/// Somebody who has just joined a care team.
package struct JoinedRepresentation: Representation {
  let id: CareTeamMember.ID
  let patientID: Patient.ID
  let handle: String

  package init(id: CareTeamMember.ID, patientID: Patient.ID, handle: String) {
    self.id = id
    self.patientID = patientID
    self.handle = handle
  }

  package func write(to json: inout JSONWriter) {
    json.object { json in
      json.field("id", id)
      json.field("patient_id", patientID)
      json.field("handle", handle)
    }
  }
}

/// A chart that is open to its care team only.
package struct ChartRestrictionRepresentation: Representation {
  let restriction: ChartRestriction

  package init(_ restriction: ChartRestriction) {
    self.restriction = restriction
  }

  package func write(to json: inout JSONWriter) {
    json.object { json in
      json.field("id", restriction.id)
      json.field("patient_id", restriction.patientID)
      json.field("reason", restriction.reason)
      json.field("restricted_at", restriction.at)
    }
  }
}

/// A closed chart that was opened in an emergency.
package struct BrokenGlassRepresentation: Representation {
  let glass: BrokenGlass

  package init(_ glass: BrokenGlass) {
    self.glass = glass
  }

  package func write(to json: inout JSONWriter) {
    json.object { json in
      json.field("id", glass.id)
      json.field("patient_id", glass.patientID)
      json.field("staff_id", glass.staffID)
      json.field("staff", glass.staffName)
      json.field("reason", glass.reason)
      json.field("at", glass.at)
      json.field("until", glass.until)
      if let review = glass.review {
        json.object("review") { json in
          json.field("at", review.at)
          json.field("by", review.by)
          json.field("finding", word: review.finding)
          json.field("note", review.note)
        }
      }
    }
  }
}
