import Clinic
import Foundation
import Records

/// How many beds of each unit will be free in the days to come.
package struct ForecastRepresentation: Representation {
  let units: [UnitForecast]
  let from: Date

  package init(_ units: [UnitForecast], from: Date) {
    self.units = units
    self.from = from
  }

  package func write(to json: inout JSONWriter) {
    json.object { json in
      json.field("from", from)
      json.array("units", units) { json, unit in
        json.object { json in
          json.field("unit_id", unit.unitID)
          json.field("unit", unit.unit)
          json.field("unit_stage", word: unit.stage)
          json.field("exclusive_to", word: unit.exclusiveTo)
          json.field("facility_id", unit.facilityID)
          json.field("facility", unit.facility)
          json.array("days", unit.days) { json, day in
            json.object { json in
              json.field("day", day.day)
              json.field("beds", Int(day.beds))
              json.field("free", Int(day.free))
              json.field("arrivals", Int(day.arrivals))
              json.field("departures", Int(day.departures))
            }
          }
        }
      }
    }
  }
}
