import Postgres

extension Measure.Funnel {
  /// The stages of each episode, where stays of one stage that follow each other at once are one run.
  ///
  /// A run is done when its last stay ended, by the report's time, as completed or transferred. Who moves to another
  /// bed or facility in the middle of detox has not completed it.
  static func runs(_ query: CohortQuery) -> SQL {
    let (asOf, start) = (query.moment.asOf, "lower(stay.valid)" as SQL)
    return """
      SELECT stay.episode_id, stay.stage, min(stay.starts) AS starts, max(stay.ends) AS ends,
        min(stay.first_day) AS first_day, max(stay.last_day) AS last_day,
        bool_or(stay.is_last AND stay.ends <= \(asOf) AND stay.end_reason IN (1, 4, 14)) AS is_done
      FROM (
        SELECT stay.*,
          count(*) FILTER (WHERE stay.is_first) OVER (PARTITION BY stay.episode_id ORDER BY stay.starts) AS number
        FROM (
          SELECT cohort.episode_id, stay.stage, \(start) AS starts, stay.ends, stay.end_reason,
            \(query.dayInPart(of: start)) AS first_day, \(query.dayInPart(of: "least(stay.ends, \(asOf))")) AS last_day,
            (lag(stay.stage) OVER course = stay.stage AND lag(stay.ends) OVER course = \(start)) IS NOT TRUE AS is_first,
            (lead(stay.stage) OVER course = stay.stage AND lead(\(start)) OVER course = stay.ends) IS NOT TRUE
              AS is_last
          FROM cohort
          JOIN clinic.stay_fact AS stay
            ON stay.organization_id = (SELECT access.organization()) AND stay.episode_id = cohort.episode_id
            AND \(query.moment.knows("stay")) AND \(start) <= \(asOf)
          WINDOW course AS (PARTITION BY cohort.episode_id ORDER BY \(start))
        ) AS stay
      ) AS stay
      GROUP BY stay.episode_id, stay.stage, stay.number
      """
  }
}
