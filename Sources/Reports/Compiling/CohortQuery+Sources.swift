import Postgres

/// What can be joined to the population.
private enum Joined: Int, Comparable {
  case stay, episode, place, demographics, intake, primarySubstance

  static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

extension CohortQuery {
  /// The tables that the definition needs, joined.
  func source() throws -> SQL {
    var source: SQL =
      definition.population == .stays ? "clinic.stay_fact AS stay" : "clinic.episode_fact AS episode"
    for table in tables.sorted() { source = "\(source)\n\(join(table))" }
    return source
  }

  private var tables: Set<Joined> {
    var tables: Set<Joined> = []
    if places.commonTimeZone == nil { tables.insert(.place) }
    for grouping in [definition.by, definition.each].compactMap({ $0 }) {
      switch grouping {
      case .facility: break
      case .stage, .service, .serviceType: tables.insert(.stay)
      case .sex: tables.insert(.demographics)
      case .referralSource: tables.formUnion([.episode, .intake])
      case .primarySubstance: tables.formUnion([.episode, .primarySubstance])
      }
    }
    if definition.conditions.stages != nil { tables.insert(.stay) }
    if definition.conditions.sex != nil { tables.insert(.demographics) }
    if definition.conditions.substance != nil { tables.insert(.episode) }
    tables.remove(definition.population == .stays ? .stay : .episode)
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
    case .place:
      """
        JOIN clinic.facility AS place
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
  private var intakeKnown: SQL {
    moment.knownAt.map { " AND intake.known_from <= \($0)" } ?? ""
  }
}
