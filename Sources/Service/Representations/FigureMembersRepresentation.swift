import Clinic
import Reports

/// The people behind a figure.
package struct FigureMembersRepresentation: Representation {
  let found: FigureMembers

  package init(_ found: FigureMembers) { self.found = found }

  package func write(to json: inout JSONWriter) {
    json.object { json in
      json.field("members", found.members.map(FigureMemberRepresentation.init))
      json.field("has_more", found.hasMore)
      json.field("left_out", found.leftOut)
    }
  }
}

private struct FigureMemberRepresentation: Representation {
  let member: FigureMember

  func write(to json: inout JSONWriter) {
    json.object { json in
      json.field("patient_id", member.patientID)
      json.field("name", member.name)
      json.field("episode_id", member.episodeID)
      json.field("panel", member.panel)
      json.field("group", member.group)
    }
  }
}
