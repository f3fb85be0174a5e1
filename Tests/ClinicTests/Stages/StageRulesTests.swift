import Testing

@testable import Clinic

@Suite struct StageRulesTests {
  @Test(arguments: [
    (StageState.none, MoveEvent.admit, StageState.detox), (.none, .admit, .residential),
    (.none, .admit, .aftercare),
    (.detox, .transfer, .residential), (.residential, .transfer, .aftercare), (.detox, .transfer, .aftercare),
    (.aftercare, .transfer, .detox), (.residential, .transfer, .residential),
    (.residential, .leave, .residentialLeave),
    (.residentialLeave, .return, .residential), (.aftercare, .complete, .ended), (.detox, .complete, .ended),
    (.residentialLeave, .discharge, .ended), (.detox, .discharge, .ended), (.ended, .readmit, .detox),
    (.residential, .correct, .detox),
  ])
  func `the shipped rules allow the usual moves`(from: StageState, event: MoveEvent, to: StageState) throws {
    #expect(try StageRules.shipped().legal(from: from, event: event, to: to).to == to)
  }

  @Test(arguments: [
    (StageState.none, MoveEvent.transfer, StageState.detox), (.detox, .admit, .detox),
    (.detox, .return, .detox),
    (.detox, .leave, .residentialLeave), (.detoxLeave, .transfer, .residential), (.ended, .discharge, .ended),
    (.ended, .admit, .detox), (.residential, .transfer, .residentialLeave), (.none, .correct, .detox),
    (.residentialLeave, .complete, .ended),
  ])
  func `an illegal move is refused with what is allowed from here`(
    from: StageState, event: MoveEvent, to: StageState
  ) throws {
    let rules = try StageRules.shipped()

    let error = #expect(throws: IllegalMove.self) { try rules.legal(from: from, event: event, to: to) }

    #expect(error?.allowed == rules.allowed(from: from))
    #expect(error?.code == "illegal-move")
    #expect(error?.kind == .refusedByRule)
  }

  @Test func `the refusal reads like a sentence`() throws {
    let error = #expect(throws: IllegalMove.self) {
      try StageRules.shipped().legal(from: .residentialLeave, event: .transfer, to: .aftercare)
    }

    #expect(
      error?.description == """
        The move transfer to aftercare is not allowed for a person who is on leave from residential. \
        From here the rules allow return or discharge.
        """)
  }

  @Test func `every move of the shipped rules can be planned, and no other`() throws {
    let (rules, levels) = (try StageRules.shipped(), try LevelCatalogue.shipped())
    for from in StageState.allCases {
      let episode = try Episode.sample(in: from)
      for event in MoveEvent.allCases where event != .correct {
        for to in StageState.allCases {
          var request = MoveRequest.complete(event, to: to, at: hours(48))
          if rules.allowed(from: from).contains(where: { $0.event == event && $0.to == to }) {
            if to.isOnLeave || event == .return { request.bed = nil }
            let plan = try episode.plan(request, rules: rules, levels: levels, now: hours(72))
            #expect(plan.rule.to == to)
          } else {
            #expect(throws: IllegalMove.self) {
              try episode.plan(request, rules: rules, levels: levels, now: hours(72))
            }
          }
        }
      }
    }
  }

  @Test func `completing a stage by moving on is a transfer for TEDS`() throws {
    let transfers = try StageRules.shipped().rules.filter { $0.event == .transfer }

    #expect(!transfers.isEmpty)
    #expect(transfers.allSatisfy { $0.endings == [.transferred] })
  }

  @Test func `every reason of TEDS but completion can end an episode by discharge`() throws {
    for rule in try StageRules.shipped().rules where rule.event == .discharge {
      #expect(Set(rule.endings) == Set(DischargeReason.allCases).subtracting([.completed]))
    }
  }
}
