import Clinic
import Foundation
import Postgres
import Records

/// A made-up clinic with planted truth: facilities, beds, people, calls, intakes, episodes, moves and screenings.
///
/// It has what a real one has: leaves with the bed kept, holds that expire, beds that are cleaned, people who go on in
/// another facility, what is written down late, and what was written down wrong and put right. On its last day somebody
/// has begun to see to what comes after the stays that go on.
///
/// The same seed, size and days give the same clinic, to the identifier, on every machine (SplitMix64 for each facility,
/// seeded from the seed and its number). Only who recorded it, and for which organization, comes from the caller. All of
/// it is stored in one transaction through COPY, for 50 people as for a million episodes.
///
/// Nobody in it is real, and the names say so: Zzyx Testperson-0042.
package struct Simulator: Sendable {
  /// How much there is to be.
  package enum Size: Sendable, Hashable {
    /// So many people, each with one episode, and a few with a second one in the facility that took them over.
    case patients(Int)
    /// So many episodes; about a fifth of them are of people who come back.
    case episodes(Int)

    var arrivals: Int {
      switch self {
      case .patients(let count), .episodes(let count): count
      }
    }
  }

  /// What all chance comes from.
  package let seed: UInt64
  package let size: Size
  /// The first day that is lived.
  package let first: Day
  /// How many days are lived.
  package let days: Int
  /// What a report must find again.
  package let truth: PlantedTruth

  /// Plans a clinic that lives from the start of `first` for `days` days; the last one should be over.
  package init(seed: UInt64, size: Size, from first: Day, days: Int, truth: PlantedTruth = .standard) {
    self.seed = seed
    self.size = size
    self.first = first
    self.days = max(days, 1)
    self.truth = truth
  }

  /// Loads the clinic into an organization that has been founded; returns what was stored.
  ///
  /// Throws a `Conflict` when the organization holds this simulation already, other refusals, and `PostgresError`;
  /// then nothing was stored.
  package func load(
    into records: Records, as caller: Caller, progress: @escaping @Sendable (Progress) -> Void = { _ in }
  ) async throws -> Summary {
    let plans = try plans()
    return try await records.transaction(as: caller, Action(.demoLoad)) { transaction in
      try await ClinicLoading.begin(transaction, slugs: plans.map(\.slug), at: records.clock())
      var summary = Summary()
      var arriving: [SimulatedArrival] = []
      for plan in plans {
        try Task.checkCancellation()
        var facility = SimulatedFacility(plan, arriving: arriving)
        facility.run()
        arriving = facility.departed
        try await ClinicLoading.load(facility.rows, transaction)
        summary.add(facility.rows)
        progress(Progress(episodes: summary.episodes, of: size.arrivals))
      }
      return summary
    }
  }

  /// The plans of the facilities; there are as many in every group.
  func plans() throws -> [FacilityPlan] {
    let arrivals = size.arrivals
    let groups = max(truth.groups.count, 1)
    let count = max(1, (arrivals + 2_499 * groups) / (2_500 * groups)) * groups
    let library = try InstrumentLibrary.shipped()
    let instruments = [try library.find("phq_9"), try library.find("audit")]
    let protocols = try ProtocolLibrary.shipped()
    let scales = try protocols.flatMap(\.definition.checks).reduce(into: [String: Instrument]()) {
      known, check in
      if case .instrument(let slug) = check.task { known[slug] = try library.find(slug) }
    }
    let isSmall = arrivals <= 20_000
    var seeds = SplitMix64(seed: seed)
    return (0..<count).map { number in
      let group = truth.groups[number % groups]
      let (start, end) = (arrivals * number / count, arrivals * (number + 1) / count)
      let returning: Double = if case .patients = size { 0 } else { 0.2 }
      return FacilityPlan(
        number: number, seed: seeds.next(), slug: "made-up-\(group.name)-\(number + 1)", group: group,
        completion: truth.completion, first: first, days: days, arrivals: end - start, returning: returning,
        screened: isSmall ? 1 : 0.02, keepsHistory: isSmall, sendsOn: number < count - 1,
        firstNumber: start + 1,
        instruments: instruments,
        protocols: Dictionary(
          protocols.map { ($0.definition.reference.slug, $0) }, uniquingKeysWith: { first, _ in first }),
        scales: scales)
    }
  }
}

extension Simulator {
  /// How far the loading has come.
  package struct Progress: Sendable, Hashable {
    package let episodes: Int
    package let of: Int
  }

  /// What was stored.
  package struct Summary: Codable, Sendable, Hashable {
    package var facilities = 0
    package var beds = 0
    package var patients = 0
    package var enquiries = 0
    package var episodes = 0
    package var stays = 0
    package var moves = 0
    package var screenings = 0
    /// Rows of all tables together.
    package var rows = 0

    mutating func add(_ other: ClinicRows) {
      facilities += other.count(.facility)
      beds += other.count(.bed)
      patients += other.count(.patient)
      enquiries += other.count(.enquiry)
      episodes += other.count(.episode)
      stays += other.count(.stay)
      moves += other.count(.move)
      screenings += other.count(.screening)
      rows += other.counts.reduce(0, +)
    }
  }
}
