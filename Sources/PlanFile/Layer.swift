import Yams

/// Placeholder of the layer PlanFile until its first file lands.
enum LayerPlanFile { static func scalar() throws -> String? { try compose(yaml: "a")?.string } }
