extension CohortReport {
  /// The report as one HTML page that needs nothing else: no script, no other file, good to print.
  package func html() -> String {
    var markup = Markup()
    markup.raw("<!DOCTYPE html>\n")
    markup.element("html", [("lang", "en")]) { markup in
      markup.element("head") { markup in
        markup.element("meta", [("charset", "utf-8")])
        markup.element("meta", [("name", "viewport"), ("content", "width=device-width, initial-scale=1")])
        markup.element("title", text: definition.title)
        markup.raw("    <style>\(Self.style)</style>\n")
      }
      markup.element("body") { markup in
        markup.element("h1", text: definition.title)
        for line in heading { markup.element("p", [("class", "moment")], text: line) }
        markup.element("p", text: definition.explanation)
        if isEmpty { markup.element("p", [("class", "nobody")], text: Self.nobody) }
        for (index, panel) in panels.enumerated() { section(panel, number: index + 1, on: &markup) }
        markup.element("h2", text: "How to read the figures")
        markup.element("ul") { markup in
          for note in notes { markup.element("li", text: note) }
        }
      }
    }
    return markup.text
  }

  private func section(_ panel: Panel, number: Int, on markup: inout Markup) {
    let frame = frame(of: panel)
    markup.element("section") { markup in
      if let name = panel.name { markup.element("h2", text: "\(name.label) (\(Figures.count(panel.count)))") }
      for result in panel.results {
        for (index, picture) in result.pictures(in: frame).enumerated() {
          markup.element("figure") { markup in
            markup.raw(
              Self.document(
                [picture], title: picture.title, description: picture.summary,
                id: "plot-\(number)-\(result.measure)-\(index + 1)"))
          }
        }
        for table in result.figures.tables(definition.by?.label ?? "group") where !table.rows.isEmpty {
          table.html(on: &markup)
        }
        if let remark = result.figures.remark { markup.element("p", text: remark) }
      }
    }
  }

  private static let style = """
    body { font: 16px/1.45 system-ui, sans-serif; color: #222; background: #fff; max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
    h1 { margin-bottom: .3rem } .moment { margin: 0; color: #444 }
    figure { margin: 1rem 0 } svg { max-width: 100%; height: auto }
    table { border-collapse: collapse; margin: 1.2rem 0 } caption { text-align: left; font-weight: bold; padding-bottom: .3rem }
    th, td { padding: .15rem .7rem; border-bottom: 1px solid #ccc; text-align: right; font-variant-numeric: tabular-nums }
    th { border-bottom: 2px solid #222 } .word { text-align: left } tr.total td { border-top: 2px solid #222 }
    @media print { body { margin: 0; max-width: none; font-size: 11pt } section, figure { break-inside: avoid-page } }
    """
}

extension Table {
  fileprivate func html(on markup: inout Markup) {
    markup.element("table") { markup in
      markup.element("caption", text: title)
      markup.element("thead") { markup in row(head, cell: "th", [("scope", "col")], [], on: &markup) }
      markup.element("tbody") { markup in
        for (index, cells) in rows.enumerated() {
          let isTotal = hasTotal && index == rows.count - 1
          row(cells, cell: "td", [], isTotal ? [("class", "total")] : [], on: &markup)
        }
      }
    }
  }

  private func row(
    _ cells: [String], cell: String, _ attributes: [(String, String)], _ own: [(String, String)],
    on markup: inout Markup
  ) {
    markup.element("tr", own) { markup in
      for (column, text) in cells.enumerated() {
        markup.element(cell, attributes + (column < words ? [("class", "word")] : []), text: text)
      }
    }
  }
}
