import Clinic

/// The stage rules, or some of them.
package struct StageRulesRepresentation: Representation {
  let version: String
  let rules: [StageRule]

  package init(version: String, rules: [StageRule]) {
    self.version = version
    self.rules = rules
  }

  package func write(to json: inout JSONWriter) {
    json.object { json in
      json.field("version", version)
      json.array("rules", rules) { json, rule in json.object { rule.writeFields(to: &$0) } }
    }
  }
}

/// What loading a file of stage rules changes in one of them.
package struct StageRuleChangeRepresentation: Representation {
  let change: StageRuleChange

  package init(_ change: StageRuleChange) { self.change = change }

  package func write(to json: inout JSONWriter) {
    json.object { json in
      json.field("change", change.kind.rawValue)
      change.rule.writeFields(to: &json)
    }
  }
}

extension StageRule {
  fileprivate func writeFields(to json: inout JSONWriter) {
    json.field("from", word: from)
    json.field("event", word: event)
    json.field("to", word: to)
    json.field("needs", needs.map(\.rawValue).sorted())
    json.field("roles", roles.map { $0.map(\.rawValue).sorted() })
    json.field("endings", endings.map(\.tedsCode))
  }
}
