/// Something about a person and a bed that staff should know; it stops nothing.
package struct BedWarning: Hashable, Sendable {
  /// A stable slug for programs.
  package let code: String
  package let message: String

  /// What is to be said when somebody of that sex and age, where they are known, is put into the unit.
  package static func all(
    unit: String, exclusiveTo kind: ExclusiveKind?, unitStage: Stage, sex: Sex?, age: Int?, stage: Stage?
  ) -> [BedWarning] {
    var warnings: [BedWarning] = []
    if let kind, kind.admits(sex: sex, age: age) != true {
      let known = kind.admits(sex: sex, age: age) == nil
      warnings.append(
        BedWarning(
          code: "unit-kind",
          message: known
            ? "The unit \(unit) is for \(kind.rawValue), and it is not on record whether the person is one of them."
            : "The unit \(unit) is for \(kind.rawValue)."))
    }
    if let stage, stage != unitStage {
      warnings.append(
        BedWarning(
          code: "unit-stage",
          message: "The unit \(unit) is for \(unitStage.rawValue), and the person is in \(stage.rawValue)."))
    }
    return warnings
  }
}
