import Postgres

/// What parts of measures read of each row of the cohort.
enum CohortColumn: Int, Comparable, Sendable {
  case patient, episode, key, stage, intake, starts, ends, startDay, endDay, zone

  /// What it is called in the cohort.
  var name: String {
    switch self {
    case .patient: "patient_id"
    case .episode: "episode_id"
    case .key: "key"
    case .stage: "stage"
    case .intake: "intake_id"
    case .starts: "starts"
    case .ends: "ends"
    case .startDay: "start_day"
    case .endDay: "end_day"
    case .zone: "zone"
    }
  }

  static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

extension CohortQuery {
  func expression(of column: CohortColumn) -> SQL {
    let ofEnquiry = definition.population == .enquiries
    let end: SQL = "CASE WHEN upper(\(main).valid) <= \(moment.asOf) THEN upper(\(main).valid) END"
    return switch column {
    case .patient: ofEnquiry ? "enquiry.patient_id" : "\(main).patient_id"
    case .episode: ofEnquiry ? "episode.episode_id" : "\(main).episode_id"
    // What tells one row from all others.
    case .key:
      switch definition.population {
      case .stays: "stay.stay_id"
      case .episodes, .patients: "episode.episode_id"
      case .enquiries: "enquiry.id"
      }
    case .stage: "stay.stage"
    case .intake: ofEnquiry ? "intake.id" : "episode.intake_id"
    case .starts: start
    // NULL while it goes on; an enquiry goes on until the admission.
    case .ends: ofEnquiry ? "lower(episode.valid)" : end
    case .startDay: day(of: start)
    case .endDay: ofEnquiry ? day(of: "lower(episode.valid)") : day(of: end)
    case .zone: zone
    }
  }

  /// Whether an enquiry is looked at together with the episode that came of it.
  var needsEpisodeOfEnquiry: Bool {
    definition.population == .enquiries
      && definition.measures.contains {
        $0.asked.parts(self).contains { !$0.columns.isDisjoint(with: [.episode, .intake, .ends, .endDay]) }
      }
  }
}
