import Foundation

extension ReleasedReport {
  /// The report for a terminal of `width` columns, 40 at least.
  package func text(width: Int = 80) -> String {
    let width = max(width, 40)
    var lines = [definition.title, String(repeating: "═", count: min(definition.title.count, width))]
    lines += heading.flatMap { wrapped($0, to: width) }
    for panel in panels {
      if let name = panel.name {
        let title = "\(name.label) (\(panel.count.map(Figures.count) ?? SmallCount.mark))"
        lines += ["", title, String(repeating: "─", count: min(title.count, width))]
      }
      for table in panel.tables { lines += ["", table.title] + table.lines(width: width) }
    }
    lines += [""] + notes.flatMap { wrapped("· \($0)", to: width, indent: "  ") }
    return lines.map { String($0.reversed().drop { $0 == " " }.reversed()) }.joined(separator: "\n") + "\n"
  }

  /// All figures as CSV, with the columns of the full report; what is withheld has the mark for a value.
  package func csv() -> String {
    var lines = ["panel,measure,group,figure,day,value"]
    for panel in panels {
      for figure in panel.figures {
        let value = figure.value.map { $0 == $0.rounded() && abs($0) < 1e15 ? "\(Int($0))" : "\($0)" }
        let cells = [
          panel.name?.key ?? "", figure.measure, figure.group, figure.figure,
          figure.day.map { "\($0)" } ?? "",
          value ?? SmallCount.mark,
        ]
        lines.append(cells.joined(separator: ","))
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// The report as JSON: a figure that is withheld has no value and says so.
  package func json() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    encoder.keyEncodingStrategy = .convertToSnakeCase
    encoder.dateEncodingStrategy = .iso8601
    return String(decoding: try encoder.encode(self), as: UTF8.self) + "\n"
  }

  /// The report as one HTML page that needs nothing else.
  package func html() -> String {
    var markup = Markup()
    markup.raw("<!DOCTYPE html>\n")
    markup.element("html", [("lang", "en")]) { markup in
      markup.element("head") { markup in
        markup.element("meta", [("charset", "utf-8")])
        markup.element("title", text: definition.title)
        markup.raw("    <style>\(Self.style)</style>\n")
      }
      markup.element("body") { markup in
        markup.element("h1", text: definition.title)
        for line in heading { markup.element("p", text: line) }
        markup.element("p", text: definition.explanation)
        for panel in panels {
          if let name = panel.name {
            markup.element("h2", text: "\(name.label) (\(panel.count.map(Figures.count) ?? SmallCount.mark))")
          }
          for table in panel.tables { Self.write(table, on: &markup) }
        }
        markup.element("h2", text: "How to read the figures")
        markup.element("ul") { markup in for note in notes { markup.element("li", text: note) } }
      }
    }
    return markup.text
  }

  private static func write(_ table: Table, on markup: inout Markup) {
    markup.element("table") { markup in
      markup.element("caption", text: table.title)
      markup.element("tr") { markup in
        for word in table.head { markup.element("th", [("scope", "col")], text: word) }
      }
      for row in table.rows {
        markup.element("tr") { markup in for cell in row { markup.element("td", text: cell) } }
      }
    }
  }

  /// The report as a picture of its text: what a curve would need by day may not leave.
  package func svg() -> String {
    let lines = text(width: 100).split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    var markup = Markup()
    let height = lines.count * 18 + 24
    markup.element(
      "svg",
      [
        ("xmlns", "http://www.w3.org/2000/svg"), ("viewBox", "0 0 860 \(height)"), ("width", "860"),
        ("height", "\(height)"), ("role", "img"), ("aria-labelledby", "title desc"),
        ("font-family", "'DejaVu Sans Mono', monospace"), ("font-size", "13"), ("fill", "#222222"),
      ]
    ) { markup in
      markup.element("title", [("id", "title")], text: definition.title)
      markup.element("desc", [("id", "desc")], text: notes.joined(separator: " "))
      markup.element("rect", [("width", "100%"), ("height", "100%"), ("fill", "#FFFFFF")])
      for (index, line) in lines.enumerated() where !line.isEmpty {
        markup.element(
          "text", [("x", "16"), ("y", "\(index * 18 + 24)"), ("xml:space", "preserve")], text: line)
      }
    }
    return markup.text
  }

  /// What stands above the figures, one line each.
  private var heading: [String] {
    let noun = definition.population.rawValue
    let people = people.map { " of \(Figures.count($0)) people" } ?? ""
    return [
      "\(count.map(Figures.count) ?? SmallCount.mark) \(noun)\(people)",
      "as of \(Figures.instant(asOf)), as known at \(Figures.instant(knownAt)); small counts withheld",
    ]
  }

  private static let style = """
    body { font: 16px/1.45 system-ui, sans-serif; color: #222; background: #fff; max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
    table { border-collapse: collapse; margin: 1.2rem 0 } caption { text-align: left; font-weight: bold }
    th, td { padding: .15rem .7rem; border-bottom: 1px solid #ccc; text-align: right } td:first-child, th:first-child { text-align: left; white-space: pre }
    """
}
