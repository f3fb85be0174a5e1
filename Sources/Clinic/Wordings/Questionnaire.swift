import Foundation

/// A FHIR Questionnaire, as far as its words go.
package struct Questionnaire: Hashable, Sendable {
  /// The address and the version that the file names.
  package let source: String?
  package let title: String?
  package let language: String?
  package let copyright: String?
  /// The codes of the whole, such as the LOINC code of a panel.
  package let codes: [String]
  /// Every item, those within others after them.
  package let items: [Item]

  /// A question, or a part that is not one.
  package struct Item: Hashable, Sendable {
    package let linkID: String
    package let codes: [String]
    package let text: String?
    /// As the standard names it: `choice`, `display`, `group`.
    package let type: String
    package let options: [Option]

    /// Whether it asks something.
    package var isQuestion: Bool { type != "display" && type != "group" }
  }

  /// An answer that may be chosen.
  package struct Option: Hashable, Sendable {
    package let code: String?
    package let words: String?
    /// The value that the file gives it, by its weight, its prefix or the answer itself.
    package let value: Int16?
  }
}

extension Questionnaire {
  /// Reads the JSON of a Questionnaire of FHIR R4 or R5.
  ///
  /// Throws an `InvalidValue` when it is no JSON, or another resource.
  package init(json bytes: [UInt8]) throws(InvalidValue) {
    let file: QuestionnaireFile
    do {
      file = try JSONDecoder().decode(QuestionnaireFile.self, from: Data(bytes))
    } catch {
      throw InvalidValue(
        "malformed-questionnaire", field: "questionnaire", problem: "is not a FHIR Questionnaire in JSON",
        remedy: "Export it from its source as JSON, and load it whole.")
    }
    guard file.resourceType == "Questionnaire" else {
      throw InvalidValue(
        "malformed-questionnaire", field: "questionnaire",
        problem: "is another resource than a Questionnaire",
        remedy: "Load the Questionnaire itself, not answers to it and not a bundle.")
    }
    source = file.url.map { url in file.version.map { "\(url)|\($0)" } ?? url }
    title = file.title ?? file.name
    language = file.language
    copyright = file.copyright
    codes = (file.code ?? []).compactMap(\.code)
    items = (file.item ?? []).flatMap(\.all)
  }
}

/// The shape of the file.
private struct QuestionnaireFile: Decodable {
  let resourceType: String
  let url: String?
  let version: String?
  let name: String?
  let title: String?
  let language: String?
  let copyright: String?
  let code: [Coding]?
  let item: [Item]?

  struct Coding: Decodable {
    let code: String?
    let display: String?
  }

  struct Item: Decodable {
    let linkId: String
    let code: [Coding]?
    let text: String?
    let type: String
    let answerOption: [Option]?
    let item: [Item]?

    /// The item with all that are within it.
    var all: [Questionnaire.Item] {
      [
        Questionnaire.Item(
          linkID: linkId, codes: (code ?? []).compactMap(\.code), text: text, type: type,
          options: (answerOption ?? []).map(\.option))
      ] + (item ?? []).flatMap(\.all)
    }
  }

  struct Option: Decodable {
    let valueCoding: Coding?
    let valueInteger: Int16?
    let valueString: String?
    let `extension`: [Extension]?

    var option: Questionnaire.Option {
      let weight = (`extension` ?? []).first { $0.isWeight }?.valueDecimal.flatMap { Int16(exactly: $0) }
      let prefix = (`extension` ?? []).first { $0.isPrefix }?.valueString.flatMap { Int16($0) }
      return Questionnaire.Option(
        code: valueCoding?.code, words: valueCoding?.display ?? valueString,
        value: weight ?? prefix ?? valueInteger)
    }
  }

  struct Extension: Decodable {
    let url: String
    let valueDecimal: Double?
    let valueString: String?

    var isWeight: Bool { url.hasSuffix("/ordinalValue") || url.hasSuffix("/itemWeight") }
    var isPrefix: Bool { url.hasSuffix("/questionnaire-optionPrefix") }
  }
}
