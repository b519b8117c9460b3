extension CBORWriter {
  /// A value by its own case, without a catalogue: texts, numbers, truth values, null, dates,
  /// commitments, lists, and records as maps with sorted text keys; instants, durations and
  /// positions as integers. Equal values give equal bytes.
  ///
  /// - Throws: `EventEncodingError` for an account, a name that occurs twice, or values nested
  ///   deeper than `EventCodec.maximumDepth`; `path` names the place.
  package mutating func value(
    _ value: FieldValue, path: String
  ) throws(EventEncodingError) {
    switch value {
    case .instant(let instant): integer(instant.microseconds)
    case .duration(let span): integer(span.microseconds)
    case .position(let position): unsigned(position.number)
    case .date(let day): date(day)
    case .commitment(let bytes): byteString(bytes)
    default: try any(value, depth: 1, path: path)
    }
  }

  /// A value that JSON can hold.
  mutating func any(
    _ value: FieldValue, depth: Int, path: @autoclosure () -> String
  ) throws(EventEncodingError) {
    guard depth <= EventCodec.maximumDepth else { throw .tooDeep(field: path()) }
    switch value {
    case .null: null()
    case .text(let content): text(content)
    case .integer(let number): integer(number)
    case .decimal(let number): decimal(number)
    case .bool(let truth): bool(truth)
    case .list(let values):
      array(count: values.count)
      for element in values { try any(element, depth: depth + 1, path: path()) }
    case .record(let entries):
      map(count: entries.count)
      for entry in try CBORWriter.sorted(entries, path: path()) {
        text(entry.name)
        try any(entry.value, depth: depth + 1, path: path() + "." + entry.name)
      }
    case .account: throw .unresolvedAccount(field: path())
    case .instant, .date, .duration, .position, .commitment: throw .wrongType(field: path())
    }
  }

  /// The entries in the order of their encoded keys: shorter first, then bytewise.
  static func sorted(
    _ entries: [NamedValue], path: @autoclosure () -> String
  ) throws(EventEncodingError) -> [NamedValue] {
    let result = entries.sorted { precedes($0.name, $1.name) }
    for (first, second) in zip(result, result.dropFirst())
    where !precedes(first.name, second.name) {
      throw .repeatedField(path() + "." + first.name)
    }
    return result
  }

  /// The order of text keys in a deterministic map.
  static func precedes(_ first: String, _ second: String) -> Bool {
    let (left, right) = (first.utf8, second.utf8)
    return left.count == right.count
      ? left.lexicographicallyPrecedes(right) : left.count < right.count
  }
}
