/// What is played: how large a country, how many events, and the seed of every choice.
package struct DemoOptions: Sendable, Hashable {
  package enum Size: String, CaseIterable, Sendable {
    /// Đắk Lắk: 21 upper and 1,731 grassroots unions, about 0.4 million events.
    case province
    /// The provinces and districts of 2021 with about 126,000 unions.
    case nation
  }

  package var size: Size
  /// Exactly so many events; the play stops early or fills up with opened materials.
  package var eventCount: Int
  package var seed: UInt64

  package static let defaultEventCount: [Size: Int] = [.province: 400_000, .nation: 10_000_000]
  /// The largest play that is supported.
  package static let eventCountMax = 100_000_000

  package init(size: Size = .province, eventCount: Int? = nil, seed: UInt64 = 2021) {
    self.size = size
    self.eventCount = eventCount ?? DemoOptions.defaultEventCount[size] ?? 400_000
    self.seed = seed
  }
}
