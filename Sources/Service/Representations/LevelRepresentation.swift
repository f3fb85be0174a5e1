import Clinic
import Foundation
import Records

/// What a payer says of a level of care.
package struct AuthorizationRepresentation: Representation {
  let authorization: Authorization

  package init(_ authorization: Authorization) {
    self.authorization = authorization
  }

  package func write(to json: inout JSONWriter) {
    json.object { json in
      json.field("id", authorization.id)
      json.field("episode_id", authorization.episodeID)
      json.field("payer", authorization.payer)
      json.field("reference", authorization.reference)
      json.field("level", authorization.level)
      json.field("first_day", authorization.firstDay)
      json.field("last_day", authorization.lastDay)
      json.field("decision", word: authorization.decision)
      json.field("reason", authorization.reason)
    }
  }
}

/// What was found when the level of care was assessed.
package struct LevelAssessmentRepresentation: Representation {
  let assessment: LevelAssessment

  package init(_ assessment: LevelAssessment) {
    self.assessment = assessment
  }

  package func write(to json: inout JSONWriter) {
    json.object { json in
      json.field("id", assessment.id)
      json.field("episode_id", assessment.episodeID)
      json.field("at", assessment.at)
      json.field("ratings", assessment.ratings.map { $0.map(\.rawValue) })
      json.field("recommended", assessment.recommended)
      json.field("agreed", assessment.agreed)
      json.field("difference", word: assessment.difference)
    }
  }
}

/// The level that somebody had beside the one that was authorized.
package struct LevelTimelineRepresentation: Representation {
  package let stays: [StayRecord]
  package let authorizations: [Authorization]
  package let assessments: [LevelAssessment]
  package let timeline: LevelTimeline

  /// Nil without a stay: then there is no clock to go by.
  package init?(
    _ stays: [StayRecord], _ authorizations: [Authorization], _ assessments: [LevelAssessment], at now: Date
  ) {
    guard let zone = stays.first?.timeZone else { return nil }
    self.stays = stays
    self.authorizations = authorizations
    self.assessments = assessments
    timeline = LevelTimeline(
      stays: stays.map(\.stay), authorizations: authorizations, timeZone: zone, now: now)
  }

  /// Whether the level was assessed for a stay: after the stay before it began, and up to a day after its own beginning.
  package func isAssessed(_ index: Int) -> Bool {
    let begin = stays[index].stay.during.start
    let earliest = index == 0 ? Date.distantPast : stays[index - 1].stay.during.start
    return assessments.contains { earliest < $0.at && $0.at <= begin.addingTimeInterval(86_400) }
  }

  package func write(to json: inout JSONWriter) {
    json.object { json in
      json.field("days", timeline.days.count)
      json.field("gap_days", timeline.gaps.reduce(0) { $0 + $1.count })
      json.array("stays", stays.indices) { json, index in
        let stay = stays[index].stay
        json.object { json in
          json.field("stay_id", stay.id)
          json.field("stage", word: stay.stage)
          json.field("level", stay.level)
          json.field("start", stay.during.start)
          json.field("end", stay.during.end)
          json.field("assessed", isAssessed(index))
        }
      }
      json.array("gaps", timeline.gaps) { json, gap in
        json.object { json in
          json.field("kind", word: gap.kind)
          json.field("first_day", gap.firstDay)
          json.field("last_day", gap.lastDay)
          json.field("days", gap.count)
          json.field("level", gap.clinical)
          json.field("authorized", gap.authorized)
        }
      }
      json.field("authorizations", authorizations.map(AuthorizationRepresentation.init))
      json.field("assessments", assessments.map(LevelAssessmentRepresentation.init))
    }
  }
}

/// Days of a stay that are not authorized at its level.
package struct LevelGapRepresentation: Representation {
  let gap: LevelGap

  package init(_ gap: LevelGap) {
    self.gap = gap
  }

  package func write(to json: inout JSONWriter) {
    json.object { json in
      json.field("stay_id", gap.record.stay.id)
      json.field("episode_id", gap.record.stay.episodeID)
      json.field("patient_id", gap.record.patientID)
      json.field("patient_name", gap.patientName)
      json.field("facility_id", gap.record.facilityID)
      json.field("stage", word: gap.record.stay.stage)
      json.field("level", gap.record.stay.level)
      json.field("days", gap.days)
      json.field("first_day", gap.firstDay)
      json.field("last_day", gap.lastDay)
      json.field("other_level", gap.hasOtherLevel)
    }
  }
}
