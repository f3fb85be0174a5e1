import Clinic
import Postgres

extension CohortQuery {
  /// What a row must fulfil to be of the cohort.
  func conditions() throws -> SQL {
    var all: [SQL] = [
      "\(main).organization_id = (SELECT access.organization())", known, "\(start) <= \(moment.asOf)",
    ]
    // The policies let nobody see another facility anyway; named here, an index finds the rows.
    if let open = places.open, definition.conditions.facilities == nil, definition.population != .enquiries {
      all.append("\(main).facility_id = ANY (\(open.map(\.id.rawValue)))")
    }
    all += try clauses(of: definition.conditions)
    let exceptions = try clauses(of: definition.exceptions)
    if !exceptions.isEmpty {
      // What is not on record is no reason to leave somebody out.
      all.append("NOT coalesce(\(exceptions.joined("\n    AND ")), false)")
    }
    return all.joined("\n  AND ")
  }

  /// Whether the row was on record; enquiries are believed as they are written now, once they were recorded.
  private var known: SQL {
    guard definition.population == .enquiries else { return moment.knows(main) }
    return "enquiry.recorded_at <= \(moment.knownAt ?? moment.now)"
  }

  private func clauses(of asked: Conditions) throws -> [SQL] {
    var all: [SQL] = []
    if let facilities = try asked.facilities?.map(places.named) {
      all.append("\(main).facility_id = ANY (\(facilities.map(\.id.rawValue)))")
    }
    if let stages = asked.stages {
      all.append("stay.stage = ANY (\(stages.map(\.rawValue))::reference.stage[])")
    }
    if let first = asked.admittedFrom { all.append("\(day(of: start)) >= \(first)") }
    if let last = asked.admittedTo { all.append("\(day(of: start)) <= \(last)") }
    if let sex = asked.sex { all.append("person.sex = \(sex.rawValue)") }
    if let least = asked.age?.least { all.append("\(age) >= \(Int32(least))") }
    if let most = asked.age?.most { all.append("\(age) <= \(Int32(most))") }
    if let sources = asked.referral { all.append("intake.referral_source = ANY (\(sources.map(\.code)))") }
    if let insurance = asked.insurance { all.append("intake.insurance = ANY (\(insurance.map(\.code)))") }
    if let source = asked.paymentSource { all.append("intake.payment_source = ANY (\(source.map(\.code)))") }
    if let reasons = asked.reasons {
      let code: SQL = definition.population == .stays ? "stay.end_reason" : "episode.discharge_reason"
      all.append("upper(\(main).valid) <= \(moment.asOf) AND \(code) = ANY (\(reasons.map(\.rawValue)))")
    }
    if let substance = asked.substance { all.append(named(substance)) }
    if let diagnoses = asked.diagnoses { all.append(diagnosed(diagnoses)) }
    if let score = asked.score { all.append(scored(score)) }
    if let step = asked.step { all.append(stepped(step)) }
    if let within = asked.readmittedWithin { all.append(readmitted(within)) }
    if let categories = asked.consent { all.append(consented(categories)) }
    return all
  }

  /// Whether the substance was named at the intake of the episode, or in the enquiry.
  private func named(_ asked: SubstanceCondition) -> SQL {
    if definition.population == .enquiries {
      let drug: SQL? = asked.drug.map { "enquiry.detailed_drug = \($0.rawValue)" }
      let substance: SQL? = asked.substance.map { "enquiry.substance = \($0.rawValue)" }
      return [substance, drug].compactMap(\.self).joined(" AND ")
    }
    var match: SQL = moment.knows("named")
    if let substance = asked.substance { match = "\(match) AND named.substance = \(substance.rawValue)" }
    if let drug = asked.drug { match = "\(match) AND named.detailed_drug = \(drug.rawValue)" }
    if let route = asked.route { match = "\(match) AND named.route = \(route.rawValue)" }
    if asked.rank == .primary { match = "\(match) AND named.rank = 1" }
    return """
      EXISTS (
        SELECT FROM clinic.substance_use AS named
        WHERE named.organization_id = episode.organization_id AND named.intake_id = episode.intake_id
          AND \(match))
      """
  }

  /// Whether a diagnosis that begins with one of the codes had been made by the end of the row.
  private func diagnosed(_ codes: [String]) -> SQL {
    """
    EXISTS (
      SELECT FROM clinic.diagnosis AS diagnosis
      WHERE diagnosis.organization_id = \(main).organization_id AND diagnosis.patient_id = \(main).patient_id
        AND \(moment.knows("diagnosis")) AND diagnosis.at <= least(upper(\(main).valid), \(moment.asOf))
        AND diagnosis.code LIKE ANY (\(codes.map { "\($0)%" })::text[]))
    """
  }

  /// Whether a total, or its change from the first to the last, lies within the bounds.
  private func scored(_ asked: ScoreCondition) -> SQL {
    func total(_ order: SQL) -> SQL {
      """
      (
        SELECT score.total
        FROM clinic.screening AS score
        WHERE \(scores(of: asked.instrument))
        ORDER BY score.at \(order), score.id \(order)
        LIMIT 1)
      """
    }
    func within(_ value: SQL) -> SQL { "\(value) BETWEEN \(Int32(asked.least)) AND \(Int32(asked.most))" }
    return switch asked.at {
    case .any:
      """
      EXISTS (
        SELECT FROM clinic.screening AS score
        WHERE \(scores(of: asked.instrument)) AND \(within("score.total")))
      """
    case .first: within(total("ASC"))
    case .last: within(total("DESC"))
    case .change: within("\(total("DESC")) - \(total("ASC"))")
    }
  }

  /// Complete scores from two weeks before the start until the end.
  private func scores(of instrument: String) -> SQL {
    """
    score.organization_id = \(main).organization_id AND score.patient_id = \(main).patient_id
          AND score.instrument = \(instrument) AND \(moment.knows("score")) AND score.state = 'recorded'
          AND score.total IS NOT NULL AND score.at >= \(start) - interval '14 days'
          AND score.at <= least(upper(\(main).valid), \(moment.asOf))
    """
  }

  /// Whether a stay in the one stage was followed by one in the other within so many days, in the same episode.
  private func stepped(_ asked: StepCondition) -> SQL {
    let inTime: SQL = """
      next.stage = \(asked.to.rawValue)::reference.stage
          AND \(moment.knows("next")) AND lower(next.valid) <= \(moment.asOf)
      """
    if definition.population == .stays {
      return """
        stay.stage = \(asked.from.rawValue)::reference.stage AND EXISTS (
          SELECT FROM clinic.stay_fact AS next
          WHERE next.organization_id = stay.organization_id AND next.episode_id = stay.episode_id
            AND \(inTime)
            AND \(day(of: "lower(next.valid)")) - \(day(of: "upper(stay.valid)")) BETWEEN 0 AND \(Int32(asked.within)))
        """
    }
    return """
      EXISTS (
        SELECT FROM clinic.stay_fact AS earlier
        JOIN clinic.stay_fact AS next
          ON next.organization_id = earlier.organization_id AND next.episode_id = earlier.episode_id
        WHERE earlier.organization_id = episode.organization_id AND earlier.episode_id = episode.episode_id
          AND earlier.stage = \(asked.from.rawValue)::reference.stage AND \(moment.knows("earlier"))
          AND \(inTime)
          AND \(day(of: "lower(next.valid)")) - \(day(of: "upper(earlier.valid)")) BETWEEN 0 AND \(Int32(asked.within)))
      """
  }

  /// Whether another episode of the person had ended within so many days before the start.
  private func readmitted(_ days: Int) -> SQL {
    """
    EXISTS (
      SELECT FROM clinic.episode_fact AS before
      WHERE before.organization_id = \(main).organization_id AND before.patient_id = \(main).patient_id
        AND before.episode_id <> \(main).episode_id AND \(moment.knows("before"))
        AND upper(before.valid) <= \(start)
        AND \(day(of: start)) - \(day(of: "upper(before.valid)")) <= \(Int32(days)))
    """
  }

  /// Whether a consent that covers all of this was in force at the report's time.
  private func consented(_ categories: [String]) -> SQL {
    moment.consented(
      to: categories, organization: "\(main).organization_id", patient: "\(main).patient_id")
  }
}

extension [SQL] {
  /// All of them with `glue` between; never of none.
  func joined(_ glue: SQL) -> SQL { dropFirst().reduce(self[0]) { "\($0)\(glue)\($1)" } }
}
