import Clinic
import Foundation
import Records

@testable import Simulator

/// What the simulator's own list of events says of every bed, found out the slow and simple way.
struct BedHistory {
  /// What stands in a bed, as the board says it too.
  struct Place: Hashable {
    var kind: OccupationKind?
    var patient: UUIDWords?
    var stage: Stage?
    var stageDay: Int32?
    var since: Date?
    var until: Date?
  }

  private(set) var beds: [UUIDWords] = []
  private var events: [UUIDWords: [BedEvent]] = [:]
  private var ofStay: [UUIDWords: [BedEvent]] = [:]
  private let opened: Int64

  init(_ simulator: Simulator) throws {
    opened = SimulatedDay(-30, from: simulator.first).start
    var arriving: [SimulatedArrival] = []
    for plan in try simulator.plans() {
      var facility = SimulatedFacility(plan, arriving: arriving)
      facility.run()
      arriving = facility.departed
      beds += facility.beds.all
      for event in facility.bedEvents {
        events[event.bed, default: []].append(event)
        if let stay = event.state?.stay { ofStay[stay, default: []].append(event) }
      }
    }
  }

  /// The beds in use at an instant.
  func beds(at instant: Int64) -> [UUIDWords] { instant < opened ? [] : beds }

  /// What stood in a bed at an instant, as it was known at `known`; as it is known now without one.
  func place(_ bed: UUIDWords, at instant: Int64, known: Int64?) -> Place {
    let told = believed(events[bed] ?? [], known)
    guard let last = told.last(where: { $0.at <= instant }), let state = last.state else { return Place() }
    let began = state.stay.flatMap { believed(ofStay[$0] ?? [], known).first?.at }
    let until = told.first { $0.at > instant }?.at
    return Place(
      kind: state.kind, patient: state.patient, stage: state.stage,
      stageDay: began.map { Int32(instant / SimulatedDay.length - $0 / SimulatedDay.length) + 1 },
      since: Date(postgres: last.at), until: until.map(Date.init(postgres:)))
  }

  /// Instants at which something happened or was told.
  var instants: [Int64] { events.values.flatMap { $0.flatMap { [$0.at, $0.told] } }.sorted() }

  /// What was believed, in order of time; of one instant, in the order in which it happened.
  private func believed(_ events: [BedEvent], _ known: Int64?) -> [BedEvent] {
    events.enumerated()
      .filter {
        known.map { [event = $0.element] in event.told <= $0 && $0 < event.withdrawn }
          ?? ($0.element.withdrawn == .max)
      }
      .sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }
      .map(\.element)
  }
}

extension Date {
  /// A time in microseconds since 2000-01-01 00:00 UTC.
  init(postgres microseconds: Int64) {
    self.init(timeIntervalSince1970: Double(microseconds) / 1e6 + 946_684_800)
  }
}
