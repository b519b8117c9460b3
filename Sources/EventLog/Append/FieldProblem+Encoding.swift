import LedgerModel

extension FieldProblem {
  /// What an event that passed validation cannot be encoded for.
  init(_ error: EventEncodingError) {
    switch error {
    case .unresolvedAccount(let field):
      self.init(field, .wrongType, "still names an account", remedy: "name a person there")
    case .personalValueInClear(let field):
      self.init(field, .wrongType, "would enter the log in the clear")
    case .wrongType(let field): self.init(field, .wrongType, "is not of the field's type")
    case .unknownField(let field): self.init(field, .unknownField, "is no field of the type")
    case .repeatedField(let field): self.init(field, .duplicateKey, "occurs twice")
    case .tooDeep(let field): self.init(field, .tooDeep, "is nested too deep")
    case .unknownType(let name): self.init("type", .unknownType, "is not known", found: name)
    case .recordedBeforeEpoch: self.init("recorded", .invalidValue, "lies before 1970")
    case .tooLarge(let count):
      self.init("data", .tooLarge, "the event takes \(count) bytes, more than 65535")
    }
  }
}
