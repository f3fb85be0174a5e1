import Testing

@testable import Clinic

@Suite struct DischargeReasonTests {
  @Test func `the codes are those of the discharge record`() {
    #expect(
      DischargeReason.allCases.map(\.tedsCode) == ["01", "02", "03", "04", "05", "06", "07", "08", "14"])
    for reason in DischargeReason.allCases { #expect(DischargeReason(tedsCode: reason.tedsCode) == reason) }
    #expect(DischargeReason(tedsCode: "4") == nil)
    #expect(DischargeReason(tedsCode: "09") == nil)
  }

  @Test(arguments: StageState.allCases)
  func `a state is one stage, on leave or not`(state: StageState) {
    guard let stage = state.stage else {
      #expect(state == .none || state == .ended)
      return
    }
    #expect(StageState(stage, onLeave: state.isOnLeave) == state)
  }

  @Test func `each service belongs to the stage of its level of care`() {
    #expect(ServiceSetting.allCases.filter { $0.stage == .detox }.map(\.rawValue) == [1, 2, 8])
    #expect(ServiceSetting.allCases.filter { $0.stage == .residential }.map(\.rawValue) == [3, 4, 5])
    #expect(ServiceSetting.allCases.filter { $0.stage == .aftercare }.map(\.rawValue) == [6, 7])
  }
}
