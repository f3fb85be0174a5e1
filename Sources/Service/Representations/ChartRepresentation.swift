import Clinic
import Records

/// All that the chart of a person shows.
package struct ChartRepresentation: Representation {
  let chart: Chart

  package init(_ chart: Chart) {
    self.chart = chart
  }

  package func write(to json: inout JSONWriter) {
    json.object { json in
      json.field("patient", PatientRepresentation(chart.patient))
      json.field("details", chart.details.map(PatientDetailRepresentation.init))
      json.field("intake", chart.intake.map(IntakeRepresentation.init))
      json.field("substances", chart.substances.map(SubstanceUseRepresentation.init))
      json.field("episodes", chart.episodes.map { EpisodeRepresentation($0) })
      json.field("screenings", chart.screenings.map { ScreeningRepresentation($0) })
      if let allergies = chart.allergies {
        json.field("allergies", AllergiesRepresentation(allergies))
      } else {
        json.field("not_shown", ["allergies"])
      }
    }
  }
}
