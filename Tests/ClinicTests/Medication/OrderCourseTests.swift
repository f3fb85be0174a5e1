import Clinic
import Foundation
import Testing

/// When an order gives rise to doses, and what may be written about them.
struct OrderCourseTests {
  private static let now = Date(timeIntervalSince1970: 1_781_524_800)
  private let policy: MedicationPolicy
  private let (own, later): (Stay.ID, Stay.ID)

  init() throws {
    policy = try MedicationPolicy.shipped()
    var random = SystemRandomNumberGenerator()
    own = Identifier(at: Self.now, random: &random)
    later = Identifier(at: Self.now, random: &random)
  }

  private func hours(_ hours: Double) -> Date { Self.now.addingTimeInterval(hours * 3_600) }

  private func identifier<Entity>() -> Identifier<Entity> {
    var random = SystemRandomNumberGenerator()
    return Identifier(at: Self.now, random: &random)
  }

  /// Four-hourly since 24 hours ago, in a stay that began 48 hours ago.
  private func course(
    _ schedule: MedicationOrder.Schedule = .regular(.every(minutes: 240)),
    stays: [(Stay.ID, Double, Double?)]? = nil,
    accepted: [Stay.ID: Date] = [:], stop: Double? = nil, end: Double? = nil, witness: Bool = false
  ) throws -> OrderCourse {
    let stays = try (stays ?? [(own, -48, nil)]).map {
      OrderCourse.StayPeriod(id: $0.0, during: try Interval(start: hours($0.1), end: $0.2.map(hours)))
    }
    let order = MedicationOrder(
      id: identifier(), episodeID: identifier(), stayID: own,
      terms: MedicationOrder.Terms(
        drug: try Line("Zzdrug"), amount: 10, unit: .mg, route: .oral, schedule: schedule, starts: hours(-24),
        needsWitness: witness), orderedAt: hours(-24))
    return OrderCourse(
      order: order, zone: .gmt, stays: stays, accepted: accepted,
      stop: try stop.map { OrderCourse.Stop(at: hours($0), by: try Line("Dr Zz"), reason: try Line("done")) },
      episodeEnd: end.map(hours))
  }

  private func dose(
    _ dueHours: Double?, at: Double, _ outcome: Dose.Outcome = .given, amount: Decimal = 10
  ) throws
    -> Dose
  {
    Dose(
      id: identifier(), dueAt: dueHours.map(hours), outcome: outcome, at: hours(at),
      amount: outcome == .given ? amount : nil, by: try Line("Grace"))
  }

  private func due(_ course: OrderCourse, from: Double = -48, to: Double = 48) -> [Double] {
    course.dueDoses(in: hours(from)..<hours(to), graceHours: policy.graceHours).map {
      $0.dueAt.timeIntervalSince(Self.now) / 3_600
    }
  }

  private func code(_ work: () throws -> Void) -> String? {
    do {
      try work()
      return nil
    } catch let refusal as any Refusal {
      return refusal.code
    } catch { return "\(error)" }
  }

  @Test func `doses come from the start on, and end with the stop and the discharge`() throws {
    #expect(due(try course(), to: 1) == [-24, -20, -16, -12, -8, -4, 0])
    #expect(due(try course(stop: -7)) == [-24, -20, -16, -12, -8])
    #expect(due(try course(end: -8)) == [-24, -20, -16, -12], "at the discharge itself nothing is due")
    #expect(try course(stop: -7).standing(at: Self.now, graceHours: 24) == .stopped)
    #expect(try course(end: -7).standing(at: Self.now, graceHours: 24) == .discharged)
    #expect(try course(end: 7).standing(at: Self.now, graceHours: 24) == .active)
  }

  @Test func `after a change of the stage an order goes on for the grace, and then when it is accepted`()
    throws
  {
    let changed = [(own, -48.0, -12.0 as Double?), (later, -12, nil)]
    let waiting = try course(stays: changed)
    #expect(waiting.awaiting(at: Self.now)?.id == later)
    #expect(waiting.standing(at: Self.now, graceHours: 24) == .awaiting)
    #expect(waiting.standing(at: hours(13), graceHours: 24) == .lapsed)
    #expect(due(waiting) == [-24, -20, -16, -12, -8, -4, 0, 4, 8], "nothing from 12 hours on")
    let accepted = try course(stays: changed, accepted: [later: hours(20)])
    #expect(accepted.awaiting(at: hours(21)) == nil)
    #expect(due(accepted, from: 0, to: 30) == [0, 4, 8, 20, 24, 28])
    let ahead = try course(stays: changed, accepted: [later: hours(-20)])
    #expect(due(ahead, from: 0, to: 30) == [0, 4, 8, 12, 16, 20, 24, 28])
    let third: Stay.ID = identifier()
    let gone = try course(stays: [(own, -48, -30), (later, -30, -2), (third, -2, nil)])
    #expect(due(gone, from: -4) == [], "what lapsed before does not come back with the next change")
    #expect(gone.standing(at: Self.now, graceHours: 24) == .lapsed)
  }

  @Test func `a dose that nobody acts on becomes due, late and missed`() throws {
    let states = [-61.0, -60, 0, 60, 61, 240, 241].map {
      DueDose(dueAt: Self.now, amount: 1).state(at: Self.now.addingTimeInterval($0 * 60), policy: policy)
    }
    #expect(states == [.planned, .due, .due, .due, .late, .late, .missed])
  }

  @Test func `who comes second is told by whom and when`() throws {
    let acts = [try dose(-4, at: -3.9)]
    let course = try course()
    for request in [
      DoseRequest(.given, dueAt: hours(-4), at: hours(-3.8)),
      DoseRequest(.held, dueAt: hours(-4), at: hours(-3.8), cause: .asleep),
      DoseRequest(.given, at: hours(-3.8)),
    ] {
      let refusal = #expect(throws: DoseActed.self) {
        try course.judge(request, acts: acts, policy: policy, now: Self.now)
      }
      #expect(refusal?.dose.by.rawValue == "Grace" && refusal?.dose.at == hours(-3.9))
      #expect(
        refusal?.message.contains("given by Grace at 2026-06-15T08:06:00Z") == true,
        "\(refusal?.message ?? "")")
    }
  }

  @Test func `who names no dose means the one that waits, and never the next one early`() throws {
    let hourly = try course(.regular(.every(minutes: 60)))
    func due(_ at: Double, _ acts: [Dose]) throws -> Double? {
      try hourly.judge(DoseRequest(.given, at: hours(at)), acts: acts, policy: policy, now: Self.now).dueAt
        .map {
          $0.timeIntervalSince(Self.now) / 3_600
        }
    }
    let before = try (-8 ... -5).map { try dose(Double($0), at: Double($0)) }
    let acts = before + [try dose(-4, at: -4), try dose(-3, at: -3), try dose(-2, at: -2)]
    #expect(try due(-0.9, acts) == -1, "the one since then")
    #expect(try due(0, acts) == -1, "the first that waits")
    #expect(throws: DoseActed.self) { try due(-1.6, acts) }
    #expect(try due(-1.4, acts) == -1, "the next one, once it is the nearer")
  }

  @Test func `a dose is found again by its time, whatever way the time came`() throws {
    var random = SeededRandom(seed: 1_970)
    for _ in 0..<2_000 {
      // As the database gives a time back, and as JSON does.
      let microseconds =
        Int64(Self.now.timeIntervalSince1970) * 1_000_000
        + Int64.random(in: 0..<86_400_000_000, using: &random)
      let start = Date(timeIntervalSinceReferenceDate: Double(microseconds - 978_307_200_000_000) / 1_000_000)
      let order = MedicationOrder(
        id: identifier(), episodeID: identifier(), stayID: own,
        terms: MedicationOrder.Terms(
          drug: try Line("Zzdrug"), amount: 10, unit: .mg, route: .oral,
          schedule: .regular(.every(minutes: 100)),
          starts: start), orderedAt: start)
      let course = OrderCourse(
        order: order, zone: .gmt, stays: [.init(id: own, during: try Interval(start: hours(-48)))])
      let later = microseconds + Int64.random(in: 0..<20, using: &random) * 6_000_000_000
      let (whole, part) = (later + Int64.random(in: 0...1, using: &random)).quotientAndRemainder(
        dividingBy: 1_000_000)
      let sent = Date(timeIntervalSince1970: Double(whole) + Double(part) / 1_000_000)
      let judged = try course.judge(
        DoseRequest(.given, dueAt: sent, at: sent), acts: [], policy: policy, now: sent.addingTimeInterval(1))
      let kept = Dose(
        id: identifier(),
        dueAt: Date(timeIntervalSinceReferenceDate: Double(later - 978_307_200_000_000) / 1_000_000),
        outcome: .given, at: sent, amount: 10, by: try Line("Grace"))
      #expect(judged.dueAt != nil)
      #expect(throws: DoseActed.self) {
        try course.judge(
          DoseRequest(.given, dueAt: sent, at: sent), acts: [kept], policy: policy,
          now: sent.addingTimeInterval(1))
      }
    }
  }

  @Test func `what is not possible is refused, each with its own code`() throws {
    let course = try course()
    func judge(_ request: DoseRequest, _ course: OrderCourse) -> String? {
      code { _ = try course.judge(request, acts: [], policy: policy, now: Self.now) }
    }
    #expect(judge(DoseRequest(.given, at: hours(0)), course) == nil)
    #expect(judge(DoseRequest(.given, at: hours(0.1)), course) == "date-in-future")
    #expect(judge(DoseRequest(.given, dueAt: hours(-24), at: hours(-24.1)), course) == "before-order")
    #expect(judge(DoseRequest(.given, dueAt: hours(-3), at: hours(0)), course) == "not-due")
    #expect(judge(DoseRequest(.given, dueAt: hours(4), at: hours(0)), course) == "dose-too-early")
    #expect(judge(DoseRequest(.given, dueAt: hours(-8), at: hours(0)), course) == "dose-missed")
    #expect(judge(DoseRequest(.held, dueAt: hours(-8), at: hours(0), cause: .vomiting), course) == nil)
    #expect(judge(DoseRequest(.held, at: hours(0)), course) == "missing-required")
    #expect(judge(DoseRequest(.given, at: hours(0), cause: .asleep), course) == "cause-of-given")
    #expect(judge(DoseRequest(.given, at: hours(0), amount: 11), course) == "more-than-ordered")
    #expect(judge(DoseRequest(.given, at: hours(0), amount: 5), course) == "missing-required")
    #expect(judge(DoseRequest(.given, at: hours(0), amount: 5, note: try Line("spat")), course) == nil)
    #expect(judge(DoseRequest(.given, at: hours(0)), try self.course(witness: true)) == "witness-needed")
    #expect(judge(DoseRequest(.given, at: hours(0)), try self.course(stop: -10)) == "order-stopped")
    #expect(judge(DoseRequest(.given, at: hours(0)), try self.course(end: -10)) == "order-discharged")
    #expect(
      judge(DoseRequest(.given, dueAt: hours(0), at: hours(0)), try self.course(stop: -1)) == "order-stopped")
  }

  @Test func `as needed a dose comes neither too soon nor beyond the most in 24 hours`() throws {
    let limits = AsNeededLimits(minimumMinutes: 240, maximumIn24Hours: 30)
    let course = try course(.asNeeded(limits))
    func judge(_ at: Double, _ acts: [Dose]) -> (any Refusal)? {
      do {
        _ = try course.judge(DoseRequest(.given, at: hours(at)), acts: acts, policy: policy, now: Self.now)
        return nil
      } catch { return error as? any Refusal }
    }
    #expect(judge(0, []) == nil)
    #expect(judge(0, [try dose(nil, at: -4)]) == nil)
    let soon = judge(0, [try dose(nil, at: -3.9)]) as? NotYet
    #expect(soon?.code == "dose-too-soon" && soon?.from == hours(0.1))
    #expect(
      judge(-5, [try dose(nil, at: -2)])?.code == "dose-too-soon", "also before one that was given later")
    let full = judge(0, [try dose(nil, at: -20), try dose(nil, at: -12), try dose(nil, at: -6)]) as? NotYet
    #expect(full?.code == "maximum-reached" && full?.from == hours(4), "\(String(describing: full))")
    #expect(
      judge(-10, [try dose(nil, at: -20), try dose(nil, at: -15), try dose(nil, at: -1)])?.code
        == "maximum-reached")
  }

  @Test func `no order of doses as needed exceeds its limits`() throws {
    var random = SeededRandom(seed: 54)
    for _ in 0..<200 {
      let limits = AsNeededLimits(
        minimumMinutes: Int.random(in: 30...600, using: &random),
        maximumIn24Hours: Decimal(Int.random(in: 10...60, using: &random)))
      let course = try course(.asNeeded(limits))
      var acts: [Dose] = []
      for _ in 0..<60 {
        let at = Double.random(in: -23...0, using: &random)
        let request = DoseRequest(.given, at: hours(at))
        if (try? course.judge(request, acts: acts, policy: policy, now: Self.now)) != nil {
          acts.append(try dose(nil, at: at))
        }
      }
      let times = acts.map(\.at).sorted()
      #expect(
        zip(times, times.dropFirst()).allSatisfy {
          $1.timeIntervalSince($0) >= Double(limits.minimumMinutes) * 60
        })
      #expect(Decimal(times.count) * 10 <= limits.maximumIn24Hours, "all lie within 24 hours")
    }
  }

  @Test func `a taper gives each day the amount of its step`() throws {
    let taper = try Taper(amounts: [10, 6, 2], days: 1)
    let course = try course(.taper(taper, .times([try TimeOfDay("12:00"), try TimeOfDay("20:00")])))
    let doses = course.dueDoses(in: hours(-48)..<hours(96), graceHours: 24)
    #expect(doses.map(\.amount) == [10, 10, 6, 6, 2, 2])
  }

  @Test func `shifts follow the clock on the wall`() throws {
    let zone = try #require(TimeZone(identifier: "America/New_York"))
    // 12:00 UTC is 08:00 there.
    #expect(policy.shift(at: Self.now, in: zone).name.rawValue == "day")
    let night = policy.shift(at: hours(-3), in: zone)
    #expect(night.name.rawValue == "night" && night.began == hours(-9))
  }
}
