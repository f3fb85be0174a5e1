extension FileNode {
  /// A name in small letters, digits and underscores.
  func slug() throws(InvalidFile) -> String {
    let text = try text()
    guard text.wholeMatch(of: /[a-z][a-z0-9_]{0,39}/) != nil else {
      throw refuse("is not a slug", remedy: "Use small letters, digits and underscores, at most 40.")
    }
    return text
  }

  /// The languages of the labels, as codes of two letters.
  func languages() throws(InvalidFile) -> [String] {
    let codes = try list().read { (node) throws(InvalidFile) in
      let code = try node.text()
      guard code.utf8.count == 2, code.allSatisfy({ $0.isASCII && $0.isLowercase }) else {
        throw node.refuse("is not the code of a language", remedy: "Write codes like en or de.")
      }
      return code
    }
    guard !codes.isEmpty, Set(codes).count == codes.count else {
      throw refuse("is not a list of languages", remedy: "Name each language once, like [en].")
    }
    return codes
  }

  /// A label: one text, or one for each of the languages.
  func label(in languages: [String]) throws(InvalidFile) -> (first: String, all: [String: String]) {
    if isSingle, languages.count == 1 { return (try text(), [:]) }
    if isSingle {
      throw refuse("is in one language only", remedy: "Write a text for each of \(languages.listing).")
    }
    var labels: [String: String] = [:]
    for (key, value) in try entries() {
      let code = try key.text()
      guard languages.contains(code) else {
        throw key.refuse("is not a language of this file", remedy: "Use \(languages.listing).")
      }
      labels[code] = try value.text()
    }
    if let lacking = languages.first(where: { labels[$0] == nil }) {
      throw refuse("lacks the language \(lacking)", remedy: "Write a text for each of \(languages.listing).")
    }
    return (labels[languages[0]] ?? "", labels)
  }

  /// A time to wait, as `{ days: 14 }` or `{ hours: 4 }`.
  func hours() throws(InvalidFile) -> Int {
    let keys = try keys("days", "hours")
    let days = try keys[optional: "days"].map { (node) throws(InvalidFile) in try node.number(as: Int.self) }
    let hours = try keys[optional: "hours"].map { (node) throws(InvalidFile) in try node.number(as: Int.self)
    }
    let all = 24 * min(days ?? 0, 36_500) + min(hours ?? 0, 876_000)
    guard all > 0, days ?? 0 >= 0, hours ?? 0 >= 0 else {
      throw refuse("is not a time to wait", remedy: "Write { days: 14 } or { hours: 4 }, more than zero.")
    }
    return all
  }

  /// A number with at most so many decimal places, as a whole number of the last one.
  func decimal(places: Int) throws(InvalidFile) -> Int16 {
    guard let value = Instrument.Measure.value(try text(), decimals: places) else {
      throw refuse(
        "is not a number with at most \(places) decimal places",
        remedy: "Write a number like \(places == 0 ? "12" : "36.8").")
    }
    return value
  }

  /// A number of points that may have decimal places, not below zero.
  func quantity() throws(InvalidFile) -> Double {
    guard let value = Double(try text()), value.isFinite, value >= 0 else {
      throw refuse("is not a number", remedy: "Write a number like 6.1.")
    }
    return value
  }

  /// The item that the number here names.
  func item(of items: [Instrument.Item]) throws(InvalidFile) -> Instrument.Item {
    let number = try number(as: Int16.self)
    guard let item = items.first(where: { $0.number == number }) else {
      throw refuse("names the item \(number), which is not there", remedy: "Use \(items.numbers).")
    }
    return item
  }

  /// A value that `item` can have.
  func value(of item: Instrument.Item) throws(InvalidFile) -> Int16 {
    let value = try decimal(places: item.measure?.decimals ?? 0)
    guard item.allows(value) else {
      throw refuse(
        "is \(item.text(of: value)), which item \(item.number) cannot have", remedy: "Use \(item.allowed).")
    }
    return value
  }

  /// A mapping from item to one of its values.
  func valuesByItem(of items: [Instrument.Item]) throws(InvalidFile) -> [Int16: Int16] {
    var values: [Int16: Int16] = [:]
    for (key, value) in try entries() {
      let item = try key.item(of: items)
      values[item.number] = try value.value(of: item)
    }
    return values
  }
}

extension [FileNode] {
  /// Refuses a name that stands there twice; `slugs` are those of the elements, in order.
  func refuseRepeated(_ slugs: [String]) throws(InvalidFile) {
    var seen: Set<String> = []
    for (node, slug) in zip(self, slugs) where !seen.insert(slug).inserted {
      throw node.refuse("is there twice: \(slug)", remedy: "Give each a slug of its own.")
    }
  }
}

extension [Instrument.Item] {
  /// The numbers of the items, for people: "1 to 9", or all of them where they do not follow each other.
  var numbers: String {
    let sorted = map(\.number).sorted()
    guard let first = sorted.first, let last = sorted.last else { return "nothing" }
    return Int(last) - Int(first) + 1 == count ? "\(first) to \(last)" : sorted.map { "\($0)" }.listing
  }
}
