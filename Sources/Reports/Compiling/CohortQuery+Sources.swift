import Postgres

/// What can be joined to the population.
private enum Joined: Int, Comparable {
  case stay, episode, intakeOfEnquiry, episodeOfEnquiry, place, demographics, intake, primarySubstance

  static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

extension CohortQuery {
  /// The tables that the definition needs, joined.
  func source(for columns: Set<CohortColumn>) throws -> SQL {
    var source: SQL =
      switch definition.population {
      case .stays: "clinic.stay_fact AS stay"
      case .episodes, .patients: "clinic.episode_fact AS episode"
      case .enquiries: "clinic.enquiry AS enquiry"
      }
    for table in tables(for: columns).sorted() { source = "\(source)\n\(join(table))" }
    return source
  }

  private func tables(for columns: Set<CohortColumn>) -> Set<Joined> {
    var tables: Set<Joined> = []
    if places.commonTimeZone == nil { tables.insert(.place) }
    for grouping in [definition.by, definition.each].compactMap({ $0 }) {
      switch grouping {
      case .facility, .admissionYear, .admissionMonth: break
      case .stage, .service, .serviceType: tables.insert(.stay)
      case .sex, .age: tables.insert(.demographics)
      case .referralSource, .insurance, .paymentSource, .payer: tables.formUnion([.episode, .intake])
      case .primarySubstance, .route: tables.formUnion([.episode, .primarySubstance])
      }
    }
    if columns.contains(.stage) { tables.insert(.stay) }
    if columns.contains(.intake) { tables.insert(.episode) }
    for conditions in [definition.conditions, definition.exceptions] {
      if conditions.stages != nil { tables.insert(.stay) }
      if conditions.sex != nil || conditions.age != nil { tables.insert(.demographics) }
      if conditions.substance != nil { tables.insert(.episode) }
      if conditions.referral != nil || conditions.insurance != nil || conditions.paymentSource != nil {
        tables.formUnion([.episode, .intake])
      }
    }
    switch definition.population {
    case .stays: tables.remove(.stay)
    case .episodes, .patients: tables.remove(.episode)
    case .enquiries:
      tables.formIntersection([.place])
      if needsEpisodeOfEnquiry { tables.formUnion([.intakeOfEnquiry, .episodeOfEnquiry]) }
    }
    return tables
  }

  private func join(_ table: Joined) -> SQL {
    switch table {
    case .stay:
      // The stay that the episode began with.
      """
        LEFT JOIN clinic.stay_fact AS stay
          ON stay.organization_id = episode.organization_id AND stay.episode_id = episode.episode_id
          AND lower(stay.valid) = lower(episode.valid) AND \(moment.knows("stay"))
      """
    case .episode:
      """
        LEFT JOIN clinic.episode_fact AS episode
          ON episode.organization_id = stay.organization_id AND episode.episode_id = stay.episode_id
          AND \(moment.knows("episode"))
      """
    case .intakeOfEnquiry:
      """
        LEFT JOIN clinic.intake AS intake
          ON intake.organization_id = enquiry.organization_id AND intake.enquiry_id = enquiry.id
          AND intake.at <= \(moment.asOf)\(intakeKnown)
      """
    case .episodeOfEnquiry:
      """
        LEFT JOIN clinic.episode_fact AS episode
          ON episode.organization_id = intake.organization_id AND episode.patient_id = intake.patient_id
          AND episode.intake_id = intake.id AND \(moment.knows("episode"))
          AND lower(episode.valid) <= \(moment.asOf)
      """
    case .place:
      // An enquiry may be nobody's yet.
      """
        \(definition.population == .enquiries ? "LEFT JOIN" as SQL : "JOIN") clinic.facility AS place
          ON place.organization_id = \(main).organization_id AND place.id = \(main).facility_id
      """
    case .demographics:
      """
        LEFT JOIN clinic.demographics AS person
          ON person.organization_id = \(main).organization_id AND person.patient_id = \(main).patient_id
          AND \(moment.knows("person"))
      """
    case .intake:
      """
        LEFT JOIN clinic.intake AS intake
          ON intake.organization_id = episode.organization_id AND intake.id = episode.intake_id\(intakeKnown)
      """
    case .primarySubstance:
      """
        LEFT JOIN clinic.substance_use AS used
          ON used.organization_id = episode.organization_id AND used.intake_id = episode.intake_id
          AND used.rank = 1 AND \(moment.knows("used"))
      """
    }
  }

  /// An intake is written once and never corrected, so it has no end of being known.
  var intakeKnown: SQL {
    moment.recorded("intake.known_from")
  }
}
