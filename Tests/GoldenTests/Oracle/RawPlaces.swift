import TestSupport

/// Which district a commune lies in and which province a district, read from the table line by
/// line: a code of five digits follows its district, one of three its province.
struct RawPlaces {
  private var parents: [String: String] = [:]

  init() throws {
    var (province, district) = ("", "")
    let table = try ProjectFiles.text("Sources/Projections/Territories/units-2021-08-01.txt")
    for line in table.split(separator: "\n") {
      let code = String(line.prefix { $0.isASCII && $0.isNumber })
      switch code.count {
      case 2: province = code
      case 3: (district, parents[code]) = (code, province)
      case 5: parents[code] = district
      default: continue
      }
    }
  }

  /// The place and all that it lies in.
  func line(of place: String) -> [String] {
    var line = [place]
    while let next = parents[line[line.count - 1]] { line.append(next) }
    return line
  }
}
